"""The style guide shows every component in every state; what is wrong with one is wrong on every screen."""

import pytest
from playwright.async_api import expect

from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
PARTS = (
    "colours", "buttons", "lights", "rows", "facts", "actions", "form", "fields", "photos", "timeline", "feedback",
    "charts",
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_component_is_shown_and_axe_finds_nothing_in_either_theme(page_as: PageAs, language: str) -> None:
    page = await page_as(None, at="/styleguide", language=language)
    for part in PARTS:
        await expect(page.locator(f"#{part}")).to_be_visible()
    await expect(page.locator("#charts .leaflet-interactive").first).to_be_visible()
    await expect(page.locator("#photos .photo-small img").first).to_be_visible()
    await look(page)


async def test_what_is_wrong_is_found(page_as: PageAs) -> None:
    page = await page_as(None, at="/styleguide")
    await expect(page.locator("#buttons")).to_be_visible()
    await page.evaluate("""() => {
      const wide = document.createElement("p");
      wide.textContent = "wide";
      wide.style.width = "3000px";
      const cut = document.createElement("p");
      cut.textContent = "much too long for so little";
      Object.assign(cut.style, { width: "40px", whiteSpace: "nowrap", overflow: "hidden" });
      const nameless = document.createElement("button");
      const low = document.createElement("p");
      low.textContent = "nobody scrolls here";
      Object.assign(low.style, { position: "fixed", top: "480px", height: "400px" });
      const restless = document.createElement("p");
      restless.textContent = "restless";
      restless.style.setProperty("transition", "color 1s", "important");
      document.getElementById("buttons").append(wide, cut, nameless, low, restless);
    }""")

    with pytest.raises(AssertionError) as told:
        await look(page, widths=(360,), themes=("light",))

    wrong = ("px wide", "sticks out", "cuts", "button-name", "cannot be scrolled to", "passes over")
    assert [said for said in wrong if said not in str(told.value)] == []
