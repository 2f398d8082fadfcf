"""How co-building is begun on its screen: a scheme, a group and its units, a quarter, an inspector, links."""

import pytest
from playwright.async_api import Page, expect

from tests.organisation import SECOND_GRID
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
NAME = "梧桐里共建小组"


async def choose(page: Page, label: str, words: str) -> None:
    await page.get_by_label(label, exact=True).first.fill(words)
    await page.get_by_role("option", name=words).first.click()


async def scheme(page: Page) -> None:
    """A form whose weights have to sum to a hundred."""
    await page.goto("/cobuilding#/schemes/new")
    await choose(page, "适用区划", SECOND_GRID)
    await page.get_by_label("名称", exact=True).first.fill("梧桐里考评办法")
    row = page.locator(".cob-line").first
    await row.get_by_label("名称", exact=True).fill("楼道整洁")
    await row.get_by_label("满分").fill("100")
    await page.get_by_label("效果共评 %").fill("30")
    await expect(page.get_by_text("合计 110 / 100")).to_be_visible()
    await expect(page.get_by_role("button", name="写成新版本")).to_be_disabled()
    await page.get_by_label("效果共评 %").fill("20")
    await look(page)
    await page.get_by_role("button", name="写成新版本").click()
    card = page.locator("details.card", has_text="梧桐里考评办法")
    await card.locator("summary").click()
    await expect(card.get_by_text("楼道整洁")).to_be_visible()
    await look(page, widths=(360,))


async def group(page: Page) -> None:
    """Founded with its lead; a unit joins, and leaves."""
    await page.goto("/cobuilding")
    await page.get_by_role("link", name="成立小组").click()
    await choose(page, "社区", SECOND_GRID)
    await page.get_by_label("小组名称").fill(NAME)
    await choose(page, "牵头单位", "CG")
    await look(page, widths=(360,))
    await page.get_by_role("button", name="成立", exact=True).click()
    await page.get_by_text("成员单位加入").click()
    await choose(page, "加入的单位", "SW")
    await page.get_by_role("button", name="加入", exact=True).click()
    joined = page.locator(".cob-list > li", has_text="部门SW")
    await expect(joined.get_by_text("成员单位")).to_be_visible()
    await look(page)
    await joined.get_by_text("退出", exact=True).click()
    await joined.get_by_role("button", name="登记退出").click()
    await expect(joined.get_by_text("至今")).to_have_count(0)


async def quarter(page: Page) -> str:
    """Opened, with an inspector; gives the link of a resident."""
    await page.goto("/cobuilding")
    await page.locator("summary", has_text="开启考评季度").click()
    await choose(page, "区划", SECOND_GRID)
    await page.get_by_role("button", name="开启", exact=True).click()
    await page.locator("summary", has_text="指派考评员").click()
    naming = page.locator("details.card", has_text="指派考评员")
    await naming.get_by_label("小组").select_option(label=NAME)
    await naming.get_by_label("考评员", exact=True).fill("用户town_superv")
    await page.get_by_role("option", name="用户town_supervisor").click()
    await naming.get_by_role("button", name="指派").click()
    await expect(page.locator(".cob-list > li", has_text=NAME)).to_contain_text("待考评")
    await page.locator("summary", has_text="请居民评价").click()
    asking = page.locator("details.card", has_text="请居民评价")
    await asking.get_by_label("小组").select_option(label=NAME)
    await asking.get_by_label("问几位居民").fill("2")
    await look(page)
    await asking.get_by_role("button", name="生成链接").click()
    links = (await page.get_by_label("链接", exact=True).input_value()).split()
    assert len(links) == 2
    return links[0]


async def test_a_quarter_is_begun_on_the_screen(page_as: PageAs) -> None:
    page = await page_as("supervisor")
    await scheme(page)
    await group(page)
    link = await quarter(page)
    resident = await page_as(None, at=f"/g/{link.rsplit('/', 1)[1]}", size="phone")
    await expect(resident.get_by_text(NAME)).to_be_visible()


async def test_an_administrator_finds_co_building_in_the_menu(page_as: PageAs) -> None:
    page = await page_as("admin", at="/admin", language="en")
    await page.locator(".menu > summary").click()
    await page.get_by_role("link", name="Co-building").click()
    await expect(page.get_by_role("link", name="Found a group")).to_be_visible()
    await expect(page.get_by_text("Open a quarter")).to_have_count(0)
