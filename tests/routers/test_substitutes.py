"""Who is away 请假 has a substitute 代理: they see and do what waits for the absent one, by their own posts alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.cases import Cases
from tests.organisation import OTHER_GRID, SECOND_GRID, USERS

ClientAs = Callable[..., AsyncClient]
WORKER, SECOND, HANDLER, LEAD = (str(USERS[who]) for who in ("worker", "second_worker", "handler", "lead"))


def day(ahead: int = 0) -> str:
    return str(clock.today() + timedelta(days=ahead))


def away(substitute: str, **more: Any) -> dict[str, Any]:
    return {
        "substitute_id": substitute, "valid_from": day(), "valid_to": day(4), "reason_code": "leave", **more
    }  # fmt: skip


async def name(client_as: ClientAs, who: str, substitute: str, **more: Any) -> dict[str, Any]:
    answer = await client_as(who).post("/substitutions", json=away(substitute, **more))
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def post(session: Session, who: str, kind: str, area: str | None, unit: str | None = None) -> UUID:
    row = uuid4()
    await session.connection.execute(
        "INSERT INTO appointments (id, user_id, post, area_code, department_code, valid_from) "
        "VALUES ($1, $2, $3, $4, $5, $6)", row, USERS[who], kind, area, unit, clock.today(),
    )  # fmt: skip
    return row


@pytest.fixture
async def neighbour(session: Session) -> None:
    """Nobody of the roster: a worker of the grid next to the case's, who does not see that grid."""
    await post(session, "nobody", "full_time_worker", SECOND_GRID)


async def queue(client_as: ClientAs, who: str, name: str) -> set[str]:
    answer = await client_as(who).get(f"/queues/{name}")
    return {case["id"] for case in answer.json()["items"]}


async def told(client_as: ClientAs, who: str, case: dict[str, Any]) -> list[str]:
    items = (await client_as(who).get("/inbox")).json()["items"]
    return [notice["action"] for notice in items if notice["case_id"] == case["id"]]


async def verifying(cases: Cases) -> dict[str, Any]:
    case = await cases.report(who="clerk")
    return await cases.done("clerk", case, "request-verification", {"missing": "权属", "verifier_id": WORKER})


FOUND = {"confirmed": True, "finding": "属实"}


@pytest.mark.usefixtures("neighbour")
async def test_a_neighbour_verifies_in_place_of_who_is_away_and_the_history_says_for_whom(
    cases: Cases, client_as: ClientAs
) -> None:
    case = await verifying(cases)
    first = await cases.act("nobody", case, "submit-verification", FOUND)
    empty = await queue(client_as, "nobody", "to-verify")
    named = await name(client_as, "worker", str(USERS["nobody"]), note="年休假")
    seen = (await client_as("nobody").get(f"/cases/{case['id']}")).json()
    waiting = await queue(client_as, "nobody", "to-verify")
    counted = {each["name"]: each["count"] for each in (await client_as("nobody").get("/queues")).json()["items"]}
    await cases.done("nobody", case, "submit-verification", FOUND)
    event = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"][-1]

    assert (first.status_code, empty) == (404, set())
    assert (named["absent_name"], named["substitute_name"], named["is_current"]) == ("用户worker", "用户nobody", True)
    assert "submit_verification" in {offer["action"] for offer in seen["allowed_actions"]}
    assert (waiting, counted["to-verify"]) == ({case["id"]}, 1)
    assert event["actor_name"] == "用户nobody"
    assert (event["data"]["for_person"], event["names"]["for_person"]) == (WORKER, "用户worker")


@pytest.mark.usefixtures("neighbour")
async def test_it_ends_when_it_is_ended_and_by_itself(cases: Cases, client_as: ClientAs) -> None:
    case = await verifying(cases)
    named = await name(client_as, "worker", str(USERS["nobody"]))
    assert (await client_as("nobody").get(f"/cases/{case['id']}")).status_code == 200
    ended = await client_as("worker").post(f"/substitutions/{named['id']}/end")
    after = await cases.act("nobody", case, "submit-verification", FOUND)
    again = await name(client_as, "worker", str(USERS["nobody"]))
    with clock.frozen(clock.now() + timedelta(days=4)):
        on_the_last_day = await client_as("nobody").get(f"/cases/{case['id']}")
    with clock.frozen(clock.now() + timedelta(days=5)):
        on_the_day_after = await client_as("nobody").get(f"/cases/{case['id']}")

    assert (ended.status_code, ended.json()["is_current"], after.status_code) == (200, False, 404)
    assert again["id"] != named["id"]
    assert (on_the_last_day.status_code, on_the_day_after.status_code) == (200, 404)


@pytest.mark.usefixtures("neighbour")
@pytest.mark.parametrize(
    "ending",
    [
        "UPDATE appointments SET valid_to = $1 WHERE user_id = '{worker}'",
        "UPDATE users SET is_active = ($1::date IS NULL) WHERE id = '{worker}'",
        "UPDATE appointments SET valid_from = $1, valid_to = $1 WHERE user_id = '{substitute}'",
    ],
)
async def test_a_post_that_ends_ends_it_with_the_very_next_request(
    cases: Cases, client_as: ClientAs, session: Session, ending: str
) -> None:
    case = await verifying(cases)
    await name(client_as, "worker", str(USERS["nobody"]))
    sees = [(await client_as("nobody").get(f"/cases/{case['id']}")).status_code]
    told_so = ending.format(worker=WORKER, substitute=USERS["nobody"])
    await session.connection.execute(told_so, clock.today() - timedelta(days=1))
    sees += [(await client_as("nobody").get(f"/cases/{case['id']}")).status_code]
    acts = await cases.act("nobody", case, "submit-verification", FOUND)

    assert sees in ([200, 404], [200, 403]), "403: without any post nobody reads cases"
    assert acts.status_code == sees[1]


async def test_a_substitute_is_given_no_permission_of_the_absent_one(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    await post(session, "worker", "triage_clerk", OTHER_GRID)
    case = await cases.report(who="clerk")
    await name(client_as, "worker", SECOND)
    refused = await cases.act("second_worker", case, "file", {"rule_code": "R1"})

    assert refused.status_code == 403


async def test_who_stands_in_for_a_checker_had_no_hand_in_the_work(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    case = await cases.at("resolved")
    case = await cases.done("dispatcher", case, "request-check", {"checker_id": WORKER})
    await name(client_as, "worker", SECOND)
    of_a_unit = await post(session, "second_worker", "department_handler", None, "CG-1")
    refused = await cases.act("second_worker", case, "pass-check", {"finding": "已清"})
    await session.connection.execute("DELETE FROM appointments WHERE id = $1", of_a_unit)
    passed = await cases.done("second_worker", case, "pass-check", {"finding": "已清"})

    assert (refused.status_code, passed["status"]) == (403, "closed")


async def test_in_a_unit_the_substitute_hands_on_and_hears_what_the_handler_hears(
    cases: Cases, client_as: ClientAs
) -> None:
    case = await cases.at("handling")
    await name(client_as, "handler", LEAD, reason_code="sick")
    await cases.done("supervisor", case, "urge", {"note": "请抓紧"})
    heard = [await told(client_as, who, case) for who in ("handler", "lead")]
    held = [await queue(client_as, who, "my-cases") for who in ("handler", "lead")]
    done = {"result": "已清理", "photo_exemption": "nothing_visible"}
    resolved = await cases.done("lead", case, "resolve", done)
    event = (await client_as("lead").get(f"/cases/{case['id']}/events")).json()["items"][-1]

    assert heard == [["urge"], ["urge"]]
    assert held == [{case["id"]}] * 2
    assert (resolved["handler_id"], event["data"]["for_person"]) == (HANDLER, HANDLER)


async def test_who_is_away_is_chosen_last_and_shown_as_away(cases: Cases, client_as: ClientAs) -> None:
    for who, substitute in (("leader", SECOND), ("worker", SECOND)):
        await name(client_as, who, substitute, valid_to=day(2))
    chosen = set()
    for _ in range(4):
        case = await cases.report(who="clerk")
        chosen.add((await cases.done("clerk", case, "request-verification", {"missing": "权属"}))["verifier_id"])
    people = (
        await client_as("clerk").get("/people", params={"task": "verify", "case_id": (await cases.report())["id"]})
    ).json()
    shown = {person["id"]: (person["absent_until"], person["substitute_name"]) for person in people["items"]}

    assert chosen == {SECOND}, "although they have the most in hand by then"
    assert shown == {
        WORKER: (day(2), "用户second_worker"), SECOND: (None, None),
        str(USERS["leader"]): (day(2), "用户second_worker"),
    }  # fmt: skip


async def test_who_heads_them_names_it_and_nobody_else_does(client_as: ClientAs) -> None:
    tried = {
        who: (await client_as(who).post("/substitutions", json=away(SECOND, absent_id=WORKER))).status_code
        for who in ("supervisor", "dispatcher", "handler", "second_worker", "other_worker", "nobody", "hotline")
    }
    in_turn = []
    for who in ("leader", "centre_leader", "admin", "worker"):
        named = await name(client_as, who, SECOND, absent_id=WORKER)
        in_turn.append((await client_as("leader").post(f"/substitutions/{named['id']}/end")).status_code)
    of_the_unit = await name(client_as, "lead", LEAD, absent_id=HANDLER)
    by_the_substitute = await client_as("second_worker").post(f"/substitutions/{of_the_unit['id']}/end")

    assert set(tried.values()) == {404}
    assert in_turn == [200] * 4
    assert by_the_substitute.status_code == 404


async def test_each_sees_those_that_concern_them_page_by_page(client_as: ClientAs) -> None:
    first = await name(client_as, "worker", SECOND)
    second = await name(client_as, "worker", SECOND, valid_from=day(10), valid_to=day(11))
    of_the_unit = await name(client_as, "handler", LEAD)

    async def listed(who: str, **params: Any) -> list[str]:
        page = (await client_as(who).get("/substitutions", params=params)).json()
        rest = await listed(who, **params | {"cursor": page["next_cursor"]}) if page["next_cursor"] else []
        return [item["id"] for item in page["items"]] + rest

    assert await listed("worker", limit=1) == await listed("second_worker") == [first["id"], second["id"]]
    assert await listed("leader", current=True) == [first["id"]]
    assert await listed("lead") == await listed("handler") == [of_the_unit["id"]]
    assert await listed("admin") == [first["id"], second["id"], of_the_unit["id"]]
    assert await listed("water_handler") == await listed("supervisor") == []


async def test_why_somebody_is_away_is_not_told_to_who_stands_in(client_as: ClientAs) -> None:
    await name(client_as, "worker", SECOND, reason_code="sick", note="住院")
    seen = {who: (await client_as(who).get("/substitutions")).json()["items"][0]
            for who in ("worker", "leader", "second_worker")}  # fmt: skip

    assert {who: (item["reason_code"], item["note"]) for who, item in seen.items()} == {
        "worker": ("sick", "住院"), "leader": ("sick", "住院"), "second_worker": (None, None),
    }  # fmt: skip


async def test_a_colleague_of_the_unit_sees_nothing_that_the_absent_one_verifies(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    await post(session, "worker", "department_handler", None, "SW")
    await post(session, "nobody", "department_handler", None, "SW")
    case = await verifying(cases)
    await name(client_as, "worker", str(USERS["nobody"]))
    seen = await client_as("nobody").get(f"/cases/{case['id']}")
    await post(session, "other_worker", "department_handler", None, "SW")
    elsewhere = away(str(USERS["other_worker"]), valid_from=day(9), valid_to=day(9))

    assert seen.status_code == 404
    assert (await client_as("worker").post("/substitutions", json=elsewhere)).status_code == 422


async def test_one_substitute_at_a_time_who_is_there_and_stands_in_for_nobody_away(client_as: ClientAs) -> None:
    await name(client_as, "worker", SECOND)
    wrong = {
        "/valid_from": ("worker", away(str(USERS["leader"]), valid_from=day(4), valid_to=day(9))),
        "/absent_id": ("second_worker", away(str(USERS["leader"]))),
        "/substitute_id": ("leader", away(WORKER)),
    }
    answers = {at: await client_as(who).post("/substitutions", json=body) for at, (who, body) in wrong.items()}

    assert {at: answer.status_code for at, answer in answers.items()} == dict.fromkeys(wrong, 422)
    assert {answer.json()["errors"][0]["pointer"] for answer in answers.values()} == set(wrong)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"substitute_id": WORKER}, "/substitute_id"), ({"substitute_id": str(USERS["other_worker"])}, "/substitute_id"),
     ({"substitute_id": HANDLER}, "/substitute_id"), ({"substitute_id": str(uuid4())}, "/substitute_id"),
     ({"valid_from": "2020-01-01"}, "/valid_from"), ({"valid_to": "2019-01-01"}, "/valid_to"),
     ({"valid_to": "9999-12-31"}, "/valid_to"), ({"valid_from": 1}, "/valid_from"),
     ({"reason_code": "fun"}, "/reason_code"),
     ({"valid_from": "9999-12-31", "valid_to": "9999-12-31", "substitute_id": HANDLER}, "/substitute_id"),
     ({"note": ""}, "/note"), ({"absent_id": 3}, "/absent_id"), ({"x": 1}, "/x")],
)  # fmt: skip
async def test_what_will_not_do_is_refused_where_it_stands(
    client_as: ClientAs, change: dict[str, Any], pointer: str
) -> None:
    answer = await client_as("worker").post("/substitutions", json=away(SECOND) | change)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_sent_again_it_is_named_once(client_as: ClientAs) -> None:
    once = {"Idempotency-Key": "a-leave"}
    answers = [await client_as("worker").post("/substitutions", json=away(SECOND), headers=once) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (await client_as("worker").post(f"/substitutions/{uuid4()}/end")).status_code == 404
