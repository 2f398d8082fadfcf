"""Texts that are hostile show as text in every room, whoever wrote them: nothing runs, nothing breaks the page.

What overrides the direction of others' words never comes in: no text may have U+202E or its like.
"""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.cases import Cases
from tests.organisation import GRID, TOWN, VILLAGE
from tests.pages.browser import PATIENCE_MS
from tests.screens.conftest import PageAs, look

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.needs("chromium", "chinese-font")
MARK = "<img src=x onerror=alert(1)>"
RARE = "𠮷𡈽龘 e\u0301\u0323\u0302 مرحبا"
NAME = f"{MARK}{RARE} {{{{7*7}}}}"
TEXT = f"{MARK}</textarea><script>alert(2)</script> {{{{7*7}}}} ${{9}} {RARE} שלום "
LONG = TEXT + "长" * 1500 + "x" * (4000 - len(TEXT) - 1500)
CODE = "HOSTILE"
AREA = "44031000100177"
#: Who looks, at what, in which size, and what shows the text.
ROOMS: tuple[tuple[str, str, str], ...] = (
    ("worker", "/phone#/case/{id}", "phone"),
    ("clerk", "/desk#/list/{id}?q={number}", "desk"),
    ("dispatcher", "/desk#/list/{id}?q={number}", "tablet"),
    ("handler", "/department#/case/{id}", "phone"),
    ("lead", "/department#/queue/handling", "desk"),
    ("supervisor", "/board#/cases/open/{id}", "desk"),
    ("admin", "/admin#/areas/{area}", "desk"),
    ("admin", "/admin#/departments/{code}", "tablet"),
    ("admin", "/admin#/categories/{code}", "phone"),
)


async def _put(admin: Any, address: str, body: dict[str, Any]) -> None:
    answer = await admin.put(address, json=body)
    assert answer.is_success, answer.text


@pytest.fixture
async def named(client_as: Any, cases: Cases) -> dict[str, Any]:
    """An area, a unit and a category that are called so, and a case of such words."""
    admin = client_as("admin")
    await _put(admin, f"/areas/{AREA}", {"level": "grid", "parent_code": VILLAGE, "name": NAME})
    names = [{"valid_from": "2026-01-01", "name": NAME}]
    await _put(
        admin, f"/departments/{CODE}",
        {"kind": "station", "parent_code": "CG", "names": names, "jurisdictions": [TOWN]},
    )  # fmt: skip
    await _put(admin, f"/categories/{CODE}", {"standard_code": "DCM", "name": NAME})
    case = await cases.at("handling", description=LONG, address=TEXT)
    return {"area": AREA, "code": CODE, **case}


async def _is_text(page: Page, where: str) -> None:
    """The words are there to be read, and nothing was made of them."""
    shown = page.locator("#screen, main").get_by_text(MARK).or_(page.locator(f'input[value^="{MARK}"]'))
    await expect(shown.first, where).to_be_attached()
    await expect(page.locator(".loading")).to_have_count(0)
    assert await page.locator("img[src=x], #screen script").count() == 0, where
    await look(page, axe=False)


async def test_hostile_texts_are_texts_to_staff(page_as: PageAs, named: dict[str, Any]) -> None:
    for who, at, size in ROOMS:
        async with page_as(who, at=at.format(**named), size=size, service_workers="allow") as page:
            await _is_text(page, f"{who} at {at}")


async def test_hostile_texts_are_texts_to_residents(page_as: PageAs) -> None:
    page = await page_as(None, at=f"/report?at={GRID}&lang=en", size="phone", language="en")
    await page.locator("#description").fill(LONG)
    await page.locator("#address").fill(TEXT)
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".notice-good")).to_contain_text("We have it")
    await expect(page.get_by_text(MARK).first).to_be_visible()
    await look(page, axe=False)
    await page.get_by_text("Add words", exact=True).click()
    await page.locator("#words").fill(TEXT)
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.locator("dd.said", has_text=MARK)).to_have_count(2)
    await look(page, axe=False)
