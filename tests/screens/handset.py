"""The worker's phone in a browser whose memory outlives it: `kill` ends it as a system does that needs the room."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page, Playwright

from tests.needs import CHROMIUM
from tests.organisation import IN_GRID, PASSWORD
from tests.pages.browser import PATIENCE_MS, PHONE

_REPORTED = """async ([said, files]) => {
  const at = (name) => import(new URL(name, document.querySelector("script[type=module]").src).href);
  const [{ openStore }, { shoot, emptyReport, report }, { keepDraft }, { meNow }] = await Promise.all(
    ["store.js", "reporting.js", "pictures.js", "../common/api.js"].map(at));
  const store = await openStore(meNow().id);
  for (const [number, body] of said.entries()) {
    const bytes = Uint8Array.from(atob(files[number]), (letter) => letter.charCodeAt(0));
    const file = new File([bytes], "camera.jpg", { type: "image/jpeg" });
    const { shot, bytes: kept } = await shoot(store, file, "scene", null);
    const draft = { ...emptyReport(), body, photos: [shot] };
    await keepDraft(store, draft, kept);
    await report(store, draft);
  }
  store.close();
  dispatchEvent(new Event("online")); // as its form asks for a round
}"""
_KEPT = """async () => {
  const at = (name) => import(new URL(name, document.querySelector("script[type=module]").src).href);
  const [{ openStore }, { meNow }] = await Promise.all(["store.js", "../common/api.js"].map(at));
  const store = await openStore(meNow().id);
  const [operations, photos] = [await store.operations(), await store.photos()];
  store.close();
  return [operations.length, photos.length];
}"""

_ORIGINALS = """async () => {
  const at = (name) => import(new URL(name, document.querySelector("script[type=module]").src).href);
  const [{ openStore }, { meNow }] = await Promise.all(["store.js", "../common/api.js"].map(at));
  const store = await openStore(meNow().id);
  const areas = await store.reference("areas");
  store.close();
  return areas.some((area) => area.keep_originals);
}"""


class Handset:
    """One phone; `url` is where it reaches the service, perhaps through a bad network."""

    def __init__(self, playwright: Playwright, memory: Path, url: str) -> None:
        self._playwright, self._memory, self.url = playwright, memory, url
        self.context: BrowserContext | None = None
        self.complaints: list[str] = []

    async def start(self) -> Page:
        """Opens the app, as it was left."""
        self.context = await self._playwright.chromium.launch_persistent_context(
            str(self._memory), executable_path=CHROMIUM, viewport=PHONE, locale="zh-CN",  # type: ignore[arg-type]
            timezone_id="Asia/Shanghai", reduced_motion="reduce", permissions=["geolocation"],
            geolocation={"latitude": IN_GRID["lat"], "longitude": IN_GRID["lon"], "accuracy": 12},
            args=["--no-sandbox", "--disable-background-networking"], timeout=PATIENCE_MS,
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return self.context.pages[0]

    async def sign_in(self, who: str) -> None:
        """A session of a page, as the start page asks for it."""
        assert self.context is not None
        told = {"username": who, "password": PASSWORD, "stay": True}  # over the end of the browser
        ours = {"X-Yikou-Page": "1", "Sec-Fetch-Site": "same-origin"}
        answer = await self.context.request.post(f"{self.url}/api/v1/session", data=told, headers=ours)
        assert answer.ok, await answer.text()

    async def open(self, page: Page, at: str = "") -> Page:
        """The app at one of its places, drawn."""
        await page.goto(f"{self.url}/phone{at}")
        await page.locator(".phone-tabs").wait_for()
        return page

    async def kill(self) -> None:
        """The system needs the room."""
        assert self.context is not None
        await self.context.close()

    @staticmethod
    async def report(page: Page, said: Sequence[dict[str, Any]], photos: Sequence[bytes]) -> None:
        """Reports with a photo each, put down by the app's own modules as its form does."""
        await page.evaluate(_REPORTED, [list(said), [base64.b64encode(one).decode() for one in photos]])

    @staticmethod
    async def kept(page: Page) -> tuple[int, int]:
        """How many operations and photos wait in its memory."""
        operations, photos = await page.evaluate(_KEPT)
        return operations, photos

    @staticmethod
    async def keeps_originals(page: Page) -> bool:
        """Whether it has heard that an area asks for photos as they were taken."""
        told: bool = await page.evaluate(_ORIGINALS)
        return told
