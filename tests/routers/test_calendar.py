"""`/calendar`: what a day is, and the changes of the working calendar with preview and refusals."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.timing import deadline_sweep
from app.workflow.actions import Action
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import COUNTY, GRID, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE

#: A Tuesday morning with nothing unusual about it.
TUESDAY = datetime(2026, 3, 17, 1, 0, tzinfo=UTC)  # 9:00
OFFICE = [{"starts": "08:30", "ends": "12:00"}, {"starts": "14:00", "ends": "17:30"}]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
ClientAs = Callable[..., AsyncClient]


@pytest.fixture
def tuesday() -> Any:
    with clock.frozen(TUESDAY):
        yield


async def due(cases: Cases, case: dict[str, Any]) -> datetime:
    answer = await cases.client_as("clerk").get(f"/cases/{case['id']}")
    return datetime.fromisoformat(answer.json()["due_at"])


async def test_days_say_whether_they_are_worked_and_why(client_as: ClientAs) -> None:
    answer = await client_as("worker").get("/calendar", params={"area": GRID, "since": "2026-02-13", "days": 12})
    days = {day["day"]: day for day in answer.json()["days"]}
    assert days["2026-02-13"]["windows"] == OFFICE
    assert days["2026-02-14"]["reason"] == "make_up"
    assert days["2026-02-17"] == {
        "day": "2026-02-17", "is_working": False, "reason": "holiday", "name": "春节", "windows": [],
        "is_provisional": False,
    }  # fmt: skip
    assert days["2026-02-24"]["is_working"]


async def test_a_year_not_published_is_said_to_be_provisional(client_as: ClientAs) -> None:
    answer = await client_as("worker").get("/calendar", params={"area": GRID, "since": "2031-05-01", "days": 2})
    assert next((day["reason"], day["is_provisional"]) for day in answer.json()["days"]) == ("holiday", True)


@pytest.mark.usefixtures("tuesday")
async def test_a_preview_counts_the_deadlines_that_move_and_moves_none(cases: Cases, client_as: ClientAs) -> None:
    here = await cases.at("handling")
    there = await cases.at("handling", location={"lat": 22.695, "lon": 114.345})
    before = await due(cases, here)
    body = {"kind": "holiday", "name": "台风停工"}

    answer = await client_as("admin").put(f"/calendar/{TOWN}/days/2026-03-17?preview=true", json=body)

    told = answer.json()
    assert (told["applied"], told["examined"], told["moving"], told["is_complete"]) == (False, 1, 1, True)
    assert [example["number"] for example in told["examples"]] == [here["number"]]
    assert await due(cases, here) == before
    assert await due(cases, there) == before


@pytest.mark.usefixtures("tuesday")
async def test_a_local_holiday_moves_the_deadlines_of_its_area_alone(
    cases: Cases, client_as: ClientAs, database: OneConnection
) -> None:
    here = await cases.at("handling")
    there = await cases.at("handling", location={"lat": 22.695, "lon": 114.345})
    before = await due(cases, here)
    path = f"/calendar/{TOWN}/days/2026-03-17"
    told = (await client_as("admin").put(path, json={"kind": "holiday", "name": "台风停工"})).json()
    assert (told["applied"], told["moving"]) == (True, 1)

    await deadline_sweep.finish(database)  # type: ignore[arg-type]

    assert await due(cases, here) == datetime(2026, 3, 18, 6, 30, tzinfo=UTC)  # 4 hours from Wednesday 8:30: 14:30
    assert await due(cases, there) == before
    events = (await client_as("clerk").get(f"/cases/{here['id']}/events")).json()["items"]
    assert [event["action"] for event in events].count(Action.REDATE) == 1
    days = (await client_as("worker").get("/calendar", params={"area": GRID, "since": "2026-03-17", "days": 1})).json()
    assert days["days"][0]["name"] == "台风停工"

    told = (await client_as("admin").delete(path)).json()
    assert (told["applied"], told["moving"]) == (True, 1)
    await deadline_sweep.finish(database)  # type: ignore[arg-type]
    assert await due(cases, here) == before


@pytest.mark.usefixtures("tuesday")
async def test_own_hours_of_a_station_hold_from_their_day_on(
    cases: Cases, client_as: ClientAs, database: OneConnection
) -> None:
    case = await cases.at("handling")
    early = {day: [{"starts": "08:00", "ends": "10:00"}] for day in ("monday", "tuesday", "wednesday", "thursday")}
    told = (await client_as("admin").put(f"/calendar/{TOWN}/weeks/2026-03-17", json=early)).json()
    assert told["moving"] == 1
    await deadline_sweep.finish(database)  # type: ignore[arg-type]
    assert await due(cases, case) == datetime(2026, 3, 19, 1, 0, tzinfo=UTC)  # 1 + 2 + 1 hours: Thursday 9:00

    written = (await client_as("worker").get(f"/calendar/{TOWN}/years/2026")).json()
    assert [week["valid_from"] for week in written["weeks"]] == ["2026-03-17"]
    assert written["weeks"][0]["windows"]["monday"] == [{"starts": "08:00", "ends": "10:00"}]

    assert (await client_as("admin").delete(f"/calendar/{TOWN}/weeks/2026-03-17")).json()["applied"]
    assert (await client_as("worker").get(f"/calendar/{TOWN}/years/2026")).json()["weeks"] == []


@pytest.mark.usefixtures("tuesday")
async def test_a_local_week_for_the_future_leaves_the_present_to_the_weeks_above(
    cases: Cases, client_as: ClientAs, database: OneConnection
) -> None:
    long = {day: [{"starts": "07:00", "ends": "20:00"}] for day in WEEKDAYS}
    await client_as("admin").put(f"/calendar/{COUNTY}/weeks/2026-01-05", json=long)
    case = await cases.at("handling")
    before = await due(cases, case)
    closed = await cases.at("closed")
    shown = (await client_as("clerk").get(f"/cases/{closed['id']}/deadline")).json()["intervals"]

    path = f"/calendar/{TOWN}/weeks/2027-03-01"
    preview = (await client_as("admin").put(f"{path}?preview=true", json={"monday": OFFICE})).json()
    told = (await client_as("admin").put(path, json={"monday": OFFICE})).json()
    await deadline_sweep.finish(database)  # type: ignore[arg-type]

    assert (preview["moving"], told["moving"], told["applied"]) == (0, 0, True)
    assert before == await due(cases, case) == datetime(2026, 3, 17, 5, 0, tzinfo=UTC)  # 13:00, through lunch
    assert (await client_as("clerk").get(f"/cases/{closed['id']}/deadline")).json()["intervals"] == shown
    days = {"area": GRID, "since": "2027-02-26", "days": 4}
    friday, *_, monday = (await client_as("worker").get("/calendar", params=days)).json()["days"]
    assert friday["windows"] == long["friday"], "the county's week until the town's first"
    assert monday["windows"] == OFFICE


async def test_the_weeks_of_each_area_hold_from_their_own_first_one_on(client_as: ClientAs) -> None:
    for place, since, starts in (
        (COUNTY, "2029-01-01", "07:00"), (COUNTY, "2029-07-02", "07:30"),
        (TOWN, "2029-05-07", "09:00"), (VILLAGE, "2029-03-05", "10:00"), (OTHER_VILLAGE, "2029-04-02", "11:00"),
    ):  # fmt: skip
        week = {"monday": [{"starts": starts, "ends": "12:00"}]}
        assert (await client_as("admin").put(f"/calendar/{place}/weeks/{since}", json=week)).status_code == 200

    async def opens(area: str, day: str) -> str:
        answer = await client_as("worker").get("/calendar", params={"area": area, "since": day, "days": 1})
        return str(answer.json()["days"][0]["windows"][0]["starts"])

    mondays = ("2028-12-04", "2029-02-05", "2029-03-05", "2029-04-02", "2029-05-07", "2029-07-02")
    assert {area: [await opens(area, day) for day in mondays] for area in (COUNTY, TOWN, VILLAGE, OTHER_VILLAGE)} == {
        COUNTY: ["08:30", "07:00", "07:00", "07:00", "07:00", "07:30"],
        TOWN: ["08:30", "07:00", "07:00", "07:00", "09:00", "09:00"],
        VILLAGE: ["08:30", "07:00", "10:00", "10:00", "10:00", "10:00"],
        OTHER_VILLAGE: ["08:30", "07:00", "07:00", "11:00", "11:00", "11:00"],
    }


async def test_the_same_change_again_changes_nothing(client_as: ClientAs, session: Session) -> None:
    day = clock.today() + timedelta(days=400)
    path, body = f"/calendar/{COUNTY}/days/{day}", {"kind": "working", "windows": OFFICE[:1]}
    first = (await client_as("admin").put(path, json=body)).json()
    again = (await client_as("admin").put(path, json=body)).json()
    assert (first["applied"], again["applied"]) == (True, False)
    assert first["calendar_version"] == again["calendar_version"]


async def test_a_year_is_published_as_a_whole(client_as: ClientAs) -> None:
    days = [
        {"day": "2029-01-01", "kind": "holiday", "name": "元旦"},
        {"day": "2029-05-01", "kind": "holiday", "name": "劳动节"},
        {"day": "2029-10-01", "kind": "holiday", "name": "国庆节"},
        {"day": "2029-09-29", "kind": "working", "name": "国庆节调休"},
    ]
    answer = await client_as("admin").put("/calendar/national/years/2029", json={"days": days})
    assert answer.status_code == 200, answer.text
    written = (await client_as("worker").get("/calendar/national/years/2029")).json()
    assert written["year"] == {"year": 2029, "is_published": True}
    assert [day["day"] for day in written["days"]] == sorted(day["day"] for day in days)
    day = (await client_as("worker").get("/calendar", params={"area": GRID, "since": "2029-09-29", "days": 1})).json()
    assert (day["days"][0]["reason"], day["days"][0]["is_provisional"]) == ("make_up", False)


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("days/2027-03-01", {"kind": "working", "windows": [{"starts": "12:00", "ends": "08:30"}]}, "before it starts"),
        ("days/2027-03-01", {"kind": "working", "windows": [{"starts": "08:30", "ends": "08:30"}]}, "before it starts"),
        (
            "days/2027-03-01",
            {"kind": "working", "windows": [*OFFICE, {"starts": "17:00", "ends": "18:00"}]},
            "overlaps",
        ),
        ("days/2027-03-01", {"kind": "holiday", "windows": OFFICE}, "both a holiday and worked"),
        ("days/1999-03-01", {"kind": "holiday"}, "is not within"),
        ("days/2051-03-01", {"kind": "holiday"}, "is not within"),
        ("weeks/2027-03-01", {}, "without working time"),
        ("weeks/2027-03-01", {"monday": [OFFICE[1], OFFICE[0]]}, "overlaps"),
    ],
)
async def test_windows_and_days_that_make_no_sense_are_refused_with_the_reason(
    client_as: ClientAs, path: str, body: dict[str, Any], said: str
) -> None:
    answer = await client_as("admin").put(f"/calendar/{COUNTY}/{path}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert said in answer.json()["detail"]
    chinese = await client_as("admin", language="zh").put(f"/calendar/{COUNTY}/{path}", json=body)
    assert not chinese.json()["detail"].isascii()


@pytest.mark.parametrize("time", ["24:01", "8:30", "25:00", "08:60", "noon", "08:30:00", ""])
async def test_a_time_that_is_none_is_refused(client_as: ClientAs, time: str) -> None:
    body = {"kind": "working", "windows": [{"starts": "00:00", "ends": time}]}
    assert (await client_as("admin").put(f"/calendar/{COUNTY}/days/2027-03-01", json=body)).status_code == 422


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([("2029-01-01", "holiday"), ("2029-01-01", "working")], "there twice"),
        ([("2029-01-01", "holiday"), ("2028-05-01", "holiday")], "not a day of 2029"),
        ([("2029-01-01", "holiday"), ("2029-05-01", "holiday")], "lacks the holiday 2029-10-01"),
    ],
)
async def test_an_arrangement_that_is_not_one_is_refused(
    client_as: ClientAs, days: list[tuple[str, str]], said: str
) -> None:
    body = {"days": [{"day": day, "kind": kind} for day, kind in days]}
    answer = await client_as("admin").put("/calendar/national/years/2029", json=body)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


async def test_a_single_national_day_is_refused(client_as: ClientAs) -> None:
    answer = await client_as("admin").put("/calendar/national/days/2029-03-01", json={"kind": "holiday"})
    assert answer.status_code == 422
    assert "by the year" in answer.json()["detail"]


async def test_a_past_day_is_refused_when_it_would_change_closed_cases(cases: Cases, client_as: ClientAs) -> None:
    with clock.frozen(TUESDAY):
        await cases.at("closed")
    path = f"/calendar/{TOWN}/days/2026-03-17"
    with clock.frozen(TUESDAY + timedelta(days=7)):
        refused = await client_as("admin").put(path, json={"kind": "holiday"})
        assert (refused.status_code, refused.json()["code"]) == (409, "alters-closed")
        week = await client_as("admin").put(f"/calendar/{TOWN}/weeks/2026-03-02", json={"monday": OFFICE})
        assert week.status_code == 409
        elsewhere = await client_as("admin").put(f"/calendar/{OTHER_TOWN}/days/2026-03-17", json={"kind": "holiday"})
        assert elsewhere.json()["applied"]
        later = await client_as("admin").put(f"/calendar/{TOWN}/days/2026-03-18", json={"kind": "holiday"})
        assert later.json()["applied"], "the case was closed before that day"


async def test_only_an_administrator_of_the_place_changes_it(client_as: ClientAs, session: Session) -> None:
    body = {"kind": "holiday"}
    for who in ("worker", "clerk", "supervisor", "centre_leader"):
        answer = await client_as(who).put(f"/calendar/{TOWN}/days/2027-03-01", json=body)
        assert answer.status_code == 403, who
    assert (await client_as(None).put(f"/calendar/{TOWN}/days/2027-03-01", json=body)).status_code == 401
    assert (await client_as("admin").put("/calendar/999999/days/2027-03-01", json=body)).status_code == 404
    await session.connection.execute("UPDATE appointments SET area_code = $1 WHERE post = 'administrator'", TOWN)
    assert (await client_as("admin").put(f"/calendar/{TOWN}/days/2027-03-01", json=body)).status_code == 200
    assert (await client_as("admin").put(f"/calendar/{OTHER_TOWN}/days/2027-03-01", json=body)).status_code == 403
    assert (await client_as("admin").put(f"/calendar/{COUNTY}/days/2027-03-01", json=body)).status_code == 403
    days = [{"day": str(date(2029, month, 1)), "kind": "holiday"} for month in (1, 5, 10)]
    national = await client_as("admin").put("/calendar/national/years/2029", json={"days": days})
    assert national.status_code == 403
