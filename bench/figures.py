"""`python -m bench.figures [CASES]`: what figures cost where a county has five million cases of ten months.

Twenty thousand cases with their histories are counted by the service; all others have the occurrences of one of these,
at their own moments and places. Then: a month with its days summed up anew, what figures of a subject are read in, a
month of all grids computed, and the lists behind figures opened at the county, at a grid and at a unit. Ends with 1
where a read takes more than 50 ms or a month more than 60 s.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg

from app.authz import Actor
from app.db import migrations
from app.db.embedded import EmbeddedPostgres
from app.db.session import Database, Session, open_database
from app.schemas.evaluation.figures import FigureCasesQuery, FigurePart, SubjectQuery
from app.services.calendar import seeding
from app.services.evaluation import counting, figures
from app.services.evaluation.computing import results_of
from app.services.identity.actors import load_actor
from app.workflow.evaluation.subjects import SubjectKind
from bench import generate, service
from bench.recount import CASES, HISTORY, MOST_A_MONTH, MOST_A_READ, all_of, due_of, month_before_last, scheme, took

_COUNTED = 20_000
_TIMES = 9
_SUBJECTS = ((SubjectKind.AREA, "C"), (SubjectKind.AREA, "T3"), (SubjectKind.AREA, "G7"), (SubjectKind.UNIT, "D7"))
_LISTS = tuple(
    (code, part)
    for code in ("closing_in_time", "rework_rate", "overdue_unclosed")
    for part in (FigurePart.COUNTED, FigurePart.HIT, FigurePart.MISSED)
)
_INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
WHERE indrelid = $1::regclass AND NOT indisunique
"""
_COPY = """
CREATE TEMPORARY TABLE base AS SELECT o.*, c.reported_at, (c.serial - $1::bigint) % $2::bigint AS n
  FROM occurrences o JOIN cases c ON c.id = o.case_id;
ANALYZE base
"""
_SPREAD = """
INSERT INTO occurrences (case_id, kind, nth, at, facts, area_path, unit, worker, category, channel, minutes)
  SELECT c.id, b.kind, b.nth, b.at + (c.reported_at - b.reported_at), b.facts, c.area_path,
    CASE WHEN b.unit IS NOT NULL THEN c.lead_department_code END, b.worker, c.category_code, b.channel,
    b.minutes + c.serial % 97
  FROM cases c JOIN base b ON b.n = (c.serial - $1::bigint) % $2::bigint
  WHERE c.serial >= $1::bigint + $2::bigint
"""
_READER = """
INSERT INTO users (id, username, display_name, password_hash, is_active, created_at)
  VALUES ('00000000-0000-4000-8000-000000000001', 'reader', '甲', '!', true, now());
INSERT INTO appointments (id, user_id, post, area_code, valid_from)
  VALUES (gen_random_uuid(), '00000000-0000-4000-8000-000000000001', 'supervisor', 'C', '2020-01-01')
"""
_READER_ID = UUID("00000000-0000-4000-8000-000000000001")


def main(size: int) -> int:
    with service.scratch() as data_dir, EmbeddedPostgres(data_dir) as server:
        return asyncio.run(_run(server.url, size))


async def _run(url: str, size: int) -> int:
    await migrations.upgrade(url)
    async with open_database(url, min_size=1, max_size=4) as database:
        await generate.organisation(url)
        owner = await asyncpg.connect(url)
        await seeding.seed(Session(owner))
        await owner.execute(_READER)
        await owner.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        await took("cases and occurrences made", _made(database, owner, size))
        month, last = month_before_last()
        async with database.writing() as session:
            await counting.make_sums(session, [month + timedelta(days=n) for n in range((last - month).days + 1)])
        await owner.execute("UPDATE sums_to_make SET due_at = '2000-01-01Z'")
        await took("days and a month summed up", due_of(database))
        return await _read(database, owner, (month, last))


async def _made(database: Database, owner: "asyncpg.Connection[asyncpg.Record]", size: int) -> int:
    """Indexes are made when the rows are there; the sums of what was counted are not wanted."""
    await owner.execute(CASES, _COUNTED)
    await owner.execute(HISTORY)
    await all_of(database, counting.count)
    await owner.execute("TRUNCATE sums_to_make, figure_sums")
    indexes = [row for table in ("cases", "occurrences") for row in await owner.fetch(_INDEXES, table)]
    for index in indexes:
        await owner.execute(f"DROP INDEX {index['name']}")
    await owner.execute("ALTER TABLE occurrences DROP CONSTRAINT pk_occurrences")
    first = await owner.fetchval("SELECT min(serial) FROM cases")
    await owner.execute(CASES, size - _COUNTED, timeout=7200)
    for sentence in _COPY.split(";"):
        await owner.execute(sentence.replace("$1", str(first)).replace("$2", str(_COUNTED)))
    await owner.execute(_SPREAD, first, _COUNTED, timeout=7200)
    await owner.execute(
        "ALTER TABLE occurrences ADD CONSTRAINT pk_occurrences PRIMARY KEY (case_id, kind, nth)", timeout=7200
    )
    for index in indexes:
        await owner.execute(index["made"], timeout=7200)
    await owner.execute("VACUUM (ANALYZE) cases, occurrences", timeout=7200)
    made: int = await owner.fetchval("SELECT count(*) FROM occurrences")
    return made


async def _read(database: Database, owner: "asyncpg.Connection[asyncpg.Record]", period: tuple[date, date]) -> int:
    slow = False
    async with database.reading() as session:
        actor = await load_actor(session, _READER_ID)
        for kind, key in _SUBJECTS:
            asked = {"kind": kind, "subject": key, "first": period[0], "last": period[1]}
            takes = [await _seconds(figures.of_subject(session, actor, SubjectQuery(**asked))) for _ in range(_TIMES)]
            print(f"figures of {key} for a month: {median(takes) * 1000:.1f} ms", flush=True)
            slow |= median(takes) > MOST_A_READ
            for code, part in _LISTS:
                slow |= await _opened(session, actor, code, part, asked)
        computed = await _seconds(results_of(session, scheme(), "C/", period, {}))
        print(f"a month of all grids computed in {computed:.1f} s")
    return int(slow or computed > MOST_A_MONTH)


async def _opened(session: Session, actor: Actor, code: str, part: FigurePart, asked: dict[str, Any]) -> bool:
    """The first page and the second of a list; whether either is slow."""
    first = FigureCasesQuery(**asked, part=part, limit=50)
    items, cursor = await figures.cases_behind(session, actor, code, first)
    pages = [first] if cursor is None else [first, first.model_copy(update={"cursor": cursor})]
    takes = [
        median([await _seconds(figures.cases_behind(session, actor, code, page)) for _ in range(3)]) for page in pages
    ]
    told = ", ".join(f"{seconds * 1000:.1f}" for seconds in takes)
    print(f"  {code}, {part.value}, {len(items)} of a page: {told} ms", flush=True)
    return max(takes) > MOST_A_READ


async def _seconds(doing: Awaitable[object]) -> float:
    started = time.perf_counter()
    await doing
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000))
