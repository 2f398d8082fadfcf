"""Day by day, by age, by level of area, and orders with their answers: each figure is the length of its list."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from tests.cases import Cases
from tests.organisation import COUNTY, GRID, IN_NO_GRID, IN_OTHER_GRID, OTHER_GRID, OTHER_TOWN, TOWN
from tests.times import at

ClientAs = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]
DEMAND = {"demand": "请回复", "level": 1}


async def ask(client: AsyncClient, path: str, **params: Any) -> dict[str, Any]:
    answer = await client.get(path.removeprefix("/api/v1"), params=params or None)
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def ids(client: AsyncClient, href: str) -> set[str]:
    items = (await ask(client, href))["items"]
    return {item["id"] for item in items}


@pytest.fixture
async def days(cases: Cases) -> dict[str, dict[str, Any]]:
    """Four days in a town: what was late on one was done on the next, or is late still."""
    found: dict[str, dict[str, Any]] = {}
    with clock.frozen(at("16 09:00")):
        found["late"], late_then = await cases.at("handling"), await cases.at("handling")
        found["unfiled"] = await cases.report(location=IN_OTHER_GRID)
        found["closed"] = await cases.at("closed")
    with clock.frozen(at("18 10:00")):
        result = {"result": "已办", "photo_exemption": "nothing_visible"}
        found["late_then"] = await cases.done("handler", late_then, "resolve", result)
        found["fresh"] = await cases.at("handling")
    return found


@pytest.mark.parametrize("narrowed", [{}, {"area": TOWN}, {"unit": "CG"}, {"category": "DCM-01"}, {"area": OTHER_TOWN}])
async def test_each_figure_of_a_day_is_the_length_of_its_list(
    days: dict[str, dict[str, Any]], client_as: ClientAs, narrowed: dict[str, str]
) -> None:
    supervisor = client_as("supervisor")
    with clock.frozen(at("19 11:00")):
        items = (await ask(supervisor, "/supervision/trend", days=7, **narrowed))["items"]
        for day in items:
            for figure in ("reported", "closed", "overdue"):
                assert len(await ids(supervisor, day[f"{figure}_href"])) == day[figure], (day["day"], figure)

    assert [day["day"] for day in items] == [f"2026-03-{number}" for number in range(13, 20)]
    if not narrowed:
        assert {day["day"][-2:]: (day["reported"], day["closed"], day["overdue"]) for day in items[3:]} == {
            "16": (4, 1, 2), "17": (0, 0, 2), "18": (1, 0, 2), "19": (0, 0, 2),
        }  # fmt: skip


async def test_what_was_overdue_at_a_moment_is_asked_of_the_last_days_alone(client_as: ClientAs) -> None:
    supervisor = client_as("supervisor")
    for question, params in (
        ("was-overdue", {"at": (clock.now() - timedelta(days=91)).isoformat()}),
        ("was-overdue", {"at": (clock.now() + timedelta(days=1)).isoformat()}),
        ("overdue", {"at": clock.now().isoformat()}),
        ("open", {"answer": "late"}),
        ("open", {"order_level": "1"}),
    ):
        answer = await supervisor.get(f"/supervision/{question}", params=params)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), (question, params)


async def test_open_work_is_counted_by_its_age(days: dict[str, dict[str, Any]], client_as: ClientAs) -> None:
    supervisor = client_as("supervisor")
    with clock.frozen(at("19 11:00")):
        told = await ask(supervisor, "/supervision/summary", question="open", by="age")
        behind = {row["key"]: await ids(supervisor, row["href"]) for row in told["items"]}
        chinese = client_as("supervisor", language="zh")
        named = (await ask(chinese, "/supervision/summary", question="open", by="age"))["items"]

    assert list(behind) == ["1-to-3-days", "3-to-7-days"]
    assert behind == {
        "1-to-3-days": {days["fresh"]["id"]},
        "3-to-7-days": {days["late"]["id"], days["late_then"]["id"], days["unfiled"]["id"]},
    }
    assert [row["name"] for row in told["items"]] == ["1 to 3 days", "3 to 7 days"]
    assert [row["name"] for row in named] == ["1 至 3 天", "3 至 7 天"]


@pytest.mark.parametrize("area", [None, COUNTY, TOWN])
async def test_areas_of_a_level_are_counted_at_once_with_what_lies_in_none(
    days: dict[str, dict[str, Any]], cases: Cases, client_as: ClientAs, area: str | None
) -> None:
    nowhere = await cases.report("clerk", location=IN_NO_GRID)
    supervisor = client_as("supervisor")
    within = {} if area is None else {"area": area}
    told = await ask(supervisor, "/supervision/summary", question="open", by="area", level="grid", **within)
    behind = {row["key"]: await ids(supervisor, row["href"]) for row in told["items"]}
    in_the_town = {days["late"]["id"], days["late_then"]["id"], days["fresh"]["id"]}

    assert behind[GRID] == in_the_town
    assert all(len(behind[row["key"]]) == row["count"] for row in told["items"])
    if area != TOWN:
        assert behind == {GRID: in_the_town, OTHER_GRID: {days["unfiled"]["id"]}, None: {nowhere["id"]}}


async def test_orders_are_counted_with_their_answers(cases: Cases, client_as: ClientAs, sweep: Sweep) -> None:
    supervisor = client_as("supervisor")
    made: dict[str, str] = {}
    with clock.frozen(at("16 09:00")):
        for name in ("in-time", "late", "waiting", "ended", "twice"):
            case = await cases.done("supervisor", await cases.at("handling"), "supervise", DEMAND)
            made[name] = case["id"]
            if name in ("in-time", "twice"):
                await cases.done("handler", case, "answer-supervision", {"answer": "已办"})
            if name == "ended":
                await cases.done("supervisor", case, "withdraw-supervision", {"note": "已当面说明"})
        await cases.done("supervisor", made["twice"], "supervise", {"demand": "再次督办", "level": 3})
    with clock.frozen(at("18 10:00")):
        await sweep()
        await cases.done("handler", made["late"], "answer-supervision", {"answer": "已办"})
        told = await ask(supervisor, "/supervision/order-figures")
        by_level = await ask(supervisor, "/supervision/order-figures", by="level")
        lists = {
            answer: await ids(supervisor, f"{told['href']}&answer={answer}")
            for answer in ("in-time", "late", "waiting", "ended")
        }
        for row in (told, *told["items"], *by_level["items"]):
            for figure in ("in-time", "late", "waiting", "ended"):
                listed = await ids(supervisor, f"{row['href']}&answer={figure}")
                assert len(listed) == row[figure.replace("-", "_")], (row, figure)
            assert len(await ids(supervisor, row["href"])) == row["count"], row

    assert lists == {
        "in-time": {made["in-time"], made["twice"]},
        "late": {made["late"]},
        "waiting": {made["waiting"], made["twice"]},
        "ended": {made["ended"]},
    }
    assert (told["orders"], told["count"]) == (6, 5)
    assert [(row["key"], row["name"], row["count"]) for row in told["items"]] == [("CG", "部门CG", 5)]
    assert sum(row["count"] for row in by_level["items"]) == 6


async def test_figures_are_of_the_scope_of_whoever_asks(days: dict[str, dict[str, Any]], client_as: ClientAs) -> None:
    other = client_as("other_supervisor")
    with clock.frozen(at("19 11:00")):
        items = (await ask(other, "/supervision/trend", days=7))["items"]

    assert sum(day["reported"] for day in items) == 1
    assert (await ask(other, "/supervision/order-figures"))["count"] == 0
    assert (await client_as("worker").get("/supervision/trend")).status_code == 403
