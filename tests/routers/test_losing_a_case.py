"""What it means to lose a case to another: who hears of it, what stays of the work, and what supervisors see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.cases import Cases, photo
from tests.organisation import USERS
from tests.times import at, read

Clients = Callable[..., AsyncClient]
TO_SW = {"lead": "SW", "reason_code": "wrong_unit"}
BACK = {"reason_code": "wrong_unit"}


async def told(client_as: Clients, who: str, case: dict[str, Any]) -> list[dict[str, Any]]:
    items = (await client_as(who).get("/inbox")).json()["items"]
    return [notice for notice in items if notice["case_id"] == case["id"]]


async def offered(client_as: Clients, who: str, case: dict[str, Any]) -> set[str]:
    seen = (await client_as(who).get(f"/cases/{case['id']}")).json()
    return {offer["action"] for offer in seen["allowed_actions"]}


# --- who hears of it -------------------------------------------------------------------------------------------------


async def test_who_loses_a_case_and_who_gets_it_both_hear_of_it(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")
    await cases.done("dispatcher", case, "redirect", TO_SW)
    (lost,) = await told(client_as, "handler", case)
    (got,) = await told(client_as, "water_handler", case)

    assert (lost["action"], lost["number"], lost["label_zh"]) == ("redirect", case["number"], "改派")
    assert (lost["description"], lost["status"], lost["status_label_zh"]) == (None, None, None), (
        "no longer theirs to see"
    )
    assert (got["action"], got["description"], got["status"]) == ("redirect", case["description"], "dispatched")
    assert (await client_as("handler").get("/inbox")).json()["unread"] == 1
    assert await told(client_as, "lead", case) == [], "the handler who had it is told, not the whole unit"
    home = await client_as("handler").get("/home")
    assert home.status_code == 200, home.text


async def test_of_a_confidential_case_nobody_hears_who_sees_it_no_more(
    cases: Cases, session: Session, client_as: Clients
) -> None:
    case = await cases.at("handling")
    await cases.done("dispatcher", case, "redirect", TO_SW)
    assert len(await told(client_as, "handler", case)) == 1
    await session.connection.execute("UPDATE cases SET privacy_tier = 'confidential' WHERE id = $1", case["id"])

    assert await told(client_as, "handler", case) == []
    assert (await client_as("handler").get("/inbox")).json()["unread"] == 0
    assert len(await told(client_as, "water_handler", case)) == 1


async def test_who_has_no_post_any_more_hears_of_nothing(cases: Cases, session: Session, client_as: Clients) -> None:
    case = await cases.at("handling")
    await cases.done("dispatcher", case, "redirect", TO_SW)
    await session.connection.execute(
        "UPDATE appointments SET valid_from = '2020-01-01', valid_to = '2020-01-02' WHERE user_id = $1",
        USERS["handler"],
    )

    assert await told(client_as, "handler", case) == []


async def test_nobody_had_signed_so_the_unit_and_its_assists_are_told(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    await cases.done("dispatcher", case, "recall", BACK)

    for who in ("handler", "lead", "water_handler"):
        assert [notice["action"] for notice in await told(client_as, who, case)] == ["recall"], who


async def test_an_assist_that_stays_on_the_case_is_not_told_that_it_lost_it(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    await cases.done("dispatcher", case, "redirect", {"lead": "SW", "reason_code": "unit_agrees", "assists": ["CG"]})

    assert [notice["status"] for notice in await told(client_as, "handler", case)] == ["dispatched"]
    assert len(await told(client_as, "water_handler", case)) == 1, "once, as the lead it is now"


async def test_who_issued_an_order_hears_that_its_unit_lost_the_case(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("dispatched")
    await cases.done("supervisor", case, "supervise", {"demand": "限今日办结"})
    await cases.done("dispatcher", case, "redirect", TO_SW)

    assert [notice["action"] for notice in await told(client_as, "supervisor", case)] == ["redirect"]


async def test_whoever_must_not_verify_any_more_hears_of_it(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("reported")
    asked = {"missing": "权属单位", "verifier_id": str(USERS["worker"])}
    case = await cases.done("clerk", case, "request-verification", asked)
    await cases.done("clerk", case, "reassign", {"person_id": str(USERS["second_worker"])})
    late = await cases.act("worker", case, "submit-verification", {"confirmed": True, "finding": "属实"})

    assert [notice["action"] for notice in await told(client_as, "worker", case)] == ["reassign"]
    assert [notice["action"] for notice in await told(client_as, "second_worker", case)] == ["reassign"]
    assert late.status_code in (403, 409)
    done = {"confirmed": True, "finding": "属实"}
    assert (await cases.done("second_worker", case, "submit-verification", done))["status"] == "reported"


async def test_the_history_names_who_had_it_and_who_got_it(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("dispatched")
    await cases.done("dispatcher", case, "redirect", TO_SW)
    seen = await client_as("dispatcher").get(f"/cases/{case['id']}/events", headers={"Accept-Language": "zh"})
    event = seen.json()["items"][-1]

    assert (event["data"]["from_department"], event["data"]["lead"]) == ("CG", "SW")
    assert {"from_department", "lead", "reason_code"} <= event["names"].keys()
    assert event["names"]["reason_code"] == "派错单位"


# --- what stays of the work ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["redirect", "return"])
async def test_what_one_unit_showed_is_not_the_work_of_the_next(cases: Cases, way: str) -> None:
    case = await cases.at("dispatched")
    shown = await cases.attach("handler", case, content=photo(3))
    assert shown.status_code == 200, shown.text
    if way == "redirect":
        await cases.done("dispatcher", case, "redirect", TO_SW)
    else:
        asked = {"reason_code": "not_our_duty", "proposed_department": "SW"}
        await cases.done("handler", case, "request-return", asked)
        await cases.done("dispatcher", case, "approve-return")
        await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})
    await cases.done("water_handler", case, "sign")
    refused = await cases.act("water_handler", case, "resolve", {"result": "已修"})
    assert (refused.status_code, refused.json()["code"]) == (409, "evidence-missing")

    await cases.attach("water_handler", case, content=photo(4))
    assert (await cases.done("water_handler", case, "resolve", {"result": "已修"}))["status"] == "resolved"


async def test_a_unit_that_has_shown_its_work_keeps_the_case(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")
    assert (await cases.attach("worker", case, content=photo(5))).status_code == 200
    assert {"recall", "redirect"} <= await offered(client_as, "dispatcher", case), "another's photo shows no work"
    await cases.attach("handler", case, content=photo(6))

    refused = await cases.act("dispatcher", case, "recall", BACK)
    assert (refused.status_code, refused.json()["condition"]) == (409, "unit-at-work")
    assert refused.json()["detail"].endswith(": the unit has signed and begun its work")


async def test_the_next_unit_has_its_own_time_to_sign_and_to_return(cases: Cases) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("dispatched")
    with clock.frozen(at("17 14:30")):  # the first could return until 11:00
        case = await cases.done("dispatcher", case, "redirect", TO_SW)
        assert read(case["stage_due_at"]) == at("17 16:30")
        asked = {"reason_code": "not_our_duty", "proposed_department": "CG"}
        back = await cases.done("water_handler", case, "request-return", asked)
    assert (back["status"], back["return_count"], back["redirect_count"]) == ("return_review", 1, 1)


async def test_a_system_that_would_sign_for_the_first_unit_signs_nothing_for_the_second(
    cases: Cases, sweep: Callable[[], Any]
) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("dispatched")
    with clock.frozen(at("17 10:59")):
        await cases.done("dispatcher", case, "redirect", TO_SW)
    with clock.frozen(at("17 11:01")):
        await sweep()
        still = (await cases.client_as("dispatcher").get(f"/cases/{case['id']}")).json()
    with clock.frozen(at("17 17:31")):
        await sweep()
        signed = (await cases.client_as("dispatcher").get(f"/cases/{case['id']}")).json()

    assert (still["status"], still["auto_signed"]) == ("dispatched", False)
    assert (signed["status"], signed["auto_signed"], signed["lead_department_code"]) == ("handling", True, "SW")


# --- whose word counts -----------------------------------------------------------------------------------------------


async def test_a_dispatcher_does_not_undo_what_the_centre_leader_ruled(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    for unit, other, who in (("CG", "SW", "handler"), ("SW", "CG", "water_handler"), ("CG", "SW", "handler")):
        await cases.done("dispatcher", case, "dispatch", {"lead": unit})
        asked = {"reason_code": "not_our_duty", "proposed_department": other}
        case = await cases.done(who, case, "request-return", asked)
        if case["return_count"] < 3:
            await cases.done("dispatcher", case, "approve-return")
    await cases.done("centre_leader", case, "refuse-return", {"note": "由城管局办理"})

    for action, body in (("redirect", TO_SW), ("recall", BACK)):
        refused = await cases.act("dispatcher", case, action, body)
        assert (refused.status_code, refused.json()["condition"]) == (409, "leader-ruled")
        assert refused.json()["detail"].endswith(": the centre leader has ruled that this unit handles it")
    assert not {"redirect", "recall"} & await offered(client_as, "dispatcher", case)
    assert {"redirect", "recall"} <= await offered(client_as, "centre_leader", case)
    assert (await cases.done("centre_leader", case, "redirect", TO_SW))["lead_department_code"] == "SW"


async def test_a_dispatcher_may_think_better_of_their_own_ruling(cases: Cases) -> None:
    case = await cases.at("return_review")
    await cases.done("dispatcher", case, "refuse-return", {"note": "由你局办理"})

    assert (await cases.done("dispatcher", case, "redirect", TO_SW))["ruling_binds"] is False


# --- filed under another rule ----------------------------------------------------------------------------------------


async def _second_rule(session: Session) -> None:
    await session.connection.execute(
        "INSERT INTO filing_rules (code, category_code, condition, limit_amount, limit_unit, close_condition,"
        " department_code, version, is_active) SELECT 'R1-B', category_code, '另一条件', limit_amount + 5, limit_unit,"
        " close_condition, department_code, 1, true FROM filing_rules WHERE code = 'R1'"
    )


async def test_a_promise_ends_with_its_round_and_the_next_is_that_of_the_rule(
    cases: Cases, session: Session, client_as: Clients
) -> None:
    await _second_rule(session)
    with clock.frozen(at("17 09:00")):
        case = await cases.at("filed")
        refiled = await cases.done("clerk", case, "refile", {"rule_code": "R1-B", "note": "类别有误"})
        explained = (await client_as("clerk").get(f"/cases/{case['id']}/deadline")).json()
        await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
        await cases.done("handler", case, "sign")
        await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
        await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
        again = await cases.done("supervisor", case, "reopen", {"reason_code": "not_solved"})
        anew = (await client_as("clerk").get(f"/cases/{case['id']}/deadline")).json()

    limit = case["rule"]["limit_amount"]
    assert (explained["limit_of"], explained["rule_code"], explained["limit_amount"]) == ("R1", "R1-B", limit)
    assert refiled["due_at"] == case["due_at"]
    assert (anew["limit_of"], anew["limit_amount"]) == (None, limit + 5)
    assert again["due_at"] > case["due_at"]
    assert "own_limit" not in again["rule"]


async def test_refiled_twice_the_first_promise_stays(cases: Cases, session: Session, client_as: Clients) -> None:
    await _second_rule(session)
    case = await cases.at("dispatched")
    await cases.done("clerk", case, "refile", {"rule_code": "R1-B", "note": "类别有误"})
    back = await cases.done("clerk", case, "refile", {"rule_code": "R1", "note": "原类别无误"})
    events = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"][-2:]

    assert [event["data"]["from_rule"] for event in events] == ["R1", "R1-B"]
    assert (back["rule"]["limit_of"], back["rule"]["limit_amount"]) == ("R1", case["rule"]["limit_amount"])
    assert back["due_at"] == case["due_at"]


async def test_history_that_came_without_a_rule_is_recalled_and_refiled_and_keeps_its_deadline(
    cases: Cases, session: Session, client_as: Clients
) -> None:
    case = await cases.at("handling")
    await session.connection.execute("UPDATE cases SET rule = NULL, rule_code = NULL WHERE id = $1", case["id"])
    await cases.done("dispatcher", case, "recall", {"reason_code": "wrong_category"})
    after = await cases.done("clerk", case, "refile", {"rule_code": "R1", "note": "补立案条件"})
    explained = await client_as("clerk").get(f"/cases/{case['id']}/deadline")

    assert (after["rule"]["limit_amount"], after["due_at"]) == (None, case["due_at"])
    assert (explained.status_code, explained.json()["limit_amount"]) == (200, None)


async def test_whoever_has_an_unsigned_case_hears_that_it_was_refiled(
    cases: Cases, session: Session, client_as: Clients
) -> None:
    await _second_rule(session)
    case = await cases.at("dispatched")
    await cases.done("clerk", case, "refile", {"rule_code": "R1-B", "note": "类别有误"})

    assert [notice["action"] for notice in await told(client_as, "handler", case)] == ["refile"]


# --- what supervisors see --------------------------------------------------------------------------------------------


async def test_supervisors_find_what_was_moved_about_and_by_how_much(cases: Cases, client_as: Clients) -> None:
    once, never = await cases.at("dispatched"), await cases.at("dispatched")
    await cases.done("dispatcher", once, "redirect", TO_SW)
    items = (await client_as("supervisor").get("/supervision/redirected")).json()["items"]
    asked = {"question": "redirected", "by": "department"}
    counted = (await client_as("supervisor").get("/supervision/summary", params=asked)).json()

    assert [(item["id"], item["redirect_count"]) for item in items] == [(once["id"], 1)]
    assert (counted["total"], never["redirect_count"]) == (1, 0)
    elsewhere = (await client_as("other_supervisor").get("/supervision/redirected")).json()
    assert elsewhere["items"] == []


async def _said(cases: Cases, client_as: Clients, case: dict[str, Any], **answer: Any) -> None:
    link = (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()
    told = await client_as(None).post(f"/public/ratings/{link['token']}", json=answer)
    assert told.status_code == 200, told.text


async def test_every_round_that_was_answered_counts(cases: Cases, client_as: Clients) -> None:
    contact = {"name": "王女士", "phone": "13800000000"}
    with clock.frozen(at("17 09:00")):
        case, other = await cases.at("closed", contact=contact), await cases.at("closed", contact=contact)
        await _said(cases, client_as, case, score=1, solved=False, words="根本没修", reopen=True)
        await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
        await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
        await _said(cases, client_as, case, score=5, solved=True)
        await _said(cases, client_as, other, score=4, solved=True)
        supervisor = client_as("supervisor")
        told = (await supervisor.get("/supervision/ratings")).json()
        by_area = (await supervisor.get("/supervision/ratings", params={"by": "area"})).json()
        by_category = (await supervisor.get("/supervision/ratings", params={"by": "category"})).json()
        elsewhere = (await client_as("other_supervisor").get("/supervision/ratings")).json()
        before = {"until": at("17 08:00").isoformat()}
        none = (await supervisor.get("/supervision/ratings", params=before)).json()

    everything = {"count": 3, "average": 3.33, "solved": 2, "unsolved": 1, "scores": [1, 0, 0, 1, 1]}
    assert {name: told[name] for name in everything} == everything
    assert [(row["key"], row["count"], row["average"]) for row in told["items"]] == [("CG", 3, 3.33)]
    assert told["items"][0]["name"]
    assert [row["key"] for row in by_area["items"]] == ["440310001"]
    assert by_category["items"][0]["count"] == 3
    assert (elsewhere["count"], elsewhere["average"], elsewhere["items"]) == (0, None, [])
    assert (none["count"], read(none["until"]) - read(none["since"])) == (0, timedelta(days=30))


async def test_figures_of_ratings_are_for_supervisors(client_as: Clients) -> None:
    assert (await client_as("worker").get("/supervision/ratings")).status_code == 403
    wrong = {"since": at("17 09:00").isoformat(), "until": at("16 09:00").isoformat()}
    assert (await client_as("supervisor").get("/supervision/ratings", params=wrong)).status_code == 422
