from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from tests.cases import Cases
from tests.organisation import IN_NO_GRID, IN_OTHER_GRID, OTHER_TOWN, TOWN


async def _all(client: AsyncClient, path: str, **params: Any) -> list[dict[str, Any]]:
    """Every item of a list, page by page."""
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = await client.get(path, params={**params, "limit": 2} | ({"cursor": cursor} if cursor else {}))
        assert page.status_code == 200, page.text
        items += page.json()["items"]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            return items


async def test_pages_hold_every_case_once_newest_first(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    made = [await cases.report(description=f"第{n}件事") for n in range(5)]

    items = await _all(client_as("clerk"), "/cases")

    assert [item["id"] for item in items] == [case["id"] for case in reversed(made)]


async def test_filters_narrow_and_combine(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    pit = await cases.report(description="道路井盖缺失")
    far = await cases.report(who="other_worker", location=IN_OTHER_GRID, description="河道垃圾")
    handled = await cases.at("handling", description="小广告")
    clerk = client_as("clerk")

    async def found(**params: Any) -> set[str]:
        return {item["id"] for item in await _all(clerk, "/cases", **params)}

    assert await found(q="井盖") == {pit["id"]}
    assert await found(q=pit["number"]) == {pit["id"]}
    assert await found(area=OTHER_TOWN) == {far["id"]}
    assert await found(area=TOWN, status="handling") == {handled["id"]}
    assert await found(stage="command") == {handled["id"]}
    assert await found(department="CG") == {handled["id"]}
    assert await found(category="DCM-01") == {handled["id"]}
    assert await found(light="green") == {handled["id"]}
    assert await found(sort="due") == {handled["id"]}
    assert await found(mine=True) == set()
    assert await found(reported_from=(clock.now() + timedelta(hours=1)).isoformat()) == set()


async def test_false_finds_what_true_leaves_out(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    mine, handled = await cases.report(), await cases.at("handling", who="leader")
    closed, rejected = await cases.at("closed"), await cases.at("rejected", who="leader")
    worker = client_as("worker")

    async def found(**params: Any) -> set[str]:
        return {item["id"] for item in await _all(worker, "/cases", **params)}

    assert await found(open=True) == {mine["id"], handled["id"]}
    assert await found(open=False) == {closed["id"], rejected["id"]}
    assert await found() == {mine["id"], handled["id"], closed["id"], rejected["id"]}
    assert await found(open=False, status="closed") == {closed["id"]}
    assert await found(open=False, status="handling") == await found(open=False, sort="due") == set()
    assert await found(mine=True) == {mine["id"], closed["id"]}
    assert await found(mine=False) == {handled["id"], rejected["id"]}


async def test_an_inbox_is_asked_for_the_unread_the_read_or_both(
    cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    for _ in range(2):
        await cases.done("clerk", await cases.report(), "reject", {"reason_code": "not_true", "reply": "不属实"})
    worker = client_as("worker")
    both = [item["id"] for item in await _all(worker, "/inbox")]
    assert (await worker.post("/inbox/read", json={"ids": both[:1]})).status_code == 204

    assert len(both) == 2
    assert [item["id"] for item in await _all(worker, "/inbox")] == both
    assert [item["id"] for item in await _all(worker, "/inbox", unread=True)] == both[1:]
    assert [item["id"] for item in await _all(worker, "/inbox", unread=False)] == both[:1]


async def test_width_makes_no_difference_to_what_is_found(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    wide = await cases.report(description="１２栋Ａ座，路灯不亮", address="葛\U000e0100城路３－５０２")
    narrow = await cases.report(description="12栋A座 水管漏水")
    clerk = client_as("clerk")

    async def found(q: str) -> set[str]:
        return {item["id"] for item in await _all(clerk, "/cases", q=q)}

    both = {wide["id"], narrow["id"]}
    assert [await found(q) for q in ("12栋A座", "１２栋Ａ座", "12栋a座", "１２ 栋\u200b")] == [both] * 4
    assert [await found(q) for q in ("葛城路", "葛\U000e0101城路3-502", "A座,路灯", "Ａ座，路灯")] == [{wide["id"]}] * 4
    full_width = wide["number"].translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert await found(full_width) == {wide["id"]}
    assert await found(f"{full_width[:3]}－{full_width[3:]}") == {wide["id"]}
    empty = await clerk.get("/cases", params={"q": "路\u3000"})
    assert (empty.status_code, empty.json()["errors"][0]["pointer"]) == (422, "/query/q")


async def test_names_in_the_lists_of_administration_are_found_in_any_width(
    client_as: Callable[..., AsyncClient],
) -> None:
    admin = client_as("admin")
    new = {"username": "zhang", "display_name": "张Ａ·买\U000e0100", "post": "full_time_worker", "area_code": "440310"}
    await admin.post("/users", json=new)

    for q in ("张a", "Ａ・买", "ＺＨＡＮＧ"):
        assert [user["username"] for user in await _all(admin, "/users", q=q)] == ["zhang"], q


async def test_nobody_lists_what_is_not_theirs(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    here = await cases.at("dispatched")
    there = await cases.report(who="other_worker", location=IN_OTHER_GRID)

    async def seen(who: str) -> set[str]:
        return {item["id"] for item in await _all(client_as(who), "/cases")}

    assert await seen("worker") == {here["id"]}
    assert await seen("other_worker") == {there["id"]}
    assert await seen("handler") == {here["id"]}
    assert await seen("station_handler") == set()
    assert await seen("water_handler") == set()
    assert await seen("other_supervisor") == {there["id"]}
    assert await seen("supervisor") == {here["id"], there["id"]}
    assert (await client_as("admin").get("/cases")).status_code == 403
    assert (await client_as("nobody").get("/cases")).status_code == 403
    assert (await client_as(None).get("/cases")).status_code == 401


async def test_overdue_is_a_fact_of_time_one_second_after_the_deadline(
    cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    case = await cases.at("handling")
    before_due = datetime.fromisoformat(case["due_at"]) - clock.now()
    with clock.shifted(before_due - timedelta(seconds=30)):
        supervisor = client_as("supervisor")
        assert (await supervisor.get("/supervision/overdue")).json()["items"] == []
        assert (await supervisor.get(f"/cases/{case['id']}")).json()["light"] == "yellow"
    with clock.shifted(before_due + timedelta(seconds=1)):
        token = client_as("supervisor")
        items = (await token.get("/supervision/overdue")).json()["items"]
        counts = (await token.get("/supervision/summary")).json()
        areas = (await token.get("/supervision/summary", params={"by": "area"})).json()

    assert [item["id"] for item in items] == [case["id"]]
    assert items[0]["light"] == "red"
    assert [(row["key"], row["name"], row["count"]) for row in counts["items"]] == [("CG", "部门CG", 1)]
    assert [(row["key"], row["count"]) for row in areas["items"]] == [(TOWN, 1)]


async def test_queues_hold_what_waits_for_me(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    reported = await cases.report()
    checking = await cases.at("checking")
    dispatched = await cases.at("dispatched")

    async def queue(who: str, name: str) -> set[str]:
        return {item["id"] for item in await _all(client_as(who), f"/queues/{name}")}

    assert await queue("clerk", "triage") == {reported["id"]}
    assert await queue("handler", "to-sign") == {dispatched["id"]}
    assert await queue("water_handler", "to-sign") == set()
    counts = {row["name"]: row["count"] for row in (await client_as("clerk").get("/queues")).json()["items"]}
    assert counts == {"triage": 1, "my-reports": 0}
    assert (await client_as("worker").get("/queues/triage")).status_code == 404
    checks = [await queue(who, "to-check") for who in ("worker", "second_worker", "leader")]
    assert {checking["id"]} in checks


async def test_a_list_asks_a_fixed_number_of_questions(
    cases: Cases, client_as: Callable[..., AsyncClient], session: Any, monkeypatch: Any
) -> None:
    for _ in range(3):
        await cases.report()
    asked: list[str] = []
    fetch = type(session).all

    async def counting(self: Any, statement: Any, **values: Any) -> Any:
        asked.append(statement.sql)
        return await fetch(self, statement, **values)

    monkeypatch.setattr(type(session), "all", counting)
    for questions in (3, 2):
        asked.clear()
        await client_as("clerk").get("/cases", params={"limit": 3})

        assert len(asked) == questions, "the actor, which cases, and what is not known of them"


@pytest.mark.parametrize("who", ["worker", "leader", "town_clerk"])
@pytest.mark.parametrize("location", [None, IN_NO_GRID, IN_OTHER_GRID])
async def test_my_own_reports_are_among_the_cases_i_see_wherever_they_lie(
    cases: Cases, client_as: Callable[..., AsyncClient], who: str, location: dict[str, float] | None
) -> None:
    here = await cases.report(who, description="井盖缺失一")
    stray = await cases.report(who, description="井盖缺失二", location=location)
    both = await cases.report(who, description="井盖缺失三")
    await cases.report("other_worker", description="井盖缺失四", location=IN_OTHER_GRID)
    unplaced = await cases.report("clerk", description="井盖缺失五", location=None)
    mine = client_as(who)
    expected = [both["id"], stray["id"], here["id"]]
    assert (await mine.get(f"/cases/{unplaced['id']}")).status_code == 404

    for more in ({}, {"q": "井盖"}, {"open": True}, {"mine": True}, {"channel": here["channel"]}):
        assert [item["id"] for item in await _all(mine, "/cases", **more)] == expected, more
    assert [item["id"] for item in await _all(mine, "/cases", mine=False)] == []
    assert [item["id"] for item in await _all(mine, "/cases", q=stray["number"])] == [stray["id"]]


async def test_my_own_reports_elsewhere_come_in_the_order_of_their_deadlines(
    cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    stray = await cases.report(location=None)
    filed = [await cases.at("filed"), await cases.done("clerk", stray, "file", {"rule_code": "R2", "area_code": TOWN})]
    filed.append(await cases.at("filed"))
    by_due = sorted(filed, key=lambda case: (case["due_at"], case["id"]))

    listed = await _all(client_as("worker"), "/cases", sort="due")
    assert [item["id"] for item in listed] == [case["id"] for case in by_due]
