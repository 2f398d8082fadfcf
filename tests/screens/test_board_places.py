"""Places reported again and again on the board: points of a map and rows of a table; each opens its cases."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from app.services.repeating import counting
from tests.application import KEY
from tests.cases import Cases
from tests.organisation import MARKET, SECOND_GRID
from tests.routers.test_assessments import Clients
from tests.screens.conftest import PageAs, Service, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
AT = f"/board#/patterns?area={SECOND_GRID}"
#: Places of the second grid, where no other story reports: how many cases each has, the most first.
PLACES = {(22.6925, 114.3125): 5, (22.6965, 114.3165): 2}
CARD, EMPTY = "反复上报的地点", "该时段内没有反复上报的地点"


@pytest.fixture
async def counted(cases: Cases, client_as: Clients, service: Service) -> list[dict[str, Any]]:
    """The two places, their cases counted as the worker does; those of an earlier test are there already."""

    async def places() -> list[dict[str, Any]]:
        told = await client_as("supervisor").get("/supervision/tops", params={"area": SECOND_GRID})
        found: list[dict[str, Any]] = told.json()["places"]
        return found

    if not await places():
        for (lat, lon), count in PLACES.items():
            for _ in range(count):
                await cases.report("clerk", location={"lat": lat, "lon": lon})
        while await counting.follow(service.pool, KEY):
            pass
    found = await places()
    assert [place["count"] for place in found] == list(PLACES.values())
    return found


def _card(page: Page) -> Locator:
    return page.locator("section.card", has=page.get_by_role("heading", name=CARD))


async def test_the_map_and_the_table_show_the_same_places_and_open_their_cases(
    page_as: PageAs, counted: list[dict[str, Any]]
) -> None:
    many, few = counted
    board: Page = await page_as("supervisor", at=AT)
    card, points, dialog = _card(board), board.locator("path.map-several"), board.get_by_role("dialog")
    await expect(points).to_have_count(2)
    await expect(card.locator("tbody tr")).to_have_count(2)
    await expect(card.locator(".leaflet-overlay-pane path")).to_have_count(3)  # and the boundary of the grid
    wide = [(await points.nth(at).bounding_box() or {})["width"] for at in range(2)]
    assert wide[0] > 1.3 * wide[1], "five cases look like more than two"
    await expect(card.locator(".map-count")).to_have_text(["5", "2"])

    await points.first.click()
    await expect(dialog.get_by_role("heading")).to_have_text("地点 1：5 件")
    assert await dialog.get_by_role("link").all_inner_texts() == [each["number"] for each in many["cases"]]
    await board.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)

    button = card.get_by_role("button", name="地点 2：2 件")
    await button.focus()
    await board.keyboard.press("Enter")
    await expect(dialog.get_by_role("heading")).to_have_text("地点 2：2 件")
    await board.keyboard.press("Escape")
    await expect(button).to_be_focused()
    await board.keyboard.press("Enter")
    await dialog.get_by_role("link", name=few["cases"][0]["number"]).click()
    await expect(board.locator(".cases-side .number").first).to_have_text(few["cases"][0]["number"])


async def test_where_nothing_repeats_no_map_is_drawn(page_as: PageAs) -> None:
    board: Page = await page_as("supervisor")
    asked: list[str] = []
    board.on("request", lambda request: asked.append(request.url))
    await board.goto(f"/board#/patterns?area={MARKET}")
    await expect(_card(board).get_by_text(EMPTY)).to_be_visible()
    await expect(board.locator(".map")).to_have_count(0)
    assert not [url for url in asked if "boundaries" in url or "leaflet" in url]
    await look(board)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_places_are_looked_at(page_as: PageAs, counted: list[dict[str, Any]], language: str) -> None:
    board: Page = await page_as("supervisor", at=AT, language=language)
    await expect(board.locator("path.map-several")).to_have_count(len(counted))
    await look(board)
    await board.locator("path.map-several").first.click()
    await expect(board.get_by_role("dialog")).to_be_visible()
    await look(board)
