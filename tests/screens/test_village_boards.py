"""The boards of villages as anybody sees them: each page looked at, the way from one to the other, and to a report."""

import pytest
from playwright.async_api import expect

from tests.cases import Cases
from tests.organisation import VILLAGE
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
RELEASED = {"question": "石桥栏杆松动", "answer": "已加固，现场复查稳固"}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_pages_of_a_board_lead_to_each_other(cases: Cases, page_as: PageAs, language: str) -> None:
    case = await cases.at("closed", description="石桥栏杆松动，行人靠近有危险")
    assert (await cases.act("clerk", case, "release", RELEASED)).status_code == 201
    page = await page_as(None, at="/villages", size="phone", language=language)
    await look(page)
    await page.locator(f"a[href^='villages/{VILLAGE}']").click()
    await expect(page.locator("h1")).to_be_visible()
    await look(page)
    await page.goto(f"/villages/{VILLAGE}/answered")
    await expect(page.get_by_text(RELEASED["answer"]).first).to_be_visible()
    await look(page, themes=("dark",))
    await page.goto(f"/villages/{VILLAGE}")
    await page.locator(".ways > a").first.click()
    await expect(page.locator(".place strong")).to_have_text(f"区域{VILLAGE}")


async def test_a_board_that_is_not_there_leads_to_those_that_are(page_as: PageAs) -> None:
    page = await page_as(None, at="/villages/none?lang=en", size="phone")
    await expect(page.get_by_text("12345")).to_have_count(0)
    await page.get_by_role("link", name="All villages").click()
    await expect(page.get_by_role("heading", name="Village boards")).to_be_visible()
