"""Following instead of reporting again: who may, once, what followers see and hear, and the right to rate."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from app.db.session import Session
from app.services.flow.effects import following
from app.services.security.bounds import Bound
from tests.cases import Cases
from tests.organisation import IN_GRID, IN_OTHER_GRID, USERS

Clients = Callable[..., AsyncClient]
RESIDENT = {"name": "李先生", "phone": "13900000001"}
OTHER_RESIDENT = {"name": "赵女士", "phone": "13900000002"}


async def followers(session: Session, case: dict[str, Any]) -> list[Any]:
    ids: list[Any] = await session.connection.fetchval("SELECT follower_ids FROM cases WHERE id = $1", case["id"])
    return ids


async def actions_told(client: AsyncClient) -> list[str]:
    return [item["action"] for item in (await client.get("/inbox")).json()["items"]]


def offered(case: dict[str, Any]) -> set[str]:
    return {offer["action"] for offer in case["allowed_actions"]}


async def closed(cases: Cases, case: dict[str, Any]) -> None:
    for who, action, body in (
        ("clerk", "file", {"rule_code": "R1"}),
        ("dispatcher", "dispatch", {"lead": "CG"}),
        ("handler", "sign", {}),
        ("handler", "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"}),
        ("dispatcher", "close", {"close_condition_met": True, "reply": "已办结"}),
    ):
        await cases.done(who, case, action, body)


async def test_following_is_an_event_that_moves_no_clock_and_names_nobody(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    case = await cases.report()
    told = {"contact": RESIDENT, "location": IN_GRID, "report_id": str(uuid4()), "note": "又有居民反映"}

    after = await cases.done("second_worker", case, "follow", told)

    assert (after["status"], after["stage_due_at"]) == (case["status"], case["stage_due_at"])
    assert after["version"] == 2
    assert "unfollow" in offered(after)
    event = (await client_as("worker").get(f"/cases/{case['id']}/events")).json()["items"][-1]
    assert (event["action"], event["note"]) == ("follow", "又有居民反映")
    assert event["data"]["for_resident"] is True
    assert event["data"]["report_id"] == told["report_id"]
    assert RESIDENT["phone"] not in str(event)
    assert await followers(session, case) == [USERS["second_worker"]]


async def test_following_twice_is_following_once(cases: Cases, session: Session) -> None:
    case = await cases.report()
    for told in ({}, {"note": "再次关注"}, {"contact": RESIDENT}, {"contact": RESIDENT}):
        last = await cases.done("second_worker", case, "follow", told)

    assert last["version"] == 3, "for themselves, and once for the resident"
    assert await followers(session, case) == [USERS["second_worker"]]
    assert await session.connection.fetchval("SELECT count(*) FROM followers") == 2


@pytest.mark.parametrize("status", ["closed", "rejected", "cancelled"])
async def test_an_ended_case_is_not_followed(cases: Cases, status: str) -> None:
    case = await cases.at(status)
    refused = await cases.act("second_worker", case, "follow")

    assert refused.status_code == 409
    assert refused.json()["code"] == "wrong-state"


async def test_what_is_not_seen_is_not_followed_and_who_may_not_report_may_not(cases: Cases) -> None:
    case = await cases.report()

    assert (await cases.act("other_worker", case, "follow")).status_code == 404
    assert (await cases.act("dispatcher", case, "follow")).status_code == 403


async def test_a_report_that_was_sent_is_merged_and_not_followed(cases: Cases) -> None:
    case, sent = await cases.report(), await cases.report()
    refused = await cases.act("second_worker", case, "follow", {"report_id": sent["id"]})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/report_id"


async def test_a_follower_keeps_sight_of_a_case_that_moves_to_another_grid(cases: Cases, client_as: Clients) -> None:
    case = await cases.report()
    await cases.done("second_worker", case, "follow")
    await cases.done("clerk", case, "request-verification", {"missing": "位置", "verifier_id": str(USERS["leader"])})
    await cases.done("leader", case, "submit-verification",
                     {"confirmed": True, "finding": "在邻镇", "location": IN_OTHER_GRID})  # fmt: skip

    path = f"/cases/{case['id']}"
    assert (await client_as("second_worker").get(path)).status_code == 200
    assert (await client_as("leader").get(path)).status_code == 404, "neither reported nor followed it"
    await cases.done("second_worker", case, "unfollow")
    assert (await client_as("second_worker").get(path)).status_code == 404


async def test_followers_are_told_of_the_end_until_they_unfollow(cases: Cases, client_as: Clients) -> None:
    case = await cases.report()
    await cases.done("second_worker", case, "follow")
    await cases.done("leader", case, "follow")
    await cases.done("leader", case, "unfollow", {"note": "不再关注"})
    await closed(cases, case)

    assert await actions_told(client_as("second_worker")) == ["close"]
    assert await actions_told(client_as("leader")) == []


async def test_who_does_not_follow_cannot_unfollow(cases: Cases) -> None:
    case = await cases.report()

    assert (await cases.act("second_worker", case, "unfollow")).status_code == 403


async def test_a_follower_adds_the_photo_the_report_would_have_had(cases: Cases) -> None:
    case = await cases.report("worker")
    assert (await cases.attach("second_worker", case, "scene")).status_code == 403
    await cases.done("second_worker", case, "follow")

    assert (await cases.attach("second_worker", case, "scene")).status_code == 200


async def test_a_resident_who_follows_may_rate(cases: Cases, client_as: Clients) -> None:
    case = await cases.report()
    await cases.done("second_worker", case, "follow", {"contact": RESIDENT})
    await cases.done("second_worker", case, "unfollow")
    await closed(cases, case)

    link = await client_as("clerk").post(f"/cases/{case['id']}/rating-link")
    assert link.status_code == 201
    rated = await client_as(None).post(f"/public/ratings/{link.json()['token']}", json={"score": 4, "solved": True})
    assert rated.json()["status"] == "archived"


async def test_without_a_resident_there_is_nobody_to_rate(cases: Cases, client_as: Clients) -> None:
    case = await cases.report()
    await cases.done("second_worker", case, "follow")
    await closed(cases, case)

    assert (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()["condition"] == "no-contact"


async def test_the_contacts_of_residents_who_follow_are_shown_only_when_revealed(cases: Cases) -> None:
    case = await cases.report(contact=RESIDENT)
    await cases.done("clerk", case, "follow", {"contact": RESIDENT})
    after = await cases.done("clerk", case, "follow", {"contact": OTHER_RESIDENT})
    assert after["follower_contacts"] == []

    shown = await cases.done("clerk", case, "reveal-contact", {"reason_code": "call_back"})

    assert (shown["contact"], shown["residents_to_answer"]) == (RESIDENT, 2)
    (told,) = shown["follower_contacts"]
    assert {name: told[name] for name in OTHER_RESIDENT} == OTHER_RESIDENT
    assert (told["merged"], told["told_by"]) == (False, "用户clerk")


async def test_followers_move_along_with_a_merge_and_back(cases: Cases, client_as: Clients, session: Session) -> None:
    target = await cases.report("other_worker", location=IN_OTHER_GRID)
    case = await cases.report("worker")
    await cases.done("second_worker", case, "follow", {"contact": RESIDENT})
    await cases.done("clerk", case, "merge", {"target_id": target["id"]})

    assert set(await followers(session, target)) == {USERS["worker"], USERS["second_worker"]}
    assert (await client_as("second_worker").get(f"/cases/{target['id']}")).status_code == 200
    assert await actions_told(client_as("second_worker")) == ["merge"]
    await cases.done("clerk", case, "unmerge")
    assert await followers(session, target) == []
    assert await followers(session, case) == [USERS["second_worker"]]
    assert (await client_as("second_worker").get(f"/cases/{target['id']}")).status_code == 404
    last = (await client_as("clerk").get(f"/cases/{target['id']}/events")).json()["items"][-1]
    assert (last["action"], last["data"]) == ("unmerge", {"merged_case_id": case["id"]})


async def test_a_case_is_followed_by_so_many_members_of_staff(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST_FOLLOWERS", 1)
    case = await cases.report()
    await cases.done("second_worker", case, "follow")
    refused = await cases.act("leader", case, "follow")

    assert refused.status_code == 409
    assert refused.json()["condition"] == "followers-full"
    await cases.done("second_worker", case, "follow", {"contact": RESIDENT})


async def test_a_followers_contact_never_becomes_the_cases_own(cases: Cases, client_as: Clients) -> None:
    case = await cases.report()
    after = await cases.done("second_worker", case, "follow", {"contact": RESIDENT})
    seen = (await client_as("clerk").get(f"/cases/{case['id']}")).json()
    shown = await cases.done("clerk", case, "reveal-contact", {"reason_code": "call_back"})

    assert (after["contact"], seen["contact"], seen["residents_to_answer"]) == (None, None, 1)
    assert shown["contact"] is None
    (told,) = shown["follower_contacts"]
    assert (told["phone"], told["told_by"]) == (RESIDENT["phone"], "用户second_worker"), "who answers knows who told it"


async def test_a_link_says_whether_the_reporter_or_a_follower_was_asked(cases: Cases, client_as: Clients) -> None:
    case = await cases.report()
    await cases.done("second_worker", case, "follow", {"contact": RESIDENT})
    await closed(cases, case)
    assert (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).status_code == 201

    event = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"][-1]
    assert (event["action"], event["data"]["asked"]) == ("issue_rating_link", "followers")


@pytest.mark.parametrize("written", ["13811112222", "+86 138-1111-2222", "0086 13811112222"])
async def test_nobody_follows_with_a_phone_of_staff(cases: Cases, client_as: Clients, written: str) -> None:
    """Neither their own nor a colleague's, however it is written: they would rate what they do."""
    told = await client_as("admin").patch(f"/users/{USERS['worker']}", json={"phone": "138 1111 2222"})
    assert told.status_code == 200
    case = await cases.report()
    for who in ("worker", "second_worker"):
        refused = await cases.act(who, case, "follow", {"contact": RESIDENT | {"phone": written}})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "/contact/phone"


async def test_a_report_with_a_phone_of_staff_is_taken_and_cannot_be_rated(cases: Cases, client_as: Clients) -> None:
    await client_as("admin").patch(f"/users/{USERS['worker']}", json={"phone": "13811112222"})
    case = await cases.report("worker", contact={"name": "我", "phone": "13811112222"})
    await closed(cases, case)
    seen = (await client_as("clerk").get(f"/cases/{case['id']}")).json()
    refused = await client_as("clerk").post(f"/cases/{case['id']}/rating-link")

    assert (refused.status_code, refused.json()["condition"]) == (409, "contact-of-staff")
    assert "issue_rating_link" not in offered(seen)
    assert (await cases.act("clerk", case, "reveal-contact", {"reason_code": "call_back"})).status_code == 200


async def test_a_phone_that_became_one_of_staff_is_found_when_the_link_is_asked_for(
    cases: Cases, client_as: Clients
) -> None:
    case = await cases.report(contact=RESIDENT)
    await closed(cases, case)
    await client_as("admin").patch(f"/users/{USERS['handler']}", json={"phone": RESIDENT["phone"]})

    refused = await client_as("clerk").post(f"/cases/{case['id']}/rating-link")
    assert refused.json()["condition"] == "contact-of-staff"


async def test_one_worker_follows_for_so_many_residents_of_a_case(
    cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "ON_THE_SPOT", 1)
    case = await cases.report()
    first = {"contact": RESIDENT}
    await cases.done("second_worker", case, "follow", first)
    refused = await cases.act("second_worker", case, "follow", {"contact": OTHER_RESIDENT})
    assert (refused.status_code, refused.json()["condition"]) == (409, "residents-full")
    await cases.done("second_worker", case, "unfollow")
    still = await cases.act("second_worker", case, "follow", {"contact": OTHER_RESIDENT})

    assert still.status_code == 409, "they stay with the case"
    await cases.done("second_worker", case, "follow", first)
    await cases.done("clerk", case, "follow", {"contact": OTHER_RESIDENT})


async def test_one_worker_follows_for_so_many_residents_a_day(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "A_DAY_ON_THE_SPOT", Bound(2, timedelta(days=1)))
    for _ in range(2):
        await cases.done("second_worker", await cases.report(), "follow", {"contact": RESIDENT})
    case = await cases.report()
    refused = await cases.act("second_worker", case, "follow", {"contact": RESIDENT})

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 80_000
    await cases.done("second_worker", case, "follow")
    await cases.done("leader", case, "follow", {"contact": RESIDENT})
