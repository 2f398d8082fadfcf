"""Assists 协办 with times of their own: light and order, reminders, lateness, excuses; the case's clock stays."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests import units
from tests.cases import Cases
from tests.organisation import TOWN
from tests.times import at, read

Sweep = Callable[[], Awaitable[None]]
Clients = Callable[..., AsyncClient]
TWO_HOURS = {"department": "SW", "limit_amount": 2, "limit_unit": "working_hours"}


async def assists_of(client: AsyncClient, case: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = await client.get(f"/cases/{case['id']}/assists")
    assert answer.status_code == 200, answer.text
    return {item["department_code"]: item for item in answer.json()["items"]}


async def events_of(client: AsyncClient, case: dict[str, Any], action: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/cases/{case['id']}/events", params={"limit": 200})
    return [event for event in answer.json()["items"] if event["action"] == action]


async def handled(cases: Cases, *assists: Any) -> dict[str, Any]:
    case = await cases.at("filed")
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": list(assists)})
    return await cases.done("handler", case, "sign")


async def test_a_code_alone_has_the_time_of_the_case_and_a_limit_its_own(cases: Cases, client_as: Clients) -> None:
    with clock.frozen(at("17 09:00")):
        plain = await cases.at("filed")
        deadline = plain["deadline_at"]
        case = await cases.done(
            "dispatcher", plain, "dispatch",
            {"lead": "CG", "assists": ["CG-1", TWO_HOURS]},
        )  # fmt: skip
        seen = await assists_of(client_as("dispatcher"), case)
    with clock.frozen(at("17 10:00")):
        later = await assists_of(client_as("water_handler"), case)
        page = (await client_as("dispatcher").get("/assists")).json()
        first = (await client_as("dispatcher").get("/assists", params={"limit": 1})).json()
        second = (
            await client_as("dispatcher").get("/assists", params={"limit": 1, "cursor": first["next_cursor"]})
        ).json()

    assert case["deadline_at"] == deadline, "an assist moves nothing of the case"
    assert seen["CG-1"]["due_at"] == case["due_at"]
    assert (seen["CG-1"]["own_time"], seen["SW"]["own_time"]) == (False, True)
    assert read(seen["SW"]["due_at"]) == at("17 11:00")
    assert (later["SW"]["left"], later["SW"]["light"]) == (1.0, "green")
    assert later["SW"]["sentence_zh"] == "还剩 1 工作时，今日 11:00 前"
    assert [row["department_code"] for row in page["items"]] == ["SW", "CG-1"], "by their own times"
    assert page["count"] == 2
    assert [first["items"][0]["department_code"], second["items"][0]["department_code"]] == ["SW", "CG-1"]
    assert second["next_cursor"] is None


async def test_the_light_turns_and_the_reminder_comes_once(cases: Cases, client_as: Clients, sweep: Sweep) -> None:
    lights = []
    with clock.frozen(at("17 09:00")):
        case = await handled(cases, TWO_HOURS, {"department": "CG-1", "due_at": at("17 11:30").isoformat()})
    for moment in ("17 10:30", "17 10:40", "17 11:01"):
        with clock.frozen(at(moment)):
            await sweep()
            lights.append((await assists_of(client_as("dispatcher"), case))["SW"]["light"])
    with clock.frozen(at("17 11:40")):
        await sweep()
        await sweep()
        reminders = await events_of(client_as("dispatcher"), case, "remind_assist")
        overdue = (await client_as("supervisor").get("/assists", params={"overdue": True})).json()
        mine = (await client_as("water_handler").get("/assists", params={"overdue": True, "mine": True})).json()
        inbox = (await client_as("water_handler").get("/inbox")).json()["items"]
        done = await cases.done("water_handler", case, "complete-assist", {"note": "已关阀"})
        after = await assists_of(client_as("dispatcher"), case)

    assert lights == ["green", "yellow", "red"]
    assert [event["data"]["departments"] for event in reminders] == [["SW"], ["CG-1"]]
    assert [(row["department_code"], read(row["due_at"])) for row in overdue["items"]] == [
        ("SW", at("17 11:00")), ("CG-1", at("17 11:30")),
    ]  # fmt: skip
    assert [row["department_code"] for row in mine["items"]] == ["SW"]
    assert [item["action"] for item in inbox].count("remind_assist") == 1
    assert (after["SW"]["late"], after["SW"]["light"], after["CG-1"]["late"]) == (True, None, False)
    assert (done["due_at"], done["deadline_at"]) == (case["due_at"], case["deadline_at"])


async def test_a_holiday_moves_a_limit_and_no_moment(cases: Cases, client_as: Clients, sweep: Sweep) -> None:
    with clock.frozen(at("17 17:00")):
        moment = at("18 11:00").isoformat()
        case = await handled(cases, TWO_HOURS, {"department": "CG-1", "due_at": moment})
        before = await assists_of(client_as("dispatcher"), case)
        holiday = await client_as("admin").put(f"/calendar/{TOWN}/days/2026-03-18", json={"kind": "holiday"})
        assert holiday.status_code in (200, 201), holiday.text
        await sweep()
        after = await assists_of(client_as("dispatcher"), case)

    assert read(after["SW"]["due_at"]) - read(before["SW"]["due_at"]) == timedelta(days=1)
    assert read(after["CG-1"]["due_at"]) == read(moment)


async def test_a_suspension_does_not_use_up_a_limit(cases: Cases, client_as: Clients, sweep: Sweep) -> None:
    with clock.frozen(at("17 09:00")):
        case = await handled(cases, TWO_HOURS)
    with clock.frozen(at("17 10:00")):
        resume_at = at("18 10:00").isoformat()
        await cases.done("handler", case, "request-suspension", {"reason_code": "needs_budget", "resume_at": resume_at})
        await cases.done("dispatcher", case, "approve-suspension")
        leader = await cases.act("centre_leader", case, "approve-suspension")
        assert leader.status_code == 200, leader.text
    with clock.frozen(at("17 12:00")):
        await sweep()
        stopped = (await assists_of(client_as("dispatcher"), case))["SW"]
    with clock.frozen(at("18 10:30")):
        await sweep()
        resumed = (await assists_of(client_as("dispatcher"), case))["SW"]

    assert (stopped["running"], stopped["light"]) == (False, None)
    assert read(resumed["due_at"]) == at("18 11:00"), "an hour was left, from the moment agreed on"
    assert await events_of(client_as("dispatcher"), case, "remind_assist") == []


async def test_an_assist_is_excused_once_asked_and_once_decided(cases: Cases, client_as: Clients) -> None:
    case = await handled(cases, "SW", "CG-1")
    asking = {"reason_code": "nothing_to_do", "note": "现场无供水设施"}
    await cases.done("water_handler", case, "request-excuse", asking)
    queue = (await client_as("dispatcher").get("/queues/excuses")).json()["items"]
    again = await cases.act("water_handler", case, "request-excuse", asking)
    unasked = await cases.act("dispatcher", case, "approve-excuse", {"department": "CG-1"})
    await cases.done("dispatcher", case, "refuse-excuse", {"department": "SW", "note": "该处有阀门"})
    refused = (await assists_of(client_as("water_handler"), case))["SW"]["excuse"]
    third = await cases.act("water_handler", case, "request-excuse", asking)
    await cases.done("station_handler", case, "request-excuse", asking)
    freed = await cases.done("dispatcher", case, "approve-excuse", {"department": "CG-1"})

    assert [row["id"] for row in queue] == [case["id"]]
    assert (again.status_code, again.json()["condition"]) == (409, "excuse-asked")
    assert (unasked.status_code, unasked.json()["errors"][0]["pointer"]) == (422, "/department")
    assert (refused["approved"], refused["decision_note"]) == (False, "该处有阀门")
    assert (third.status_code, third.json()["condition"]) == (409, "excuse-asked")
    assert (freed["assist_codes"], freed["open_assists"]) == (["SW"], ["SW"])
    assert (await client_as("dispatcher").get("/queues/excuses")).json()["items"] == []
    assert (await client_as("station_handler").get("/inbox")).json()["items"][0]["action"] == "approve_excuse"


@pytest.mark.parametrize(
    ("assist", "pointer"),
    [
        ({"department": "SW", "due_at": "2020-01-01T00:00:00Z"}, "/assists/0/due_at"),
        ({"department": "SW", "due_at": "2099-01-01T00:00:00Z"}, "/assists/0/due_at"),
        ({"department": "FAR"}, "/assists/0"),
        ({"department": "CG"}, "/assists"),
    ],
)
async def test_an_assist_that_cannot_be_is_refused_whole(
    cases: Cases, client_as: Clients, assist: dict[str, Any], pointer: str
) -> None:
    case = await cases.at("filed")
    answer = await cases.act("dispatcher", case, "dispatch", {"lead": "CG", "assists": [assist]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
    assert (await client_as("dispatcher").get(f"/cases/{case['id']}")).json()["status"] == "filed"


@pytest.mark.parametrize(
    "assist",
    [
        {"department": "SW", "limit_amount": 2},
        {"department": "SW", "limit_amount": 10**9, "limit_unit": "working_days"},
        {"department": "SW", "limit_amount": 1, "limit_unit": "working_days", "due_at": "2026-12-01T00:00:00Z"},
        {"department": "SW", "limit_amount": 1, "limit_unit": "years"},
        {"limit_amount": 1, "limit_unit": "working_days"},
        7,
        None,
    ],
)
async def test_an_assist_that_is_none_is_refused(cases: Cases, assist: Any) -> None:
    case = await cases.at("filed")
    answer = await cases.act("dispatcher", case, "dispatch", {"lead": "CG", "assists": [assist]})
    assert answer.status_code == 422, answer.text


async def test_one_is_added_later_and_only_once(cases: Cases, client_as: Clients, session: Session) -> None:
    await units.add(session)
    case = await handled(cases, "SW")
    body = {"department": "XF", "limit_amount": 1, "limit_unit": "working_days", "note": "请到场"}
    added = await cases.done("dispatcher", case, "add-assist", body)
    again = await cases.act("dispatcher", case, "add-assist", {"department": "XF"})
    lead = await cases.act("dispatcher", case, "add-assist", {"department": "CG"})
    outside = await cases.act("dispatcher", case, "add-assist", {"department": "FAR"})
    unit = await cases.act("handler", case, "add-assist", {"department": "JJ"})
    past = await cases.act("dispatcher", case, "add-assist", {"department": "JJ", "due_at": "2020-01-01T00:00:00Z"})
    assert past.json()["errors"][0]["pointer"] == "/due_at"

    assert added["assist_codes"] == ["SW", "XF"]
    assert [answer.status_code for answer in (again, lead, outside, unit)] == [422, 422, 422, 403]
    assert (await client_as("nobody").get("/inbox")).json()["items"][0]["action"] == "add_assist"


async def test_who_takes_the_case_away_takes_the_times_with_it(cases: Cases, client_as: Clients, sweep: Sweep) -> None:
    with clock.frozen(at("17 09:00")):
        case = await handled(cases, TWO_HOURS)
        await cases.done("dispatcher", case, "recall", {"reason_code": "wrong_unit"})
    with clock.frozen(at("17 14:00")):
        await sweep()
        case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
        seen = (await client_as("dispatcher").get(f"/cases/{case['id']}/assists")).json()["items"]

    assert [(item["own_time"], item["ended_at"] is None) for item in seen] == [(True, False), (False, True)]
    assert await events_of(client_as("dispatcher"), case, "remind_assist") == []
