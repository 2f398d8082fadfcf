"""Co-building 共建 on screens: an inspection on the phone with its photo, and the results of a quarter published."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from app import clock
from app.workflow.cobuilding.quarters import Quarter as QuarterOfYear
from app.workflow.cobuilding.quarters import quarter_of
from tests.cases import photo
from tests.organisation import COUNTY, OTHER_VILLAGE
from tests.routers.cobuilding import ITEMS, SCHEME, Clients, Quarter, marks
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")


def last_quarter() -> QuarterOfYear:
    return quarter_of(quarter_of(clock.today()).first - timedelta(days=1))


class Begun:
    """The quarter before this one, with two groups: one that is inspected, and one that waits for it."""

    def __init__(self, period: dict[str, Any], waiting: dict[str, Any], group: dict[str, Any]) -> None:
        self.period, self.waiting, self.group = period, waiting, group


async def begun(client_as: Clients) -> Begun:
    at_work, quarter = Quarter(client_as), last_quarter()
    first, day = str(quarter.first), datetime.combine(quarter.first, time(2), UTC) + timedelta(days=70)
    with clock.frozen(day):
        items = [ITEMS[0] | {"needs_photo": True}, ITEMS[1]]
        await at_work.done("supervisor", "schemes", SCHEME | {"items": items, "valid_from": first})
        group = await at_work.group(valid_from=first)
        other = await at_work.group(OTHER_VILLAGE, "SW", valid_from=first)
        told = {"area_code": COUNTY, "year": quarter.year, "number": quarter.number}
        period = await at_work.done("supervisor", "periods", told)
        for month in quarter.months:
            body = {"month": str(month), "marks": marks(38, 52)}
            await at_work.done("handler", f"groups/{group['id']}/assessments", body)
        task = {"title": "清理北门堆物", "department_code": "CG", "due_on": str(quarter.last)}
        await at_work.done("handler", f"groups/{group['id']}/tasks", task)
        inspection = await at_work.assigned("supervisor", period, other)
        shot = {"photo": ("photo.jpg", photo(), "image/jpeg")}
        path = f"/cobuilding/photos/inspection/{inspection['id']}"
        assert (await client_as("supervisor").post(path, data={"item_code": "A1"}, files=shot)).status_code == 201
        await at_work.done("supervisor", f"inspections/{inspection['id']}/submit", {"marks": marks(20, 30)})
        waiting = await at_work.assigned("supervisor", period, group)
    return Begun(period, waiting, group)


async def _inspect(page: Page, pictures: Path) -> None:
    """On a phone: the draft outlives the page, what lacks is said, and it is handed in once."""
    points = page.locator(".cob-form input[type=number]")
    await points.nth(0).fill("38.5")
    await page.reload()
    await expect(points.nth(0)).to_have_value("38.5")
    await page.get_by_role("button", name="提交考评").click()
    await expect(page.get_by_text("本项须附照片")).to_be_visible()
    await expect(page.get_by_text("请打分，不超过满分")).to_have_count(1)
    await page.screenshot(path=pictures / "inspection-lacking.png", full_page=True)
    await points.nth(1).fill("51")
    shot = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(9, 400)}
    await page.locator(".cob-form input[type=file]").first.set_input_files(shot)
    await expect(page.locator(".cob-photos li")).to_have_count(1)
    await look(page, widths=(360,))
    await page.get_by_role("button", name="提交考评").click()
    await expect(page.locator(".cob-score")).to_contain_text("89.5")


async def test_a_quarter_is_inspected_on_the_phone_and_published_at_the_desk(
    page_as: PageAs, client_as: Clients, tmp_path: Path
) -> None:
    story = await begun(client_as)
    phone = await page_as("supervisor", at=f"/cobuilding#/inspection/{story.waiting['id']}", size="phone")
    await _inspect(phone, tmp_path)
    desk = await page_as("supervisor", at=f"/cobuilding#/quarter/{story.period['id']}")
    await desk.get_by_role("button", name="计算结果").click()
    await expect(desk.locator(".cob-table tbody tr")).to_have_count(2)
    await desk.get_by_role("button", name="公布", exact=True).click()
    await desk.get_by_role("button", name="确认公布并冻结").click()
    await expect(desk.get_by_text("已公布").first).to_be_visible()
    await look(desk, widths=(360, 1366))
    first = desk.locator(".cob-table tbody tr").first
    await expect(first).to_contain_text("89.69")
    await first.get_by_role("link").click()
    await expect(desk.get_by_text("缺项，由其余分担")).to_be_visible()
    await desk.screenshot(path=tmp_path / "explained.png", full_page=True)
    member = await page_as("handler", at=f"/cobuilding#/group/{story.group['id']}", size="phone", language="en")
    await expect(member.get_by_text("清理北门堆物")).to_be_visible()
    await look(member, widths=(360,))
