"""The pay list on the screen of a period: who is in which band, corrections said, its files, nothing for others."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.cases import Cases
from tests.organisation import GRID, USERS
from tests.routers.test_assessments import Clients, made
from tests.screens.conftest import PageAs, look
from tests.screens.test_evaluation import period_of
from tests.waiting import eventually

pytestmark = pytest.mark.needs("chromium", "chinese-font")
BANDS = [
    {"code": "three", "label_zh": "三档", "label": "Third", "amount": 300},
    {"code": "two", "label_zh": "二档", "label": "Second", "tasks_from": 2, "amount": 1500},
]


async def published(cases: Cases, clients: Clients, code: str, ago: int, **document: Any) -> dict[str, Any]:
    """A published period over a day."""
    period = await period_of(cases, clients, code, ago, **document)
    judge, path = clients("supervisor"), f"periods/{period['id']}"
    await made(judge, f"{path}/compute", status=200)

    async def is_computed() -> bool:
        told = (await judge.get(f"/evaluation/{path}")).json()
        return bool(told["state"] == "computed")

    await eventually(is_computed, every=0.2)
    await made(judge, f"{path}/review", status=200)
    return await made(clients("centre_leader"), f"{path}/publish", status=200)


def by(limit: int) -> Callable[[Route], Awaitable[None]]:
    """Asks for so many rows a page, whatever the screen asks for."""

    async def asked(route: Route) -> None:
        await route.continue_(url=re.sub(r"limit=\d+", f"limit={limit}", route.request.url))

    return asked


async def test_a_pay_list_is_read_page_by_page_with_its_corrections_and_its_file(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    period = await published(cases, client_as, "screen-pay", 4, pay_bands=BANDS)
    asked = await made(client_as("worker"), f"periods/{period['id']}/appeals", {"subject": GRID, "reason": "误判一件"})
    decision = {"grant": True, "note": "属实", "points": {"filed": 60}}
    await made(client_as("supervisor"), f"appeals/{asked['id']}/decide", decision, status=200)
    rows = (await client_as("supervisor").get(f"/evaluation/periods/{period['id']}/pay")).json()["items"]
    assert len(rows) > 2

    judge: Page = await page_as("supervisor")
    await judge.route("**/pay?*", by(2))
    await judge.goto(f"/evaluation#/periods/{period['id']}")
    await judge.get_by_role("link", name="报酬清单").click()
    table = judge.get_by_role("region", name="报酬清单").locator("tbody tr")
    await expect(table).to_have_count(2)
    await expect(table.first).to_contain_text(re.compile(f"区域{GRID}.*已更正.*二档.*1,500.*100.*红"))
    await expect(table.nth(1)).to_contain_text(re.compile(r"三档.*300.*–"))
    await expect(judge.get_by_text("含申诉更正")).to_be_visible()
    await expect(judge.get_by_text("合计")).to_have_count(0)
    more = judge.get_by_role("button", name="更多")
    for shown in range(4, len(rows) + 2, 2):
        await more.click()
        await expect(table).to_have_count(min(shown, len(rows)))
    await expect(more).to_have_count(0)
    total = f"{sum(row['amount'] for row in rows):,.0f}"
    await expect(judge.get_by_text(f"共 {len(rows)} 个对象，合计 {total} 元")).to_be_visible()
    await look(judge)
    async with judge.expect_download() as taken:
        await judge.get_by_role("link", name="XLSX").click()
    assert (await taken.value).suggested_filename.endswith(".xlsx")
    await table.first.get_by_role("link").click()
    await expect(judge.locator(".result-score")).to_have_text("100")
    await judge.go_back()
    await judge.get_by_role("link", name="考评结果").click()
    await expect(judge.get_by_role("region", name="考评结果")).to_be_visible()

    english: Page = await page_as("supervisor", size="phone", language="en")
    person = rows[0] | {"subject": str(USERS["worker"]), "name": "张网格", "area_name": "第一网格"}
    page = {"items": [person, rows[1] | {"band": None, "amount": None}], "next_cursor": None}
    await english.route("**/pay?*", lambda route: route.fulfill(json=page))
    await english.goto(f"/evaluation#/periods/{period['id']}/pay")
    table = english.get_by_role("region", name="Pay list").locator("tbody tr")
    await expect(table.first).to_contain_text(re.compile(r"张网格.*第一网格.*Corrected.*1,500.*100"))
    await expect(table.nth(1)).to_contain_text(re.compile(r"No band.*–"))
    await expect(english.get_by_text("2 in all, 1,500 yuan together")).to_be_visible()
    await look(english)


async def test_nobody_but_who_judges_sees_a_pay_list(cases: Cases, client_as: Clients, page_as: PageAs) -> None:
    period = await published(cases, client_as, "screen-pay-b", 5, pay_bands=BANDS)
    asked: list[str] = []
    worker: Page = await page_as("worker", size="phone")
    worker.on("request", lambda request: asked.append(request.url))
    await worker.goto(f"/evaluation#/periods/{period['id']}/pay")
    await expect(worker.get_by_text("报酬清单只供督查、考评人员查看")).to_be_visible()
    await expect(worker.get_by_role("link", name=re.compile("XLSX|CSV|报酬清单"))).to_have_count(0)
    await look(worker)
    assert not [url for url in asked if "/pay?" in url]

    other: Page = await page_as("town_supervisor", at=f"/evaluation#/periods/{period['id']}/pay")
    await expect(other.get_by_text("不存在，或不在您的可见范围内")).to_be_visible()
    await expect(other.get_by_role("link", name=re.compile("XLSX|CSV"))).to_have_count(0)


async def test_a_period_that_pays_nothing_says_so(cases: Cases, client_as: Clients, page_as: PageAs) -> None:
    period = await published(cases, client_as, "screen-pay-c", 6)
    judge: Page = await page_as("supervisor", at=f"/evaluation#/periods/{period['id']}", language="en")
    await expect(judge.get_by_role("region", name="Results")).to_be_visible()
    await expect(judge.get_by_role("link", name="Pay list")).to_have_count(0)
    await judge.goto(f"/evaluation#/periods/{period['id']}/pay")
    await expect(judge.get_by_text("The scheme of this period has no pay bands")).to_be_visible()
    await expect(judge.get_by_role("link", name="XLSX")).to_have_count(0)
    await look(judge)
