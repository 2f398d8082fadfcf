"""What PostgreSQL costs by itself, through its own client: the yardsticks of what it costs under the service.

`SELECT 1`; one statement that inserts a case, its event and its message; and the very statements that a route sends,
seen in PostgreSQL's log. Each is prepared, without parameters: planned once, for just these values.
"""

import asyncio
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx

from app.db.embedded.binaries import choose
from app.queries.cases.scope import cases
from app.queries.cases.writing import create, events
from bench.hot import HOT, Hot
from bench.subject import Subject

_CLIENT = httpx.Client(timeout=300)
SELECT_1 = "SELECT 1"
INSERT = "one-statement insert"
_CONNECTIONS, _RUNS, _ASKED = 8, 2_000, 5
_GIVEN = {"id", "serial", "version", "seq"}  # by the database, or by the statement itself
_SENT = re.compile(r"execute [^:]+: (.*?)\n(?:\S+ \S+ \S+ \[\d+\] DETAIL:  [Pp]arameters: (.*?)\n)?(?=\d{4}-|\Z)", re.S)
_PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")


def cpu_of(of: Subject, script: str) -> float:
    """CPU seconds of PostgreSQL that one run of a script takes, beside seven others."""
    runs = _RUNS * (10 if script == SELECT_1 else 1)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(f"{script};\n")
        file.flush()
        command: list[str | Path] = [
            choose().directory / "pgbench", "-n", "-M", "prepared", "-c", str(_CONNECTIONS),
            "-t", str(runs // _CONNECTIONS), "-f", file.name, of.url,
        ]  # fmt: skip
        before = of.postgres_cpu()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"pgbench does not run this:\n{script}\n{done.stderr}")
        return (of.postgres_cpu() - before) / runs


async def scripts(of: Subject) -> dict[str, str]:
    """What is measured, by name: both yardsticks, and by its name every hot route that only reads.

    Needs a report that came through the service: what it is made of is taken from that.
    """
    owner = await asyncpg.connect(of.url)
    try:
        inserts = await _insert(owner)
        async with telling_all(owner):
            sent = {hot.name: _sent(of, hot) for hot in HOT}
    finally:
        await owner.close()
    reads = {name: ";\n".join(statements) for name, statements in sent.items() if statements}
    return {SELECT_1: SELECT_1} | reads | {INSERT: inserts}  # last, for what it inserts is news to a pull


async def _insert(owner: "asyncpg.Connection[asyncpg.Record]") -> str:
    """The statement of a report, with the values of one that was sent."""
    case_id = await owner.fetchval("SELECT id FROM cases WHERE description LIKE '路边井盖缺失%' LIMIT 1")
    case = await _literals(owner, "cases", cases.c.keys(), "id", case_id)
    columns = tuple(sorted(name for name, value in case.items() if value != "NULL" and name not in _GIVEN))
    event = await _literals(owner, "case_events", events.c.keys(), "case_id", case_id)
    values = {f"new_{name}": case[name] for name in columns} | {f"event_{name}": value for name, value in event.items()}
    del values["event_case_id"]
    keys = f"'{{area:{case['area_path'][1:-1]}}}'"
    told = {"topic": "'case.report'", "payload": "'{}'", "scope_keys": keys, "case_id": "gen_random_uuid()"}
    statement = create(columns)
    return _filled(statement.sql, [str(value) for value in statement.arguments(values | told)])


async def _literals(
    owner: "asyncpg.Connection[asyncpg.Record]", table: str, columns: Sequence[str], key: str, value: object
) -> dict[str, str]:
    texts = ", ".join(f"quote_nullable({name}::text) AS {name}" for name in columns)
    row = await owner.fetchrow(f"SELECT {texts} FROM {table} WHERE {key} = $1 LIMIT 1", value)  # noqa: S608  (our own)
    return dict(row or {})


def _filled(sql: str, literals: Sequence[str]) -> str:
    return re.sub(r"\$(\d+)", lambda found: f"({_without_colon(literals[int(found[1]) - 1])})", sql)


def _without_colon(literal: str) -> str:
    """The same to PostgreSQL: to its client a colon before a letter begins a variable, even within quotes."""
    return "E" + literal.replace(":", r"\x3a") if ":" in literal and "\\" not in literal else literal


@asynccontextmanager
async def telling_all(owner: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[None]:
    """While PostgreSQL tells every statement in its log."""
    await _log_from(owner, "0")
    try:
        yield
    finally:
        await _log_from(owner, "-1")


async def _log_from(owner: "asyncpg.Connection[asyncpg.Record]", milliseconds: str) -> None:
    await owner.execute(f"ALTER SYSTEM SET log_min_duration_statement = {milliseconds}")
    await owner.execute("SELECT pg_reload_conf()")
    await asyncio.sleep(0.5)  # until every server process has heard of it


def _sent(of: Subject, hot: Hot) -> list[str]:
    """The statements of one request of a route; none where it changes something."""
    method, path, _ = next(hot.make(of), ("", "", None))
    if method != "GET":
        return []
    return [_filled(sql, literals) for sql, literals in sent_for(of, hot.who, path, asked=_ASKED)]


def sent_for(of: Subject, who: str, path: str, *, asked: int = 1) -> list[tuple[str, list[str]]]:
    """The statements of one request of somebody, and their values; what is sent less often than asked is of none."""
    log = of.data_dir / "postgres.log"
    begun = log.stat().st_size
    for _ in range(asked):
        _CLIENT.get(f"http://127.0.0.1:{of.port}{path}", headers={"Authorization": f"Bearer {of.tokens[who]}"})
    with log.open(encoding="utf-8") as file:
        file.seek(begun)
        seen = _SENT.findall(file.read())
    left = Counter(sql for sql, _ in seen)
    sent = []
    for sql, parameters in seen:
        if left[sql] >= asked:
            literals = dict(_PARAMETER.findall(parameters))
            sent += [(sql, [literals[str(n + 1)] for n in range(len(literals))])] * (left[sql] // asked)
            left[sql] = 0
    return sent
