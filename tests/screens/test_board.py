"""A supervisor at the board: why a case is late in three clicks, numbers that open their cases, several urged."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect

from app import clock
from tests.cases import Cases
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
LONG_AGO = timedelta(days=12)  # over any holidays: a limit of working hours is over
#: Every link of the page that leads to a list, with the number it bears.
NUMBERS = """() => [...document.querySelectorAll('.board a[href^="#/cases/"]')].flatMap((link) => {
  const told = link.classList.contains("number") ? link : link.querySelector(".number:not(.small)");
  const count = told ? Number(told.textContent.replace(/[^0-9]/g, "")) : 0;
  return count && !link.classList.contains("case-row") ? [[link.getAttribute("href"), count]] : [];
})"""


@pytest.fixture
async def late(cases: Cases) -> dict[str, Any]:
    """A case that its unit has let lie."""
    with clock.shifted(-LONG_AGO):
        return await cases.at("handling", description="绿化带内堆放杂物，多日无人清理")


@pytest.fixture
async def board(page_as: PageAs, late: dict[str, Any]) -> Page:
    page: Page = await page_as("supervisor", at="/board")
    return page


async def by_keys(page: Page, selector: str) -> None:
    """Goes there with the tab key and presses Enter."""
    wanted = page.locator(selector)
    for _ in range(30):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("(one) => one === document.activeElement"):
            return await page.keyboard.press("Enter")
    raise AssertionError(f"no way to {selector} by keys")


async def test_why_a_case_is_late_is_found_in_three_clicks_and_by_keys(board: Page, late: dict[str, Any]) -> None:
    await board.locator("[data-figure=overdue]").click()
    await board.locator(f"#row-{late['id']}").click()
    why = board.get_by_role("region", name="为何超期")
    await expect(why).to_contain_text("工作时")
    await expect(why).to_contain_text("部门CG")
    await expect(why).to_contain_text("处置环节")
    deadline = board.get_by_role("region", name="时限说明")
    await expect(deadline).to_contain_text("已超期")
    await expect(deadline).to_contain_text("周末")
    await deadline.get_by_text("以表格显示每一段").click()
    await expect(deadline.get_by_role("row", name="午休").first).to_be_visible()

    row = board.locator(f"#row-{late['id']}")
    await board.keyboard.press("Escape")
    await expect(row).to_be_focused()
    await board.keyboard.press("Escape")
    await expect(board.locator("[data-figure=overdue]")).to_be_visible()
    await by_keys(board, "[data-figure=overdue]")
    await expect(row).to_be_visible()
    for _ in range(50):
        await board.keyboard.press("j")
        if f"/{late['id']}" in board.url:
            break
    await expect(why).to_contain_text("处置环节")
    await expect(board.locator(".cases-side h2")).to_be_focused()


async def test_each_number_opens_as_many_cases(board: Page) -> None:
    await expect(board.locator(".territory-table")).to_be_visible()
    numbers: list[tuple[str, int]] = await board.evaluate(NUMBERS)
    lists = dict(numbers)
    assert len(lists) >= 8, "a walk that finds nothing proves nothing"
    assert {"#/cases/overdue", "#/cases/open"} <= {href.partition("?")[0] for href in lists}
    for href, count in lists.items():
        await board.evaluate("(href) => { location.hash = href; }", href)
        await expect(board.locator("[data-total]")).to_have_attribute("data-total", str(count))
        await expect(board.locator(".cases-row")).to_have_count(min(count, 50))


async def test_several_are_urged_at_once_and_filters_stand_in_the_address(
    board: Page, cases: Cases, late: dict[str, Any]
) -> None:
    with clock.shifted(-LONG_AGO):
        other = await cases.at("handling")
    await board.goto("/board#/cases/overdue?unit=CG")
    for case in (late, other):
        await board.locator(f".cases-row:has(#row-{case['id']}) input").check()
    await board.get_by_label("催办内容").fill("请尽快到场")
    await board.get_by_role("button", name="催办").click()
    await expect(board.locator(".toasts")).to_contain_text("已催办 2 件")
    told = await cases.client_as("handler").get(f"/cases/{other['id']}/orders")
    assert [urge["note"] for urge in told.json()["urges"]] == ["请尽快到场"]

    await cases.at("return_review")
    await board.goto("/board#/?department=CG&department_name=CG")
    await expect(board.locator(".pair").first).to_be_visible()
    await board.goto("/board#/?department=FAR&department_name=FAR")
    await expect(board.get_by_text("时段内没有退单")).to_be_visible()

    await board.goto("/board#/?area=440310001&area_name=一街&days=7")
    await expect(board.locator(".narrowing summary")).to_contain_text("一街")
    await expect(board.get_by_role("link", name="7 天")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_board_and_a_case_of_it_are_looked_at(page_as: PageAs, late: dict[str, Any], language: str) -> None:
    page = await page_as("supervisor", at="/board", language=language)
    await expect(page.locator(".map path.leaflet-interactive").first).to_be_visible()
    await look(page)
    await page.goto(f"/board#/cases/overdue/{late['id']}")
    await expect(page.locator(".deadline-day").first).to_be_visible()
    await expect(page.locator(".cases-side .timeline")).to_be_visible()
    await look(page)
