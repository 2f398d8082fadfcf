"""The pages beside the board's overview: by grid and hour, year on year, ahead, burden; numbers open lists."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.cases import Cases
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
PAGES = {"patterns": "时空分布", "compared": "同比", "ahead": "积压与到期", "burden": "减负"}
NUMBERS = """() => [...document.querySelectorAll('.board a.number[href]')].map((link) =>
  [link.getAttribute("href"), Number(link.textContent.replace(/[^0-9]/g, ""))])"""
_LIST = re.compile(r"#/cases/[a-z-]+\?")


@pytest.fixture
async def board(page_as: PageAs, cases: Cases) -> Page:
    for _ in range(2):
        await cases.at("handling", description="围栏倒伏，占压盲道", category_code="DCM-01-02")
    page: Page = await page_as("supervisor", at="/board")
    return page


async def test_each_number_of_each_page_opens_as_many_cases(board: Page) -> None:
    for page, name in PAGES.items():
        await board.goto("/board#/")
        await board.get_by_role("navigation", name="看板各页").get_by_role("link", name=name).click()
        await expect(board.locator("table").first).to_be_visible()
        numbers: list[tuple[str, int]] = await board.evaluate(NUMBERS)
        lists = {href: count for href, count in numbers if _LIST.match(href)}
        assert lists or page == "burden", "a walk that finds nothing proves nothing"
        for href, count in list(lists.items())[:6]:
            await board.evaluate("(href) => { location.hash = href; }", href)
            await expect(board.locator("[data-total]")).to_have_attribute("data-total", str(count))


async def test_entries_of_a_worker_and_an_hour_are_listed(board: Page) -> None:
    await board.goto("/board#/burden")
    row = board.get_by_role("row", name="用户worker", exact=False).first
    link = row.locator(".heat-cell a").first
    await expect(link).to_be_visible()
    count = int(await link.inner_text())
    await link.click()
    await expect(board.get_by_role("heading", name="录入明细")).to_contain_text("用户worker")
    await expect(board.locator("tbody tr")).to_have_count(min(count, 50))
    await board.locator("tbody a.number").first.click()
    await expect(board.locator(".cases-side h2")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
async def test_the_pages_are_looked_at(page_as: PageAs, cases: Cases, page: str, language: str) -> None:
    reported: dict[str, Any] = await cases.at("handling", description="围栏倒伏，占压盲道")
    assert reported["status"] == "handling"
    board = await page_as("supervisor", at=f"/board#/{page}", language=language)
    await expect(board.locator("table").first).to_be_visible()
    await look(board)
