"""Duplicates at intake: what is shown before and after a report, and what never is."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import APPLICATION_ROLE, Session
from app.queries.intake import duplicates as queries
from app.services.identity.actors import load_actor
from app.services.intake import duplicates
from tests.cases import Cases
from tests.organisation import IN_GRID, IN_NO_GRID, IN_OTHER_GRID, USERS

Clients = Callable[..., AsyncClient]
LEAK = "路边井盖缺失，行人险些跌落"
DEGREES_A_METRE = 1 / 111_320


def north(metres: float, **more: Any) -> dict[str, Any]:
    return {"lat": IN_GRID["lat"] + metres * DEGREES_A_METRE, "lon": IN_GRID["lon"], **more}


async def found(client: AsyncClient, **body: Any) -> list[dict[str, Any]]:
    answer = await client.post("/cases/candidates", json={"description": LEAK, "location": IN_GRID, **body})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_case_near_by_in_the_same_words_is_shown_with_the_reasons(cases: Cases, client_as: Clients) -> None:
    known = await cases.report(description="路边井盖缺失", location=north(30), category_code="DCM-01-02")

    (item,) = await found(client_as("worker"), category_code="DCM-01-02")

    assert item["id"] == known["id"]
    assert item["number"] == known["number"]
    assert item["distance_m"] == 30
    assert 0.5 <= item["score"] <= 1
    assert [reason["code"] for reason in item["reasons"]] == ["place", "category-same", "words", "time"]
    assert item["reasons"][0]["label_zh"] == "30 米内"


async def test_the_answer_to_a_report_shows_the_same_and_never_itself(cases: Cases, client_as: Clients) -> None:
    known = await cases.report(description=LEAK)
    before = await found(client_as("worker"))
    case = await cases.report(description=LEAK)

    assert [item["id"] for item in case["duplicate_candidates"]] == [known["id"]]
    assert before[0]["score"] == pytest.approx(case["duplicate_candidates"][0]["score"], abs=0.01)


async def test_looking_writes_nothing(client_as: Clients, session: Session) -> None:
    await found(client_as("worker"))

    assert await session.connection.fetchval("SELECT count(*) FROM cases") == 0


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"location": north(600)}, {}),
        ({"description": "路灯整夜不亮"}, {}),
        ({"description": "路灯整夜不亮", "category_code": "DCM-01"}, {"category_code": "DCM-01-02"}),
    ],
    ids=["far", "other-words", "other-words-of-the-same-family"],
)
async def test_what_is_not_the_same_matter_is_not_shown(
    cases: Cases, client_as: Clients, told: dict[str, Any], asked: dict[str, Any]
) -> None:
    await cases.report(**{"description": LEAK, **told})

    assert await found(client_as("worker"), **asked) == []


async def test_the_same_category_on_the_spot_is_enough_in_other_words(cases: Cases, client_as: Clients) -> None:
    known = await cases.report(description="垃圾成堆", location=north(8), category_code="DCM-01-02")

    assert [item["id"] for item in await found(client_as("worker"), category_code="DCM-01-02")] == [known["id"]]


async def test_an_imprecise_device_reaches_farther(cases: Cases, client_as: Clients) -> None:
    await cases.report(description="井盖不见了", location=north(170), category_code="DCM-01-02")
    told = {"category_code": "DCM-01-02"}

    assert await found(client_as("worker"), **told) == []
    assert len(await found(client_as("worker"), location={**IN_GRID, "accuracy_m": 150}, **told)) == 1


async def test_old_and_ended_cases_are_not_shown(
    cases: Cases, client_as: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cases.report(description=LEAK)
    await cases.at("closed", description=LEAK)
    assert len(await found(client_as("worker"))) == 1
    later = clock.now() + timedelta(days=61)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert await found(client_as("worker")) == []


async def test_nobody_is_shown_what_they_may_not_see(cases: Cases, client_as: Clients) -> None:
    await cases.report("other_worker", description=LEAK, location=IN_OTHER_GRID)

    assert await found(client_as("worker"), location=IN_OTHER_GRID) == []
    assert await found(client_as("hotline"), location=IN_OTHER_GRID) == []
    assert len(await found(client_as("clerk"), location=IN_OTHER_GRID)) == 1


async def test_a_confidential_case_is_shown_to_nobody(cases: Cases, client_as: Clients) -> None:
    case = await cases.report(description=LEAK)
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "confidential"})

    assert await found(client_as("clerk")) == []


async def test_without_a_location_the_words_find_it(cases: Cases, client_as: Clients) -> None:
    known = await cases.report(description="六联社区门口的大型井盖缺失，老人险些跌落受伤", location=IN_GRID)
    await cases.report(description="路灯整夜不亮")

    told = {"location": None, "description": "居民来电：六联社区门口大型井盖缺失，老人跌落受伤"}
    (item,) = await found(client_as("clerk"), **told)

    assert item["id"] == known["id"]
    assert item["distance_m"] is None
    assert [reason["code"] for reason in item["reasons"]] == ["words", "time"]
    assert await found(client_as("other_worker"), **told) == [], "outside their area"


async def test_mere_courtesy_finds_nothing(cases: Cases, client_as: Clients) -> None:
    await cases.report(description="您好，谢谢")

    assert await found(client_as("worker"), location=None, description="您好，谢谢") == []


async def test_the_best_come_first_and_no_more_than_asked_for(cases: Cases, client_as: Clients) -> None:
    for metres in (40, 5, 20, 10, 30):
        await cases.report(description=LEAK, location=north(metres))
    items = await found(client_as("worker"), limit=4)

    assert [item["distance_m"] for item in items] == [5, 10, 20, 30]
    assert [item["score"] for item in items] == sorted((item["score"] for item in items), reverse=True)
    assert len(await found(client_as("worker"))) == 3


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"description": " "}, "/description"),
        ({"description": LEAK, "limit": 11}, "/limit"),
        ({"description": LEAK, "category_code": "NO-SUCH"}, "/category_code"),
        ({"description": LEAK, "location": {"lat": 91, "lon": 0}}, "/location/lat"),
        ({"description": LEAK, "secret": True}, "/secret"),
        ({"description": "\x00井盖"}, "/description"),
    ],
)
async def test_rubbish_is_named(client_as: Clients, body: dict[str, Any], pointer: str) -> None:
    answer = await client_as("worker").post("/cases/candidates", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "place", [{"lat": 90, "lon": 180}, {"lat": -90, "lon": -180}, {"lat": 0, "lon": 0}, IN_NO_GRID]
)
async def test_the_ends_of_the_earth_are_places_too(client_as: Clients, place: dict[str, float]) -> None:
    assert await found(client_as("clerk"), location={**place, "accuracy_m": 100_000}) == []


async def test_only_who_may_report_may_ask(client_as: Clients) -> None:
    for who, status in (("handler", 403), ("supervisor", 403), (None, 401)):
        answer = await client_as(who).post("/cases/candidates", json={"description": LEAK})
        assert answer.status_code == status


async def test_asking_costs_two_questions(
    cases: Cases, client_as: Clients, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for metres in range(12):
        await cases.report(description=LEAK, location=north(metres), category_code="DCM-01-02")
    questions: list[str] = []
    for name in ("all", "first", "value"):
        ask = getattr(Session, name)

        async def counting(self: Session, statement: Any, *, _ask: Any = ask, **values: Any) -> Any:
            questions.append(statement.sql)
            return await _ask(self, statement, **values)

        monkeypatch.setattr(Session, name, counting)
    await found(client_as("worker"), category_code="DCM-01-02")

    about_places = [sql for sql in questions if "reference_versions" in sql]
    assert len(questions) - len(about_places) == 2, "the cases near by, what their categories are"


async def test_twenty_thousand_cases_on_one_spot_are_not_read(
    cases: Cases, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every case in one cell any index looks as good to the planner as the one of cells, were it not for order."""
    await cases.report(description=LEAK)
    await session.connection.execute(
        "INSERT INTO cases SELECT copy.* FROM cases, generate_series(1, 20000) n,"
        " LATERAL jsonb_populate_record(cases, jsonb_build_object('id', gen_random_uuid(), 'serial', n)) copy"
    )
    # As the worker of the database would, which does not see what is not committed.
    await session.connection.execute(f"SET LOCAL ROLE NONE; ANALYZE cases; SET LOCAL ROLE {APPLICATION_ROLE}")
    plans: list[Any] = []
    fetch = Session.all

    async def explaining(self: Session, statement: Any, **values: Any) -> Any:
        if "lat_cell" in statement.sql:
            explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement.sql}"
            plans.append(json.loads(await self.connection.fetchval(explain, *statement.arguments(values))))
        return await fetch(self, statement, **values)

    monkeypatch.setattr(Session, "all", explaining)
    actor = await load_actor(session, USERS["worker"])
    matter = duplicates.Matter(LEAK, None, IN_GRID["lat"], IN_GRID["lon"], 500.0, None)
    cells = len(duplicates._cells(matter.lat or 0, matter.lon or 0, 300.0)[0])
    shown = await duplicates.candidates(session, actor, matter, clock.now())

    assert len(shown) == duplicates.MOST_SHOWN
    assert 0 < _rows_read(plans[0][0]["Plan"]) <= 2 * cells * queries.NEWEST_OF_A_CELL


async def test_old_open_cases_with_late_numbers_hide_nothing(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    """As an import makes them: the newest of a cell are those reported last, whatever their numbers are."""
    mine = await cases.report(description=LEAK)
    await session.connection.execute(
        "INSERT INTO cases SELECT copy.* FROM cases, generate_series(1, 60) n,"
        " LATERAL jsonb_populate_record(cases, jsonb_build_object('id', gen_random_uuid(), 'serial', serial + n,"
        " 'reported_at', reported_at - interval '400 days')) copy"
    )

    assert [each["id"] for each in await found(client_as("worker"))] == [mine["id"]]


def _rows_read(plan: dict[str, Any]) -> int:
    """What was taken from the table or its indexes, thrown away or not."""
    below = sum(_rows_read(part) for part in plan.get("Plans", []))
    if plan.get("Relation Name") != "cases":
        return below
    thrown = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    return below + int((plan["Actual Rows"] + thrown) * plan["Actual Loops"])
