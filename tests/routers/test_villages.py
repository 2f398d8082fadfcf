"""A case known to lie in a village 村社区 or town 乡镇街道 only: who sees it, who looks, what a finer place changes."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid5

import pytest
from httpx import AsyncClient
from sqlalchemy import insert

from app.db.session import Session
from app.db.statement import Statement
from app.models.area import Area
from app.models.user import Appointment
from app.queries.tables import table
from tests.cases import Cases
from tests.organisation import COUNTY, GRID, IN_GRID, OTHER_TOWN, TOWN, USERS, VILLAGE

Clients = Callable[..., AsyncClient]
FIELD = ("worker", "second_worker", "leader")
LONG_CODE = VILLAGE + "0000000099"
HELD = ("town_clerk", "town_supervisor", "clerk", "dispatcher")


async def filed_at(cases: Cases, area: str) -> dict[str, Any]:
    return await cases.done("clerk", await cases.report("clerk", location=None), "file",
                            {"rule_code": "R1", "area_code": area})  # fmt: skip


async def resolved_at(cases: Cases, area: str) -> dict[str, Any]:
    case = await filed_at(cases, area)
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    case = await cases.done("handler", case, "sign")
    return await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})


async def post(session: Session, who: str, area: str, post: str = "full_time_worker") -> None:
    row = {"id": uuid5(USERS[who], area), "user_id": USERS[who], "post": post, "area_code": area,
           "valid_from": date(2026, 1, 1)}  # fmt: skip
    await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)


async def sees(client: AsyncClient, case: dict[str, Any]) -> bool:
    """Told the same by the case itself, by lists, by words and by the area."""
    listed = []
    for more in ({}, {"q": case["number"]}, {"area": TOWN}, {"open": True}):
        answer = await client.get("/cases", params=more)
        items = answer.json()["items"] if answer.status_code == 200 else []
        listed.append(case["id"] in [item["id"] for item in items])
    seen = (await client.get(f"/cases/{case['id']}")).status_code == 200
    assert set(listed) == {seen}, (listed, seen)
    return seen


@pytest.mark.parametrize("area", [VILLAGE, TOWN])
async def test_it_is_seen_by_who_looks_after_the_place_and_not_by_every_grid_in_it(
    cases: Cases, client_as: Clients, session: Session, area: str
) -> None:
    await post(session, "nobody", area)
    case = await filed_at(cases, area)

    for who in ("nobody", *HELD):
        assert await sees(client_as(who), case), who
    for who in (*FIELD, "other_worker", "other_supervisor"):
        assert not await sees(client_as(who), case), who


@pytest.mark.parametrize("area", [VILLAGE, TOWN])
async def test_whoever_can_be_picked_is_taken_and_sees_it_from_then_on(
    cases: Cases, client_as: Clients, area: str
) -> None:
    case = await resolved_at(cases, area)
    dispatcher = client_as("dispatcher")
    people = (await dispatcher.get("/people", params={"task": "check", "case_id": case["id"]})).json()["items"]
    stranger = await cases.act("dispatcher", case, "request-check", {"checker_id": str(USERS["other_worker"])})
    checking = await cases.done("dispatcher", case, "request-check", {"checker_id": str(USERS["worker"])})
    queue = (await client_as("worker").get("/queues/to-check")).json()["items"]
    again = await cases.done("worker", case, "pass-check", {"finding": "已清理"})

    assert {person["id"] for person in people} == {str(USERS[who]) for who in FIELD}
    assert stranger.status_code == 422
    assert checking["checker_id"] == str(USERS["worker"])
    assert [item["id"] for item in queue] == [case["id"]]
    assert (await client_as("worker").get(f"/cases/{case['id']}")).status_code == 200
    assert again["status"] == "closed"


@pytest.mark.parametrize("area", [VILLAGE, TOWN])
async def test_who_is_of_a_grid_comes_before_who_is_of_the_whole_and_work_is_shared(
    cases: Cases, session: Session, area: str
) -> None:
    await post(session, "nobody", area)
    chosen = set()
    for _ in range(3):
        case = await resolved_at(cases, area)
        chosen.add((await cases.done("dispatcher", case, "request-check"))["checker_id"])

    assert chosen == {str(USERS[who]) for who in FIELD}, "each has one before anybody has two"


async def test_a_longer_code_is_no_nearer(cases: Cases, session: Session) -> None:
    path = f"{COUNTY}/{TOWN}/{VILLAGE}/{LONG_CODE}/"
    row = {"code": LONG_CODE, "level": "grid", "path": path, "name": "长码网格", "parent_code": VILLAGE,
           "grid_kind": "general"}  # fmt: skip
    await session.connection.execute("SET LOCAL ROLE NONE")
    await session.run(Statement(insert(table(Area)), columns=tuple(row)), **row)
    await post(session, "nobody", LONG_CODE)
    chosen = set()
    for _ in range(4):
        case = await resolved_at(cases, VILLAGE)
        chosen.add((await cases.done("dispatcher", case, "request-check"))["checker_id"])

    assert chosen == {str(USERS[who]) for who in (*FIELD, "nobody")}


async def test_counts_are_those_of_the_lists(cases: Cases, client_as: Clients) -> None:
    for area in (VILLAGE, TOWN, OTHER_TOWN):
        await filed_at(cases, area)
    counted = []
    for who, listed in (("supervisor", 3), ("town_supervisor", 2)):
        client = client_as(who)
        summary = (await client.get("/supervision/summary", params={"question": "upcoming", "by": "area"})).json()
        assert sum(item["count"] for item in summary["items"]) == summary["total"] > 0, who
        for item in summary["items"]:
            found = (await client.get(item["href"].removeprefix("/api/v1"))).json()["items"]
            assert len(found) == item["count"], item
        counted.append((len((await client.get("/cases")).json()["items"]), listed))
    queues = (await client_as("dispatcher").get("/queues")).json()["items"]

    assert all(found == listed for found, listed in counted)
    assert next(queue["count"] for queue in queues if queue["name"] == "dispatch") == 3


@pytest.mark.parametrize("area", [VILLAGE, TOWN])
async def test_when_its_grid_is_known_the_worker_of_that_grid_hears_of_it(
    cases: Cases, client_as: Clients, area: str
) -> None:
    case = await filed_at(cases, area)
    after = await cases.done("clerk", case, "correct-location", {"location": IN_GRID})

    assert (after["area_code"], after["due_at"]) == (GRID, case["due_at"])
    assert await sees(client_as("worker"), after)


async def test_it_is_filed_anew_in_its_grid(cases: Cases, client_as: Clients) -> None:
    case = await filed_at(cases, VILLAGE)
    await cases.done("dispatcher", case, "send-back", {"note": "网格已查明"})
    after = await cases.done("clerk", case, "file", {"rule_code": "R1", "area_code": GRID})

    assert (after["area_code"], after["status"]) == (GRID, "filed")
    assert await sees(client_as("worker"), after)
