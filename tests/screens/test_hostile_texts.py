"""A report whose every text is hostile shows as text: nothing runs, nothing breaks the page."""

import pytest
from playwright.async_api import expect

from tests.pages.browser import PATIENCE_MS
from tests.screens.conftest import PageAs, look

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.needs("chromium", "chinese-font")
MARK = "<img src=x onerror=alert(1)>"
TEXT = f"{MARK}</textarea><script>alert(2)</script> {{{{7*7}}}} ${{9}} مرحبا 𠮷𪚥龘 "
LONG = TEXT + "长" * 1500 + "x" * (4000 - len(TEXT) - 1500)


async def test_hostile_texts_are_texts_to_residents(page_as: PageAs) -> None:
    page = await page_as(None, at="/report?lang=en", size="phone", language="en")
    await page.locator("#description").fill(LONG)
    await page.locator("#address").fill(TEXT)
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".notice-good")).to_contain_text("We have it")
    await expect(page.get_by_text(MARK).first).to_be_visible()
    await look(page, axe=False)
