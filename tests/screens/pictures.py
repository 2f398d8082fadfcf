"""The pictures of the documents, made by `make screenshots`: a demo with its week, each role's screen.

They are palettes of 128 colours: a page of text loses nothing by it, and stays below `MOST_BYTES`.
"""

import asyncio
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.needs import CHROMIUM
from tests.screens import thumbnails
from tests.service import Service, open_directory
from tests.waiting import AT_MOST

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 150_000
STYLEGUIDE = "styleguide"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1366, "height": 820}
LOCALES = {"zh": "zh-CN", "en": "en"}
TOWN = "440310/440310001/"  # which has a centre of its own
AS_A_PAGE = {"X-Yikou-Page": "1", "Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen of one person; `press` is what is pressed first, by what it looks like in the page."""

    name: str
    who: str | None
    at: str
    size: dict[str, int]
    press: tuple[str, ...] = ()


PICTURES = (
    Picture("phone", "worker", "/phone", PHONE),
    Picture("desk", "clerk", "/desk", DESK, ("a.desk-row-body",)),
    Picture("department", "cgj", "/department", DESK),
    Picture("board", "supervisor", "/board", DESK),
    Picture("admin", "admin", "/admin#/areas/440310001", DESK),
    Picture("village", "secretary", "/village#/440310001001/proposals", DESK),
    Picture("report", None, "/report", PHONE),
    Picture("rating", None, "{rating}", PHONE, ("label[for=yes]", "label[for=score-5]")),
)


class District:
    """The demo behind its port, and who may try it."""

    def __init__(self, service: Service) -> None:
        self.address = f"http://127.0.0.1:{service.port}"
        offered = httpx.get(f"{self.address}/api/v1/session/demo-accounts", timeout=AT_MOST).json()["items"]
        self.passwords = {each["username"]: each["password"] for each in offered}
        self._clients: dict[str, httpx.Client] = {}

    def as_(self, who: str) -> httpx.Client:
        """A client of somebody."""
        if who not in self._clients:
            told = {"username": who, "password": self.passwords[who]}
            answer = httpx.post(f"{self.address}/api/v1/auth/token", data=told, timeout=AT_MOST)
            bearing = {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}
            self._clients[who] = httpx.Client(base_url=f"{self.address}/api/v1", headers=bearing, timeout=AT_MOST)
        return self._clients[who]

    def rating_link(self) -> str:
        """The link of a case that is closed and waits for its rating."""
        asked = {"status": "closed", "limit": 1}
        case = self.as_("supervisor").get("/cases", params=asked).raise_for_status().json()["items"][0]
        who = "towndispatcher" if case["area_path"].startswith(TOWN) else "dispatcher"
        link = self.as_(who).post(f"/cases/{case['id']}/rating-link").raise_for_status().json()
        return f"/r/{link['token']}"


def _page(browser: Browser, district: District, picture: Picture, language: str) -> Page:
    context = browser.new_context(
        base_url=district.address, viewport=picture.size, locale=LOCALES[language], timezone_id="Asia/Shanghai",
        reduced_motion="reduce", service_workers="block", device_scale_factor=1,
    )  # fmt: skip
    context.set_default_timeout(AT_MOST * 1000)
    if picture.who is not None:
        told = {"username": picture.who, "password": district.passwords[picture.who]}
        assert context.request.post("/api/v1/session", data=told, headers=AS_A_PAGE).ok
    page = context.new_page()
    page.goto(picture.at.format(rating=district.rating_link()) if "{" in picture.at else picture.at)
    page.locator("#content a, #content button, form").first.wait_for()
    for pressed in picture.press:
        page.locator(pressed).first.click()
    page.locator(".loading").first.wait_for(state="detached")
    page.wait_for_timeout(1500)  # pictures and counts that come after; nothing is held by it
    return page


def small(picture: bytes) -> bytes:
    """The same in a palette."""
    out = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(playwright: Playwright, district: District, wanted: set[str]) -> None:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    for picture in PICTURES:
        for language in LOCALES if picture.name in wanted else ():
            page = _page(browser, district, picture, language)
            (IMAGES / f"{picture.name}.{language}.png").write_bytes(small(page.screenshot()))
            page.context.close()
    browser.close()


def main() -> None:
    """Makes them all, or those that are named; `styleguide` stands for the thumbnails of its components."""
    wanted = set(sys.argv[1:]) or {STYLEGUIDE, *(picture.name for picture in PICTURES)}
    with open_directory() as directory, Service(directory, "--demo", "--week") as service:
        district = District(service.is_ready())
        with sync_playwright() as playwright:
            _write(playwright, district, wanted)
        if STYLEGUIDE in wanted:
            asyncio.run(thumbnails.write(district.address))


if __name__ == "__main__":
    main()
