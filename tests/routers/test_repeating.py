"""Repeat demands 重复诉求: counted after the report, shown with what came before, raised 提级 by a rule of the area."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.crypto.marks import Mark
from app.db.session import Session
from app.queries.cases import repeats as queries
from app.queries.cases.case import LOCK_FREE_CASE
from app.services.importing.directory import import_files
from app.services.importing.problems import ImportRefused
from app.services.repeating import counting
from app.services.repeating.rules import known
from tests.cases import Cases
from tests.conftest import KEY
from tests.organisation import COUNTY, IN_GRID, IN_OTHER_GRID, TOWN
from tests.routers.test_handing_up import appoint

Clients = Callable[..., AsyncClient]
WANG = {"name": "王女士", "phone": "13912345678"}
THIRD = {"kind": "caller", "times": 3, "window_days": 30, "raises": True}
NEARBY = {"lat": IN_GRID["lat"] + 0.0002, "lon": IN_GRID["lon"]}
FAR = {"lat": IN_GRID["lat"] + 0.003, "lon": IN_GRID["lon"]}


async def counted(session: Session) -> int:
    """What the worker does until every report is counted."""
    done = 0
    while rows := await session.all(queries.UNCOUNTED, count=100):
        for row in rows:
            case = await session.one(LOCK_FREE_CASE, case_id=row["id"])
            await counting.count(session, case, Mark(KEY, counting.HOUSEHOLDS), await known(session))
            done += 1
    return done


async def read(clients: Clients, who: str, case: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await clients(who).get(f"/cases/{case['id']}")).json()
    return found


def by_kind(case: dict[str, Any]) -> dict[str, int]:
    return {repeat["kind"]: repeat["count"] for repeat in case["repeats"]}


async def test_what_came_before_is_counted_by_caller_household_place_and_matter(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    garbage = {"category_code": "DCM-01-02"}
    await cases.report(contact=WANG, address="六联社区 3栋 2单元501", location=FAR)
    await cases.report(address="六联社区3栋2单元501", location=IN_OTHER_GRID)  # in another village: another household
    await cases.report(location=NEARBY, **garbage)
    await cases.report(location=IN_GRID)
    case = await cases.report(contact={**WANG, "phone": "139 1234 5678"}, address="六联社区３栋２单元501", **garbage)
    assert case["repeat_count"] is None, "a report waits for none of it"
    assert (await counted(session), await counted(session)) == (5, 0)
    after = await read(client_as, "clerk", case)

    assert by_kind(after) == {"caller": 1, "household": 1, "place": 2, "matter": 1}
    assert (after["repeat_count"], after["version"]) == (2, case["version"])
    listed = (await client_as("clerk").get("/queues/triage")).json()["items"]
    assert {item["id"]: item["repeat_count"] for item in listed}[case["id"]] == 2


async def test_mistakes_what_was_merged_and_parts_do_not_count(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    target = await cases.report(contact=WANG)
    double, mistake = await cases.report(contact=WANG), await cases.report(contact=WANG)
    await cases.done("clerk", double, "merge", {"target_id": target["id"]})
    await cases.done("clerk", mistake, "cancel", {"reason_code": "by_mistake"})
    await cases.done("clerk", target, "split", {"parts": [{"description": "一"}, {"description": "二"}]})
    case = await cases.report(contact=WANG)
    await counted(session)

    assert by_kind(await read(client_as, "clerk", case)) == {"caller": 1, "place": 1}
    parts = (await client_as("clerk").get(f"/cases/{target['id']}/parts")).json()["items"]
    assert [(await read(client_as, "clerk", part))["repeat_count"] for part in parts] == [0, 0]


async def test_the_third_of_a_caller_goes_up_once_by_the_rule_of_the_area(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    await appoint(session, "nobody", "dispatcher", TOWN)
    put = await client_as("admin").put(f"/repeat-rules/{COUNTY}", json={"rules": [THIRD]})
    assert (put.status_code, put.json()["rules"][0]["said_by"]) == (200, COUNTY)
    told = [await cases.report(contact=WANG) for _ in range(3)]
    await counted(session)
    await counted(session)
    after = [await read(client_as, "clerk", case) for case in told]

    assert [case["centre_code"] for case in after] == [None, None, COUNTY]
    history = (await client_as("clerk").get(f"/cases/{told[2]['id']}/events")).json()["items"]
    assert [(event["action"], event["actor_kind"]) for event in history] == [("report", "user"), ("escalate", "system")]
    assert history[1]["data"] == {"reason_code": "repeat", "from_centre": None, "to_centre": COUNTY}
    assert [after[2][name] for name in ("due_at", "stage_due_at")] == [
        told[2][name] for name in ("due_at", "stage_due_at")
    ]


async def test_the_nearest_area_that_says_something_holds_while_it_is_valid(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    await appoint(session, "nobody", "dispatcher", TOWN)
    admin = client_as("admin")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    await admin.put("/repeat-rules/national", json={"rules": []})
    await admin.put(f"/repeat-rules/{COUNTY}", json={"rules": [{**THIRD, "times": 2}]})
    await admin.put(f"/repeat-rules/{TOWN}", json={"rules": [{**THIRD, "times": 2, "raises": False}]})
    shown = (await admin.get(f"/repeat-rules/{TOWN}")).json()
    assert [(rule["said_by"], rule["raises"]) for rule in shown["rules"]] == [(TOWN, False)]
    first = [await cases.report(contact=WANG) for _ in range(2)]
    await counted(session)
    assert (await read(client_as, "clerk", first[1]))["centre_code"] is None
    await admin.put(f"/repeat-rules/{TOWN}", json={"rules": [{**THIRD, "raises": False, "valid_to": yesterday}]})
    third = await cases.report(contact=WANG)
    await counted(session)
    assert (await read(client_as, "clerk", third))["centre_code"] == COUNTY


async def test_reports_before_the_window_do_not_count_and_are_still_on_the_page(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    with clock.shifted(-timedelta(days=100)):
        old = await cases.report(contact=WANG)
    case = await cases.report(contact=WANG)
    await counted(session)

    assert by_kind(await read(client_as, "clerk", case)) == {}
    page = (await client_as("clerk").get(f"/cases/{case['id']}/before")).json()
    assert [item["id"] for item in page["items"]] == [old["id"]]


async def test_one_page_shows_what_came_before_with_its_answers(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    closed = await cases.at("closed", contact=WANG)
    rejected = await cases.at("rejected", location=NEARBY)
    hidden = await cases.report(contact=WANG, location=IN_OTHER_GRID)
    case = await cases.report(contact=WANG)
    await counted(session)
    address = f"/cases/{case['id']}/before"
    items: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 1}
    while True:
        page = (await client_as("clerk").get(address, params=query)).json()
        items += page["items"]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert [(item["id"], sorted(item["kinds"]), item["reply"]) for item in items] == [
        (hidden["id"], ["caller"], None),
        (rejected["id"], ["place"], "经核查不属实"),
        (closed["id"], ["caller", "place"], "已办结"),
    ]
    of_town = (await client_as("town_clerk").get(address)).json()["items"]
    assert [item["id"] for item in of_town] == [rejected["id"], closed["id"]], "what they do not see is not there"
    of_callers = (await client_as("clerk").get(address, params={"kind": "caller"})).json()["items"]
    assert [item["id"] for item in of_callers] == [hidden["id"], closed["id"]]


async def test_who_told_of_it_is_for_the_centre_alone(cases: Cases, client_as: Clients, session: Session) -> None:
    await cases.report(contact=WANG, location=FAR, address="一巷12号")
    case = await cases.report(contact=WANG, address="一巷12号")
    await counted(session)
    mine = await read(client_as, "worker", case)
    page = (await client_as("worker").get(f"/cases/{case['id']}/before")).json()

    assert (mine["repeats"], page["items"]) == ([], [])
    assert (await client_as("worker").get(f"/cases/{case['id']}/before?kind=caller")).json()["items"] == []
    assert by_kind(await read(client_as, "clerk", case)) == {"caller": 1, "household": 1}
    assert (await client_as("other_worker").get(f"/cases/{case['id']}/before")).status_code == 404


async def test_an_address_without_a_number_is_no_household(cases: Cases, client_as: Clients, session: Session) -> None:
    await cases.report(address="六联社区人民路", location=FAR)
    case = await cases.report(address="六联社区人民路")
    await counted(session)

    assert by_kind(await read(client_as, "clerk", case)) == {}


@pytest.mark.parametrize(
    "rule",
    [{"kind": "moon"}, {"times": 1}, {"times": 1001}, {"window_days": 0}, {"window_days": 3651}, {"raises": "maybe"},
     {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, {"scope_path": "x"}],
)  # fmt: skip
async def test_rules_that_make_no_sense_are_refused(client_as: Clients, rule: dict[str, Any]) -> None:
    answer = await client_as("admin").put(f"/repeat-rules/{TOWN}", json={"rules": [{**THIRD, **rule}]})

    assert answer.status_code == 422, answer.text
    assert (await client_as("admin").get(f"/repeat-rules/{TOWN}")).json()["rules"] == []


async def test_a_kind_twice_and_areas_of_others_are_refused(client_as: Clients) -> None:
    twice = await client_as("admin").put(f"/repeat-rules/{TOWN}", json={"rules": [THIRD, THIRD]})

    assert (twice.status_code, twice.json()["errors"][0]["pointer"]) == (422, "/rules/1")
    assert (await client_as("clerk").put(f"/repeat-rules/{TOWN}", json={"rules": []})).status_code == 403
    assert (await client_as("admin").put("/repeat-rules/999", json={"rules": []})).status_code == 404


async def test_rules_come_by_file_too(session: Session) -> None:
    head = "area_code,kind,times,window_days,raises,valid_from,valid_to\n"
    good = f"{head}{COUNTY},caller,3,30,true,2026-01-01,\n,place,5,90,,,\n".encode()
    done = await import_files(session, {"repeat_rules.csv": good})
    assert (done["repeat_rules"].created, len(await known(session))) == (2, 2)
    assert (await import_files(session, {"repeat_rules.csv": good}))["repeat_rules"].unchanged == 2
    with pytest.raises(ImportRefused) as refused:
        await import_files(session, {"repeat_rules.csv": f"{head}999,caller,1,30,,,\n".encode()})
    assert {problem.field for problem in refused.value.problems} == {"area_code"}
