"""Reopening 重办 by a supervisor: until 30 days after the closing, whether or not the case was rated or archived."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from httpx import AsyncClient

from app import clock
from tests.cases import Cases, photo
from tests.times import at

Clients = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]
CONTACT = {"name": "王女士", "phone": "13800000000"}
AGAIN = {"reason_code": "not_solved", "note": "回访不满意"}
CLOSED = at("17 16:00")


async def closed(cases: Cases) -> dict[str, Any]:
    with clock.frozen(CLOSED):
        return await cases.at("closed", contact=CONTACT)


async def rate(client_as: Clients, case: dict[str, Any], **told: Any) -> None:
    link = await client_as("clerk").post(f"/cases/{case['id']}/rating-link")
    answer = await client_as(None).post(f"/public/ratings/{link.json()['token']}", json={"solved": False, **told})
    assert answer.json()["status"] == "archived"


async def test_a_bad_rating_is_not_the_last_word(cases: Cases, client_as: Clients) -> None:
    case = await closed(cases)
    with clock.frozen(CLOSED + timedelta(days=1)):
        await rate(client_as, case, score=1)
        rated = (await client_as("supervisor").get(f"/cases/{case['id']}")).json()
        again = await cases.done("supervisor", case, "reopen", AGAIN)
        await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
        await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
        await rate(client_as, case, score=4)
        after = (await client_as("supervisor").get(f"/cases/{case['id']}")).json()

    assert (rated["status"], rated["rating"]) == ("archived", 1)
    assert "reopen" in {offer["action"] for offer in rated["allowed_actions"]}
    assert (again["status"], again["rating"], again["reopen_count"]) == ("handling", 1, 1)
    assert (rated["closed_at"] is None, again["closed_at"], after["closed_at"] is None) == (False, None, False)
    assert again["due_at"] > case["deadline_at"]
    assert after["rating"] == 4, "the second round has an answer of its own"
    assert [(told["round"], told["score"]) for told in after["ratings"]] == [(0, 1), (1, 4)]


async def test_an_archived_case_is_reopened_within_thirty_days_of_its_closing(cases: Cases, sweep: Sweep) -> None:
    one, other = await closed(cases), await closed(cases)
    with clock.frozen(CLOSED + timedelta(days=30, seconds=-1)):
        await sweep()
        archived = (await cases.client_as("supervisor").get(f"/cases/{one['id']}")).json()
        in_time = await cases.done("supervisor", one, "reopen", AGAIN)
    with clock.frozen(CLOSED + timedelta(days=30)):
        late = await cases.act("supervisor", other, "reopen", AGAIN)

    assert (archived["status"], in_time["status"]) == ("archived", "handling")
    assert (late.status_code, late.json()["condition"]) == (409, "reopen-window-over")


async def test_an_archived_case_that_no_unit_had_goes_back_to_triage(cases: Cases, sweep: Sweep) -> None:
    with clock.frozen(CLOSED):
        case = await cases.at("filed")
        await cases.done("centre_leader", case, "force-close", {"reason_code": "in_court", "reply": "已进入司法程序"})
    with clock.frozen(CLOSED + timedelta(days=15)):
        await sweep()
        again = await cases.done("supervisor", case, "reopen", AGAIN)

    assert (again["status"], again["deadline_at"]) == ("reported", None)


async def test_only_a_supervisor_of_the_place_reopens_what_is_archived(cases: Cases, sweep: Sweep) -> None:
    case = await closed(cases)
    with clock.frozen(CLOSED + timedelta(days=15)):
        await sweep()
        for who, status in (("dispatcher", 403), ("handler", 403), ("other_supervisor", 404)):
            assert (await cases.act(who, case, "reopen", AGAIN)).status_code == status, who


async def test_a_reopened_case_is_no_longer_one_that_was_ended_by_force(cases: Cases) -> None:
    case = await cases.at("handling")
    await cases.done("centre_leader", case, "force-close", {"reason_code": "in_court", "reply": "已进入司法程序"})
    again = await cases.done("supervisor", case, "reopen", AGAIN)

    assert (again["status"], again["force_closed"]) == ("handling", False)


async def test_however_often_a_case_is_reopened_its_supervision_has_three_levels(cases: Cases) -> None:
    case = await cases.at("closed")
    levels = []
    for _ in range(5):
        levels.append((await cases.done("supervisor", case, "reopen", AGAIN))["supervision_level"])
        await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
        await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})

    assert levels == [0, 1, 2, 3, 3]


async def test_a_return_that_a_forced_end_left_undecided_is_withdrawn(cases: Cases, session: Any) -> None:
    case = await cases.at("return_review")
    await cases.done("centre_leader", case, "force-close", {"reason_code": "in_court", "reply": "已进入司法程序"})

    states = await session.connection.fetch("SELECT kind, state FROM approvals")
    assert [tuple(row) for row in states] == [("return", "withdrawn")]


async def test_what_was_done_again_is_not_for_the_reporter_to_cancel(cases: Cases, client_as: Clients) -> None:
    """A worker handled it alone, and the resident is not satisfied: it stays open until somebody else ends it."""
    case = await cases.report(contact=CONTACT)
    await cases.attach("worker", case, "before", content=photo(0))
    await cases.attach("worker", case, "after", content=photo(180))
    await cases.done("worker", case, "self-handle", {"category_code": "DCM-01-02", "result": "随手清理"})
    await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
    again = await cases.done("supervisor", case, "reopen", AGAIN)
    cancelled = await cases.act("worker", case, "cancel", {"reason_code": "by_mistake"})

    assert again["status"] == "reported"
    assert (cancelled.status_code, cancelled.json()["condition"]) == (409, "reopened")


async def test_a_reopened_case_is_taken_from_its_unit_until_that_shows_progress(cases: Cases) -> None:
    """It is back with the unit that had it: whoever sees that it is another's need not wait for a new mistake."""
    one, other = await closed(cases), await closed(cases)
    with clock.frozen(CLOSED + timedelta(days=1)):
        for case in (one, other):
            await cases.done("supervisor", case, "reopen", AGAIN)
        recalled = await cases.done("dispatcher", one, "recall", {"reason_code": "wrong_unit"})
        again = await cases.done("dispatcher", one, "dispatch", {"lead": "SW"})
        taken_back = await cases.done("dispatcher", one, "recall", {"reason_code": "wrong_unit"})
        await cases.done("handler", other, "progress", {"note": "已到现场"})
        at_work = await cases.act("dispatcher", other, "recall", {"reason_code": "wrong_unit"})

    assert (recalled["status"], recalled["lead_department_code"]) == ("filed", None)
    assert {recalled["due_at"], again["due_at"], taken_back["due_at"]} == {recalled["deadline_at"]}
    assert (again["status"], taken_back["status"]) == ("dispatched", "filed")
    assert (at_work.status_code, at_work.json()["condition"]) == (409, "unit-at-work")


async def test_what_a_resident_reopens_is_redirected_to_another_unit(cases: Cases, client_as: Clients) -> None:
    case = await closed(cases)
    with clock.frozen(CLOSED + timedelta(days=1)):
        link = await client_as("clerk").post(f"/cases/{case['id']}/rating-link")
        said = {"score": 1, "solved": False, "reopen": True, "words": "垃圾还在"}
        answer = await client_as(None).post(f"/public/ratings/{link.json()['token']}", json=said)
        assert answer.json()["status"] == "handling", answer.text
        after = await cases.done("dispatcher", case, "redirect", {"lead": "SW", "reason_code": "wrong_unit"})

    assert (after["status"], after["lead_department_code"]) == ("dispatched", "SW")
