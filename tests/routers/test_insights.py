"""Heat, top lists, a year before, backlog, forecast and burden: each number is the length of its list."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from app import clock
from app.services.repeating import counting
from tests.cases import Cases
from tests.conftest import KEY, OneConnection
from tests.organisation import GRID, IN_GRID, IN_NO_GRID, IN_OTHER_GRID, OTHER_GRID, TOWN, USERS
from tests.times import at

ClientAs = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]
DAYS = {"since": "01 00:00", "until": "20 00:00"}
GARBAGE = {"category_code": "DCM-01-02"}


async def ask(client: AsyncClient, path: str, **params: Any) -> dict[str, Any]:
    answer = await client.get(path.removeprefix("/api/v1"), params=params or None)
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def ids(client: AsyncClient, href: str) -> list[str]:
    return [item.get("id") or item["case_id"] for item in (await ask(client, href))["items"]]


async def test_where_and_when_it_is_reported_opens_into_lists(cases: Cases, client_as: ClientAs) -> None:
    supervisor = client_as("supervisor")
    with clock.frozen(at("16 09:10")):
        early = [(await cases.report())["id"] for _ in range(2)]
    with clock.frozen(at("17 22:30")):
        late = (await cases.report())["id"]
        elsewhere = (await cases.report("other_worker", location=IN_OTHER_GRID))["id"]
        nowhere = (await cases.report("clerk", location=IN_NO_GRID))["id"]
        heat = await ask(supervisor, "/supervision/heat")
        rows = {row["key"]: row for row in heat["items"]}
        behind = {key: set(await ids(supervisor, row["href"])) for key, row in rows.items()}
        at_night = await ids(supervisor, f"{rows[GRID]['href']}&hour=22")
        other = await ask(client_as("other_supervisor"), "/supervision/heat")
    assert behind == {GRID: {*early, late}, OTHER_GRID: {elsewhere}, None: {nowhere}}
    assert {hour: count for hour, count in enumerate(rows[GRID]["hours"]) if count} == {9: 2, 22: 1}
    assert (heat["count"], heat["hours"][22]) == (5, 3)
    assert at_night == [late]
    assert [row["key"] for row in other["items"]] == [OTHER_GRID]
    assert (await client_as("worker").get("/supervision/heat")).status_code == 403


async def test_top_lists_and_a_year_before(cases: Cases, client_as: ClientAs, database: OneConnection) -> None:
    supervisor = client_as("supervisor")
    with clock.frozen(at("16 09:10")):
        await cases.report(**GARBAGE)
    with clock.frozen(at("16 09:10").replace(year=2027)):
        here = [await cases.report(**GARBAGE), await cases.report()]
        closed = await cases.at("closed", location={**IN_GRID, "lat": 22.6985})
        while await counting.follow(database, KEY):
            pass
        period = {name: at(day).replace(year=2027).isoformat() for name, day in DAYS.items()}
        tops = await ask(supervisor, "/supervision/tops", **period)
        (category,) = tops["categories"]
        listed = set(await ids(supervisor, category["href"]))
        compared = await ask(supervisor, "/supervision/year-on-year", by="area", level="grid", **period)
        unit = await ask(supervisor, "/supervision/year-on-year", **period)
        (grid,) = compared["items"]
        lists = {
            what: [len(await ids(supervisor, grid[what][each])) for each in ("href", "before_href")]
            for what in ("reported", "closed")
        }
    assert (category["key"], category["count"], category["before"], category["change"]) == ("DCM-01-02", 2, 1, 1.0)
    assert listed == {here[0]["id"], closed["id"]}
    assert (tops["count"], tops["before"], tops["change"]) == (3, 1, 2.0)
    (place,) = tops["places"]
    assert {case["id"] for case in place["cases"]} == {case["id"] for case in here}
    assert (place["count"], round(place["lat"], 3)) == (2, 22.695)
    assert (grid["key"], grid["reported"]["count"], grid["reported"]["before"]) == (GRID, 3, 1)
    assert lists == {"reported": [3, 1], "closed": [1, 0]}
    assert grid["closed"]["change"] is None
    assert {row["key"]: row["reported"]["count"] for row in unit["items"]} == {None: 2, "CG": 1}


async def test_what_is_open_by_age_and_what_falls_due_by_unit(cases: Cases, client_as: ClientAs) -> None:
    supervisor = client_as("supervisor")
    with clock.frozen(at("12 09:00")):
        overdue = await cases.at("handling")  # of four working hours
    with clock.frozen(at("20 09:00")):  # a Friday
        today = await cases.at("handling")
        filed = await cases.report()
        await cases.done("clerk", filed, "file", {"rule_code": "R2"})  # of two working days: on Tuesday
        later = await cases.done("dispatcher", filed, "dispatch", {"lead": "SW"})
        backlog = await ask(supervisor, "/supervision/backlog")
        forecast = await ask(supervisor, "/supervision/forecast")
        rows = {row["key"]: row for row in forecast["items"]}
        behind = {
            (key, day["day"][-2:]): await ids(supervisor, day["href"])
            for key, row in rows.items()
            for day in row["days"]
            if day["count"]
        }
        ages = {
            (row["key"], age["age"]): await ids(supervisor, age["href"])
            for row in backlog["items"]
            for age in row["ages"]
            if age["count"]
        }
        weekend = await ask(supervisor, "/supervision/forecast", days=2)
    assert [day["day"][-2:] for day in rows["CG"]["days"]] == ["20", "23", "24", "25", "26"]
    assert [day["day"][-2:] for day in weekend["items"][0]["days"]] == ["20", "23"]
    assert behind == {("CG", "20"): [today["id"]], ("SW", "24"): [later["id"]]}
    assert (rows["CG"]["open"], rows["CG"]["overdue"], rows["CG"]["hands"], rows["CG"]["load"]) == (2, 1, 2, 1.0)
    assert rows["SW"]["load"] == 1.0
    assert ages == {
        ("CG", "7-to-15-days"): [overdue["id"]], ("CG", "up-to-1-day"): [today["id"]],
        ("SW", "up-to-1-day"): [later["id"]],
    }  # fmt: skip


async def test_what_burdens_a_worker_is_counted_and_listed(cases: Cases, client_as: ClientAs) -> None:
    supervisor = client_as("town_supervisor")
    with clock.frozen(at("16 23:10")):
        first = await cases.report()
        again = await cases.report("second_worker")
        unread = await cases.at("verifying")
        await cases.done("clerk", again, "merge", {"target_id": first["id"]})
    with clock.frozen(at("16 23:30")):
        finding = {"confirmed": True, "finding": "属实"}
        await cases.done("worker", unread, "submit-verification", finding)
    with clock.frozen(at("20 10:00")):
        await cases.done("worker", first, "comment", {"note": "还在"})
        told = await ask(supervisor, "/supervision/burden")
        mine = {row["person_id"]: row for row in told["items"]}[str(USERS["worker"])]
        listed = await ask(supervisor, mine["href"])
        by_night = await ask(supervisor, f"{mine['href']}&hour=23")
        twice = await ids(supervisor, told["typed_twice"]["href"])
        never = await ids(supervisor, told["unread"]["href"])
        paged = await ask(supervisor, mine["href"] + "&limit=1")
        rest = await ask(supervisor, f"{mine['href']}&limit=1&cursor={paged['next_cursor']}")
        await cases.done("clerk", unread, "comment", {"note": "已阅"})
        after = await ask(supervisor, "/supervision/burden", area=TOWN)
        other = await ask(client_as("other_supervisor"), "/supervision/burden")
    assert (mine["entries"], mine["night"], mine["hours"][23], mine["hours"][10]) == (4, 3, 3, 1)
    assert len(listed["items"]) == 4
    assert {item["action"] for item in by_night["items"]} == {"report", "submit_verification"}
    assert (twice, never) == ([again["id"]], [unread["id"]])
    assert (told["typed_twice"]["count"], told["unread"]["count"], after["unread"]["count"]) == (1, 1, 0)
    assert [paged["items"][0]["action"], rest["items"][0]["action"]] == ["comment", "submit_verification"]
    assert str(USERS["worker"]) not in {row["person_id"] for row in other["items"]}
    bad = await supervisor.get("/supervision/burden/entries", params={"person": str(USERS["worker"]), "cursor": "x"})
    assert (bad.status_code, bad.json()["code"]) == (400, "bad-cursor")
