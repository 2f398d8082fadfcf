"""The pool 亮单-点单-送单-评单: published to several units, claimed by one, delivered by a team, and rated."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.schemas.flow.pool import Publish
from app.services.cases.mover import SYSTEM
from app.services.flow.transitions import perform_without_user
from app.workflow.actions import Action
from tests.cases import Cases
from tests.organisation import COUNTY, IN_GRID, IN_OTHER_GRID, OTHER_TOWN, TOWN, USERS
from tests.times import at, read

Clients = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]
BOTH = {"eligible": ["CG-1", "SW"], "fallback": "CG"}
STATION = {"kind": "station", "parent_code": "CG", "names": [{"valid_from": "2020-01-01", "name": "部门CG-1"}]}
WATER = {"kind": "bureau", "names": [{"valid_from": "2020-01-01", "name": "部门SW"}]}
BUREAU = {"kind": "bureau", "names": [{"valid_from": "2020-01-01", "name": "部门CG"}]}
TEAM = {"kind": "team", "parent_code": "CG-1", "names": [{"valid_from": "2020-01-01", "name": "志愿队"}]}


@pytest.fixture(autouse=True)
def at_work() -> Any:
    """A Tuesday morning: thirty minutes of working time are half an hour."""
    with clock.shifted(at("17 09:00") - clock.now()):
        yield


async def put(client_as: Clients, code: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {"jurisdictions": [], **body, **more}
    answer = await client_as("admin").put(f"/departments/{code}", json=told)
    assert answer.status_code in (200, 201), answer.text
    view: dict[str, Any] = answer.json()
    return view


async def told(client_as: Clients, who: str, case: dict[str, Any]) -> list[str]:
    items = (await client_as(who).get("/inbox")).json()["items"]
    return [notice["action"] for notice in items if notice["case_id"] == case["id"]]


async def read_case(client_as: Clients, who: str, case: dict[str, Any]) -> dict[str, Any]:
    answer = await client_as(who).get(f"/cases/{case['id']}")
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


async def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    problem: dict[str, Any] = answer.json()
    return problem


def later(case: dict[str, Any], **more: float) -> Any:
    return clock.shifted(read(case["stage_due_at"]) - clock.now() + timedelta(**more))


# --- the whole way ---------------------------------------------------------------------------------------------------


async def test_from_report_through_the_pool_to_the_rating(cases: Cases, client_as: Clients) -> None:
    await put(client_as, "CG-1-V", TEAM)
    case = await cases.report(contact={"name": "王女士", "phone": "13800000000"})
    case = await cases.done("clerk", case, "file", {"rule_code": "R1"})
    deadline = case["due_at"]
    case = await cases.done("dispatcher", case, "publish", BOTH | {"minutes": 30, "note": "两家均可"})
    assert (case["status"], case["stage"], case["due_at"]) == ("pooled", "route", deadline), "the clock runs on"
    assert read(case["stage_due_at"]) - clock.now() == pytest.approx(timedelta(minutes=30), abs=timedelta(seconds=30))
    assert (case["pool_codes"], case["pool_names"]) == (["CG-1", "SW"], ["部门CG-1", "部门SW"])
    (offered,) = (await client_as("station_handler").get("/pool", params=IN_GRID)).json()["items"]
    assert (offered["id"], offered["distance_m"], offered["lead_department_code"]) == (case["id"], 0, None)
    assert 1_700 < offered["seconds_left"] <= 1_800
    seen = await read_case(client_as, "water_handler", case)
    assert seen["contact"] == {"name": "王**", "phone": "*******0000"}
    assert [offer["action"] for offer in seen["allowed_actions"] if offer["requires"] == ["team"]] == ["claim"]
    hidden = await cases.act("station_handler", case, "reveal-contact", {"reason_code": "visit"})
    await refused(hidden, 403, "not-permitted")

    claimed = await cases.done("station_handler", case, "claim", {"team": "CG-1-V"})
    assert (claimed["status"], claimed["lead_department_code"], claimed["due_at"]) == ("handling", "CG-1", deadline)
    assert (claimed["team_code"], claimed["team_name"], claimed["pool_codes"]) == ("CG-1-V", "志愿队", [])
    assert claimed["handler_id"] == str(USERS["station_handler"])
    assert claimed["signed_at"] is not None
    shown = await cases.done("station_handler", case, "reveal-contact", {"reason_code": "visit"})
    assert shown["contact"]["phone"] == "13800000000"
    await cases.done("station_handler", case, "deliver", {"team": "CG-1", "note": "站所自行处置"})
    await cases.done("station_handler", case, "deliver", {"team": "CG-1-V"})
    await cases.done("station_handler", case, "resolve", {"result": "已清", "photo_exemption": "nothing_visible"})
    await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
    link = (await client_as("dispatcher").post(f"/cases/{case['id']}/rating-link")).json()["token"]
    await client_as(None).post(f"/public/ratings/{link}", json={"score": 5, "solved": True})

    for by, code, name in (("department", "CG-1", "部门CG-1"), ("team", "CG-1-V", "志愿队")):
        figures = (await client_as("supervisor").get("/supervision/ratings", params={"by": by})).json()
        assert [(row["key"], row["name"], row["average"]) for row in figures["items"]] == [(code, name, 5.0)]
    events = (await client_as("supervisor").get(f"/cases/{case['id']}/events")).json()["items"]
    by_action = {event["action"]: event for event in events}
    assert by_action["publish"]["names"]["eligible"] == ["部门CG-1", "部门SW"]
    assert by_action["publish"]["names"]["fallback"] == "部门CG"
    assert by_action["claim"]["names"] == {
        "from_status": "In the pool", "to_status": "Handling", "team": "志愿队", "department": "部门CG-1",
    }  # fmt: skip
    explained = (await client_as("dispatcher").get(f"/cases/{case['id']}/deadline")).json()
    assert explained["deadline_at"] == deadline


# --- publishing ------------------------------------------------------------------------------------------------------


async def test_what_may_not_be_published(cases: Cases) -> None:
    urgent = await cases.report()
    await cases.done("clerk", urgent, "file", {"rule_code": "R1", "urgent": True})
    secret = await cases.report()
    await cases.done("clerk", secret, "file", {"rule_code": "R1", "privacy_tier": "confidential"})
    late = await cases.at("filed")

    problem = await refused(await cases.act("dispatcher", urgent, "publish", BOTH), 409, "condition-not-met")
    assert problem["condition"] == "urgent-case"
    problem = await refused(await cases.act("dispatcher", secret, "publish", BOTH), 409, "condition-not-met")
    assert problem["condition"] == "confidential-case"
    with clock.shifted(read(late["due_at"]) - clock.now()):
        problem = await refused(await cases.act("dispatcher", late, "publish", BOTH), 409, "condition-not-met")
    assert problem["condition"] == "no-time-left"
    await refused(await cases.act("clerk", late, "publish", BOTH), 403, "not-permitted")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"eligible": ["CG", "FAR"], "fallback": "CG"}, "/eligible/1"),
        ({"eligible": ["CG", "NONE"], "fallback": "CG"}, "/eligible/1"),
        ({"eligible": ["CG"], "fallback": "FAR"}, "/fallback"),
        ({"fallback": "CG"}, "/eligible"),
        ({"eligible": ["CG"], "all_serving": True, "fallback": "CG"}, "/eligible"),
        ({"eligible": ["CG"], "fallback": "CG", "minutes": 4}, "/minutes"),
        ({"eligible": ["CG"], "fallback": "CG", "minutes": 1_441}, "/minutes"),
        ({"eligible": ["CG"], "fallback": "CG", "minutes": 241}, "/minutes"),  # the limit is four hours
        ({"eligible": ["CG"]}, "/fallback"),
    ],
)
async def test_a_publication_names_units_that_serve_there_and_ends_before_the_deadline(
    cases: Cases, body: dict[str, Any], pointer: str
) -> None:
    case = await cases.at("filed")
    problem = await refused(await cases.act("dispatcher", case, "publish", body), 422, "invalid")

    assert [error["pointer"] for error in problem["errors"]] == [pointer]


async def test_all_units_that_serve_the_place_are_asked_but_no_team(cases: Cases, client_as: Clients) -> None:
    await put(client_as, "CG-1-V", TEAM, jurisdictions=[TOWN])
    await put(client_as, "SW", WATER, jurisdictions=[COUNTY], is_active=False)
    case = await cases.at("filed")
    case = await cases.done("dispatcher", case, "publish", {"all_serving": True, "fallback": "CG"})

    assert case["pool_codes"] == ["CG", "CG-1"]


# --- who sees it, who hears of it ------------------------------------------------------------------------------------


async def test_a_case_in_the_pool_is_seen_by_those_who_may_claim_it_and_lost_by_all_but_one(
    cases: Cases, client_as: Clients
) -> None:
    case = await cases.at("pooled")

    async def sees(who: str) -> int:
        return (await client_as(who).get(f"/cases/{case['id']}")).status_code

    async def pool(who: str) -> int:
        return len((await client_as(who).get("/pool")).json()["items"])

    async def queue(who: str, name: str) -> int:
        return len((await client_as(who).get(f"/queues/{name}")).json()["items"])

    units = ("station_handler", "handler", "water_handler", "far_handler")
    assert [await sees(who) for who in units] == [200] * 3 + [404]
    assert [await pool(who) for who in units] == [1, 1, 1, 0]
    assert [await queue("water_handler", "pool"), await queue("dispatcher", "published")] == [1, 1]
    assert (await client_as("dispatcher").get("/pool")).status_code == 403
    counts = (await client_as("water_handler").get("/queues")).json()["items"]
    assert {row["name"]: row["count"] for row in counts}["pool"] == 1

    await cases.done("station_handler", case, "claim", {"team": "CG-1"})

    assert [await sees(who) for who in units] == [
        200, 200, 404, 404,
    ]  # fmt: skip
    assert [await pool(who) for who in ("station_handler", "water_handler")] == [0, 0]
    assert await told(client_as, "water_handler", case) == ["claim"], "of what is gone, that it is gone"
    assert await told(client_as, "station_handler", case) == ["publish"]


async def test_whoever_comes_too_late_hears_which_unit_was_first(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("pooled")
    await cases.done("station_handler", case, "claim", {"team": "CG-1"})

    answer = await client_as("water_handler", language="zh").post(f"/cases/{case['id']}/claim", json={"team": "SW"})
    problem = await refused(answer, 409, "already-claimed")
    assert problem["detail"] == "案卷已由“部门CG-1”点单"
    assert (problem["department_code"], problem["department_name"]) == ("CG-1", "部门CG-1")
    assert "用户" not in answer.text, "no person is named"
    await refused(await cases.act("handler", case, "claim", {"team": "CG"}), 409, "already-claimed")
    await refused(await cases.act("far_handler", case, "claim", {"team": "FAR"}), 404, "not-found")
    await refused(await cases.act("lead", await cases.at("filed"), "claim", {"team": "CG"}), 404, "not-found")


# --- claiming --------------------------------------------------------------------------------------------------------


async def test_a_team_is_the_unit_itself_or_one_below_it(cases: Cases, client_as: Clients) -> None:
    await put(client_as, "CG-1-V", TEAM)
    await put(client_as, "CG-1-W", TEAM, is_active=False)
    await put(client_as, "SW-V", TEAM | {"parent_code": "SW"})
    case = await cases.at("pooled")

    for team in ("SW", "SW-V", "CG-1-W", "CG", "NONE"):
        answer = await cases.act("station_handler", case, "claim", {"team": team})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/team"), answer.text
    far = await cases.act("station_handler", case, "claim", {"team": "CG-1", "handler_id": str(USERS["water_handler"])})
    assert far.json()["errors"][0]["pointer"] == "/handler_id"
    claimed = await cases.done("handler", case, "claim", {"team": "CG-1-V"})
    assert (claimed["lead_department_code"], claimed["handler_id"]) == ("CG-1", str(USERS["handler"]))
    for team in ("SW-V", "CG-1-V", "CG-1-W"):
        answer = await cases.act("handler", case, "deliver", {"team": team})
        assert answer.json()["errors"][0]["pointer"] == "/team"


async def test_a_unit_of_which_too_many_are_in_hand_claims_no_more(cases: Cases, client_as: Clients) -> None:
    assert (await put(client_as, "SW", WATER, jurisdictions=[COUNTY], claim_limit=1))["claim_limit"] == 1
    assert (await put(client_as, "SW", WATER, jurisdictions=[COUNTY]))["claim_limit"] == 1, "left out, it stays"
    first, second = await cases.at("pooled"), await cases.at("pooled")
    await cases.done("water_handler", first, "claim", {"team": "SW"})
    answer = await cases.act("water_handler", second, "claim", {"team": "SW"})
    problem = await refused(answer, 409, "condition-not-met")
    assert problem["condition"] == "claim-limit-reached"
    assert (problem["in_hand"], problem["limit"], problem["department_code"]) == (1, 1, "SW")
    assert (await read_case(client_as, "water_handler", second))["status"] == "pooled", "nothing is half done"
    await cases.done("water_handler", first, "resolve", {"result": "已清", "photo_exemption": "nothing_visible"})
    await cases.done("water_handler", second, "claim", {"team": "SW"})
    assert (await put(client_as, "SW", WATER, jurisdictions=[COUNTY], claim_limit=None))["claim_limit"] is None


async def test_what_was_claimed_is_not_returned_but_recalled(cases: Cases) -> None:
    case = await cases.at("pooled")
    await cases.done("station_handler", case, "claim", {"team": "CG-1"})

    back = {"reason_code": "not_our_duty", "proposed_department": "SW"}
    await refused(await cases.act("station_handler", case, "request-return", back), 409, "wrong-state")
    recalled = await cases.done("dispatcher", case, "recall", {"reason_code": "wrong_unit"})
    assert (recalled["status"], recalled["team_code"]) == ("filed", None)


async def test_a_unit_that_was_retired_or_lost_its_jurisdiction_in_the_pool_claims_nothing(
    cases: Cases, client_as: Clients
) -> None:
    case = await cases.at("pooled")
    await put(client_as, "SW", WATER, jurisdictions=[COUNTY], is_active=False)
    answer = await cases.act("water_handler", case, "claim", {"team": "SW"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/team")
    await put(client_as, "CG-1", STATION, jurisdictions=[OTHER_TOWN])
    answer = await cases.act("station_handler", case, "claim", {"team": "CG-1"})
    assert answer.json()["errors"][0]["pointer"] == "/team"


async def test_who_lost_the_post_claims_nothing(cases: Cases, session: Session) -> None:
    case = await cases.at("pooled")
    await session.connection.execute(
        "UPDATE appointments SET valid_to = '2026-03-16' WHERE user_id = $1", USERS["water_handler"]
    )

    answer = await cases.act("water_handler", case, "claim", {"team": "SW"})
    assert answer.status_code in (403, 404), answer.text


# --- how it ends -----------------------------------------------------------------------------------------------------


async def test_unclaimed_it_goes_to_the_fallback_unit_and_the_deadline_stays(
    cases: Cases, client_as: Clients, sweep: Sweep
) -> None:
    case = await cases.at("pooled")
    with later(case):
        late = await cases.act("water_handler", case, "claim", {"team": "SW"})
        assert (await refused(late, 409, "condition-not-met"))["condition"] == "pool-expired"
    with later(case, seconds=1):
        await sweep()
        after = await read_case(client_as, "handler", case)
        over = await refused(await cases.act("water_handler", case, "claim", {"team": "SW"}), 409, "wrong-state")

    assert (after["status"], after["lead_department_code"], after["due_at"]) == ("dispatched", "CG", case["due_at"])
    assert after["pool_codes"] == []
    assert over["outcome"] == "expired"
    assert "request-return" in [offer["path"] for offer in after["allowed_actions"]], "it chose nothing"
    for who in ("dispatcher", "handler", "water_handler"):
        assert "expire_pool" in await told(client_as, who, case)


@pytest.mark.parametrize("gone", [{"is_active": False}, {"jurisdictions": [OTHER_TOWN]}])
async def test_where_the_fallback_unit_can_take_it_no_more_the_dispatcher_has_it_again(
    cases: Cases, client_as: Clients, sweep: Sweep, gone: dict[str, Any]
) -> None:
    case = await cases.at("pooled")
    await put(client_as, "CG", BUREAU, **({"jurisdictions": [COUNTY]} | gone))
    with later(case, seconds=1):
        await sweep()
        after = await read_case(client_as, "dispatcher", case)

    assert (after["status"], after["lead_department_code"], after["due_at"]) == ("filed", None, case["due_at"])
    assert await told(client_as, "dispatcher", case) == ["withdraw"]
    events = (await client_as("dispatcher").get(f"/cases/{case['id']}/events")).json()["items"]
    assert (events[-1]["actor_kind"], events[-1]["data"]["reason_code"]) == ("system", "fallback_gone")


async def test_a_dispatcher_withdraws_it_and_publishes_it_again(cases: Cases, client_as: Clients, sweep: Sweep) -> None:
    case = await cases.at("pooled")
    await refused(await cases.act("handler", case, "withdraw", {"reason_code": "unit_known"}), 403, "not-permitted")
    back = await cases.done("dispatcher", case, "withdraw", {"reason_code": "wrong_units"})
    assert (back["status"], back["pool_codes"], back["due_at"]) == ("filed", [], case["due_at"])
    over = await refused(await cases.act("water_handler", case, "claim", {"team": "SW"}), 409, "wrong-state")
    assert over["outcome"] == "withdrawn"
    assert "withdraw" in await told(client_as, "water_handler", case)
    with later(case, seconds=1):
        await sweep()
    assert (await read_case(client_as, "dispatcher", case))["status"] == "filed", "its timer went with it"
    again = await cases.done("dispatcher", case, "publish", {"eligible": ["SW"], "fallback": "SW"})
    assert again["pool_codes"] == ["SW"]
    await cases.done("water_handler", case, "claim", {"team": "SW"})


async def test_what_ends_in_the_pool_leaves_nothing_of_it(cases: Cases, client_as: Clients, sweep: Sweep) -> None:
    case = await cases.at("pooled")
    closed = await cases.done("centre_leader", case, "force-close", {"reason_code": "in_court", "reply": "已起诉"})
    assert (closed["status"], closed["pool_codes"]) == ("closed", [])
    over = await refused(await cases.act("water_handler", case, "claim", {"team": "SW"}), 409, "wrong-state")
    assert over["outcome"] == "ended"
    with later(case, seconds=1):
        await sweep()
    assert (await read_case(client_as, "centre_leader", case))["status"] == "closed"


async def test_what_a_dispatcher_does_to_a_case_in_the_pool(cases: Cases, client_as: Clients) -> None:
    """Withdrawn first, and then whatever it needs: nothing changes under the eyes of those who may claim it."""
    case, other = await cases.at("pooled"), await cases.at("reported", location=IN_OTHER_GRID)
    for who, action, body in (
        ("dispatcher", "dispatch", {"lead": "CG"}),
        ("clerk", "refile", {"rule_code": "R2", "note": "x"}),
        ("clerk", "cancel", {"reason_code": "test"}),
        ("clerk", "merge", {"target_id": other["id"]}),
        ("dispatcher", "recall", {"reason_code": "wrong_unit"}),
        ("dispatcher", "send-back", {"note": "x"}),
    ):
        await refused(await cases.act(who, case, action, body), 409, "wrong-state")
    order = await cases.act("supervisor", case, "supervise", {"demand": "请办理"})
    assert order.json()["condition"] == "no-unit"
    assert (await cases.done("supervisor", case, "urge", {"note": "请尽快"}))["status"] == "pooled"
    assert await told(client_as, "dispatcher", case) == ["urge"], "whoever published it is asked, not every unit"
    merged = await cases.done("clerk", other, "merge", {"target_id": case["id"]})
    assert merged["status"] == "merged"
    moved = await cases.done("dispatcher", case, "correct-location", {"location": IN_OTHER_GRID})
    assert (moved["status"], moved["stage_due_at"]) == ("pooled", case["stage_due_at"])
    elsewhere = await cases.act("station_handler", case, "claim", {"team": "CG-1"})
    assert elsewhere.json()["errors"][0]["pointer"] == "/team", "it lies outside its jurisdiction now"
    await cases.done("water_handler", case, "claim", {"team": "SW"})


# --- the team --------------------------------------------------------------------------------------------------------


async def test_a_team_with_an_account_sees_its_cases_and_delivers_them(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    await put(client_as, "CG-1-V", TEAM)
    await session.connection.execute(
        "UPDATE appointments SET department_code = 'CG-1-V' WHERE user_id = $1", USERS["far_handler"]
    )
    case = await cases.at("pooled")
    await refused(await client_as("far_handler").get(f"/cases/{case['id']}"), 404, "not-found")
    await cases.done("station_handler", case, "claim", {"team": "CG-1-V"})

    assert (await client_as("far_handler").get("/queues/delivering")).json()["items"][0]["id"] == case["id"]
    assert "claim" in await told(client_as, "far_handler", case)
    await cases.done("far_handler", case, "progress", {"note": "志愿者已到场"})
    await cases.done("far_handler", case, "resolve", {"result": "已清", "photo_exemption": "nothing_visible"})
    await cases.done("dispatcher", case, "rework", {"reason_code": "partly_done"})
    await cases.done("station_handler", case, "deliver", {"team": "CG-1"})
    await refused(await client_as("far_handler").get(f"/cases/{case['id']}"), 404, "not-found")
    assert "deliver" in await told(client_as, "far_handler", case), "whoever delivers no more hears of it"


async def test_a_team_whose_unit_loses_the_case_hears_of_it(cases: Cases, client_as: Clients, session: Session) -> None:
    await put(client_as, "CG-1-V", TEAM)
    await session.connection.execute(
        "UPDATE appointments SET department_code = 'CG-1-V' WHERE user_id = $1", USERS["far_handler"]
    )
    case = await cases.at("pooled")
    await cases.done("station_handler", case, "claim", {"team": "CG-1-V"})
    await cases.done("dispatcher", case, "redirect", {"lead": "SW", "reason_code": "unit_agrees"})

    assert "redirect" in await told(client_as, "far_handler", case)


async def test_a_rule_publishes_without_anybody(cases: Cases, client_as: Clients, session: Session) -> None:
    case = await cases.at("filed")
    body = Publish(fallback="CG", eligible=["SW"], minutes=20)
    await perform_without_user(session, SYSTEM, UUID(case["id"]), Action.PUBLISH, body)

    after = await read_case(client_as, "water_handler", case)
    assert (after["status"], after["pool_codes"]) == ("pooled", ["SW"])
    assert await told(client_as, "water_handler", case) == ["publish"]
    await cases.done("water_handler", case, "claim", {"team": "SW"})


async def test_who_told_of_a_restricted_case_is_not_named_in_the_pool(cases: Cases, client_as: Clients) -> None:
    case = await cases.report(contact={"name": "王女士", "phone": "13800000000"})
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "restricted"})
    await cases.done("dispatcher", case, "publish", BOTH)
    page = await client_as("water_handler").get("/pool")
    whole = await client_as("water_handler").get(f"/cases/{case['id']}")

    assert page.json()["items"][0]["id"] == case["id"]
    for answer in (page, whole):
        assert "王" not in answer.text
        assert "用户worker" not in answer.text
    assert whole.json()["contact"] is None


@pytest.mark.parametrize(
    ("code", "body", "pointer"),
    [
        ("V", {"kind": "team", "parent_code": None}, "/parent_code"),
        ("CG-9", {"kind": "bureau", "parent_code": "CG"}, "/parent_code"),
        ("CG-1-V-1", {"kind": "team", "parent_code": "CG-1-V"}, "/parent_code"),
        ("CG-1", {"kind": "team", "parent_code": "CG"}, "/kind"),
        ("CG-1-X", {"kind": "team", "parent_code": "CG-1", "claim_limit": -1}, "/claim_limit"),
    ],
)
async def test_a_team_lies_below_a_unit_and_nothing_below_it(
    client_as: Clients, code: str, body: dict[str, Any], pointer: str
) -> None:
    await put(client_as, "CG-1-V", TEAM)
    whole = {"names": [{"valid_from": "2020-01-01", "name": "某队"}], "jurisdictions": [], **body}
    answer = await client_as("admin").put(f"/departments/{code}", json=whole)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text


async def test_the_pool_comes_in_pages_the_first_to_expire_first(cases: Cases, client_as: Clients) -> None:
    told = []
    for minutes in (50, 20, 35):
        case = await cases.at("filed", location=IN_OTHER_GRID if minutes == 20 else IN_GRID)
        body = {"eligible": ["SW"], "fallback": "CG", "minutes": minutes}
        told.append((minutes, (await cases.done("dispatcher", case, "publish", body))["id"]))
    reader, found, cursor = client_as("water_handler"), [], None
    while True:
        params = {"limit": 1, "fields": "id,distance_m", **IN_GRID} | ({"cursor": cursor} if cursor else {})
        page = (await reader.get("/pool", params=params)).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert [item["id"] for item in found] == [case_id for _, case_id in sorted(told)]
    assert [item["distance_m"] > 1_000 for item in found] == [True, False, False]
    assert (await reader.get("/pool", params={"lat": 22.6})).status_code == 422
    whole = (await reader.get("/pool")).json()["items"]
    assert {item["distance_m"] for item in whole} == {None}
