"""A bulletin on its screen: what was published of its week is ranked there, on every width."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect

from app import clock
from tests.cases import Cases
from tests.organisation import COUNTY
from tests.routers.test_assessments import Clients, made
from tests.screens.conftest import PageAs, look
from tests.screens.test_evaluation import period_of
from tests.waiting import eventually

pytestmark = pytest.mark.needs("chromium", "chinese-font")


async def published(clients: Clients, period: dict[str, Any]) -> None:
    """Computed by the worker of the service, reviewed and published."""
    path = f"periods/{period['id']}"
    await made(clients("supervisor"), f"{path}/compute", status=200)

    async def is_computed() -> bool:
        told = await clients("supervisor").get(f"/evaluation/{path}")
        return bool(told.json()["state"] == "computed")

    await eventually(is_computed)
    await made(clients("supervisor"), f"{path}/review", status=200)
    await made(clients("centre_leader"), f"{path}/publish", status=200)


async def test_a_bulletin_ranks_the_grids_of_its_week(cases: Cases, client_as: Clients, page_as: PageAs) -> None:
    await published(client_as, await period_of(cases, client_as, "screen-bulletin", ago=20))
    week = {"area_code": COUNTY, "kind": "weekly", "day": f"{clock.today() - timedelta(days=20)}"}
    drafted = await client_as("supervisor").post("/bulletins", json=week)
    assert drafted.status_code == 201, drafted.text

    page: Page = await page_as("supervisor", at=f"/bulletins#/{drafted.json()['id']}")
    ranked = page.locator("section", has_text="考评排名")
    await expect(ranked.get_by_role("heading", name="网格月度考评").first).to_be_visible()
    await expect(ranked.locator("tbody tr").first).to_contain_text("1")
    await expect(ranked.get_by_role("list", name="各颜色数量").first).to_be_visible()
    await look(page)
