"""A case whose every text is hostile shows as text wherever it is opened: nothing runs, nothing breaks the page."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient
from playwright.async_api import expect

from tests.cases import ROUTES, Cases
from tests.organisation import IN_GRID
from tests.pages.browser import PATIENCE_MS
from tests.screens.conftest import PageAs, look

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.needs("chromium", "chinese-font")
MARK = "<img src=x onerror=alert(1)>"
TEXT = f"{MARK}</textarea><script>alert(2)</script> {{{{7*7}}}} ${{9}} مرحبا 𠮷𪚥龘 "
LONG = TEXT + "长" * 1500 + "x" * (4000 - len(TEXT) - 1500)
Clients = Callable[..., AsyncClient]
ROOMS = {
    "desk": ("clerk", "/desk#/case/{id}"),
    "department": ("handler", "/department#/case/{id}"),
    "board": ("supervisor", "/board#/case/{id}"),
    "phone": ("worker", "/phone#/case/{id}"),
}


@pytest.fixture
async def hostile(cases: Cases) -> dict[str, Any]:
    report = {"description": LONG, "title": TEXT[:120].strip(), "address": (TEXT * 2)[:300].strip()}
    contact = {"name": MARK, "phone": "13800009999"}
    case = await cases.report(**report, contact=contact, location=IN_GRID)
    for who, action, body in ROUTES["handling"]:
        case = await cases.done(who, case, action, body)
    await cases.done("handler", case, "comment", {"note": LONG[:2000]})
    return case


@pytest.mark.parametrize("room", ROOMS)
async def test_hostile_texts_are_texts_in_every_room(page_as: PageAs, hostile: dict[str, Any], room: str) -> None:
    who, at = ROOMS[room]
    page = await page_as(who, at=at.format(**hostile), size="phone" if room == "phone" else "desk")
    await expect(page.get_by_text(MARK).first).to_be_visible()
    assert await page.locator("img[src=x]").count() == 0
    await look(page, axe=False)


async def test_hostile_texts_are_texts_to_residents(page_as: PageAs, cases: Cases, client_as: Clients) -> None:
    page = await page_as(None, at="/report?lang=en", size="phone", language="en")
    await page.locator("#description").fill(LONG)
    await page.locator("#address").fill(TEXT)
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".notice-good")).to_contain_text("We have it")
    await expect(page.get_by_text(MARK).first).to_be_visible()
    await look(page)
