"""Answers that come late, or in another order than they were asked for: what is shown is what was asked for last."""

import asyncio
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from tests.organisation import TOWN
from tests.screens.conftest import PageAs

pytestmark = pytest.mark.needs("chromium", "chinese-font")
_DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))"


class Late:
    """An answer that stays away until it is let go."""

    def __init__(self) -> None:
        self._gone = asyncio.Event()

    async def __call__(self, route: Route) -> None:
        await self._gone.wait()
        await route.continue_()

    async def comes(self, page: Page, address: str) -> None:
        """Until the page has drawn whatever it makes of it."""
        async with page.expect_event("requestfinished", lambda request: address in request.url):
            self._gone.set()
        await page.evaluate(_DRAWN)


async def test_the_days_of_the_month_before_do_not_come_back(page_as: PageAs) -> None:
    page, late = await page_as("admin"), Late()
    await page.route("**/api/v1/calendar?*since=2026-10-01*", late, times=1)
    await page.goto(f"/admin#/calendar?area={TOWN}&month=2026-10")
    await page.get_by_role("button", name="下一月").click()
    november, october = (page.get_by_role("button", name=re.compile(f"^2026-{month}-02")) for month in (11, 10))
    await expect(november).to_be_visible()

    await late.comes(page, "since=2026-10-01")
    await expect(november).to_be_visible()
    await expect(october).to_have_count(0)


async def test_more_of_a_list_that_is_asked_for_twice_is_the_page_after(page_as: PageAs) -> None:
    """It waits for what is being read: no page comes twice, none is left out."""
    page, second = await page_as("admin"), asyncio.Event()

    async def pages(route: Route) -> None:
        at = int(parse_qs(urlsplit(route.request.url).query).get("cursor", ["0"])[0])
        if at == 1:
            await second.wait()
        area = {"level": "county", "name_en": None, "is_active": True}
        items = [area | {"code": f"{at}{n}", "name": f"第 {at}{n} 区"} for n in range(2)]
        await route.fulfill(json={"items": items, "next_cursor": str(at + 1) if at < 2 else None})

    await page.route("**/api/v1/areas?level=county*", pages)
    await page.goto("/admin#/areas")
    more = page.get_by_role("button", name="更多")
    await more.dblclick()
    second.set()

    await expect(page.locator(".admin-branch")).to_have_text(
        [re.compile(f"第 {n} 区") for n in ("00", "01", "10", "11", "20", "21")]
    )
