"""What a privacy tier 保密级别 does when it comes, changes and meets other cases."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy import insert

from app import clock
from app.db.session import Session
from app.db.statement import Statement
from app.models.user import Appointment
from app.queries.tables import table
from tests.cases import Cases
from tests.organisation import COUNTY, IN_OTHER_GRID, OTHER_TOWN, TOWN, USERS
from tests.privacy.matter import Clients
from tests.sync.phone import Phone, operation

RESIDENT = {"name": "欧阳举报", "phone": "13812345678"}
LOOK = {"reason_code": "call_back"}
FILE = {"rule_code": "R1"}


async def filed(cases: Cases, tier: str, who: str = "worker", **report: Any) -> dict[str, Any]:
    case = await cases.report(who, **report)
    return await cases.done("clerk", case, "file", FILE | {"privacy_tier": tier})


async def handled(cases: Cases, tier: str, **report: Any) -> dict[str, Any]:
    case = await filed(cases, tier, **report)
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    return await cases.done("handler", case, "sign")


async def seen(client_as: Clients, who: str, case: dict[str, Any]) -> bool:
    return (await client_as(who).get(f"/cases/{case['id']}")).status_code == 200


async def listed(client_as: Clients, who: str, **query: Any) -> list[str]:
    answer = await client_as(who).get("/cases", params=query)
    return [case["id"] for case in answer.json()["items"]]


async def post(session: Session, who: str, **told: Any) -> None:
    row = {
        "id": uuid5(USERS[who], str(told)), "user_id": USERS[who], "valid_from": date(2026, 1, 1),
        "area_code": None, "department_code": None, **told,
    }  # fmt: skip
    await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)


# --- who sees it -------------------------------------------------------------------------------------------------


async def test_a_confidential_case_is_seen_by_the_centre_its_units_and_whom_it_names(
    cases: Cases, client_as: Clients
) -> None:
    case = await cases.report("worker")
    await cases.done("leader", case, "follow")
    await cases.done("clerk", case, "file", FILE | {"privacy_tier": "confidential"})
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    sees = [who for who in USERS if await seen(client_as, who, case)]

    assert set(sees) == {
        "worker", "leader", "clerk", "town_clerk", "dispatcher", "centre_leader", "supervisor", "town_supervisor",
        "handler", "lead", "water_handler",
    }  # fmt: skip
    assert {"second_worker", "station_handler"} & set(sees) == set()


async def test_whom_a_confidential_case_names_finds_it_in_their_lists(cases: Cases, client_as: Clients) -> None:
    case, open_to_all = await filed(cases, "confidential"), await cases.report("second_worker")

    assert await listed(client_as, "worker") == [open_to_all["id"], case["id"]]
    assert await listed(client_as, "worker", q=case["number"]) == [case["id"]]
    assert await listed(client_as, "second_worker") == [open_to_all["id"]]
    assert await listed(client_as, "second_worker", q=case["number"]) == []


async def test_a_checker_sees_a_confidential_case_once_named(cases: Cases, client_as: Clients) -> None:
    case = await handled(cases, "confidential")
    await cases.done("handler", case, "resolve", {"result": "已处置", "photo_exemption": "nothing_visible"})
    assert not await seen(client_as, "second_worker", case)
    await cases.done("dispatcher", case, "request-check", {"checker_id": str(USERS["second_worker"])})

    queue = (await client_as("second_worker").get("/queues/to-check")).json()["items"]
    assert [item["id"] for item in queue] == [case["id"]]
    assert (await cases.done("second_worker", case, "pass-check", {"finding": "属实"}))["reporter_id"] is None


async def test_a_unit_that_is_off_a_confidential_case_sees_it_no_more(cases: Cases, client_as: Clients) -> None:
    case = await filed(cases, "confidential")
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    await cases.done("handler", case, "request-return", {"reason_code": "not_our_duty", "proposed_department": "SW"})
    await cases.done("dispatcher", case, "approve-return")

    assert not await seen(client_as, "handler", case)


# --- when the tier changes -----------------------------------------------------------------------------------------


async def test_phones_lose_a_case_that_becomes_confidential_and_get_it_when_it_is_no_more(
    cases: Cases, phone_of: Callable[[str], Phone]
) -> None:
    case = await cases.report("worker")
    phones = {who: phone_of(who) for who in ("worker", "second_worker", "clerk")}

    async def holding() -> set[str]:
        for phone in phones.values():
            await phone.pull()
        return {who for who, phone in phones.items() if case["id"] in phone.cases}

    assert await holding() == {"worker", "second_worker", "clerk"}
    await cases.done("clerk", case, "file", FILE | {"privacy_tier": "confidential"})
    assert await holding() == {"worker", "clerk"}
    assert phones["second_worker"].pages[0]["left"] == [case["id"]]
    await cases.done("clerk", case, "comment", {"note": "保密"})
    assert await holding() == {"worker", "clerk"}
    assert phones["second_worker"].pages[0]["left"] == []
    await cases.done("dispatcher", case, "send-back", {"note": "重新核定"})
    await cases.done("clerk", case, "file", FILE | {"privacy_tier": "normal"})
    assert await holding() == {"worker", "second_worker", "clerk"}


async def test_a_phone_has_no_news_of_what_it_may_not_know(
    cases: Cases, client_as: Clients, phone_of: Callable[[str], Phone]
) -> None:
    case = await filed(cases, "confidential")
    phone = phone_of("second_worker")
    await phone.pull()
    await cases.done("clerk", case, "comment", {"note": "保密"})
    await phone.relay()
    home = (await client_as("second_worker").get("/home", params={"cursor": phone.cursor})).json()

    assert home["pull"] is False


async def test_who_leaves_the_centre_is_not_told_of_confidential_cases_that_came_later(
    session: Session, cases: Cases, phone_of: Callable[[str], Phone]
) -> None:
    await post(session, "nobody", post="triage_clerk", area_code=TOWN)
    phone = phone_of("nobody")
    held = await filed(cases, "confidential")
    await phone.pull()
    assert held["id"] in phone.cases
    await session.connection.execute(
        "UPDATE appointments SET post = 'full_time_worker' WHERE user_id = $1", USERS["nobody"]
    )
    later = await filed(cases, "confidential")
    await phone.pull()

    assert phone.cases == {}
    assert phone.pages[0]["reset"]
    assert later["id"] not in str(phone.pages)


async def test_who_joins_the_centre_gets_the_confidential_cases(
    session: Session, cases: Cases, phone_of: Callable[[str], Phone]
) -> None:
    await post(session, "nobody", post="full_time_worker", area_code=TOWN)
    phone, case = phone_of("nobody"), await filed(cases, "confidential")
    await phone.pull()
    assert phone.cases == {}
    await session.connection.execute(
        "UPDATE appointments SET post = 'triage_clerk' WHERE user_id = $1", USERS["nobody"]
    )
    await phone.pull()

    assert (set(phone.cases), phone.pages[0]["phase"]) == ({case["id"]}, "scope")


async def test_filing_again_keeps_the_tier_unless_another_is_named(cases: Cases) -> None:
    case = await filed(cases, "confidential")
    await cases.done("dispatcher", case, "send-back", {"note": "请补充"})
    again = await cases.done("clerk", case, "file", FILE)
    await cases.done("dispatcher", case, "send-back", {"note": "请补充"})
    lowered = await cases.done("clerk", case, "file", FILE | {"privacy_tier": "restricted"})

    assert (again["privacy_tier"], lowered["privacy_tier"]) == ("confidential", "restricted")


async def test_a_link_to_a_photo_closes_when_its_reader_sees_the_case_no_more(
    cases: Cases, client_as: Clients, worked: Callable[[], Awaitable[None]]
) -> None:
    case = await cases.report("worker")
    await cases.attach("worker", case, "scene")
    await worked()

    async def link(who: str) -> str:
        photos = (await client_as(who).get(f"/cases/{case['id']}/attachments")).json()["items"]
        address: str = photos[0]["thumbnail_url"].removeprefix("/api/v1")
        return address

    mine, theirs, anybody = await link("worker"), await link("second_worker"), client_as(None)
    assert [(await anybody.get(each)).status_code for each in (mine, theirs)] == [200, 200]
    await cases.done("clerk", case, "file", FILE | {"privacy_tier": "confidential"})
    assert [(await anybody.get(each)).status_code for each in (mine, theirs)] == [200, 410]


# --- who told of it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", ["restricted", "confidential"])
async def test_a_unit_is_not_shown_the_contact_and_the_centre_is(cases: Cases, tier: str) -> None:
    case = await handled(cases, tier, contact=RESIDENT)
    read = (await cases.client_as("handler").get(f"/cases/{case['id']}")).json()
    refused = await cases.act("handler", case, "reveal-contact", LOOK)

    assert (case["contact"], read["contact"], read["reporter_id"]) == (None, None, None)
    assert "reveal_contact" not in {offer["action"] for offer in read["allowed_actions"]}
    assert (refused.status_code, refused.json()["condition"]) == (409, "not-named-to-units")
    assert (await cases.done("clerk", case, "reveal-contact", LOOK))["contact"] == RESIDENT


async def test_a_unit_learns_not_even_whether_there_is_a_contact(cases: Cases) -> None:
    with_one, without = await handled(cases, "restricted", contact=RESIDENT), await handled(cases, "restricted")
    said = [(await cases.act("handler", case, "reveal-contact", LOOK)).json() for case in (with_one, without)]

    assert said[0] == said[1]
    assert (with_one["residents_to_answer"], without["residents_to_answer"]) == (None, None)


async def test_a_unit_of_a_normal_case_is_told_as_before(cases: Cases) -> None:
    case = await handled(cases, "normal", contact=RESIDENT)

    assert case["reporter_id"] == str(USERS["worker"])
    assert (await cases.done("handler", case, "reveal-contact", LOOK))["contact"] == RESIDENT


async def test_a_reporter_who_also_works_in_the_unit_is_told_what_is_theirs(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    await post(session, "worker", post="department_handler", department_code="CG")
    case = await handled(cases, "restricted", contact=RESIDENT)
    mine = (await client_as("worker").get(f"/cases/{case['id']}")).json()
    colleagues = (await client_as("handler").get(f"/cases/{case['id']}")).json()

    assert (mine["reporter_id"], colleagues["reporter_id"]) == (str(USERS["worker"]), None)
    assert mine["contact"] is not None


async def test_who_is_of_the_centre_and_of_the_unit_knows_as_the_centre_does(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    await post(session, "handler", post="dispatcher", area_code=TOWN)
    here, there = await handled(cases, "restricted"), await handled(cases, "restricted", location=IN_OTHER_GRID)
    told = [(await client_as("handler").get(f"/cases/{case['id']}")).json()["reporter_id"] for case in (here, there)]

    assert told == [str(USERS["worker"]), None]


async def test_the_number_in_the_sending_system_is_kept_from_units(cases: Cases, client_as: Clients) -> None:
    case = await handled(cases, "restricted", who="hotline", external_id="12345-777")
    told = {
        who: (await client_as(who).get(f"/cases/{case['id']}")).json()["external_id"]
        for who in ("handler", "hotline", "clerk")
    }

    assert told == {"handler": None, "hotline": "12345-777", "clerk": "12345-777"}


async def test_a_conflict_names_nobody_who_told_of_the_case(cases: Cases, phone_of: Callable[[str], Phone]) -> None:
    case = await handled(cases, "restricted")
    await cases.done("worker", case, "comment", {"note": "还没有人来"})
    late = operation("sign", case["id"], base_version=1)
    result = (await phone_of("handler").push(late))[0]

    assert (result["outcome"], result["case"]["reporter_id"]) == ("conflict", None)
    assert {event["action"] for event in result["since"]} >= {"comment", "sign"}
    assert "用户worker" not in str(result)


async def test_who_followed_once_is_not_named_afterwards(cases: Cases, client_as: Clients) -> None:
    case = await cases.report("worker")
    await cases.done("leader", case, "follow")
    await cases.done("leader", case, "unfollow")
    await cases.done("clerk", case, "file", FILE | {"privacy_tier": "restricted"})
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    told = {who: (await client_as(who).get(f"/cases/{case['id']}/events")).text for who in ("handler", "clerk")}

    assert [("用户leader" in events, str(USERS["leader"]) in events) for events in told.values()] == [
        (False, False),
        (True, True),
    ]


# --- other cases ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tier", "target_tier"), [("restricted", "normal"), ("confidential", "restricted")])
async def test_a_case_is_not_merged_into_one_that_keeps_less(cases: Cases, tier: str, target_tier: str) -> None:
    case, target = await filed(cases, tier), await filed(cases, target_tier)
    refused = await cases.act("clerk", case, "merge", {"target_id": target["id"]})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/target_id")


async def test_what_others_were_merged_into_cannot_be_filed_lower_than_they_are(cases: Cases) -> None:
    target, case = await filed(cases, "confidential"), await filed(cases, "restricted")
    await cases.done("clerk", case, "merge", {"target_id": target["id"]})
    await cases.done("dispatcher", target, "send-back", {"note": "重新核定"})
    refused = await cases.act("clerk", target, "file", FILE | {"privacy_tier": "normal"})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/privacy_tier")
    assert (await cases.done("clerk", target, "file", FILE | {"privacy_tier": "restricted"}))["id"] == target["id"]


async def test_a_case_merged_into_a_confidential_one_names_it_to_nobody_else(
    cases: Cases, client_as: Clients, phone_of: Callable[[str], Phone]
) -> None:
    target, case = await filed(cases, "confidential"), await cases.report("leader")
    await cases.done("clerk", case, "merge", {"target_id": target["id"]})

    for who, told in (("second_worker", False), ("leader", True), ("clerk", True)):
        phone = phone_of(who)
        await phone.pull()
        client = client_as(who)
        answers = [(await client.get(f"/cases/{case['id']}{part}")).text for part in ("", "/events")]
        answers += [(await client.post(f"/cases/{case['id']}/comment", json={"note": "好"})).text, str(phone.pages)]
        assert [target["id"] in answer for answer in answers] == [told] * 4, who


async def test_who_reported_what_was_merged_is_not_named_either(cases: Cases, client_as: Clients) -> None:
    target, case = await handled(cases, "restricted"), await cases.report("leader")
    await cases.attach("leader", case, "scene")
    await cases.done("clerk", case, "merge", {"target_id": target["id"]})
    await cases.done("leader", target, "unfollow")
    photos = (await client_as("handler").get(f"/cases/{target['id']}/attachments")).json()["items"]
    events = (await client_as("handler").get(f"/cases/{target['id']}/events")).text

    assert [photo["uploaded_by"] for photo in photos] == [None]
    assert case["id"] not in events


async def test_an_administrator_hears_of_no_confidential_deadline(cases: Cases, client_as: Clients) -> None:
    with clock.frozen(datetime(2026, 3, 17, 1, 0, tzinfo=UTC)):  # a Tuesday at 9
        told, kept = await handled(cases, "restricted"), await handled(cases, "confidential")
        body = {"kind": "holiday", "name": "台风停工"}
        path = f"/calendar/{COUNTY}/days/2026-03-17?preview=true"
        preview = (await client_as("admin").put(path, json=body)).json()

    assert [example["number"] for example in preview["examples"]] == [told["number"]]
    assert (preview["examined"], preview["moving"]) == (1, 1)
    assert kept["number"] not in str(preview)


async def test_another_town_does_not_count_a_confidential_case(cases: Cases, client_as: Clients) -> None:
    await handled(cases, "confidential", who="other_worker", location=IN_OTHER_GRID)
    query = {"question": "open", "by": "area"}
    totals = {
        who: (await client_as(who).get("/supervision/summary", params=query)).json()["total"]
        for who in ("town_supervisor", "other_supervisor", "supervisor")
    }

    assert totals == {"town_supervisor": 0, "other_supervisor": 1, "supervisor": 1}
    assert OTHER_TOWN != TOWN
