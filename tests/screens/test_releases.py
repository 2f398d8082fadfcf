"""Release on its screen: masked words beside the original, refused while somebody is named, shown, taken back."""

import pytest
from playwright.async_api import expect

from tests.cases import Cases
from tests.organisation import VILLAGE
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
SAID = "凉亭长椅断裂，请联系黄女士 13912345678"


async def test_a_clerk_releases_an_answered_case_and_takes_it_back(cases: Cases, page_as: PageAs) -> None:
    case = await cases.at("closed", description=SAID)
    clerk = await page_as("clerk", at="/desk")
    await clerk.get_by_role("link", name="公开审核…").click()
    row = clerk.locator(".release-row", has_text="凉亭长椅断裂")
    await expect(row).to_contain_text(case["number"])
    await look(clerk)
    await row.click()
    about = clerk.get_by_label("反映的问题")
    await expect(about).to_have_value("凉亭长椅断裂，请联系＊＊ ＊＊")
    await expect(clerk.get_by_text("已遮盖：姓名或称呼、电话、证件或账号")).to_be_visible()
    await expect(clerk.get_by_label("案卷原文")).to_contain_text(SAID)
    await about.fill("凉亭长椅断裂，黄女士反映")
    await clerk.get_by_role("button", name="公开", exact=True).click()
    await expect(clerk.locator(".field-error", has_text="不能含有姓名或称呼")).to_be_visible()
    await look(clerk)
    await about.fill("凉亭长椅断裂，有居民反映")
    await expect(clerk.locator(".release-shown")).to_contain_text("凉亭长椅断裂，有居民反映")
    await clerk.get_by_role("button", name="公开", exact=True).click()
    await expect(clerk.get_by_label("撤回理由")).to_be_visible()

    board = await page_as(None, at=f"/villages/{VILLAGE}", size="phone")
    await expect(board.get_by_text("凉亭长椅断裂，有居民反映")).to_be_visible()
    await expect(board.get_by_text("黄女士")).to_have_count(0)

    leader = await page_as("centre_leader", at="/releases#/shown", language="en")
    await leader.locator(".release-row", has_text="凉亭长椅断裂").click()
    await leader.get_by_label("Why it is taken back").fill("照得出是哪一家")
    await look(leader)
    await leader.get_by_role("button", name="Take it back").click()
    await expect(leader.get_by_text("Earlier releases")).to_be_visible()
    await leader.goto("/releases#/withdrawn")
    await expect(leader.locator(".release-row", has_text="照得出是哪一家")).to_be_visible()
