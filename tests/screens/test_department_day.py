"""A department's day at its desk: what came in is given out, more time is asked for, orders are answered."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient
from playwright.async_api import Locator, Page, Route, expect

from app import clock
from tests.cases import Cases
from tests.organisation import USERS
from tests.screens.conftest import PageAs

pytestmark = pytest.mark.needs("chromium", "chinese-font")
Clients = Callable[..., AsyncClient]


def row(page: Page, case: dict[str, Any]) -> Locator:
    return page.locator(f"#row-{case['id']}")


def act(page: Page, action: str) -> Locator:
    return page.locator(f"[data-action={action}]")


async def read(client_as: Clients, case: dict[str, Any], who: str = "dispatcher") -> dict[str, Any]:
    answer = await client_as(who).get(f"/cases/{case['id']}")
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def moved_on_first(page: Page, path: str, cases: Cases, who: str, case: dict[str, Any], *move: Any) -> None:
    """Somebody else makes a move just before the page's first one of that path arrives: what it had seen is old."""

    async def meanwhile(route: Route) -> None:
        await cases.done(who, case, *move)
        await route.continue_()

    await page.route(f"**/{path}", meanwhile, times=1)


async def after(page: Page, case: dict[str, Any]) -> Locator:
    """The case below it in the list."""
    below = await page.locator(f"li:has(> div > #row-{case['id']}) + li a.case-row").get_attribute("id")
    return page.locator(f"#{below}")


async def test_a_head_gives_out_what_came_in_and_signs_the_rest(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    first, second, third = [await cases.at("dispatched", description=f"晨间来件{n}") for n in range(3)]
    page = await page_as("lead", at="/department")
    await page.locator(".unit-tile", has_text="待签收").click()
    await page.get_by_role("button", name="多选").click()
    for case in (first, second):
        await page.get_by_role("checkbox", name=f"选择 {case['number']}").check()
    await page.get_by_role("button", name="批量分派").click()
    await page.get_by_role("dialog").get_by_role("radio", name="用户handler").check()
    await page.get_by_role("dialog").get_by_role("button", name="分派", exact=True).click()
    await expect(page.get_by_text("已完成 2 件")).to_be_visible()
    await row(page, third).click()
    await act(page, "sign").click()
    await page.locator(".unit-send .button-primary").click()
    await expect(page.locator(".unit-case .chip", has_text="处置中").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(row(page, third)).to_be_hidden()

    handlers = [(await read(client_as, case))["handler_id"] for case in (first, second, third)]
    assert handlers == [str(USERS[who]) for who in ("handler", "handler", "lead")]


async def test_a_head_gives_a_case_to_a_colleague_and_to_a_team_and_is_led_on(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    named = [{"valid_from": "2020-01-01", "name": "应急队"}]
    team = {"kind": "team", "parent_code": "CG", "names": named, "jurisdictions": []}
    assert (await client_as("admin").put("/departments/CG-T", json=team)).status_code in (200, 201)
    first, second, _ = [await cases.at("handling", description=f"要移交的案卷{n}") for n in range(3)]
    page = await page_as("lead", at=f"/department#/case/{first['id']}?from=handling")
    await expect(row(page, first)).to_have_attribute("aria-current", "true")
    below = await after(page, first)
    await act(page, "transfer").click()
    await page.get_by_role("radio", name="用户lead").check()
    await page.get_by_label("说明").fill("由我办理")
    await page.locator(".unit-send .button-primary").click()
    await expect(below).to_have_attribute("aria-current", "true")
    await row(page, second).click()
    await act(page, "deliver").click()
    await expect(page.get_by_role("radio", name="部门CG-1")).to_have_count(0)  # a station is no team
    await page.get_by_role("radio", name="应急队").check()
    await page.locator(".unit-send .button-primary").click()
    await expect(page.locator(".unit-form")).to_have_count(0)

    assert (await read(client_as, first))["handler_id"] == str(USERS["lead"])
    assert (await read(client_as, second))["team_code"] == "CG-T"


async def test_a_unit_sees_what_the_calendar_says_before_it_asks_for_more_time(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    case, other, _ = [await cases.at("handling", description=f"要多些时间{n}") for n in range(3)]
    then = (await client_as("handler").get(f"/cases/{case['id']}/deadline", params={"extension": 2})).json()
    page = await page_as("handler", at=f"/department#/case/{case['id']}?from=handling")
    await act(page, "request_extension").click()
    await page.get_by_label("延长").fill("2")
    shown = page.locator(".unit-then-new")
    at = datetime.fromisoformat(then["due_at_then"]).astimezone(clock.LOCAL)
    await expect(shown).to_contain_text(f"{at:%H:%M}")
    await page.get_by_role("radio", name="情况复杂").check()
    await page.locator(".unit-send .button-primary").click()
    await expect(page.get_by_text("已申请延期，待审").first).to_be_visible()

    await row(page, other).click()
    below = await after(page, other)
    await act(page, "request_suspension").click()
    resumed = (clock.now() + timedelta(days=3)).astimezone(clock.LOCAL).replace(second=0, microsecond=0)
    await page.get_by_label("恢复计时时间").fill(f"{resumed:%Y-%m-%dT%H:%M}")
    then = (await client_as("handler").get(
        f"/cases/{other['id']}/deadline", params={"resume_at": resumed.isoformat()}
    )).json()  # fmt: skip
    due = datetime.fromisoformat(then["due_at_then"]).astimezone(clock.LOCAL)
    await expect(shown).to_contain_text(f"{due:%H:%M}")
    await expect(page.locator(".unit-form")).to_contain_text("其间工作日")
    await page.locator(".unit-form").get_by_role("radio").first.check()
    await page.get_by_label("说明").fill("等备件到货")
    await moved_on_first(page, "request-suspension", cases, "lead", other, "progress", {"note": "已联系厂家"})
    await page.locator(".unit-send .button-primary").click()
    await expect(page.get_by_role("alert")).to_contain_text("您写的内容还在")
    await expect(page.get_by_label("说明")).to_have_value("等备件到货")
    await page.locator(".unit-send .button-primary").click()
    await expect(below).to_have_attribute("aria-current", "true")

    asked = [(await read(client_as, one))["pending_request"] for one in (case, other)]
    assert asked == ["extension", "suspension"]


async def test_what_was_written_stays_when_the_case_went_elsewhere(cases: Cases, page_as: PageAs) -> None:
    case = await cases.at("dispatched", description="写到一半被撤回")
    page = await page_as("handler", at=f"/department#/case/{case['id']}?from=to-sign")
    await act(page, "request_return").click()
    await page.get_by_label("说明").fill("路段属区管")
    await cases.done("lead", case, "sign")
    await expect(page.get_by_role("alert")).to_contain_text("您写的内容还在")
    await expect(page.get_by_label("说明")).to_have_value("路段属区管")
    await expect(page.locator(".unit-send .button-primary")).to_be_disabled()


async def test_a_return_names_whose_case_it_is_and_leads_back_to_the_list(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    case = await cases.at("dispatched", description="不属本单位的来件")
    page = await page_as("handler", at=f"/department#/case/{case['id']}?from=to-sign")
    await act(page, "request_return").click()
    await page.locator(".unit-form input[type=radio]").first.check()
    await page.get_by_role("combobox").fill("SW")
    await page.get_by_role("option", name="部门SW").click()
    await page.locator(".unit-send .button-primary").click()
    await expect(row(page, case)).to_be_hidden()
    await expect(page.get_by_role("heading", name="待签收")).to_be_visible()

    assert (await read(client_as, case))["status"] == "return_review"


async def test_an_order_an_assist_and_a_whistle_are_answered_where_they_stand(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    ordered = await cases.at("handling", description="被督办的案卷")
    await cases.done("supervisor", ordered, "supervise", {"demand": "请今日到场并回复"})
    assisted = await cases.at("filed", description="请来协办的案卷")
    await cases.done("dispatcher", assisted, "dispatch", {"lead": "SW", "assists": ["CG"]})
    called = await cases.at("filed", description="吹哨的案卷")
    await cases.done("dispatcher", called, "dispatch", {"lead": "SW"})
    by = (clock.now() + timedelta(minutes=40)).isoformat()
    whistle = {"departments": ["CG"], "place": "公园北门", "respond_by": by, "note": "水管破裂请到场"}
    await cases.done("centre_leader", called, "whistle", whistle)
    page = await page_as("handler", at="/department")
    await page.locator(".unit-side a", has_text="督办待回复").click()
    await row(page, ordered).click()
    await expect(page.locator(".unit-asks")).to_contain_text("请今日到场并回复")
    await act(page, "answer_supervision").click()
    await page.locator(".unit-doing textarea").first.fill("已到场，今日完成")
    await moved_on_first(page, "answer-supervision", cases, "lead", ordered, "progress", {"note": "人已出发"})
    await page.locator(".unit-doing .button-primary").click()
    await expect(page.get_by_role("alert")).to_contain_text("您写的内容还在")
    await page.locator(".unit-doing .button-primary").click()
    await expect(page.locator(".unit-asks", has_text="请今日到场并回复")).to_have_count(0)
    await page.locator(".unit-side a", has_text="待协办").click()
    await page.locator("a.case-row", has_text="请来协办的案卷").click()
    await act(page, "request_excuse").click()
    await page.locator(".unit-doing").get_by_role("radio").first.check()
    await page.locator(".unit-doing textarea").first.fill("非本单位管养")
    await page.locator(".unit-doing .button-primary").click()
    await expect(page.get_by_text("已完成：").first).to_be_visible()
    await cases.done("dispatcher", assisted, "refuse-excuse", {"department": "CG", "note": "须到场配合"})
    await page.locator("a.case-row", has_text="请来协办的案卷").click()
    await expect(page.locator(".unit-asks")).to_contain_text("免办被驳回：须到场配合")
    await act(page, "complete_assist").click()
    await page.locator(".unit-doing textarea").first.fill("已配合")
    await page.locator(".unit-doing .button-primary").click()
    await expect(page.locator("a.case-row", has_text="请来协办的案卷")).to_have_count(0)
    await page.locator(".unit-side a", has_text="待报到").click()
    await page.locator("a.case-row", has_text="水管破裂请到场").click()
    await act(page, "respond").click()
    await page.locator(".unit-send .button-primary").click()
    await expect(page.locator(".unit-asks .chip", has_text="已报到")).to_be_visible()

    assert (await read(client_as, ordered))["order_due_at"] is None
    assert (await read(client_as, assisted))["open_assists"] == []


async def test_the_load_shows_what_is_nobodys_and_who_is_away_has_a_substitute(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    await cases.at("dispatched", description="还没有人经办")
    page = await page_as("lead", at="/department#/people")
    await expect(page.locator(".unit-nobodys")).to_contain_text("件还没有人经办")
    await page.locator("tr", has_text="用户handler").get_by_role("link", name="请假").click()
    await expect(page.get_by_role("heading", name="用户handler 请假")).to_be_visible()
    await page.get_by_role("radio", name="用户lead").check()
    await page.get_by_role("button", name="指定代理人").click()
    named = page.locator(".unit-away", has_text="用户handler 由 用户lead 代理")
    await expect(named).to_be_visible()
    await named.get_by_role("button", name="结束").click()
    await expect(named).to_contain_text("已结束")

    listed = (await client_as("lead").get("/substitutions")).json()["items"]
    assert [one["ended_at"] is not None for one in listed] == [True]
