"""`python -m bench.recount [CASES]`: figures of a generated county of 400 grids against a recount from its events.

Cases of ten months with their whole histories, made inside the database; then the service counts them, sums them up,
and computes a month of every grid. The recount reads the events by itself and knows nothing of occurrences: whatever it
counts must be equal for the county, ten grids and ten units, or this ends with 1. Printed besides: how long each took,
and how long a read does.
"""

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import asyncpg

from app import clock
from app.db import migrations
from app.db.embedded import EmbeddedPostgres
from app.db.session import Database, Session, open_database
from app.schemas.evaluation.schemes import SchemeDocument
from app.services.calendar import seeding
from app.services.evaluation import counting, figures, summing
from app.services.evaluation.computing import results_of
from app.services.evaluation.documents import scheme_of
from app.services.evaluation.sight import Subject
from app.workflow.evaluation.scheme import Assessed
from app.workflow.evaluation.subjects import SubjectKind
from bench import generate, service

MOST_A_MONTH, MOST_A_READ = 60.0, 0.05  # seconds
Told = dict[str, tuple[int, int]]

#: Each case is reported, filed, dispatched, signed, resolved, perhaps reworked, and mostly closed, at its own moments.
HISTORY = """
INSERT INTO case_events (case_id, seq, action, from_status, to_status, actor_kind, area_path, data, created_at,
    stage_due_at, due_at)
  SELECT id, s.seq, s.action, s.source, s.target, 'user', area_path, s.data, reported_at + s.after,
    reported_at + s.stage_due, CASE WHEN s.seq > 2 THEN reported_at + interval '3 days' END
  FROM (SELECT id, area_path, reported_at, lead_department_code AS unit, serial AS n FROM cases) c
  CROSS JOIN LATERAL (VALUES
    (1, 'report', NULL, 'reported', '{}'::jsonb, interval '0', NULL::interval),
    (2, 'file', 'reported', 'filed', '{"rule_code": "B1-R"}', interval '1 minute' * (2 + n % 20),
      interval '15 minutes'),
    (3, 'dispatch', 'filed', 'dispatched', jsonb_build_object('lead', unit), interval '1 minute' * (25 + n % 17),
      interval '40 minutes'),
    (4, CASE WHEN n % 13 = 0 THEN 'auto_sign' ELSE 'sign' END, 'dispatched', 'handling', '{}',
      interval '1 minute' * (60 + n % 180), interval '200 minutes'),
    (5, 'resolve', 'handling', 'resolved', '{}', interval '1 hour' * (5 + n % 80), interval '3 days'),
    (6, CASE WHEN n % 7 = 0 THEN 'rework' ELSE 'close' END, 'resolved',
      CASE WHEN n % 7 = 0 THEN 'handling' ELSE 'closed' END, '{"reason_code": "partly_done"}',
      interval '1 hour' * (6 + n % 80), interval '4 days'),
    (7, 'resolve', 'handling', 'resolved', '{}', interval '1 hour' * (9 + n % 80), interval '3 days'),
    (8, 'close', 'resolved', 'closed', '{}', interval '1 hour' * (10 + n % 80), interval '4 days')
  ) s(seq, action, source, target, data, after, stage_due)
  WHERE s.seq <= CASE WHEN n % 11 = 0 THEN 5 WHEN n % 7 = 0 THEN 8 ELSE 6 END;
UPDATE cases SET status = CASE WHEN serial % 11 = 0 THEN 'resolved' ELSE 'closed' END, is_open = serial % 11 = 0,
  deadline_at = reported_at + interval '3 days', due_at = NULL, stage_due_at = CASE WHEN serial % 11 = 0 THEN now() END,
  closed_at = CASE WHEN serial % 11 > 0 THEN (SELECT max(created_at) FROM case_events WHERE case_id = id) END;
"""
CASES = """
INSERT INTO cases (id, status, is_open, channel, body_hash, description, words, area_code, area_path,
    lead_department_code, category_code, reported_at, status_since)
  SELECT gen_random_uuid(), 'closed', false, 'worker', '', 'case ' || n, '{}', 'G' || n % 400, a.path,
    'D' || n / 3 % 40, 'B1', t, t
  FROM generate_series(1, $1::bigint) n
  CROSS JOIN LATERAL (SELECT now() - interval '20 days' - (n * 7919 % 25920000) * interval '1 second' AS t) times
  JOIN areas a ON a.code = 'G' || n % 400
"""


def main(size: int) -> int:
    with service.scratch() as data_dir, EmbeddedPostgres(data_dir) as server:
        return asyncio.run(_run(server.url, size))


async def _run(url: str, size: int) -> int:
    await migrations.upgrade(url)
    async with open_database(url, min_size=1, max_size=4) as database:
        await generate.organisation(url)
        started = time.perf_counter()
        owner = await asyncpg.connect(url)
        await seeding.seed(Session(owner))
        await owner.execute("SET session_replication_role = replica")
        await owner.execute(CASES, size, timeout=3600)
        await owner.execute(HISTORY, timeout=3600)
        await owner.execute("ANALYZE")
        print(f"{size:,} cases of ten months made in {time.perf_counter() - started:.0f} s", flush=True)
        return await _compared(database, owner)


async def _compared(database: Database, owner: "asyncpg.Connection[asyncpg.Record]") -> int:
    await took("counted from histories", all_of(database, counting.count))
    await owner.execute("UPDATE sums_to_make SET due_at = '2000-01-01Z'")
    await owner.execute("ANALYZE occurrences")
    await took("summed up by day and month", due_of(database))
    month, last = month_before_last()
    wrong, reads = 0, []
    recount = await _recounted(owner, month, last)
    async with database.reading() as session:
        paths = {row["code"]: row["path"] for row in await owner.fetch("SELECT code, path FROM areas")}
        for kind, key in [(SubjectKind.AREA, "C"), *((SubjectKind.AREA, f"G{n}") for n in range(10)),
                          *((SubjectKind.UNIT, f"D{n}") for n in range(10))]:  # fmt: skip
            subject = Subject(kind, key, key, paths.get(key) if kind is SubjectKind.AREA else None)
            started = time.perf_counter()
            told = await figures.sums(session, subject, (month, last))
            await figures.minutes(session, subject, (month, last))
            reads.append(time.perf_counter() - started)
            for code, (hits, counted) in recount[kind.value, key].items():
                if (told[code].hits, told[code].counted) != (hits, counted):
                    print(f"  {kind.value} {key} {code}: {told[code]}, recounted {hits} of {counted}")
                    wrong += 1
        started = time.perf_counter()
        found = await results_of(session, scheme(), "C/", (month, last), {})
        lasted = time.perf_counter() - started
    compared = sum(len(each) for each in recount.values())
    print(f"{compared} figures compared, {wrong} wrong; a read takes {median(reads) * 1000:.1f} ms")
    print(f"a month of {len(found)} grids computed in {lasted:.1f} s")
    return int(wrong > 0 or lasted > MOST_A_MONTH or median(reads) > MOST_A_READ)


def month_before_last() -> tuple[date, date]:
    """Its first day and its last: long over, and all in what was made."""
    first = (clock.today().replace(day=1) - timedelta(days=40)).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


async def took(what: str, doing: Any) -> None:
    started = time.perf_counter()
    done = await doing
    print(f"{what}: {done:,} in {time.perf_counter() - started:.1f} s", flush=True)


async def all_of(database: Database, task: Any) -> int:
    done = 0
    while told := await task(database):
        done += told
    return done


async def due_of(database: Database) -> int:
    """Until nothing is due; what is made again later as time passes is not waited for."""
    done = 0
    while await summing.sum_next(database):
        done += 1
    return done


def scheme() -> Any:
    return scheme_of(
        Assessed.GRID,
        SchemeDocument.model_validate({
            "items": [
                {"code": "triage", "label_zh": "受理", "weight": 40, "figure": "triage_in_time"},
                {"code": "closing", "label_zh": "结案", "weight": 60, "figure": "closing_in_time"},
            ],
            "colours": [
                {"code": "red", "label_zh": "红", "from_score": 60},
                {"code": "grey", "label_zh": "灰", "from_score": 0},
            ],
        }),
    )  # fmt: skip


async def _recounted(
    owner: "asyncpg.Connection[asyncpg.Record]", first: date, last: date
) -> dict[tuple[str, str], Told]:
    """Straight from the events: each figure by its own sentence, for the county, each grid and each unit."""
    since, until = summing.start_of(first), summing.start_of(last + timedelta(days=1))
    hits: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    rows = await owner.fetch(
        "SELECT case_id, action, created_at, stage_due_at, due_at, area_path, data FROM case_events"
        " ORDER BY case_id, seq"
    )
    now = clock.now()
    for case in _by_case(rows):
        grid = case[0]["area_path"].rstrip("/").rpartition("/")[2]
        unit = next((json.loads(row["data"])["lead"] for row in case if row["action"] == "dispatch"), None)
        for code, at, is_hit, of_unit in _figures(case):
            if not since <= at < min(until, now):
                continue
            subjects = [("area", "C"), ("area", grid), *([("unit", unit)] if of_unit and unit else [])]
            for subject in subjects:
                counted[subject][code] += 1
                hits[subject][code] += is_hit
    return {
        subject: {code: (hits[subject][code], many) for code, many in told.items()} for subject, told in counted.items()
    } | {(kind, key): {} for kind, key in [("area", "C")] if (kind, key) not in counted}


def _by_case(rows: list[asyncpg.Record]) -> Iterator[list[asyncpg.Record]]:
    case: list[asyncpg.Record] = []
    for row in rows:
        if case and case[0]["case_id"] != row["case_id"]:
            yield case
            case = []
        case.append(row)
    yield case


def _figures(case: list[asyncpg.Record]) -> Iterator[tuple[str, datetime, bool, bool]]:
    """What a case is to each figure: its code, when it counts, whether it is a hit, and whether it is of a unit."""
    at = {row["action"]: row for row in case}
    last = {row["action"]: row for row in case}
    yield "filing_rate", case[0]["created_at"], "file" in at, False
    for action, code, of_unit in (("file", "triage_in_time", False), ("dispatch", "dispatch_in_time", False)):
        row = at[action]
        yield code, row["stage_due_at"], row["created_at"] <= row["stage_due_at"], of_unit
    signed = at.get("sign") or at["auto_sign"]
    in_time = signed["action"] == "sign" and signed["created_at"] <= signed["stage_due_at"]
    yield "signing_in_time", signed["stage_due_at"], in_time, True
    done = last["resolve"]
    yield "handling_rate", done["due_at"], True, True
    yield "handling_in_time", done["due_at"], done["created_at"] <= done["due_at"], True
    yield "rework_rate", done["due_at"], "rework" in at, True
    closed = at.get("close")
    yield "closing_rate", done["due_at"], closed is not None, True
    yield "closing_in_time", done["due_at"], closed is not None and done["created_at"] <= done["due_at"], True
    yield "overdue_unclosed", done["due_at"], closed is None, True


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
