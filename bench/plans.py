"""`python -m bench.plans 10000 1000000`: every statement of reading and of the worker, planned for its values and once.

Asks a service for every list as every kind of user, and takes the statements and their values from PostgreSQL's log.
Each runs under a plan for its values (`custom`) and under the one made without (`generic`); printed are those where
that reads more than twice as much, and which of both PostgreSQL chooses by itself after some runs.
"""

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import asyncpg

from bench import generate, service, sql, subject
from bench.hot import HOT
from bench.subject import HERE, Subject

SIZES = (10_000, 1_000_000)
_MORE_USERS = {
    "town": ("supervisor", "--area", "T1"),
    "village": ("grid_leader", "--area", "V1"),
    "leader": ("centre_leader", "--area", "C"),
    "clerk": ("triage_clerk", "--area", "C"),
}
_QUESTIONS = (
    "open", "overdue", "stage-overdue", "upcoming", "auto-signed", "suspended", "bounced", "redirected", "orders",
)  # fmt: skip
_NARROWED = ("", "&area=T1", "&area=V1", "&area=G1", "&department=D7", "&category=B1", "&status=handling")
_BY = ("department", "area", "category", "status", "fault", "worker")
_SEARCHES = (
    "", "?sort=due", "?open=true", "?open=false", "?mine=true", "?mine=false", "?light=red", "?light=yellow",
    "?light=green", "?area=T1", "?area=V1", "?area=G1&sort=due", "?department=D7", "?department=D7&sort=due",
    "?category=B1", "?status=handling", "?status=closed", "?stage=handling", "?channel=resident", "?channel=worker",
    "?q=%E8%B7%AF%E8%BE%B9", "?q=%E4%BA%95%E7%9B%96", "?q=%E8%B7%AF%E8%BE%B9&area=V1",
    "?q=%E4%BA%95%E7%9B%96&open=true",
    "?reported_from=2026-01-01T00:00:00Z", "?due_from=2026-01-01T00:00:00Z&sort=due", "?q=100123",
)  # fmt: skip
_QUEUES = (
    "triage", "dispatch", "returns", "requests-to-endorse", "requests-to-decide", "resolved", "to-sign", "handling",
    "assisting", "ordered", "due-soon", "again", "returning", "suspended", "unassigned", "to-verify", "to-check",
    "my-reports", "overdue",
)  # fmt: skip
_OF_A_CASE = ("", "/events", "/assignments", "/attachments", "/duplicates", "/actions", "/urges")


def paths() -> list[str]:
    """What anybody may ask for; what somebody may not is refused, and sends less."""
    supervision = [f"/supervision/{q}?limit=50{more}" for q in _QUESTIONS for more in _NARROWED]
    summaries = [f"/supervision/summary?question={q}&by={by}" for q in _QUESTIONS for by in _BY]
    lists = [f"/cases{query}" for query in _SEARCHES]
    rest = ["/home", "/queues", "/inbox", "/inbox?unread=true", "/sync/pull", "/me", "/audit", "/users", "/orders"]
    return [*supervision, *summaries, *lists, *(f"/queues/{name}" for name in _QUEUES), *rest]


Found = dict[str, tuple[str, str, list[str]]]
_ASKED = "ANALYZE, TIMING off, BUFFERS, FORMAT JSON"
_LONGEST, _ENDLESS = 5, 10**9  # seconds that a statement may take, and rows that are said of one that takes longer
_GENERIC_PLANS = "SELECT generic_plans FROM pg_prepared_statements WHERE name = 'judged'"
_LONG = 200.0  # milliseconds, beyond which it matters little where pages are found


@dataclass(frozen=True, slots=True)
class Run:
    """Of a statement under one kind of plan: milliseconds, pages of memory, rows looked at."""

    planning: float
    execution: float
    pages: int
    rows: int


@dataclass(frozen=True, slots=True)
class Judged:
    who: str
    path: str
    sql: str
    custom: Run
    generic: Run
    chosen: str

    @property
    def suffers(self) -> bool:
        """Whether the plan made without the values reads more than twice as much, by more than a few pages."""
        return self.generic.pages > 2 * self.custom.pages + 20 or self.generic.rows > 2 * self.custom.rows + 200


def _looked_at(node: dict[str, Any]) -> int:
    own = 0
    if "Relation Name" in node or "Index Name" in node:
        each = node["Actual Rows"] + sum(node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
        own = round(each * node["Actual Loops"])
    return own + sum(_looked_at(below) for below in node.get("Plans", ()))


async def _run(connection: "asyncpg.Connection[asyncpg.Record]", mode: str, values: str) -> Run:
    await connection.execute(f"SET plan_cache_mode = {mode}")
    for _ in range(2):  # the second finds its pages in memory
        try:
            async with connection.transaction():
                told = await connection.fetchval(f"EXPLAIN ({_ASKED}) EXECUTE judged{values}")
        except asyncpg.QueryCanceledError:
            return Run(0, _LONGEST * 1000, 0, _ENDLESS)
        (plan,) = json.loads(told)
        if plan["Execution Time"] > _LONG:
            break
    top = plan["Plan"]
    pages = top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    return Run(plan["Planning Time"], plan["Execution Time"], pages, _looked_at(top))


async def _chosen(connection: "asyncpg.Connection[asyncpg.Record]", values: str) -> str:
    """Which of both PostgreSQL takes by itself from the sixth run on."""
    await connection.execute("SET plan_cache_mode = auto")
    for _ in range(6):
        before = await connection.fetchval(_GENERIC_PLANS)
        await connection.execute(f"EXPLAIN EXECUTE judged{values}")
    return "generic" if await connection.fetchval(_GENERIC_PLANS) > before else "custom"


async def judge(
    connection: "asyncpg.Connection[asyncpg.Record]", who: str, path: str, text: str, literals: list[str]
) -> Judged | str:
    """Both plans of a statement with these values; words where it cannot be run."""
    values = f"({', '.join(literals)})" if literals else ""
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(f"PREPARE judged AS {text}")
        chosen = await _chosen(connection, values) if literals else "generic"
        custom = await _run(connection, "force_custom_plan", values)
        generic = await _run(connection, "force_generic_plan", values)
    except asyncpg.PostgresError as error:
        return f"{who} {path}: {type(error).__name__}: {error}: {text[:150]}"
    finally:
        await transaction.rollback()
        await connection.execute("DEALLOCATE ALL")  # which is why it keeps no statements of its own
    return Judged(who, path, text, custom, generic, chosen)


def of_routes(of: Subject, users: Iterable[str]) -> Found:
    """What the service sends for every list, by user and text: who asked first for what, and with which values."""
    asked = [f"/api/v1{path}" for path in paths()]
    asked += [f"/api/v1/cases/{case}{more}" for case in of.known[:2] for more in _OF_A_CASE]
    asked += [next(hot.make(of))[1] for hot in HOT if hot.name == "empty pull"]
    found: Found = {}
    for who in users:
        for path in asked:
            for text, literals in sql.sent_for(of, who, path):
                found.setdefault(f"{who} {text}", (who, path, literals))
    return found


async def plans(of: Subject, users: Iterable[str]) -> list[Judged]:
    """Every statement judged."""
    owner = await asyncpg.connect(of.url, statement_cache_size=0)
    async with sql.telling_all(owner):
        found = of_routes(of, users)
    judged = await judge_all(owner, found)
    await owner.close()
    return judged


async def judge_all(owner: "asyncpg.Connection[asyncpg.Record]", found: Found) -> list[Judged]:
    """Both plans of each."""
    await owner.execute(f"SET statement_timeout = '{_LONGEST}s'; SET timezone = 'UTC'; SET ROLE yikou_app")
    judged: list[Judged] = []
    for number, (key, (who, path, literals)) in enumerate(found.items()):
        if number % 50 == 0:
            print(f"  {number} of {len(found)}", flush=True)
        said = await judge(owner, who, path, key.removeprefix(f"{who} "), literals)
        if isinstance(said, str):
            print(said, flush=True)
        else:
            judged.append(said)
    return judged


def report(judged: list[Judged]) -> None:
    """The sums, and the statements that suffer."""
    for kind in ("custom", "generic"):
        runs = [getattr(each, kind) for each in judged]
        print(
            f"  {kind:<8} planning {sum(run.planning for run in runs):>8.1f} ms, execution "
            f"{sum(run.execution for run in runs):>8.1f} ms, pages {sum(run.pages for run in runs):>9,}, "
            f"rows {sum(run.rows for run in runs):>10,}; chosen {sum(each.chosen == kind for each in judged)} times"
        )
    for each in sorted(judged, key=lambda each: -each.generic.pages):
        if each.suffers:
            print(f"  {each.who} {each.path} ({each.chosen} chosen)\n    {each.custom}\n    {each.generic}")
            print(f"    {each.sql}")


def main() -> None:
    with subject.subject("this", HERE) as of:
        asyncio.run(generate.people(of.url))
        have = 0
        for size in [int(size) for size in sys.argv[1:]] or SIZES:
            of.fill(have, size)
            asyncio.run(generate.around(of.url))
            have = size
            add_users(of)
            of.known = asyncio.run(of.ids("is_open", 10))
            print(f"\n{size:,} cases")
            report(asyncio.run(plans(of, of.tokens)))


def add_users(of: Subject) -> None:
    """Those of other levels."""
    address = f"http://127.0.0.1:{of.port}"
    for user, (post, *where) in _MORE_USERS.items():
        if user not in of.tokens:
            of.yikou("user", "add", user, "--name", user, "--post", post, *where)
            password = service.password_in(of.yikou("user", "password", user), user)
            of.tokens[user] = service.token(address, user, password)


if __name__ == "__main__":
    main()
