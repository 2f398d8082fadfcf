"""Whistles 吹哨 through HTTP: five units are called to a place; who comes, who is late, who never does."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests import units
from tests.cases import Cases
from tests.organisation import IN_GRID, IN_OTHER_GRID
from tests.times import at, read

CALLED = ["CG", "CG-1", "SW", "XF", "JJ"]
Sweep = Callable[[], Awaitable[None]]
Clients = Callable[..., AsyncClient]


def whistle(*departments: str, **more: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "departments": list(departments),
        "place": "社区公园北门",
        "at": (now + timedelta(minutes=30)).isoformat(),
        "respond_by": (now + timedelta(hours=1)).isoformat(),
        "note": "请到场会办",
        **more,
    }


async def calls_of(client: AsyncClient, case: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = await client.get(f"/cases/{case['id']}/whistles")
    assert answer.status_code == 200, answer.text
    return {call["department_code"]: call for call in answer.json()["items"][-1]["calls"]}


async def told(client: AsyncClient, action: str) -> int:
    return sum(item["action"] == action for item in (await client.get("/inbox")).json()["items"])


async def test_five_are_called_three_come_in_time_one_late_and_one_never(
    cases: Cases, client_as: Clients, session: Session, sweep: Sweep
) -> None:
    await units.add(session)
    leader, supervisor = client_as("centre_leader"), client_as("supervisor")
    with clock.frozen(at("17 09:00")):
        case = await cases.at("handling")
        before = case["due_at"], case["deadline_at"], case["stage_due_at"]
        assert (await client_as("water_handler").get(f"/cases/{case['id']}")).status_code == 404
        await cases.done("centre_leader", case, "whistle", whistle(*CALLED))
        assert (await client_as("water_handler").get(f"/cases/{case['id']}")).status_code == 200
        queue = (await client_as("water_handler").get("/queues/called")).json()["items"]
        assert [row["id"] for row in queue] == [case["id"]]
        assert await told(client_as("water_handler"), "whistle") == 1
    with clock.frozen(at("17 09:40")):
        for who in ("handler", "station_handler"):
            await cases.done(who, case, "respond", {"location": IN_GRID, "head_count": 2, "department": {
                "handler": "CG", "station_handler": "CG-1"}[who]})  # fmt: skip
        await cases.done("water_handler", case, "respond", {"location": IN_OTHER_GRID})
        early = await cases.act("centre_leader", case, "end-whistle", {"result": "已会办"})
        assert (early.status_code, early.json()["condition"]) == (409, "calls-waiting")
    with clock.frozen(at("17 10:01")):
        await sweep()
        await sweep()
    with clock.frozen(at("17 10:20")):
        await cases.done("nobody", case, "respond", {})
        calls = await calls_of(leader, case)
        photo = await cases.attach("water_handler", case, "response")
        assert photo.status_code == 200, photo.text
        photos = (await leader.get(f"/cases/{case['id']}/attachments")).json()["items"]
        await cases.done("centre_leader", case, "score-response", {"department": "CG", "score": 5, "note": "迅速"})
        await cases.done("centre_leader", case, "score-response", {"department": "JJ", "score": 1})
        after = await cases.done("centre_leader", case, "end-whistle", {"result": "已关阀止水"})
        figures = (await supervisor.get("/supervision/whistles")).json()
        listed = (await leader.get("/whistles", params={"open": False})).json()
        events = (await leader.get(f"/cases/{case['id']}/events", params={"limit": 200})).json()["items"]

    assert {code: (call["state"], call["late"], call["presence"]) for code, call in calls.items()} == {
        "CG": ("responded", False, "near"),
        "CG-1": ("responded", False, "near"),
        "SW": ("responded", False, "far"),
        "XF": ("responded", True, "unknown"),
        "JJ": ("missed", False, None),
    }
    assert calls["CG"]["distance_m"] == 0
    assert calls["SW"]["distance_m"] > 3_000
    assert calls["XF"]["missed_at"] is not None, "it was recorded as missed, and came after all"
    missed = [event for event in events if event["action"] == "miss_whistle"]
    assert [event["data"]["departments"] for event in missed] == [["JJ", "XF"]], "said once"
    assert (after["due_at"], after["deadline_at"], after["stage_due_at"]) == before, "no clock has moved"
    assert after["lead_department_code"] == "CG"
    assert (await client_as("water_handler").get(f"/cases/{case['id']}")).status_code == 404, "it is over"
    assert await told(client_as("water_handler"), "end_whistle") == 1
    assert (listed["count"], listed["items"][0]["state"], listed["items"][0]["result"]) == (1, "done", "已关阀止水")
    water = next(call for call in listed["items"][0]["calls"] if call["department_code"] == "SW")
    assert water["photo_ids"] == water["near_photo_ids"] == [photos[0]["id"]]
    expected = {"called": 5, "in_time": 3, "late": 1, "missed": 1, "declined": 0, "scored": 2, "average": 3.0}
    assert {name: figures[name] for name in expected} == expected
    assert {row["key"]: row["missed"] for row in figures["items"]}["JJ"] == 1


async def test_one_is_open_at_a_time_and_the_next_follows_a_withdrawal(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("reported")
    await cases.done("centre_leader", case, "whistle", whistle("SW"))
    second = await cases.act("centre_leader", case, "whistle", whistle("CG"))
    assert (second.status_code, second.json()["condition"]) == (409, "whistle-open")
    await cases.done("centre_leader", case, "withdraw-whistle", {"note": "已自行解决"})
    await cases.done("centre_leader", case, "whistle", whistle("CG"))
    items = (await client_as("centre_leader").get(f"/cases/{case['id']}/whistles")).json()["items"]
    figures = (await client_as("supervisor").get("/supervision/whistles")).json()

    assert [(item["state"], item["result"]) for item in items] == [("withdrawn", "已自行解决"), ("open", None)]
    assert {row["key"]: row["waiting"] for row in figures["items"]} == {"CG": 1}, "nobody missed what was withdrawn"


async def test_who_declines_has_answered_and_may_still_come(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    await cases.done("centre_leader", case, "whistle", whistle("SW", "CG"))
    await cases.done("water_handler", case, "decline-whistle", {"note": "全员值守"})
    again = await cases.act("water_handler", case, "decline-whistle", {"note": "全员值守"})
    assert (again.status_code, again.json()["condition"]) == (409, "calls-answered")
    assert (await calls_of(client_as("centre_leader"), case))["SW"]["state"] == "declined"
    await cases.done("water_handler", case, "respond", {"note": "抽出一人"})
    await cases.done("water_handler", case, "respond", {"note": "又来一人"})
    call = (await calls_of(client_as("centre_leader"), case))["SW"]

    assert (call["state"], call["note"], call["late"]) == ("responded", "抽出一人", False)


async def test_a_whistle_that_nobody_ends_is_ended_by_the_system_once(
    cases: Cases, client_as: Clients, sweep: Sweep
) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("handling")
        await cases.done("centre_leader", case, "whistle", whistle("SW"))
    with clock.frozen(at("17 10:01")):
        await sweep()
    for moment in ("24 10:00", "24 11:00"):
        with clock.frozen(at(moment)):
            await sweep()
    items = (await client_as("centre_leader").get(f"/cases/{case['id']}/whistles")).json()["items"]
    events = (await client_as("centre_leader").get(f"/cases/{case['id']}/events", params={"limit": 200})).json()

    assert [item["state"] for item in items] == ["expired"]
    assert [event["actor_kind"] for event in events["items"] if event["action"] == "end_whistle"] == ["system"]
    assert (await client_as("water_handler").get(f"/cases/{case['id']}")).status_code == 404


async def test_a_whistle_ends_with_its_case(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("resolved")
    await cases.done("centre_leader", case, "whistle", whistle("SW"))
    await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
    items = (await client_as("centre_leader").get(f"/cases/{case['id']}/whistles")).json()["items"]
    assert [item["state"] for item in items] == ["over"]
    assert await told(client_as("water_handler"), "close") == 1, "they may be on their way"
    assert (await client_as("water_handler").get(f"/cases/{case['id']}")).status_code == 404


async def test_a_unit_that_is_shut_down_mid_way_has_missed_it(
    cases: Cases, client_as: Clients, session: Session, sweep: Sweep
) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("handling")
        await cases.done("centre_leader", case, "whistle", whistle("SW", "CG"))
        await session.connection.execute("UPDATE departments SET is_active = false WHERE code = 'SW'")
        await session.connection.execute("DELETE FROM jurisdictions WHERE department_code = 'SW'")
        await cases.done("handler", case, "respond", {})
    with clock.frozen(at("17 10:01")):
        await sweep()
        await cases.done("centre_leader", case, "end-whistle", {"result": "已会办"})
    assert {code: call["state"] for code, call in (await calls_of(client_as("centre_leader"), case)).items()} == {
        "SW": "missed",
        "CG": "responded",
    }


PAST = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"departments": [f"D{n}" for n in range(1_000)]}, "/departments"),
        ({"departments": []}, "/departments"),
        ({"departments": ["SW", "SW"]}, "/departments"),
        ({"departments": ["SW", "FAR"]}, "/departments/1"),
        ({"departments": ["NONE"]}, "/departments/0"),
        ({"location": {"lat": 91, "lon": 0}}, "/location/lat"),
        ({"location": {"lat": "x", "lon": 200}}, "/location/lat"),
        ({"respond_by": PAST}, "/respond_by"),
        ({"respond_by": "2099-01-01T00:00:00Z"}, "/respond_by"),
        ({"at": PAST}, "/at"),
        ({"at": "2098-01-01T00:00:00Z"}, "/respond_by"),
        ({"place": " "}, "/place"),
        ({"note": None}, "/note"),
        ({"score": 5}, "/score"),
    ],
)
async def test_a_whistle_that_cannot_be_is_refused_whole(
    cases: Cases, client_as: Clients, wrong: dict[str, Any], pointer: str
) -> None:
    case = await cases.at("filed")
    answer = await cases.act("centre_leader", case, "whistle", {**whistle("SW"), **wrong})

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await client_as("centre_leader").get(f"/cases/{case['id']}/whistles")).json()["items"] == []


@pytest.mark.parametrize("who", ["dispatcher", "clerk", "handler", "supervisor", "worker"])
async def test_only_a_centre_leader_whistles(cases: Cases, who: str) -> None:
    case = await cases.at("handling")
    assert (await cases.act(who, case, "whistle", whistle("SW"))).status_code == 403


async def test_who_is_not_called_does_not_answer_for_another(cases: Cases) -> None:
    case = await cases.at("handling")
    nothing = await cases.act("handler", case, "respond", {})
    await cases.done("centre_leader", case, "whistle", whistle("SW"))
    stranger = await cases.act("handler", case, "respond", {})
    other = await cases.act("water_handler", case, "respond", {"department": "CG"})
    waiting = await cases.act("centre_leader", case, "score-response", {"department": "SW", "score": 3})
    uncalled = await cases.act("centre_leader", case, "score-response", {"department": "CG", "score": 3})
    bounds = [
        (await cases.act("centre_leader", case, "score-response", {"department": "SW", "score": score})).status_code
        for score in (0, 6, 10**30)
    ]

    assert (nothing.status_code, stranger.status_code) == (403, 403)
    assert (other.status_code, other.json()["errors"][0]["pointer"]) == (422, "/department")
    assert [answer.status_code for answer in (waiting, uncalled)] == [422, 422]
    assert bounds == [422, 422, 422]


async def test_joint_minutes_stand_in_the_history_and_make_assists(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")
    due_at = (clock.now() + timedelta(hours=5)).isoformat()
    task = {"department": "SW", "task": "更换水管", "due_at": due_at, "assist": True}
    body = {"attended": ["CG", "SW"], "note": "施工挖断水管", "tasks": [task]}
    theirs = await cases.act("handler", case, "record-minutes", body)
    unknown = await cases.act("dispatcher", case, "record-minutes", {**body, "attachment_ids": [case["id"]]})
    future = await cases.act("dispatcher", case, "record-minutes", {**body, "held_at": due_at})
    after = await cases.done("dispatcher", case, "record-minutes", body)
    events = (await client_as("dispatcher").get(f"/cases/{case['id']}/events", params={"limit": 200})).json()["items"]
    assists = (await client_as("water_handler").get(f"/cases/{case['id']}/assists")).json()["items"]

    assert (theirs.status_code, theirs.json()["errors"][0]["pointer"]) == (422, "/tasks/0/assist")
    assert (unknown.status_code, future.status_code) == (422, 422)
    assert after["assist_codes"] == ["SW"]
    assert [read(assist["due_at"]) for assist in assists] == [read(due_at)]
    assert (events[-1]["action"], events[-1]["note"]) == ("record_minutes", "施工挖断水管")
    assert events[-1]["names"]["attended"] == ["部门CG", "部门SW"]
    assert events[-1]["data"]["tasks"][0]["task"] == "更换水管"
