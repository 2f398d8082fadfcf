"""The pictures of the documents, made by `make screenshots`: a demo, some cases over its API, each role's screen.

They are palettes of 128 colours: a page of text loses nothing by it, and stays below `MOST_BYTES`.
"""

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.needs import CHROMIUM
from tests.service import Service, open_directory
from tests.waiting import AT_MOST

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 150_000
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1366, "height": 820}
LOCALES = {"zh": "zh-CN", "en": "en"}
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
    Picture("admin", "admin", "/admin", DESK),
    Picture("report", None, "/report", PHONE),
)
#: What happened in the demo: words, address, and how far the case has come.
CASES = (
    ("路边有成堆垃圾，气味很大", "坪山街道六和路 12 号", 5),
    ("人行道井盖缺失，晚上看不见", "坪山街道六联社区公园北门", 4),
    ("路灯连续三晚不亮", "东纵路与深汕路交叉口", 3),
    ("店外经营占道，行人只能走机动车道", "六和商业广场", 2),
    ("小区门口积水，下雨无法通行", "坪山街道新和路 3 号", 1),
    ("广告牌松动，有坠落危险", "坪山大道 2007 号", 0),
    ("共享单车堆放堵住消防通道", "六联社区 5 栋", 0),
    ("建筑垃圾夜间偷倒", "金牛西路工地旁", 0),
)
PLACE = {"lat": 22.707, "lon": 114.29, "datum": "wgs84"}
MOVES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("clerk", "file", {"rule_code": "DCM-01-02-A"}),
    ("dispatcher", "dispatch", {"lead": "CGJ"}),
    ("cgj", "sign", {}),
    ("cgj", "resolve", {"result": "已清理并冲洗路面", "photo_exemption": "dark_or_unsafe"}),
    ("dispatcher", "close", {"close_condition_met": True, "reply": "您反映的问题已处理完毕，感谢监督。"}),
)


class District:
    """The demo behind its port, and who may try it."""

    def __init__(self, service: Service) -> None:
        self.address = f"http://127.0.0.1:{service.port}"
        offered = httpx.get(f"{self.address}/api/v1/session/demo-accounts", timeout=AT_MOST).json()["items"]
        self.passwords = {each["username"]: each["password"] for each in offered}
        self._tokens: dict[str, str] = {}

    def post(self, who: str, path: str, body: Any) -> dict[str, Any]:
        """What somebody does, which must succeed."""
        if who not in self._tokens:
            told = {"username": who, "password": self.passwords[who]}
            answer = httpx.post(f"{self.address}/api/v1/auth/token", data=told, timeout=AT_MOST)
            self._tokens[who] = answer.raise_for_status().json()["access_token"]
        bearing = {"Authorization": f"Bearer {self._tokens[who]}"}
        answer = httpx.post(f"{self.address}/api/v1{path}", json=body, headers=bearing, timeout=AT_MOST)
        assert answer.is_success, (path, answer.text)
        done: dict[str, Any] = answer.json()
        return done

    def fill(self) -> None:
        """Lets happen what the pictures show."""
        for words, address, far in CASES:
            report = {"description": words, "address": address, "location": PLACE}
            case = self.post("worker", "/cases", report | {"contact": {"name": "王女士", "phone": "13800000000"}})
            for who, action, body in MOVES[:far]:
                self.post(who, f"/cases/{case['id']}/{action}", body)


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
    page.goto(picture.at)
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


def main() -> None:
    """Makes them all, or those that are named."""
    wanted = set(sys.argv[1:]) or {picture.name for picture in PICTURES}
    with open_directory() as directory, Service(directory, "--demo") as service, sync_playwright() as playwright:
        district = District(service.is_ready())
        district.fill()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in PICTURES:
            for language in LOCALES if picture.name in wanted else ():
                page = _page(browser, district, picture, language)
                (IMAGES / f"{picture.name}.{language}.png").write_bytes(small(page.screenshot()))
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
