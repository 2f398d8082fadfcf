"""The department looks right in both languages: nothing cut, nothing sideways, no finding of axe; markup stays text."""

import pytest
from playwright.async_api import expect

from tests.cases import Cases
from tests.screens.conftest import PageAs, look
from tests.screens.test_department_day import row

pytestmark = pytest.mark.needs("chromium", "chinese-font")
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> {{7*7}} تجربة النص 𠮷𡈽龘 " + "长" * 900


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_place_of_it_looks_right(cases: Cases, page_as: PageAs, language: str) -> None:
    signed, fresh = await cases.at("handling", description=HOSTILE), await cases.at("dispatched")
    page = await page_as("lead", at="/department", language=language)
    await expect(page.locator(".unit-tile").first).to_be_visible()
    await expect(page.locator("a.case-row").first).to_be_visible()
    await look(page)
    for place, shown in (
        ("queue/handling", f"#row-{signed['id']}"),
        (f"case/{signed['id']}?from=handling&do=resolve", ".unit-form textarea"),
        (f"case/{fresh['id']}?from=to-sign&do=sign", ".unit-person"),
        ("people", ".unit-nobodys"),
        ("away", ".unit-person"),
    ):
        await page.evaluate("place => { location.hash = `#/${place}`; }", place)
        await expect(page.locator(shown).first).to_be_visible()
        await expect(page.locator(".loading")).to_have_count(0)
        await look(page, themes=("light",) if language == "en" else ("light", "dark"))


async def test_markup_right_to_left_and_rare_han_show_as_text(cases: Cases, page_as: PageAs) -> None:
    case = await cases.at("handling", description=HOSTILE)
    page = await page_as("handler", size="phone", at="/department#/queue/handling")
    await row(page, case).click()
    told = page.locator(".unit-words")
    await expect(told).to_contain_text("<script>alert(2)</script> {{7*7}}")
    await expect(told).to_contain_text("𠮷𡈽龘")
    assert await page.locator(".unit-case img[src=x]").count() == 0
