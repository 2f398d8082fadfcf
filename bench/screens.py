"""`python -m bench.screens`: what a person waits for on screens, in a browser with a slow processor and a slow line.

Processor and line are throttled by the browser's own protocol. Each figure is the median of some rounds, and stands
beside what it may be at most; a neighbour on the machine makes all of them worse, so run it alone.
"""

import asyncio
import base64
import io
import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random
from statistics import median

import httpx
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bench import service
from tests.needs import CHROMIUM

ROUNDS, ROWS, PATIENCE_MS = 3, 200, 120_000
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1366, "height": 768}
#: 400 kbit/s in bytes a second.
NARROW = 50_000
_TO_PAINT = """async (key) => {
  const begun = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}"""


#: Says when so many of something are on the page: seconds since it was asked for, after the next frame. A tester that
#: asks again and again would be measured too, its own script slowed like the page's.
_SAYS_WHEN = """([selector, many]) => {
  const watch = new MutationObserver(look);
  function look() {
    if (document.querySelectorAll(selector).length < many) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => console.info("there", performance.now() / 1000)));
  }
  watch.observe(document, { childList: true, subtree: true });
}"""


@dataclass(frozen=True)
class Line:
    """How slow the browser is made."""

    slower: int = 1
    delay_ms: int = 0
    bytes_a_second: int = -1


class Bench:
    """A service with the demo's people, and a browser before it."""

    def __init__(self, browser: Browser, url: str, passwords: dict[str, str]) -> None:
        self.browser, self.url, self.passwords = browser, url, passwords

    async def context(self, stack: AsyncExitStack, who: str, size: dict[str, int], *, workers: bool) -> BrowserContext:
        """A browser without a memory, in which somebody has signed in."""
        context = await self.browser.new_context(
            base_url=self.url, viewport=size, locale="zh-CN",  # type: ignore[arg-type]
            service_workers="allow" if workers else "block", geolocation={"latitude": 22.707, "longitude": 114.29},
            permissions=["geolocation"],
        )  # fmt: skip
        stack.push_async_callback(context.close)
        context.set_default_timeout(PATIENCE_MS)
        said = {"username": who, "password": self.passwords[who]}
        ours = {"X-Yikou-Page": "1", "Sec-Fetch-Site": "same-origin"}
        answer = await context.request.post("/api/v1/session", data=said, headers=ours)
        if not answer.ok:
            raise SystemExit(await answer.text())
        return context

    async def page(self, context: BrowserContext, line: Line) -> Page:
        """A page on that line."""
        page = await context.new_page()
        speaker = await context.new_cdp_session(page)
        await speaker.send("Emulation.setCPUThrottlingRate", {"rate": line.slower})
        await speaker.send("Network.enable")
        throttled = {"offline": False, "latency": line.delay_ms}
        both = {"downloadThroughput": line.bytes_a_second, "uploadThroughput": line.bytes_a_second}
        await speaker.send("Network.emulateNetworkConditions", throttled | both)
        return page


async def _shown(page: Page, at: str, selector: str, many: int = 1) -> float:
    """Opens a page; how many seconds it took until so many of something were there."""
    await page.add_init_script(f"({_SAYS_WHEN})({json.dumps([selector, many])})")
    said = lambda message: message.text.startswith("there ")  # noqa: E731
    async with page.expect_console_message(said, timeout=PATIENCE_MS) as told:
        await page.goto(at, wait_until="commit")
    return float((await told.value).text.split()[1])


def _cold(line: Line) -> Callable[[Bench], Awaitable[float]]:
    async def measure(bench: Bench) -> float:
        async with AsyncExitStack() as stack:
            context = await bench.context(stack, "worker", PHONE, workers=False)
            return await _shown(await bench.page(context, line), "/phone", ".phone-camera")

    return measure


async def _again(bench: Bench) -> float:
    async with AsyncExitStack() as stack:
        context = await bench.context(stack, "worker", PHONE, workers=True)
        page = await bench.page(context, Line())
        await _shown(page, "/phone", ".phone-camera")
        await page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        await page.close()
        return await _shown(await bench.page(context, Line(slower=6)), "/phone", ".phone-camera")


async def _saved(bench: Bench) -> float:
    async with AsyncExitStack() as stack:
        context = await bench.context(stack, "worker", PHONE, workers=False)
        page = await bench.page(context, Line(slower=6))
        await _shown(page, "/phone#/report", "textarea[name=description]")
        await page.fill("textarea[name=description]", "路边有成堆垃圾")
        took: float = await page.evaluate(
            """async () => {
              const begun = performance.now();
              document.querySelector(".phone-send .button-primary").click();
              while (!document.querySelector(".toast")) await new Promise(requestAnimationFrame);
              return performance.now() - begun;
            }"""
        )
        return took / 1000


def _photo() -> bytes:
    """Twelve megapixels with something in them."""
    noise = Random(7)
    small = Image.frombytes("RGB", (200, 150), noise.randbytes(200 * 150 * 3))
    out = io.BytesIO()
    small.resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=92)
    return out.getvalue()


async def _shrunk(bench: Bench) -> tuple[float, int]:
    """How long the photo takes, and how large it is then."""
    async with AsyncExitStack() as stack:
        context = await bench.context(stack, "worker", PHONE, workers=False)
        page = await bench.page(context, Line(slower=6))
        await _shown(page, "/phone", ".phone-camera")
        module = await page.evaluate("() => document.querySelector('script[type=module]').src")
        told = await page.evaluate(
            """async ([main, bytes]) => {
              const { shrunk } = await import(new URL("../common/photo_fields.js", main).href);
              const photo = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
              const begun = performance.now();
              const small = await shrunk(new File([photo], "a.jpg", { type: "image/jpeg" }));
              return [performance.now() - begun, small.size];
            }""",
            [module, base64.b64encode(_photo()).decode()],
        )
        return told[0] / 1000, told[1]


async def _desk(bench: Bench) -> float:
    async with AsyncExitStack() as stack:
        page = await bench.page(await bench.context(stack, "clerk", DESK, workers=False), Line())
        return await _shown(page, "/desk#/queue/triage", ".desk-row", 50)


async def _keys(bench: Bench) -> float:
    async with AsyncExitStack() as stack:
        page = await bench.page(await bench.context(stack, "clerk", DESK, workers=False), Line(slower=4))
        await _shown(page, "/desk#/queue/triage", ".desk-row")
        while await page.locator(".desk-row").count() < ROWS:
            await page.locator(".desk-more").click()
        took: list[float] = [await page.evaluate(_TO_PAINT, "j" if number % 7 else "k") for number in range(40)]
        return median(took) / 1000


#: Each figure, who measures it, and how many seconds it may be.
FIGURES: dict[str, tuple[Callable[[Bench], Awaitable[float]], float]] = {
    "phone cold, 400 kbit/s, 2 s delay, × 6": (_cold(Line(6, 2_000, NARROW)), 8),
    "phone cold, 400 kbit/s, 400 ms delay, × 6": (_cold(Line(6, 400, NARROW)), 3),
    "phone again, from its service worker, × 6": (_again, 2),
    "tap to saved, × 6": (_saved, 0.2),
    "desk, 50 rows": (_desk, 1),
    "desk, j/k to paint, 200 rows, × 4": (_keys, 0.1),
}


def _fill(url: str, token: str) -> None:
    """Reports enough for two hundred rows."""
    with httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        for number in range(ROWS + 10):
            where = {"lat": 22.70 + number * 0.0001, "lon": 114.29, "datum": "wgs84"}
            client.post("/cases", json={"description": f"第{number}号井盖松动", "location": where}).raise_for_status()


async def _measure(url: str, passwords: dict[str, str]) -> None:
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        bench = Bench(browser, url, passwords)
        for name, (measure, most) in FIGURES.items():
            took = median([await measure(bench) for _ in range(ROUNDS)])
            print(f"{name:<44}{took:>8.2f} s  at most {most} s{'' if took <= most else '   TOO MUCH'}", flush=True)
        photos = [await _shrunk(bench) for _ in range(ROUNDS)]
        took, size = median(seconds for seconds, _ in photos), photos[0][1]
        print(f"{'a photo of 12 MP, × 6':<44}{took:>8.2f} s  at most 1.5 s; {size / 1000:.0f} KB, at most 400")
        await browser.close()


def main() -> None:
    """Serves the demo, fills a queue, and measures."""
    with service.scratch() as directory, service.served(directory, "--demo") as (url, _):
        passwords = {who: service.password_of(who, directory) for who in ("worker", "clerk")}
        _fill(url, service.token(url, "worker", passwords["worker"]))
        asyncio.run(_measure(url, passwords))


if __name__ == "__main__":
    main()
