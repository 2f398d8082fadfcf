"""Who can be picked 选派: exactly those whom the action then takes, with what they have in hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.cases import Cases
from tests.organisation import GRID, IN_OTHER_GRID, OTHER_TOWN, SECOND_GRID, TOWN, USERS, VILLAGE

ClientAs = Callable[..., AsyncClient]


async def picked(client_as: ClientAs, who: str, **params: Any) -> list[dict[str, Any]]:
    answer = await client_as(who).get("/people", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def ids(*who: str) -> set[str]:
    return {str(PEOPLE[name]) for name in who}


#: People whom one might pick wrongly: of the grid and the unit, of the past, inactive, of the grid next to it.
MORE: dict[str, list[tuple[str, str | None, str | None]]] = {
    "both": [("part_time_worker", GRID, None), ("department_handler", None, "CG-1")],
    "twice": [("full_time_worker", VILLAGE, None), ("grid_leader", GRID, None)],
    "of_the_town": [("full_time_worker", TOWN, None)],
    "next_door": [("full_time_worker", SECOND_GRID, None)],
    "instructor": [("grid_instructor", GRID, None)],
    "left": [("full_time_worker", GRID, None), ("department_handler", None, "CG")],
    "asleep": [("full_time_worker", GRID, None), ("department_handler", None, "CG")],
}
PEOPLE = USERS | {name: uuid5(USERS["worker"], name) for name in MORE}


@pytest.fixture
async def more(session: Session) -> None:
    today = clock.today()
    for name, posts in MORE.items():
        await session.connection.execute(
            "INSERT INTO users (id, username, display_name, password_hash, is_active, created_at) "
            "VALUES ($1, $2, $3, 'x', $4, now())", PEOPLE[name], name, f"用户{name}", name != "asleep",
        )  # fmt: skip
        for post, area, unit in posts:
            await session.connection.execute(
                "INSERT INTO appointments (id, user_id, post, area_code, department_code, valid_from, valid_to) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7)", uuid4(), PEOPLE[name], post, area, unit,
                today - timedelta(days=10), today - timedelta(days=1) if name == "left" else None,
            )  # fmt: skip


async def every_page(client: AsyncClient, **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (
            await client.get("/people", params=params | {"limit": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        items += page["items"]
        cursor = page["next_cursor"]
    return items


STAGES = [
    ("verify", "reported", "clerk", "request-verification", {"missing": "权属"}, "verifier_id"),
    ("check", "resolved", "dispatcher", "request-check", {}, "checker_id"),
    ("verify", "verifying", "clerk", "reassign", {}, "person_id"),
    ("check", "checking", "dispatcher", "reassign", {}, "person_id"),
    ("handle", "dispatched", "handler", "sign", {}, "handler_id"),
    ("handle", "dispatched", "lead", "sign", {}, "handler_id"),
    ("handle", "dispatched", "lead", "transfer", {}, "person_id"),
]


@pytest.mark.usefixtures("more")
@pytest.mark.parametrize(("task", "status", "who", "action", "body", "field"), STAGES)
async def test_exactly_those_are_shown_whom_the_action_takes(
    cases: Cases, client_as: ClientAs, session: Session,
    task: str, status: str, who: str, action: str, body: dict[str, Any], field: str,
) -> None:  # fmt: skip
    case = await cases.at(status)
    shown = {person["id"] for person in await picked(client_as, who, task=task, case_id=case["id"])}
    taken = set()
    for user_id in PEOPLE.values():
        attempt = session.connection.transaction()
        await attempt.start()
        answer = await cases.act(who, case, action, body | {field: str(user_id)})
        await attempt.rollback()
        assert answer.status_code in (200, 422), answer.text
        if answer.status_code == 200:
            taken.add(str(user_id))

    assert shown == taken
    assert len(taken) > 1, "there is a choice"


@pytest.mark.usefixtures("more")
async def test_the_nearest_comes_first_each_once_and_pages_hold_all(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.report()
    whole = await picked(client_as, "clerk", task="verify", case_id=case["id"])
    params = {"task": "verify", "case_id": case["id"]}
    paged = await every_page(client_as("clerk"), **params)
    areas = [person["area_code"] for person in whole]

    assert paged == whole
    assert areas == [GRID] * (len(areas) - 1) + [TOWN]
    assert len({person["id"] for person in whole}) == len(whole)
    assert {person["name"] for person in await picked(client_as, "clerk", **params, q="twice")} == {"用户twice"}


@pytest.mark.parametrize(
    ("task", "status", "who", "code", "reason"),
    [
        ("check", "handling", "dispatcher", 409, "wrong-state"),
        ("verify", "filed", "clerk", 409, "wrong-state"),
        ("handle", "dispatched", "dispatcher", 403, "not-permitted"),
        ("check", "resolved", "handler", 403, "not-permitted"),
        ("check", "resolved", "worker", 403, "not-permitted"),
        ("handle", "dispatched", "far_handler", 404, "not-found"),
    ],
)
async def test_whoever_could_not_take_the_action_picks_nobody(
    cases: Cases, client_as: ClientAs, task: str, status: str, who: str, code: int, reason: str
) -> None:
    case = await cases.at(status)
    answer = await client_as(who).get("/people", params={"task": task, "case_id": case["id"]})

    assert (answer.status_code, answer.json()["code"]) == (code, reason)


async def test_a_case_that_was_verified_before_has_nobody_to_pick(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("verifying")
    worker = next(name for name, id_ in USERS.items() if str(id_) == case["verifier_id"])
    await cases.done(worker, case, "submit-verification", {"confirmed": True, "finding": "属实"})
    answer = await client_as("clerk").get("/people", params={"task": "verify", "case_id": case["id"]})

    assert (answer.status_code, answer.json()["condition"]) == (409, "verified-before")


async def test_the_load_is_what_somebody_has_in_hand_now(cases: Cases, client_as: ClientAs) -> None:
    checked = await cases.at("checking")
    checker = checked["checker_id"]
    for _ in range(2):
        await cases.at("handling")
    await cases.at("dispatched")
    case = await cases.at("dispatched")
    verifying = await cases.at("verifying")

    handlers = {person["id"]: person for person in await picked(client_as, "lead", task="handle", case_id=case["id"])}
    mine = handlers[str(USERS["handler"])]
    assert (mine["load"], mine["handling"], mine["department_name"]) == (2, 2, "部门CG")
    workers = {person["id"]: person for person in await picked(client_as, "dispatcher", task="check")}
    counts = {(person["checking"], person["verifying"]) for person in workers.values()}
    assert workers[checker]["checking"] == workers[verifying["verifier_id"]]["verifying"] == 1
    assert sum(person["load"] for person in workers.values()) == 2, counts
    await cases.done("dispatcher", checked, "rework", {"reason_code": "partly_done"})
    workers = {person["id"]: person for person in await picked(client_as, "dispatcher", task="check")}
    assert workers[checker]["checking"] == 0, "what was to be checked is none of theirs any more"


@pytest.mark.usefixtures("more")
async def test_without_a_case_one_sees_who_is_in_ones_own_reach(cases: Cases, client_as: ClientAs) -> None:
    async def found(who: str, **params: Any) -> set[str]:
        return {person["id"] for person in await picked(client_as, who, **params)}

    here = ids("worker", "second_worker", "leader", "both", "twice", "of_the_town", "next_door")
    assert await found("town_clerk", task="verify") == here
    assert await found("dispatcher", task="check") == here | ids("other_worker")
    assert await found("dispatcher", task="check", area=GRID) == here - ids("next_door")
    assert await found("dispatcher", task="check", area=OTHER_TOWN) == ids("other_worker")
    assert await found("handler", task="verify") == set()
    assert await found("lead", task="handle") == ids("handler", "lead", "station_handler", "both")
    assert await found("lead", task="handle", department="CG-1") == ids("station_handler", "both")
    assert await found("dispatcher", task="handle", department="SW") == ids("water_handler")
    for who, params in (
        ("town_clerk", {"task": "verify", "area": OTHER_TOWN}),
        ("lead", {"task": "handle", "department": "SW"}),
        ("dispatcher", {"task": "check", "area": "no-such"}),
        ("dispatcher", {"task": "check", "case_id": str(UUID(int=1))}),
    ):
        assert (await client_as(who).get("/people", params=params)).status_code == 404
    for who in ("worker", "admin", "hotline", "supervisor"):
        assert (await client_as(who).get("/people", params={"task": "check"})).status_code == 403


async def test_a_case_out_of_sight_says_nothing_of_its_workers(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.report("other_worker", location=IN_OTHER_GRID)
    answer = await client_as("town_clerk").get("/people", params={"task": "verify", "case_id": case["id"]})

    assert answer.status_code == 404
