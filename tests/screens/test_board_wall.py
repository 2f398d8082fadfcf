"""The wall: pages that never scroll, that a key holds, and that go on alone when the line comes back."""

import pytest
from playwright.async_api import Page, expect

from tests.cases import Cases
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
PAGES = 5
OVER = """() => [document.scrollingElement, document.querySelector(".wall-page")].map(
  (box) => Math.max(box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth))"""


async def _heading(page: Page) -> str:
    return await page.locator(".wall h1").inner_text()


@pytest.mark.parametrize("size", ["wall", "desk"])
async def test_no_page_of_the_wall_scrolls(page_as: PageAs, cases: Cases, size: str) -> None:
    await cases.at("handling")
    page = await page_as("supervisor", at="/wall", size=size)
    await expect(page.locator(".wall-big-value").first).to_be_visible()
    seen = set()
    for _ in range(PAGES):
        seen.add(await _heading(page))
        assert max(await page.evaluate(OVER)) <= 1, await _heading(page)
        await page.keyboard.press("ArrowRight")
    assert len(seen) == PAGES


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_each_page_of_the_wall_is_looked_at(page_as: PageAs, language: str) -> None:
    page = await page_as("supervisor", at="/wall", size="wall", language=language)
    await expect(page.locator(".wall-big-value").first).to_be_visible()
    for _ in range(PAGES):
        await look(page, widths=(1366, 1920), themes=("dark",))
        await page.keyboard.press("ArrowRight")


async def test_pages_follow_each_other_until_a_key_holds_one(page_as: PageAs) -> None:
    page = await page_as("supervisor", size="wall")
    await page.clock.install()
    await page.goto("/wall")
    await expect(page.locator(".wall-big-value").first).to_be_visible()
    first = await _heading(page)
    await page.clock.fast_forward(21_000)
    await expect(page.locator(".wall h1")).not_to_have_text(first)
    second = await _heading(page)
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="继续轮播")).to_be_visible()
    await page.clock.fast_forward(60_000)
    await expect(page.locator(".wall h1")).to_have_text(second)


async def test_the_wall_says_that_its_data_are_old_and_recovers_alone(page_as: PageAs) -> None:
    page = await page_as("supervisor", size="wall", expects=("net", 500))
    await page.clock.install()
    await page.goto("/wall")
    told = page.locator(".wall-as-of")
    await expect(told).to_contain_text("数据时间")
    await page.keyboard.press("Space")  # the page stays
    await page.route("**/api/v1/supervision/**", lambda route: route.fulfill(status=500, body="{}"))
    await page.clock.fast_forward(61_000)
    await expect(told).to_contain_text("正在重连")
    await expect(page.locator(".wall-big-value").first).to_be_visible()
    await page.unroute("**/api/v1/supervision/**")
    await page.clock.fast_forward(11_000)
    await expect(told).to_contain_text("数据时间")
