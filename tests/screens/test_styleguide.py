"""The style guide shows every component in every state; what is wrong with one is wrong on every screen."""

import json

import pytest
from playwright.async_api import expect

from tests.screens import thumbnails
from tests.screens.conftest import PageAs, look
from tests.screens.thumbnails import KEPT, PARTS

pytestmark = pytest.mark.needs("chromium", "chinese-font")


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


async def test_each_component_looks_as_it_was_pictured(page_as: PageAs) -> None:
    kept = json.loads(KEPT.read_text())
    page = await page_as(None, at="/styleguide")

    seen = await thumbnails.taken(page)

    assert seen.keys() == kept.keys()
    differing = {name: round(thumbnails.apart(seen[name], kept[name]), 1) for name in kept}
    assert not {name: by for name, by in differing.items() if by > thumbnails.most(name)}, "meant? `make screenshots`"
    for part in PARTS:
        assert thumbnails.apart(seen[f"{part} light"], seen[f"{part} dark"]) > 60, "the dark is not dark"


async def test_a_picture_tells_when_something_is_not_drawn(page_as: PageAs) -> None:
    page = await page_as(None, at="/styleguide")
    await expect(page.locator("#lights .chip").first).to_be_visible()
    await page.evaluate("() => document.querySelectorAll('#lights .chip').forEach((one) => one.remove())")

    seen, kept = await thumbnails.taken(page), json.loads(KEPT.read_text())

    assert thumbnails.apart(seen["lights light"], kept["lights light"]) > thumbnails.most("lights")


async def test_every_component_is_used_by_keys_alone(page_as: PageAs) -> None:
    page = await page_as(None, at="/styleguide", language="en")
    slider = page.get_by_role("slider")
    await slider.focus()
    await page.keyboard.press("ArrowRight")
    await expect(slider).to_have_attribute("aria-valuetext", "51 % before")

    opener = page.get_by_role("button", name="Open a dialog")
    await opener.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(opener).to_be_focused()

    failure = page.get_by_role("button", name="Failure")
    await failure.press("Enter")
    await failure.press("Enter")
    await expect(page.locator(".toast-danger")).to_have_count(1)  # what is said again is said once

    await page.get_by_role("button", name="With undo").press("Enter")
    await page.get_by_role("button", name="Undo", exact=True).press("Enter")
    await expect(page.locator(".toast").last).to_contain_text("Undone")

    unit = page.locator("#fields").get_by_role("combobox").first
    await unit.focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    chosen = await page.locator("#fields [role=option][aria-selected=true]").first.inner_text()
    await page.keyboard.press("Enter")
    await expect(unit).to_have_value(chosen.splitlines()[0])

    await page.locator("#fields").get_by_role("radio").first.focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#fields").get_by_role("radio").nth(1)).to_be_checked()

    await opener.focus()
    await page.keyboard.press("t")
    await expect(page.locator(".toast").last).to_contain_text("t was pressed")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_contain_text("Show a toast")
