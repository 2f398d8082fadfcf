"""`python -m bench.privacy [cases]`: what keeping confidential cases from the grid costs its reads.

Each read of field posts at a grid, a village and a town, with the filter and without it as a centre's is, taken
in turns on one connection: medians as PostgreSQL tells them, and the pages it touched. Aim: at most twice.
"""

import asyncio
import json
import sys
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg

from app.db.connections import prepare_connection
from app.db.embedded import EmbeddedPostgres
from app.db.statement import Statement
from app.queries.cases import lists
from app.queries.cases.lists import Listing, PageStart
from app.queries.cases.orders import BY_DUE, NEWEST_FIRST, Order
from app.queries.cases.scope import Part, Scope, scope_over
from app.queries.sync import pull
from bench import generate, service

MOST, ROUNDS = 2.0, 60
_ME = UUID(int=1)
_WHERE = {"grid": "C/T2/V1/G0/", "village": "C/T2/V1/", "town": "C/T2/"}


def _listed(part: Part) -> Scope:
    return scope_over([part], (), _ME, personal=False)


def _sweep(scope: Scope) -> tuple[Statement, dict[str, Any]]:
    return pull.open_ids(scope.shape), scope.values | {"after": UUID(int=0), "count": 2_001}


def _page(scope: Scope, order: Order, *filters: str) -> tuple[Statement, dict[str, Any]]:
    return lists.page(Listing(scope.shape, frozenset(filters), order), PageStart.FIRST, 51), scope.values


_STATEMENTS = {
    "page, newest first": lambda part: _page(_listed(part), NEWEST_FIRST),
    "page, due first": lambda part: _page(_listed(part), BY_DUE, "open", "running"),
    "sweep of a pull": lambda part: _sweep(scope_over([part], (), _ME)),
}


async def _explained(connection: asyncpg.Connection, statement: Statement, values: dict[str, Any]) -> dict[str, Any]:
    explain = f"EXPLAIN (ANALYZE, BUFFERS, SUMMARY, FORMAT JSON) {statement.sql}"
    (told,) = json.loads(await connection.fetchval(explain, *statement.arguments(values)))
    result: dict[str, Any] = told
    return result


async def _compare(connection: asyncpg.Connection, name: str, place: str) -> bool:
    asked = [_STATEMENTS[name](Part(_WHERE[place], whole=whole)) for whole in (True, False)]
    told: list[list[dict[str, Any]]] = [[], []]
    for _ in range(ROUNDS):
        for found, (statement, values) in zip(told, asked, strict=True):
            found.append(await _explained(connection, statement, values))
    planned, ran = (
        [median(one[what] for one in found) for found in told] for what in ("Planning Time", "Execution Time")
    )
    pages = [found[-1]["Plan"]["Shared Hit Blocks"] + found[-1]["Plan"]["Shared Read Blocks"] for found in told]
    print(
        f"  {place:<8}{name:<20}run {ran[0]:>7.3f} {ran[1]:>7.3f} ms {ran[1] / ran[0]:>5.2f} ×"
        f"   planned {planned[0]:.3f} {planned[1]:.3f} ms   pages {pages[0]} {pages[1]}"
    )
    return ran[1] / ran[0] <= MOST


async def _measure(url: str, count: int) -> bool:
    await generate.organisation(url)
    await generate.cases(url, 1, count)
    connection = await asyncpg.connect(url)
    await prepare_connection(connection)
    await connection.execute("UPDATE cases SET privacy_tier = 'confidential' WHERE hashtext(id::text) % 200 = 0")
    await connection.execute("VACUUM (ANALYZE) cases")
    print(f"{count:,} cases, one in 200 confidential; without the filter and with it")
    met = [await _compare(connection, name, place) for place in _WHERE for name in _STATEMENTS]
    await connection.close()
    return all(met)


def main() -> None:
    counts = [int(told) for told in sys.argv[1:]] or [100_000]
    met = True
    for count in counts:
        with service.scratch() as data_dir:
            service.yikou("migrate", "--data-dir", str(data_dir))
            with EmbeddedPostgres(Path(data_dir)) as server:
                met = asyncio.run(_measure(server.url_of("yikou"), count)) and met
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
