"""Evaluation on its screen: a period is reviewed and published, its worker sees why, appeals, and is answered."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect

from app import clock
from tests.cases import Cases
from tests.organisation import COUNTY, GRID
from tests.routers.test_assessments import Clients, made, scheme
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")


async def period_of(cases: Cases, clients: Clients, code: str, ago: int = 1, **document: Any) -> dict[str, Any]:
    """A period over one day, so many ago, with a closed case and a rejected one of a grid; not computed yet."""
    with clock.shifted(-timedelta(days=ago)):
        await cases.at("closed")
        await cases.at("rejected")
    written = await made(clients("centre_leader"), "schemes", scheme(fewest=1, **document) | {"code": code})
    day = f"{clock.today() - timedelta(days=ago)}"
    body = {"scheme_id": written["id"], "area_code": COUNTY, "first": day, "last": day}
    return await made(clients("supervisor"), "periods", body)


async def test_a_period_is_published_explained_appealed_against_and_corrected(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    period = await period_of(cases, client_as, "screen-a")
    address = f"/evaluation#/periods/{period['id']}"
    judge: Page = await page_as("supervisor", at=f"{address}/points")
    await judge.get_by_label("加一个对象").fill(GRID)
    await judge.get_by_role("option").first.click()
    await judge.locator(".points-row input[type=number]").fill("30")
    await judge.get_by_role("button", name="保存").click()
    await judge.get_by_role("button", name="测算").click()
    await judge.get_by_role("button", name="复核无误").click()
    await expect(judge.get_by_text("待中心负责人公布")).to_be_visible()
    await expect(judge.get_by_role("button", name="公布……")).to_have_count(0)

    leader: Page = await page_as("centre_leader", at=address)
    await leader.get_by_role("button", name="公布……").click()
    await expect(leader.get_by_role("dialog")).to_contain_text("冻结")
    await leader.get_by_role("button", name="公布并冻结").click()
    await expect(leader.get_by_text("已公布", exact=True)).to_be_visible()

    worker: Page = await page_as("worker", at=f"/evaluation#/mine/{period['id']}/{GRID}", size="phone")
    first = worker.locator(".item").first
    await expect(first).to_contain_text("已作决定的上报 2 件中已立案 1 件，为 50 %")
    await expect(worker.get_by_text("距“红”还差 25 分")).to_be_visible()
    await look(worker)
    await first.get_by_role("link", name="未达 1 件").click()
    await expect(worker.locator(".behind-row")).to_have_count(1)
    await worker.get_by_role("button", name="返回").click()
    await worker.get_by_role("button", name="我要申诉").click()
    await worker.get_by_label("申诉理由").fill("误判一件")
    await worker.get_by_role("button", name="提交申诉").click()
    await expect(worker.get_by_text("待审核").first).to_be_visible()

    await judge.goto("/evaluation#/appeals")
    appeal = judge.locator(".item", has_text="误判一件")
    await appeal.get_by_role("button", name="审核").click()
    await appeal.get_by_label("成立", exact=True).check()
    await appeal.get_by_label("立案率").fill("60")
    await appeal.get_by_label("说明").fill("属实")
    await appeal.get_by_role("button", name="提交").click()
    await expect(appeal).to_have_count(0)
    await worker.reload()
    await expect(worker.locator(".result-score")).to_have_text("90")
    await expect(worker.get_by_text("公布时为 60 分")).to_be_visible()


async def test_how_far_a_computation_is_stands_on_the_screen_of_its_period(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    period = await period_of(cases, client_as, "screen-c", ago=9)
    address = f"/evaluation/periods/{period['id']}"
    halfway = (await client_as("supervisor").get(address)).json() | {"state": "computing", "done": 300, "total": 400}
    judge: Page = await page_as("supervisor")
    await judge.route(f"**/api/v1{address}", lambda route: route.fulfill(json=halfway))
    await judge.goto(f"/evaluation#/periods/{period['id']}")
    await expect(judge.get_by_text("正在测算：75%（300 / 400）")).to_be_visible()
    await expect(judge.get_by_role("progressbar", name="测算进度")).to_have_attribute("value", "300")
    await look(judge)


async def test_a_scheme_is_written_as_its_weights_are_summed_and_a_unit_appeals(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    written = await made(client_as("centre_leader"), "schemes", scheme() | {"code": "screen-b"})
    leader: Page = await page_as("centre_leader", at=f"/evaluation#/schemes/new?from={written['id']}")
    weight = leader.locator("section", has_text="考评项与权重").get_by_label("权重", exact=True).first
    await weight.fill("50")
    await expect(leader.get_by_text("还差 10").first).to_be_visible()
    await expect(leader.get_by_role("button", name="写成新版本")).to_be_disabled()
    await weight.fill("60")
    await look(leader)
    await leader.get_by_role("button", name="写成新版本").click()
    await expect(leader.get_by_text("第 2 版").first).to_be_visible()
    await leader.get_by_role("button", name="试算").click()
    await expect(leader.get_by_role("region", name="试算结果")).to_be_visible()

    case = await cases.at("closed")
    unit: Page = await page_as("handler", at=f"/department#/case/{case['id']}")
    await unit.get_by_role("button", name="申诉").click()
    await unit.get_by_label("理由").fill("停电，无法施工")
    await unit.get_by_role("button", name="提交申诉").click()
    await expect(unit.get_by_text("待审核").first).to_be_visible()
