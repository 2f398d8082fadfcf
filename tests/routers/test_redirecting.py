"""Work in the wrong hands: recalled 撤回派单, redirected 改派, filed anew 更正立案, given to another 改派核实人."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.cases import Cases
from tests.organisation import IN_OTHER_GRID
from tests.times import at

IN_SECOND_GRID = {"lat": 22.695, "lon": 114.315}
Clients = Callable[..., AsyncClient]
TO_SW = {"lead": "SW", "reason_code": "wrong_unit"}
KEPT = ("deadline_at", "due_at", "reported_at", "filed_at", "urgent")


def kept(case: dict[str, Any]) -> dict[str, Any]:
    return {name: case[name] for name in KEPT}


async def test_a_dispatch_is_recalled_before_it_is_signed(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("dispatched")
    after = await cases.done("dispatcher", case, "recall", {"reason_code": "wrong_unit"})

    assert (after["status"], after["lead_department_code"], after["redirect_count"]) == ("filed", None, 1)
    assert kept(after) == kept(case)
    assert (await client_as("handler").get(f"/cases/{case['id']}")).status_code == 404
    again = await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})
    assert kept(again) == kept(case)


@pytest.mark.parametrize("status", ["dispatched", "handling"])
async def test_it_is_redirected_in_one_step_and_the_deadline_stays(cases: Cases, status: str) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at(status)
    with clock.frozen(at("17 09:07")):
        after = await cases.done("dispatcher", case, "redirect", {**TO_SW, "assists": ["CG"]})

    assert (after["status"], after["lead_department_code"], after["assist_codes"]) == ("dispatched", "SW", ["CG"])
    assert (after["handler_id"], after["signed_at"]) == (None, None)
    assert kept(after) == kept(case)
    assert after["stage_due_at"] != case["stage_due_at"], "the new unit has its own time to sign"


async def test_that_one_unit_signed_late_is_not_said_of_the_next(cases: Cases) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("dispatched")
    with clock.frozen(at("17 11:00:01")):
        late = await cases.done("handler", case, "sign")
        after = await cases.done("dispatcher", case, "redirect", TO_SW)
        signed = await cases.done("water_handler", after, "sign")

    assert [each["signed_late"] for each in (late, after, signed)] == [True, False, False]


async def test_a_unit_that_has_begun_keeps_the_case(cases: Cases) -> None:
    case = await cases.at("handling")
    await cases.done("handler", case, "progress", {"note": "已到现场"})
    for action, body in (("redirect", TO_SW), ("recall", {"reason_code": "wrong_unit"})):
        refused = await cases.act("dispatcher", case, action, body)
        assert (refused.status_code, refused.json()["condition"]) == (409, "unit-at-work")
    actions = {offer["action"] for offer in refused.json()["allowed_actions"]}
    assert not {"redirect", "recall"} & actions


async def test_nobody_plays_ping_pong(cases: Cases) -> None:
    case = await cases.at("dispatched")
    for lead in ("SW", "CG", "SW"):
        case = await cases.done("dispatcher", case, "redirect", {**TO_SW, "lead": lead})
    refused = await cases.act("dispatcher", case, "redirect", {**TO_SW, "lead": "CG"})

    assert (case["redirect_count"], refused.json()["condition"]) == (3, "redirected-too-often")


async def test_it_is_not_redirected_to_whoever_has_it(cases: Cases) -> None:
    case = await cases.at("dispatched")
    refused = await cases.act("dispatcher", case, "redirect", {**TO_SW, "lead": "CG"})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/lead")


async def test_only_a_dispatcher_of_the_place_redirects(cases: Cases) -> None:
    case = await cases.at("dispatched")
    for who in ("worker", "clerk", "handler", "supervisor"):
        assert (await cases.act(who, case, "redirect", TO_SW)).status_code in (403, 404, 409), who
    assert (await cases.act("clerk", case, "redirect", TO_SW)).status_code == 403


async def test_a_request_of_the_unit_ends_with_the_redirection(cases: Cases) -> None:
    case = await cases.at("handling")
    told = {"reason_code": "complex", "amount": 1}
    await cases.done("handler", case, "request-extension", told)
    after = await cases.done("dispatcher", case, "redirect", TO_SW)

    assert after["pending_request"] is None


async def _second_rule(session: Session) -> None:
    await session.connection.execute(
        "INSERT INTO filing_rules (code, category_code, condition, limit_amount, limit_unit, close_condition,"
        " department_code, version, is_active) SELECT 'R1-B', category_code, '另一条件', limit_amount + 5, limit_unit,"
        " close_condition, department_code, 1, true FROM filing_rules WHERE code = 'R1'"
    )


@pytest.mark.parametrize("status", ["filed", "dispatched", "return_review"])
async def test_a_wrong_category_is_filed_anew_and_the_promise_stays(
    cases: Cases, session: Session, client_as: Clients, status: str
) -> None:
    await _second_rule(session)
    case = await cases.at(status)
    after = await cases.done("clerk", case, "refile", {"rule_code": "R1-B", "note": "类别有误"})
    explained = (await client_as("clerk").get(f"/cases/{case['id']}/deadline")).json()

    assert (after["status"], after["rule"]["code"], after["rule"]["limit_of"]) == (status, "R1-B", "R1")
    assert after["rule"]["limit_amount"] == case["rule"]["limit_amount"]
    assert kept(after) == kept(case)
    assert explained["due_at"] == case["due_at"]
    same = await cases.act("clerk", case, "refile", {"rule_code": "R1-B", "note": "再来"})
    assert same.status_code == 422


async def test_what_a_unit_has_signed_is_filed_anew_no_more(cases: Cases, session: Session) -> None:
    await _second_rule(session)
    case = await cases.at("handling")

    assert (await cases.act("clerk", case, "refile", {"rule_code": "R1-B", "note": "x"})).status_code == 409


async def test_a_verification_is_given_to_another_who_hears_of_it(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("verifying")
    people = (await client_as("clerk").get("/people", params={"task": "verify"})).json()["items"]
    other = next(person for person in people if person["id"] != case["verifier_id"])
    after = await cases.done("clerk", case, "reassign", {"person_id": other["id"], "note": "请假"})

    assert (after["status"], after["verifier_id"]) == ("verifying", other["id"])
    assert after["stage_due_at"] == case["stage_due_at"]
    same = await cases.act("clerk", case, "reassign", {"person_id": other["id"]})
    assert (same.status_code, same.json()["errors"][0]["pointer"]) == (422, "/person_id")


async def test_a_check_is_given_to_another_but_never_to_whom_it_concerns(cases: Cases) -> None:
    case = await cases.at("checking")
    after = await cases.done("dispatcher", case, "reassign")
    unit = await cases.act("dispatcher", case, "reassign", {"person_id": case["handler_id"]})

    assert after["checker_id"] not in (None, case["checker_id"])
    assert unit.status_code == 422


async def test_where_nobody_else_is_that_is_said(cases: Cases) -> None:
    asked = {"missing": "权属单位"}
    nobody = await cases.act(
        "clerk", await cases.report("clerk", location=IN_SECOND_GRID), "request-verification", asked
    )
    alone = await cases.report("clerk", location=IN_OTHER_GRID)
    alone = await cases.done("clerk", alone, "request-verification", asked)
    nobody_else = await cases.act("clerk", alone, "reassign", {})

    assert [(told.status_code, told.json()["condition"], told.json()["detail"]) for told in (nobody, nobody_else)] == [
        (409, "no-worker-in-grid", "There is no grid worker for this place"),
        (409, "no-worker-in-grid", "There is no other worker for this place"),
    ]


async def test_the_choice_spreads_by_what_each_has_in_hand(cases: Cases) -> None:
    first, second = await cases.at("verifying"), await cases.at("verifying")

    assert first["verifier_id"] != second["verifier_id"]


async def test_how_much_more_time_may_be_asked_for_is_told(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")
    seen = (await client_as("handler").get(f"/cases/{case['id']}")).json()
    offers = {offer["action"]: offer["limits"] for offer in seen["allowed_actions"]}
    limit = case["rule"]["limit_amount"]

    assert [(told["field"], told["most"], told["times_left"]) for told in offers["request_extension"]] == [
        ("amount", limit, 2)
    ]
    assert [(told["field"], told["most"]) for told in offers["request_suspension"]] == [("resume_at", 365)]
    assert offers["resolve"] == []


async def test_what_a_resident_said_stays_with_its_round(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("closed", contact={"name": "王女士", "phone": "13800000000"})
    link = (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()
    told = {"score": 1, "solved": False, "words": "根本没修", "reopen": True}
    answered = await client_as(None).post(f"/public/ratings/{link['token']}", json=told)
    assert answered.status_code == 200, answered.text
    after = (await client_as("dispatcher").get(f"/cases/{case['id']}")).json()
    event = (await client_as("dispatcher").get(f"/cases/{case['id']}/events")).json()["items"][-1]

    assert (after["status"], after["rating"]) == ("handling", 1)
    assert [(each["round"], each["score"], each["solved"], each["words"]) for each in after["ratings"]] == [
        (0, 1, False, "根本没修")
    ]
    assert (event["action"], event["data"]["score"], event["note"]) == ("reopen", 1, "根本没修")
