"""Households and points at `/village`: a worker proposes on the phone, the clerk of the town sees it at the desk."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from app import clock
from tests.households.village import RULES, ClientAs, head
from tests.organisation import TOWN, VILLAGE
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
_AT = f"/villages/{VILLAGE}"


async def begun(client_as: ClientAs) -> None:
    """Rules of today, two households, and one of them in the council; whoever leads here has no screen of theirs."""
    granted = {"username": "hotline", "post": "centre_leader", "area_code": TOWN}
    assert (await client_as("admin").post("/appointments", json=granted)).status_code == 201
    today = str(clock.today())
    assert (await client_as("hotline").put(f"{_AT}/points-rules/{today}", json=RULES)).status_code == 200
    for name in ("穆王建国", "欧李大山"):
        body = {"address": "东街 12 号", "since": today, "members": [head(name)]}
        made = await client_as("town_clerk").post(f"{_AT}/households", json=body)
        assert made.status_code == 201, made.text
    seat = {"person_id": made.json()["members"][0]["person_id"], "valid_from": today}
    assert (await client_as("hotline").post(f"{_AT}/council", json=seat)).status_code == 201


async def test_a_worker_proposes_on_the_phone_and_the_town_sees_it(
    page_as: PageAs, client_as: ClientAs, tmp_path: Path
) -> None:
    await begun(client_as)
    phone = await page_as("worker", at="/village", size="phone")
    await phone.get_by_role("link", name="穆***").click()
    await expect(phone.get_by_text("*******0000")).to_be_visible()
    await phone.screenshot(path=tmp_path / "household.png", full_page=True)
    await look(phone, widths=(360,))
    await phone.get_by_text("提议加分或扣分").click()
    await phone.get_by_text("+ 参加清洁日").click()
    await phone.get_by_label("事由（请勿写姓名）").fill("带头清理门前")
    await phone.screenshot(path=tmp_path / "propose.png", full_page=True)
    await phone.get_by_role("button", name="提请评议").click()
    await expect(phone.get_by_text("已提请评议")).to_be_visible()
    desk = await page_as("town_clerk", at=f"/village#/{VILLAGE}/proposals", language="en")
    await expect(desk.get_by_text("带头清理门前")).to_be_visible()
    await desk.screenshot(path=tmp_path / "proposals.png", full_page=True)
    await look(desk, widths=(360, 1366))
    await desk.get_by_role("link", name="Ranking").click()
    await expect(desk.get_by_text("欧***")).to_be_visible()
