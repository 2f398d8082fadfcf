"""A whole district with its history is imported as its administrator would, and nothing is invented, lost or moved."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from click.testing import Result
from httpx import URL, ASGITransport, AsyncClient
from typer.testing import CliRunner

from app import clock
from app.cli import app as yikou
from app.config import Settings
from app.db import migrations
from app.db.connections import prepare_connection
from app.db.session import APPLICATION_ROLE, Session
from app.main import create_app
from app.services.calendar import seeding
from app.services.importing import ImportRefused
from tests import contract, real_district
from tests.conftest import KEY, OneConnection
from tests.real_district import (
    AREAS,
    COUNTY,
    LEAVES,
    LINES,
    NOW,
    TWO_ARE_CALLED,
    TWO_BORE,
    UNITS,
    Told,
    csv_of,
    history_file,
    rows_of,
)  # fmt: skip

#: Every table that an import of the organisation or of history could change.
TABLES = (
    "areas", "departments", "department_names", "department_aliases", "jurisdictions", "category_standards",
    "categories", "filing_rules", "terms", "users", "appointments", "cases", "case_events", "case_timers", "ratings",
    "audit_entries", "outbox",
)  # fmt: skip


def _with_database(url: str, name: str) -> str:
    head, _, tail = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{'?' + tail if tail else ''}"


async def _empty(admin_url: str, url: str, name: str) -> None:
    """A database as a first start leaves it."""
    admin = await asyncpg.connect(admin_url)
    await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await admin.execute(f'CREATE DATABASE "{name}"')
    await admin.close()
    await migrations.upgrade(url)
    connection = await asyncpg.connect(url)
    await prepare_connection(connection)
    await seeding.seed(Session(connection))
    await connection.close()


@cache
def told() -> list[Told]:
    return real_district.history()


def imported(url: str, *arguments: str) -> Result:
    """`yikou import …`, as an administrator runs it."""
    with clock.frozen(NOW):
        return CliRunner().invoke(yikou, ["import", *arguments, "--database-url", url])


@dataclass(frozen=True)
class District:
    url: str
    files: Path
    history: Path
    said: list[str]
    password: str


@pytest.fixture(scope="module")
def district(admin_url: str, worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """The district, imported once by the files an administrator would bring."""
    name, directory = f"yikou_district_{worker}", tmp_path_factory.mktemp("district")
    url, history, files = _with_database(admin_url, name), directory / "history.csv", directory / "files"
    asyncio.run(_empty(admin_url, url, name))
    files.mkdir()
    for file, content in real_district.organisation().items():
        (files / file).write_bytes(content)
    history.write_bytes(history_file(told()))
    done = [imported(url, str(files)), imported(url, "cases", str(history))]
    assert [each.exit_code for each in done] == [0, 0], [each.output for each in done]
    given = CliRunner().invoke(yikou, ["user", "password", "jiandu", "--database-url", url])
    yield District(url, files, history, [each.stdout for each in done], given.stdout.split()[1])
    asyncio.run(_drop(admin_url, name))


async def _drop(admin_url: str, name: str) -> None:
    admin = await asyncpg.connect(admin_url)
    await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await admin.close()


@pytest.fixture
async def supervisor(district: District, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """Who may ask everything, signed in as people do; what is done is rolled back."""
    async with _connected(district.url, role=APPLICATION_ROLE) as connection:
        app = create_app(Settings(data_dir=tmp_path, signing_key=KEY), database := OneConnection(connection))
        app.state.database = database
        client = AsyncClient(transport=ASGITransport(app), base_url="http://test/api/v1")
        client.event_hooks = {"response": [_as_declared]}
        with clock.frozen(NOW):
            signed_in = await client.post("/auth/token", data={"username": "jiandu", "password": district.password})
            assert signed_in.status_code == 200, signed_in.text
            client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
            yield client
        await client.aclose()


async def _as_declared(answer: Any) -> None:
    contract.hold(answer, await answer.aread())


@asynccontextmanager
async def _connected(url: str, **settings: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection whose work is rolled back."""
    connection = await asyncpg.connect(url, server_settings={"timezone": "UTC", **settings})
    await prepare_connection(connection)
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()


async def all_of(client: AsyncClient, path: str, **query: Any) -> list[dict[str, Any]]:
    """Every item of a list, page by page."""
    items, cursor = [], None
    while True:
        answer = await client.get(path, params={**query, "limit": 200} | ({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return items


async def ids_of(client: AsyncClient, path: str, **query: Any) -> set[str]:
    """The numbers of the older system of every case in a list, none of them twice."""
    found = [item["external_id"] for item in await all_of(client, path, fields="external_id", **query)]
    assert len(found) == len(set(found))
    return set(found)


def numbers(cases: Iterable[Told]) -> set[str]:
    return {case.line["external_id"] for case in cases}


def moment(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)


def is_open(case: Told) -> bool:
    return case.closed is None


def area_path(code: str | None) -> str:
    """From the county down; what has no place lies with the county."""
    parents, path = {area.code: area.parent_code for area in AREAS}, ""
    while code is not None:
        code, path = parents[code], f"{code}/{path}"
    return path or f"{COUNTY}/"


def test_the_district_is_a_real_one() -> None:
    assert (len(UNITS), len(LEAVES), len(told()), len(AREAS)) == (156, 192, LINES, 157)
    assert told() == real_district.history(), "the same at each call"
    assert len({word for unit in UNITS for word in unit.called}) == sum(len(unit.called) for unit in UNITS)
    assert any(each.unit and each.line["department_code"] != each.unit for each in told())


def test_it_is_imported_whole(district: District) -> None:
    organisation, history = district.said

    for kind, count in (("areas", 157), ("departments", 156), ("categories", 8 + 48 + 192), ("filing_rules", 192)):
        assert f"{kind}: {count} created" in organisation
    assert history == f"cases: {LINES} created, 0 unchanged\n"


async def test_each_case_says_what_its_line_says_and_nothing_else(supervisor: AsyncClient) -> None:
    items = {item["external_id"]: item for item in await all_of(supervisor, "/cases")}
    assert len(items) == LINES
    for case in told():
        item, line = items[case.line["external_id"]], case.line
        point = item["location"]
        seen = {
            "opened": moment(item["reported_at"]), "closed": moment(item["closed_at"]), "due": moment(item["due_at"]),
            "unit": item["lead_department_code"], "area": item["area_code"], "path": item["area_path"],
            "point": point and (point["lat"], point["lon"]),
        }  # fmt: skip
        assert seen == {
            "opened": case.opened, "closed": case.closed, "due": case.due if is_open(case) else None,
            "unit": case.unit, "area": case.area, "path": area_path(case.area), "point": case.point,
        }, line  # fmt: skip
        same = ("description", "address", "category_code", "title", "nature_code", "source_code")
        assert {name: item[name] for name in same} == {name: line[name] for name in same}
        nobody = ("handler_id", "verifier_id", "checker_id", "resume_at", "order_due_at", "responsible_department_code")
        assert not any(item[name] for name in (*nobody, "urgent", "auto_signed", "rework_round", "return_count"))


async def test_what_only_a_whole_case_tells_is_what_was_told(supervisor: AsyncClient) -> None:
    chosen, ids = told()[::30], {}
    for item in await all_of(supervisor, "/cases", fields="external_id"):
        ids[item["external_id"]] = item["id"]
    for case in chosen:
        seen, line = (await supervisor.get(f"/cases/{ids[case.line['external_id']]}")).json(), case.line
        assert (seen["dates_only"], seen["stated_timeliness"]) == (case.days, case.timeliness), line
        assert (moment(seen["deadline_at"]), seen["rating"]) == (case.due, line["rating"]), line
        steps = ("filed_at", "dispatched_at", "signed_at", "resolved_at", "contact", "reporter_id", "rule")
        assert [name for name in steps if seen[name] is not None] == [], line
        solved = {None: None, "true": True, "false": False}[line["rating_solved"]]
        answers = [(line["rating"], solved, line["rating_words"])] if line["rating"] else []
        assert [(each["score"], each["solved"], each["words"]) for each in seen["ratings"]] == answers, line
        events = (await supervisor.get(f"/cases/{seen['id']}/events")).json()["items"]
        assert [(event["action"], moment(event["created_at"])) for event in events] == [("import", NOW)], line


async def test_days_stay_days_and_words_stay_words_in_every_case(district: District) -> None:
    steps = "num_nonnulls(filed_at, dispatched_at, signed_at, resolved_at, progress_at, handler_id) AS made_up"
    kept = f"external_id, dates_only, stated_timeliness, deadline_at, rating, {steps}"
    async with _connected(district.url) as connection:
        rows = {row["external_id"]: dict(row) for row in await connection.fetch(f"SELECT {kept} FROM cases")}
    meant = {
        case.line["external_id"]: {
            "external_id": case.line["external_id"], "dates_only": case.days, "stated_timeliness": case.timeliness,
            "deadline_at": case.due, "rating": case.line["rating"], "made_up": 0,
        }
        for case in told()
    }  # fmt: skip
    words = Counter(case.timeliness for case in told())

    assert rows == meant
    assert min(words["in_time"], words["overdue"]) > LINES / 10


async def test_counts_by_unit_area_and_category_are_those_of_the_source(supervisor: AsyncClient) -> None:
    waiting = [case for case in told() if is_open(case)]
    expected = {
        "department": Counter(case.unit for case in waiting),
        "category": Counter(case.line["category_code"] for case in waiting),
        "area": Counter(area_path(case.area).split("/")[1] or None for case in waiting),
    }
    for by, counts in expected.items():
        answer = (await supervisor.get("/supervision/summary", params={"question": "open", "by": by})).json()
        assert ({item["key"]: item["count"] for item in answer["items"]}, answer["total"]) == (counts, len(waiting)), by
        for item in answer["items"][:3]:
            href = URL(item["href"].removeprefix("/api/v1"))
            assert len(await all_of(supervisor, href.path, **href.params)) == item["count"], href


async def test_lists_hold_exactly_the_cases_of_the_source(supervisor: AsyncClient) -> None:
    def below(code: str | None, top: str) -> bool:
        return code is not None and (code == top or code.startswith(f"{top}-"))

    village = f"{COUNTY}003002"
    for query, meant in (
        ({"open": True}, is_open),
        ({"open": False}, lambda case: not is_open(case)),
        ({"department": "Q03"}, lambda case: below(case.unit, "Q03")),
        ({"department": "J1"}, lambda case: case.unit in {"J1", *(f"J1-{n}" for n in range(1, 6))}),
        ({"department": "J1-B"}, lambda case: case.unit == "J1-B"),
        ({"category": "T1"}, lambda case: below(case.line["category_code"], "T1")),
        ({"category": "T1-1"}, lambda case: below(case.line["category_code"], "T1-1")),
        ({"area": village}, lambda case: (case.area or "").startswith(village)),
        ({"nature": "praise"}, lambda case: case.line["nature_code"] == "praise"),
        ({"source": "letter"}, lambda case: case.line["source_code"] == "letter"),
    ):  # fmt: skip
        assert await ids_of(supervisor, "/cases", **query) == numbers(case for case in told() if meant(case)), query


async def test_only_a_deadline_makes_a_case_overdue_and_a_word_none(supervisor: AsyncClient) -> None:
    late = [case for case in told() if is_open(case) and case.due is not None and case.due < NOW]
    found = await all_of(supervisor, "/supervision/overdue", fields="external_id,light")

    assert 50 < len(late) < LINES / 10
    assert {item["external_id"] for item in found} == numbers(late)
    assert {item["light"] for item in found} == {"red"}
    assert await ids_of(supervisor, "/cases", light="red") == numbers(late)


async def test_the_figures_of_ratings_are_the_scores_that_were_written(supervisor: AsyncClient) -> None:
    scores, of_units, said = [0] * 5, Counter[tuple[str | None, int]](), [0, 0]
    for days in range(0, 730, 365):
        until = NOW - timedelta(days=days)
        period = {"until": until.isoformat(), "since": (until - timedelta(days=365)).isoformat()}
        figures = (await supervisor.get("/supervision/ratings", params=period)).json()
        scores = [one + more for one, more in zip(scores, figures["scores"], strict=True)]
        said = [said[0] + figures["solved"], said[1] + figures["unsolved"]]
        for item in figures["items"]:
            of_units += Counter({(item["key"], n): count for n, count in enumerate(item["scores"], start=1) if count})
    written = Counter(case.line["rating"] for case in told())

    assert scores == [written[score] for score in range(1, 6)]
    assert of_units == Counter((case.unit, case.line["rating"]) for case in told() if case.line["rating"])
    assert said == [sum(case.line["rating_solved"] == word for case in told()) for word in ("true", "false")]


async def test_timers_run_for_deadlines_and_answers_that_are_still_ahead_alone(district: District) -> None:
    async with _connected(district.url) as connection:
        rows = await connection.fetch(
            "SELECT c.external_id, t.kind FROM case_timers t JOIN cases c ON c.id = t.case_id"
        )
        told_of = await connection.fetchval("SELECT count(*) FROM outbox")
    running = numbers(case for case in told() if is_open(case) and case.due is not None and case.due >= NOW)
    answerable = numbers(
        case for case in told()
        if case.closed and case.line["rating"] is None and case.closed + timedelta(days=14) > NOW
    )  # fmt: skip

    assert {row["external_id"] for row in rows if row["kind"] == "reminder"} == running
    assert {row["external_id"] for row in rows if row["kind"] == "warning"} <= running
    assert {row["external_id"] for row in rows if row["kind"] == "rating_window"} == answerable
    assert told_of == 0, "nobody is told of what is long past"


async def _state(url: str) -> dict[str, str]:
    """A digest of every table an import could write."""
    async with _connected(url) as connection:
        return {
            name: await connection.fetchval(f"SELECT md5(string_agg(t::text, '\n' ORDER BY t::text)) FROM {name} t")
            for name in TABLES
        }


def test_what_two_units_are_called_is_refused_in_one_message_by_line(district: District, tmp_path: Path) -> None:
    before, lines = asyncio.run(_state(district.url)), [dict(case.line) for case in told()[:40]]
    for number in (3, 11, 30):
        lines[number] |= {"external_id": f"NEW-{number}", "department_code": TWO_BORE}
    lines[20] |= {"external_id": "NEW-20", "department_code": TWO_ARE_CALLED}
    (file := tmp_path / "two.csv").write_bytes(csv_of(lines))
    refused = imported(district.url, "cases", str(file))
    assert isinstance(refused.exception, ImportRefused)
    first, second, end = refused.exception.messages

    assert f"3 lines: 5 ({TWO_BORE}), 13 ({TWO_BORE}), 32 ({TWO_BORE})" in first
    assert "S01, S02" in first
    assert second.startswith("two.csv:22: ")
    assert "C01, C02" in second
    assert end.startswith("4 problems; nothing was imported.")
    assert asyncio.run(_state(district.url)) == before


def test_a_second_import_changes_nothing(district: District) -> None:
    before = asyncio.run(_state(district.url))
    organisation, history = (
        imported(district.url, str(district.files)),
        imported(district.url, "cases", str(district.history)),
    )

    assert history.stdout == f"cases: 0 created, {LINES} unchanged\n"
    for line in organisation.stdout.splitlines():
        assert ": 0 created, 0 updated, " in line
    assert asyncio.run(_state(district.url)) == before


def test_the_export_says_what_was_imported_and_comes_back_unchanged(district: District, tmp_path: Path) -> None:
    out, before = tmp_path / "out", asyncio.run(_state(district.url))
    exported = CliRunner().invoke(yikou, ["export", str(out), "--with-phones", "--database-url", district.url])
    assert exported.exit_code == 0, exported.output
    for name, content in real_district.organisation().items():
        if name.endswith(".csv"):
            source, columns = rows_of(content), rows_of(content)[0].keys()
            written = [{column: row[column] for column in columns} for row in rows_of((out / name).read_bytes())]
            assert sorted(map(str, written)) == sorted(map(str, source)), name
    drawn = {each["properties"]["code"] for each in json.loads((out / "boundaries.geojson").read_bytes())["features"]}
    assert drawn == {area.code for area in AREAS if area.corner}
    back = imported(district.url, str(out))

    assert back.exit_code == 0, back.output
    assert all(": 0 created, 0 updated, " in line for line in back.stdout.splitlines())
    assert asyncio.run(_state(district.url)) == before
