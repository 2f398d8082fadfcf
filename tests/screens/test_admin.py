"""Administration in a browser: people pasted in, a boundary whose error is drawn, a day that moves deadlines."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from app import clock
from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import GRID, PASSWORD, SECOND_GRID, TOWN, USERS
from tests.pages.browser import PATIENCE_MS
from tests.screens.conftest import PageAs, look

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.needs("chromium", "chinese-font")
ROOMS = (
    "areas", f"areas/{GRID}", "departments", "departments/CG", "people", "people/new", "categories", "rules", "terms",
    "calendar", "matrix", "routing", "ladder", "repeats", "import", "trail",
)  # fmt: skip
HOSTILE = "<img src=x onerror=alert(1)><b>粗</b> \U00020bb7 {{7*7}}"


async def _at(page: Page, room: str) -> None:
    await page.evaluate("room => { location.hash = `#/${room}`; }", room)
    await expect(page.locator(".admin-title")).to_be_visible()
    await expect(page.locator(".loading")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_room_looks_right(page_as: PageAs, language: str) -> None:
    page = await page_as("admin", at="/admin", language=language)
    for room in ROOMS:
        await _at(page, room)
        themes = ("light", "dark") if room in ("calendar", "departments/CG") else ("light",)
        await look(page, widths=(360, 768, 1366, 1920), themes=themes if language == "zh" else ("dark",))


async def test_people_are_pasted_in_and_what_is_wrong_stands_in_its_cell(page_as: PageAs) -> None:
    made = uuid7().hex[-10:]
    sheet = "\n".join(
        [
            "姓名\t登录账号\t电话\t岗位\t网格\t部门",
            f"{HOSTILE}\tnew{made}a\t13800000000\t专职网格员\t{GRID}\t",
            f"李四\tnew{made}b\t1.38E+10\t专职网格员\t{GRID}\t",
            f"王五\tnew{made}c\t\t部门经办人\t\tCG",
        ]
    )
    page = await page_as("admin", at="/admin#/people/many")

    await page.get_by_label("从表格中复制").fill(sheet)
    phone = page.get_by_label("第 2 人 电话")
    await expect(phone).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_text("共 3 人，1 人有误")).to_be_visible()
    add = page.get_by_role("button", name="新增并生成一次性密码")
    await expect(add).to_be_disabled()
    await phone.fill("13900000000")
    await page.get_by_label("第 3 人 部门代码").fill("NOWHERE")
    await add.click()
    unit = page.get_by_label("第 3 人 部门代码")
    await expect(unit).to_have_attribute("aria-invalid", "true")  # what only the service knows
    await unit.fill("CG")
    await add.click()
    await expect(page.locator("dialog code")).to_have_count(3)
    await expect(page.locator("dialog td", has_text="<img src=x")).to_be_visible()
    await look(page, themes=("light",))

    await page.keyboard.press("Escape")
    await page.locator("#filter-q").fill(f"new{made}")
    await expect(page.locator(".admin-table tbody tr")).to_have_count(3)


def _file(path: Path, code: str, ring: list[list[float]]) -> Path:
    feature = {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "datum": "wgs84", "features": [feature]}))
    return path


async def test_a_boundary_that_is_wrong_is_drawn(page_as: PageAs, tmp_path: Path) -> None:
    over = [[114.302, 22.69], [114.312, 22.69], [114.312, 22.7], [114.302, 22.7]]
    bow = [[114.32, 22.69], [114.33, 22.7], [114.33, 22.69], [114.32, 22.7]]
    fine = [[114.311, 22.691], [114.319, 22.691], [114.319, 22.699], [114.311, 22.699]]
    page = await page_as("admin", at=f"/admin#/areas/{SECOND_GRID}")
    file = page.get_by_label("边界文件")

    await file.set_input_files(_file(tmp_path / "bow.geojson", SECOND_GRID, bow))
    await expect(page.get_by_role("alert").filter(has_text="自相交")).to_be_visible()
    await expect(page.locator("path.leaflet-interactive").first).to_be_visible()
    await expect(page.get_by_role("button", name="保存边界")).to_be_disabled()
    await file.set_input_files(_file(tmp_path / "over.geojson", SECOND_GRID, over))
    await expect(page.get_by_role("alert").filter(has_text=re.compile("重叠"))).to_be_visible()
    await file.set_input_files(_file(tmp_path / "fine.geojson", SECOND_GRID, fine))
    await expect(page.get_by_text("边界可以使用，尚未保存")).to_be_visible()
    await expect(page.get_by_role("button", name="保存边界")).to_be_enabled()


async def _workday(admin: Any, after: int) -> str:
    """A working day of the town, some days from now."""
    since = (clock.today() + timedelta(days=after)).isoformat()
    days = (await admin.get("/calendar", params={"area": TOWN, "since": since, "days": 10})).json()["days"]
    return str(next(day["day"] for day in days if day["is_working"]))


async def test_a_day_is_published_and_deadlines_move(page_as: PageAs, cases: Cases, client_as: Any) -> None:
    case = await cases.report()
    for who, action, body in (("clerk", "file", {"rule_code": "R2"}), ("dispatcher", "dispatch", {"lead": "CG"})):
        case = await cases.done(who, case, action, body)  # of two working days: the next one is always among them
    day = await _workday(client_as("admin"), 1)
    page = await page_as("admin", at=f"/admin#/calendar?area={TOWN}&month={day[:7]}")

    await page.get_by_role("button", name=re.compile(f"^{day}")).click()
    await page.get_by_label("名称", exact=False).first.fill("暴雨停工")
    await page.get_by_role("button", name="预览影响").first.click()
    await expect(page.get_by_text(re.compile(r"将改动 [1-9]\d* 个时限"))).to_be_visible()
    await page.get_by_role("button", name="发布").click()
    await expect(page.get_by_text(re.compile(r"[1-9]\d* 个时限正在改动"))).to_be_visible()
    await expect(page.locator(".admin-day-own", has_text="暴雨停工")).to_be_visible()

    await page.get_by_role("button", name=re.compile(f"^{day}")).click()  # as it was, for the stories after this one
    await page.get_by_role("button", name="恢复平常").click()
    await expect(page.locator(".admin-day-own")).to_have_count(0)


async def test_a_session_is_ended(page_as: PageAs, client_as: Any) -> None:
    anyone = client_as(None)
    signed = (await anyone.post("/auth/token", data={"username": "lead", "password": PASSWORD})).json()
    bearer = {"Authorization": f"Bearer {signed['access_token']}"}
    assert (await anyone.get("/me", headers=bearer)).status_code == 200
    page = await page_as("admin", at=f"/admin#/people/{USERS['lead']}")

    sessions = page.locator(".admin-session")
    await expect(sessions.first).to_be_visible()
    before = await sessions.count()
    await sessions.first.get_by_role("button", name="结束会话").click()
    await expect(sessions).to_have_count(before - 1)
    assert (await anyone.get("/me", headers=bearer)).status_code == 401
