"""At the desk, by keys, what concerns several units: a whistle is blown, a report split, an order put into the pool."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.cases import Cases
from tests.screens.conftest import PageAs
from tests.screens.test_desk import ClientAs, becomes, find

pytestmark = pytest.mark.needs("chromium", "chinese-font")


def section(page: Page, title: str) -> Locator:
    return page.locator(".desk-section", has=page.locator("summary", has_text=title))


async def pick_unit(page: Page, typed: str, code: str) -> None:
    """Types a unit into the field that has the focus, and takes the first that is found."""
    await page.keyboard.type(typed)
    await expect(page.locator(".combo-list:not([hidden]) [aria-selected=true]")).to_contain_text(code)
    await page.keyboard.press("Enter")


async def test_a_whistle_calls_units_shows_who_came_and_is_ended(
    page_as: PageAs, cases: Cases, client_as: ClientAs
) -> None:
    case = await cases.at("handling", address="深汕路北口")
    page = await page_as("centre_leader", at=f"/desk#/case/{case['id']}")
    await expect(page.locator(".desk-actions")).to_be_visible()
    await page.keyboard.press("w")
    form = page.locator("form.desk-form")
    await expect(form.get_by_role("combobox").first).to_be_focused()
    await expect(form.locator(".chip")).to_contain_text("部门CG")
    await pick_unit(page, "bmsw", "SW")
    await expect(form.locator(".chip")).to_have_count(2)
    await expect(form.get_by_label("集合地点")).to_have_value("深汕路北口")
    await form.get_by_label("事由").press_sequentially("挖断水管")
    await page.keyboard.press("Control+Enter")
    await expect(form).to_have_count(0)

    whistles = section(page, "吹哨报到")
    await whistles.locator("summary").press("Enter")
    await expect(whistles).to_contain_text("挖断水管")
    called = whistles.locator(".chip")
    await expect(called).to_have_count(2)
    await cases.done("water_handler", case, "respond", {"head_count": 2})
    await cases.done("handler", case, "decline-whistle", {"note": "全员防汛"})
    await expect(called.filter(has_text="部门SW")).to_contain_text("已报到")
    await expect(called.filter(has_text="部门CG")).to_contain_text("不能报到")

    await expect(page.locator("[data-action=end_whistle]")).to_have_count(1)
    await page.keyboard.press("w")
    await expect(form.get_by_label("结果")).to_be_visible()
    await form.get_by_label("结果").fill("已关阀止水")
    await page.keyboard.press("Control+Enter")
    await expect(whistles).to_contain_text("已结束")
    (whistle,) = (await client_as("centre_leader").get(f"/cases/{case['id']}/whistles")).json()["items"]
    assert {call["department_code"] for call in whistle["calls"]} == {"CG", "SW"}


async def test_a_report_of_two_matters_is_split_after_the_pause(
    page_as: PageAs, cases: Cases, client_as: ClientAs
) -> None:
    case = await cases.report(description="路灯不亮，另外井盖破损")
    page = await page_as("clerk", at="/desk#/queue/triage")
    await find(page, case["number"])
    await page.keyboard.press("s")
    second = page.get_by_label("第 2 件")
    await expect(second).to_be_focused()
    await second.press_sequentially("井盖破损")
    await page.get_by_label("第 1 件").fill("路灯不亮")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".toast").last).to_contain_text("5 秒后发送")
    await becomes(client_as, case, status="split", part_count=2)

    await find(page, case["number"])
    parts = section(page, "分件")
    await parts.locator("summary").press("Enter")
    await expect(parts.locator(".desk-line")).to_have_count(2)
    await parts.locator(".desk-line", has_text="井盖破损").press("Enter")
    await expect(page.locator(".desk-words")).to_have_text("井盖破损")
    near = section(page, "附近在办")
    await near.locator("summary").press("Enter")
    await expect(near.locator(".map path")).not_to_have_count(0)  # the grids around
    await expect(near.locator(".desk-line", has_text="路灯不亮").first).to_be_visible()
    await expect(page.get_by_role("link", name="所属的原案卷")).to_be_visible()


async def test_an_order_goes_into_the_pool_and_whoever_claims_it_is_seen_at_once(
    page_as: PageAs, cases: Cases, client_as: ClientAs
) -> None:
    case = await cases.at("filed")
    page = await page_as("dispatcher", at="/desk#/queue/dispatch")
    await find(page, case["number"])
    await page.keyboard.press("p")
    everybody = page.get_by_label("该地点管辖范围内的所有单位均可点单")
    await expect(everybody).to_be_focused()
    await page.keyboard.press("Space")
    await page.get_by_role("combobox", name="可点单的单位").focus()
    await pick_unit(page, "CG-1", "CG-1")
    await page.keyboard.press("Control+Enter")
    await becomes(client_as, case, status="pooled")

    await find(page, case["number"])
    head = page.locator(".desk-case-head")
    await expect(head).to_contain_text("亮单中")
    await cases.done("station_handler", case, "claim", {"team": "CG-1"})
    await expect(head).to_contain_text("处置中")
    await expect(page.locator(".desk-main")).to_contain_text("部门CG-1")
