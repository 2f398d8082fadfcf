"""The whole way of a case, as the people of a district live it."""

from collections.abc import Callable

from httpx import AsyncClient

from app.db.session import Session
from tests.cases import Cases, photo
from tests.organisation import COUNTY, GRID, IN_GRID, IN_NO_GRID, USERS

CONTACT = {"name": "王女士", "phone": "13800000000"}


async def test_from_report_to_rating(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    case = await cases.report(contact=CONTACT)
    assert case["area_code"] == GRID
    assert case["contact"] == {"name": "王**", "phone": "*******0000"}
    case = await cases.done("clerk", case, "file", {"rule_code": "R1"})
    assert case["due_at"] == case["deadline_at"]
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    case = await cases.done("handler", case, "sign")
    assert case["handler_id"] == str(USERS["handler"])
    refused = await cases.act("handler", case, "resolve", {"result": "已清理"})
    assert refused.json()["condition"] == "assists-open"
    await cases.done("water_handler", case, "complete-assist", {"note": "管网无异常"})
    missing = await cases.act("handler", case, "resolve", {"result": "已清理"})
    assert missing.json()["code"] == "evidence-missing"
    assert (await cases.attach("handler", case)).status_code == 200
    case = await cases.done("handler", case, "resolve", {"result": "已清理"})
    assert case["due_at"] is None
    case = await cases.done("dispatcher", case, "request-check")
    checker = next(name for name, user_id in USERS.items() if str(user_id) == case["checker_id"])
    assert checker in ("worker", "second_worker", "leader")
    case = await cases.done(checker, case, "pass-check", {"finding": "现场已清理"})
    assert case["status"] == "closed"
    assert case["reply"] == "已清理"

    link = await client_as("dispatcher").post(f"/cases/{case['id']}/rating-link")
    assert link.status_code == 201
    resident = client_as(None)
    shown = await resident.get(f"/public/ratings/{link.json()['token']}")
    assert shown.json()["reply"] == "已清理"
    rated = await resident.post(f"/public/ratings/{link.json()['token']}", json={"score": 5, "solved": True})
    assert rated.json()["status"] == "archived"
    again = await resident.post(f"/public/ratings/{link.json()['token']}", json={"score": 1, "solved": True})
    assert again.status_code == 410

    events = (await client_as("supervisor").get(f"/cases/{case['id']}/events")).json()["items"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [event["action"] for event in events] == [
        "report", "file", "dispatch", "sign", "complete_assist", "attach", "resolve", "request_check", "pass_check",
        "issue_rating_link", "rate",
    ]  # fmt: skip


async def test_a_resident_who_is_not_satisfied_gets_it_done_again(
    cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    case = await cases.at("closed", contact=CONTACT)
    token = (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()["token"]

    answer = await client_as(None).post(
        f"/public/ratings/{token}", json={"score": 1, "solved": False, "reopen": True, "words": "还在"}
    )

    assert answer.json() == {"number": case["number"], "status": "handling", "reopened": True}
    after = (await client_as("handler").get(f"/cases/{case['id']}")).json()
    assert after["due_at"] is not None
    assert after["reopen_count"] == 1


async def test_the_units_own_staff_get_no_rating_link(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    case = await cases.at("closed", contact=CONTACT)

    assert (await client_as("handler").post(f"/cases/{case['id']}/rating-link")).status_code == 403


async def test_a_case_bounces_once_and_the_ruling_binds(cases: Cases) -> None:
    case = await cases.at("return_review")
    deadline = case["deadline_at"]
    assert case["due_at"] is None
    case = await cases.done("dispatcher", case, "refuse-return", {"note": "属你单位职责"})
    assert case["status"] == "dispatched"
    assert case["due_at"] == deadline
    again = await cases.act(
        "handler", case, "request-return", {"reason_code": "not_our_duty", "proposed_department": "SW"}
    )
    assert again.status_code == 409
    assert again.json()["condition"] == "ruling-binds"


async def test_an_approved_return_goes_to_another_unit_and_the_deadline_stays(cases: Cases) -> None:
    case = await cases.at("return_review")
    deadline = case["deadline_at"]
    case = await cases.done("dispatcher", case, "approve-return", {"note": "同意"})
    assert case["lead_department_code"] is None
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})

    assert case["due_at"] == deadline
    assert (await cases.act("handler", case, "sign")).status_code == 404, "no longer theirs to see"
    assert (await cases.act("water_handler", case, "sign")).status_code == 200


async def test_a_point_in_no_grid_waits_in_triage_and_is_given_a_grid(cases: Cases) -> None:
    case = await cases.report(location=IN_NO_GRID)
    assert case["area_code"] is None
    nowhere = await cases.act("clerk", case, "file", {"rule_code": "R1"})
    assert nowhere.json()["errors"][0]["pointer"] == "/area_code"

    for wrong in (COUNTY, "440310009"):
        refused = await cases.act("clerk", case, "file", {"rule_code": "R1", "area_code": wrong})
        assert "no such grid, village or town" in refused.json()["errors"][0]["detail"]
    case = await cases.done("clerk", case, "file", {"rule_code": "R1", "area_code": GRID})

    assert case["area_code"] == GRID


async def test_self_handling_needs_both_photos_and_goes_to_a_check(cases: Cases) -> None:
    case = await cases.report()
    body = {"category_code": "DCM-01-02", "result": "随手清理"}
    assert (await cases.act("worker", case, "self-handle", body)).json()["code"] == "evidence-missing"
    await cases.attach("worker", case, "before", content=photo(200))
    await cases.attach("worker", case, "after")
    case = await cases.done("worker", case, "self-handle", body)
    assert case["status"] == "resolved"
    case = await cases.done("dispatcher", case, "request-check")

    assert case["checker_id"] != str(USERS["worker"])


async def test_merging_moves_the_reporter_along_and_can_be_undone(
    cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    target, double = await cases.report(), await cases.report(who="second_worker")
    merged = await cases.done("clerk", double, "merge", {"target_id": target["id"]})
    assert (merged["status"], merged["merged_into"]) == ("merged", target["id"])
    into_merged = await cases.act("clerk", target, "merge", {"target_id": double["id"]})
    assert into_merged.status_code in (409, 422)

    back = await cases.done("clerk", double, "unmerge")

    assert (back["status"], back["merged_into"]) == ("reported", None)


async def test_a_rejected_report_can_be_objected_to_once(cases: Cases) -> None:
    case = await cases.at("rejected")
    case = await cases.done("worker", case, "object", {"note": "确有此事"})
    assert case["status"] == "reported"
    case = await cases.done("clerk", case, "reject", {"reason_code": "not_true", "reply": "再次核查不属实"})

    assert (await cases.act("worker", case, "object", {"note": "还是有"})).json()["condition"] == "objected-before"


async def test_verification_completes_the_facts(cases: Cases) -> None:
    case = await cases.at("verifying")
    verifier = next(name for name, user_id in USERS.items() if str(user_id) == case["verifier_id"])
    case = await cases.done(
        verifier, case, "submit-verification", {"confirmed": True, "finding": "属实", "location": IN_GRID}
    )
    assert case["status"] == "reported"

    assert (await cases.act("clerk", case, "request-verification", {"missing": "再核"})).status_code == 409


async def test_rework_keeps_the_deadline_and_asks_for_a_new_photo(cases: Cases) -> None:
    case = await cases.at("handling")
    deadline = case["deadline_at"]
    await cases.attach("handler", case)
    await cases.done("handler", case, "resolve", {"result": "已清理"})
    case = await cases.done("dispatcher", case, "rework", {"reason_code": "partly_done"})
    assert case["due_at"] == deadline
    assert case["rework_round"] == 1

    assert (await cases.act("handler", case, "resolve", {"result": "又清理"})).json()["code"] == "evidence-missing"


async def test_an_after_photo_from_far_away_is_no_evidence(cases: Cases) -> None:
    case = await cases.at("handling")
    await cases.attach("handler", case, lat=22.60, lon=114.40)

    assert (await cases.act("handler", case, "resolve", {"result": "已清理"})).json()["code"] == "evidence-missing"


async def test_a_leader_can_end_any_open_case_and_it_is_flagged(cases: Cases) -> None:
    case = await cases.at("handling")
    case = await cases.done(
        "centre_leader", case, "force-close", {"reason_code": "in_court", "reply": "已进入司法程序"}
    )

    assert (case["status"], case["force_closed"]) == ("closed", True)


async def test_revealing_a_contact_is_recorded(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    case = await cases.report(contact=CONTACT)
    shown = await cases.done("clerk", case, "reveal-contact", {"reason_code": "call_back"})
    assert shown["contact"] == CONTACT
    assert (await cases.act("dispatcher", case, "reveal-contact", {"reason_code": "call_back"})).status_code == 403

    events = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"]
    assert events[-1]["action"] == "reveal_contact"
    assert "13800000000" not in str(events)


async def test_a_revealed_contact_is_kept_in_no_receipt_and_each_look_is_recorded(
    cases: Cases, session: Session
) -> None:
    case = await cases.report(contact={"name": "王女士", "phone": "13800001234"})
    for _ in range(2):
        answer = await cases.act(
            "clerk", case, "reveal-contact", {"reason_code": "call_back"}, headers={"Idempotency-Key": "look-1"}
        )
        assert answer.json()["contact"]["phone"] == "13800001234"

    kept = await session.connection.fetchval("SELECT count(*) FROM receipts WHERE body LIKE '%13800001234%'")
    seen = await session.connection.fetchval("SELECT count(*) FROM case_events WHERE action = 'reveal_contact'")
    assert (kept, seen) == (0, 2)
