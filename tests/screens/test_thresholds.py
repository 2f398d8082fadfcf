"""Thresholds of irregularities on the screen: changed for a place by its administrator, read by everybody."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.organisation import TOWN, VILLAGE
from tests.routers.test_assessments import Clients
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
AT = "/evaluation#/irregularities/thresholds"


@pytest.fixture
async def unsaid(client_as: Clients) -> AsyncIterator[None]:
    """What other stories find by the default is found by it afterwards."""
    yield
    for place in (TOWN, VILLAGE, "national"):
        answer = await client_as("admin").put(f"/irregularity-thresholds/{place}", json={"thresholds": []})
        assert answer.status_code == 200, answer.text


@pytest.fixture
async def of_the_town(client_as: Clients) -> AsyncIterator[None]:
    """`hotline` administers the town, for as long as the story."""
    granted = {"username": "hotline", "post": "administrator", "area_code": TOWN}
    post = await client_as("admin").post("/appointments", json=granted)
    assert post.status_code == 201, post.text
    yield
    assert (await client_as("admin").delete(f"/appointments/{post.json()['id']}")).status_code in (200, 204)


def kind(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


@pytest.mark.usefixtures("unsaid")
async def test_an_administrator_says_otherwise_at_a_place_and_goes_back_to_what_is_inherited(
    client_as: Clients, page_as: PageAs
) -> None:
    said = {"thresholds": [{"kind": "duplicate", "metres": 40}, {"kind": "rating_network", "is_on": True}]}
    assert (await client_as("admin").put(f"/irregularity-thresholds/{TOWN}", json=said)).status_code == 200

    page: Page = await page_as("admin", at="/evaluation#/irregularities")
    await page.get_by_role("link", name="异常阈值").click()
    usual = re.compile(r"现行\s*3 天内、30 米内、相同程度 80%\s*系统默认")
    await expect(kind(page, "同人重复上报")).to_contain_text(usual)
    await page.get_by_label("适用于").fill(VILLAGE)
    await page.get_by_role("option").first.click()
    same = kind(page, "同人重复上报")
    await expect(same).to_contain_text(re.compile(rf"40 米内.*区域{TOWN}.*默认\s*3 天内、30 米内"))
    await expect(same.get_by_label(f"沿用：区域{TOWN}")).to_be_checked()
    await expect(same.get_by_role("spinbutton")).to_have_count(0)

    await same.get_by_label("本地另行规定").check()
    await expect(same.get_by_label("多远以内")).to_have_value("40")
    await same.get_by_label("多远以内").fill("20")
    await same.get_by_label("相同程度至少").fill("101")
    run = kind(page, "连续自报自办")
    await run.get_by_label("本地另行规定").check()
    await run.get_by_label("多长时间内").fill("30")
    await page.get_by_role("button", name="保存阈值").click()
    refused = same.get_by_label("相同程度至少")
    await expect(refused).to_be_focused()
    await expect(refused).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    await expect(page.get_by_role("alert")).to_have_count(1)
    await expect(refused).to_have_accessible_description(re.compile("100"))
    await expect(same.get_by_label("多远以内")).to_have_value("20")
    await look(page)

    await refused.fill("90")
    await page.get_by_role("button", name="保存阈值").click()
    await expect(page.locator(".toast", has_text="异常阈值已保存")).to_be_visible()
    await expect(same).to_contain_text(re.compile(r"现行\s*3 天内、20 米内、相同程度 90%\s*本地规定"))
    await expect(run).to_contain_text("30 分钟内")
    await expect(page.get_by_role("alert")).to_have_count(0)

    await same.get_by_label(f"沿用：区域{TOWN}").check()
    await expect(same).to_contain_text(re.compile(r"保存后：.*40 米内"))
    await page.get_by_role("button", name="保存阈值").click()
    await expect(same).to_contain_text(re.compile(rf"40 米内、相同程度 80%\s*区域{TOWN}"))
    await expect(run).to_contain_text("本地规定")
    told = (await client_as("admin").get(f"/irregularity-thresholds/{VILLAGE}")).json()["items"]
    assert [one["kind"] for one in told if one["said_by"] == VILLAGE] == ["self_handle_run"]


@pytest.mark.usefixtures("unsaid")
async def test_whoever_may_not_change_thresholds_reads_them(client_as: Clients, page_as: PageAs) -> None:
    said = {"thresholds": [{"kind": "rating_device", "times": 4, "is_on": False}, {"kind": "duplicate", "metres": 40}]}
    assert (await client_as("admin").put(f"/irregularity-thresholds/{TOWN}", json=said)).status_code == 200

    page: Page = await page_as("supervisor", at=f"{AT}?area={VILLAGE}", language="en", size="phone")
    same = page.locator("section.card", has=page.get_by_role("heading", name="Duplicate by the same hand"))
    holds = re.compile(rf"within 3 days, within 40 m, 80 % alike.*{TOWN}.*Default.*within 30 m")
    await expect(same).to_contain_text(holds)
    rated = page.locator("section.card", has=page.get_by_role("heading", name="Ratings from one device"))
    await expect(rated).to_contain_text("not looked for")
    await expect(page.get_by_label("Holds in")).to_have_value(f"区域{VILLAGE}")
    await expect(page.get_by_role("button", name="Save the thresholds")).to_have_count(0)
    await expect(page.get_by_role("spinbutton")).to_have_count(0)
    await look(page)


@pytest.mark.usefixtures("of_the_town")
async def test_an_administrator_of_a_town_changes_those_of_the_town_alone(page_as: PageAs) -> None:
    page: Page = await page_as("hotline", at=AT)
    await expect(page.get_by_text("由管辖该区划的系统管理员更改")).to_be_visible()
    await page.get_by_label("适用于").fill(TOWN)
    await page.get_by_role("option").first.click()
    await expect(page.get_by_role("button", name="保存阈值")).to_be_visible()
