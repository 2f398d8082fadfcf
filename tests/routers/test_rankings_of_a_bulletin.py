"""A bulletin tells the evaluations published of its area and days, corrections included; and of no person."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.services.bulletins.printing import Press, Printed
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import COUNTY, GRID, OTHER_TOWN, TOWN
from tests.routers.test_a_bulletins_life import Office
from tests.routers.test_assessments import Clients, Times, computed, made, scheme

FORMULA = "=1+1"


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    return Times(monkeypatch)


async def published(
    database: OneConnection, clients: Clients, day: str, code: str, assessed: str, area: str, **scheme_: Any
) -> dict[str, Any]:
    body = scheme(fewest=2) | {"code": code, "name": FORMULA, "assessed": assessed, **scheme_}
    written = await made(clients("centre_leader"), "schemes", body)
    about = {"scheme_id": written["id"], "area_code": area, "first": day, "last": day}
    period = await made(clients("supervisor"), "periods", about)
    await computed(database, clients, period)
    await made(clients("supervisor"), f"periods/{period['id']}/review", status=200)
    return await made(clients("centre_leader"), f"periods/{period['id']}/publish", status=200)


async def corrected(clients: Clients, period: dict[str, Any], points: float) -> None:
    asked = {"subject": GRID, "reason": "误判一件"}
    appeal = await made(clients("worker"), f"periods/{period['id']}/appeals", asked)
    decision = {"grant": True, "note": "属实", "points": {"filed": points}}
    await made(clients("supervisor"), f"appeals/{appeal['id']}/decide", decision, status=200)


async def test_a_bulletin_ranks_what_was_published_of_its_area_and_days(
    cases: Cases, client_as: Clients, database: OneConnection, times: Times, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cases.at("closed")
    await cases.at("rejected")
    day = str(clock.today())
    times.later(timedelta(days=7))
    county = await published(database, client_as, day, "grids", "grid", COUNTY, name_en="Grids")
    await published(database, client_as, day, "workers", "worker", COUNTY)
    await published(database, client_as, day, "departments", "department", TOWN)
    unpublished = scheme() | {"code": "later"}
    written = await made(client_as("centre_leader"), "schemes", unpublished)
    body = {"scheme_id": written["id"], "area_code": COUNTY, "first": day, "last": day}
    await made(client_as("supervisor"), "periods", body)
    await corrected(client_as, county, 60)

    office = Office(client_as)
    drafted = await office.draft(day=day)
    grids, departments = drafted["page"]["figures"]["rankings"]
    assert (grids["scheme"], grids["area"]["code"], grids["first"], grids["last"]) == (
        {"code": "grids", "zh": FORMULA, "en": "Grids"}, COUNTY, day, day,
    )  # fmt: skip
    assert (grids["assessed"], departments["assessed"], departments["area"]["code"]) == ("grid", "department", TOWN)
    (line,) = grids["lines"]
    assert (line["code"], line["rank"], line["score"], line["is_corrected"]) == (GRID, 1, 100, True)
    assert line["colour"] == {"code": "red", "zh": "红", "en": "红"}
    counted = {each["code"]: each["count"] for each in grids["colours"]}
    assert (counted["red"], grids["ranked"]) == (1, 1)
    assert sum(counted.values()) == grids["scored"] > 1
    assert drafted["page"]["figures"]["rankings_left_out"] == 0

    pdf = await office.ask("supervisor", "GET", f"/{drafted['id']}/file?format=pdf")
    assert pdf.content.startswith(b"%PDF")
    sheets = await office.ask("supervisor", "GET", f"/{drafted['id']}/file?format=xlsx&language=en")
    with zipfile.ZipFile(io.BytesIO(sheets.content)) as book:
        assert f"<t>{FORMULA}</t>" in book.read("xl/sharedStrings.xml").decode()
        assert not [name for name in book.namelist() if "worksheets/sheet" in name and b"<f>" in book.read(name)]

    # Of another town nothing, of other days nothing.
    elsewhere = await office.draft("other_supervisor", area_code=OTHER_TOWN, day=day)
    before = await office.draft(day=str(clock.today() - timedelta(days=21)))
    assert [each["page"]["figures"]["rankings"] for each in (elsewhere, before)] == [[], []]

    # Signed, it stays as it was.
    async def print_(self: Press, page: bytes, wanted: Any) -> list[Printed]:
        return [Printed(kind, language, page) for kind, language in wanted]

    monkeypatch.setattr(Press, "print", print_)
    await published(database, client_as, day, "villages", "village", COUNTY)
    signed = await office.signed(day=day)
    told = [each["assessed"] for each in signed["page"]["figures"]["rankings"]]
    assert told == ["grid", "village", "department"]
    await published(database, client_as, day, "stations", "station", COUNTY)
    assert (await office.done("supervisor", "GET", f"/{signed['id']}"))["page"] == signed["page"]


async def test_of_many_the_first_and_the_last_are_named(
    cases: Cases, client_as: Clients, database: OneConnection, times: Times
) -> None:
    await cases.at("closed")
    await cases.at("rejected")
    day = str(clock.today())
    times.later(timedelta(days=7))
    period = await published(database, client_as, day, "grids", "grid", COUNTY)
    await database.connection.execute("SET LOCAL ROLE NONE")
    await database.connection.execute(
        "INSERT INTO assessment_results (period_id, subject, name, score, colour, rank, place, document)"
        " SELECT period_id, 'G' || n, 'G' || n, 50 - n, 'grey', n + 1, n + 100, document"
        " FROM assessment_results, generate_series(1, 30) AS n WHERE period_id = $1 AND subject = $2",
        period["id"], GRID,
    )  # fmt: skip
    await database.connection.execute(
        "UPDATE assessment_results SET place = place + 100 WHERE period_id = $1 AND rank IS NULL", period["id"]
    )
    await database.connection.execute(
        "UPDATE assessment_results AS r SET place = n.place FROM (SELECT subject, row_number() OVER"
        " (ORDER BY rank NULLS LAST) AS place FROM assessment_results WHERE period_id = $1) AS n"
        " WHERE r.period_id = $1 AND r.subject = n.subject", period["id"],
    )  # fmt: skip
    (ranking,) = (await Office(client_as).draft(day=day))["page"]["figures"]["rankings"]

    assert ranking["ranked"] == 31
    assert [line["rank"] for line in ranking["lines"]] == [*range(1, 11), *range(22, 32)]
