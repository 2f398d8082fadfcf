"""`make bench`: the CPU of hot routes as multiples of a bare FastAPI ping of the same minutes.

`python -m bench.run [--sizes 10000 1000000] [--rounds 5] [--beside DIRECTORY]` serves this checkout, and another beside
it if one is named, each on a database of its own; measures route by route at 32 connections, one installation after the
other, round after round; and prints the best round of each: noise only adds. Ends with 1 if a request failed.

What PostgreSQL does for this checkout it gives as multiples too (`PG ×`): reads, of the very statements they send; what
writes, of one statement that inserts a case, its event and its message; both by its own client (`bench/sql.py`).
"""

import argparse
import asyncio
import contextlib
import itertools
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import load, sql, subject
from bench.hot import HOT, Hot
from bench.subject import HERE, Subject

CONNECTIONS = 32
PINGS = 2_000
_OTHER, _THIS = "other", "this"


@dataclass(slots=True)
class Cost:
    """Of the cheapest round: CPU seconds a thing done, of the service and of its PostgreSQL; and the quickest p50."""

    service: float = float("inf")
    postgres: float = float("inf")
    p50: float = float("inf")
    failed: int = 0

    def take(self, result: load.Result, postgres: float, each: int) -> None:
        self.service, self.postgres = min(self.service, result.cpu / each), min(self.postgres, postgres / each)
        self.p50, self.failed = min(self.p50, result.p50), self.failed + result.failed


async def _round(hot: Hot, of: Subject, cost: Cost) -> None:
    requests = hot.make(of)
    count = min(hot.count, len(of.filed)) if hot.name.startswith("action") else hot.count
    if not count:
        return
    before = of.postgres_cpu()
    result = await load.run(
        of.port, of.tokens[hot.who], of.pid, lambda: next(requests, None), connections=CONNECTIONS, count=count
    )
    cost.take(result, (of.postgres_cpu() - before) / count, hot.each)


async def _measure(
    subjects: Sequence[Subject], bare: Subject, rounds: int
) -> tuple[float, dict[tuple[str, str], Cost], dict[str, float]]:
    costs = {(hot.name, of.name): Cost() for hot in HOT for of in subjects}
    pings = Cost()
    own: dict[str, float] = {}
    for _ in range(rounds):
        for hot in HOT:
            pings.take(await ping(bare), 0, 1)
            for of in subjects:
                await _round(hot, of, costs[hot.name, of.name])
        for name, script in (await sql.scripts(subjects[-1])).items():
            own[name] = min(own.get(name, float("inf")), sql.cpu_of(subjects[-1], script))
    return pings.service, costs, own


async def ping(bare: Subject) -> load.Result:
    """What does not move, asked as the rest is."""
    asked = itertools.repeat(("GET", "/ping", None))
    return await load.run(bare.port, "", bare.pid, lambda: next(asked), connections=CONNECTIONS, count=PINGS)


def _print(size: int, ping: float, costs: dict[tuple[str, str], Cost], own: dict[str, float], names: list[str]) -> int:
    print(
        f"\n{size:,} cases, {CONNECTIONS} connections; a bare ping costs {ping * 1e6:.0f} µs; "
        f"load of the machine {os.getloadavg()[0]:.1f};\n"
        f"PostgreSQL by itself: SELECT 1 {own[sql.SELECT_1] * 1e6:.0f} µs, "
        f"one-statement insert {own[sql.INSERT] * 1e6:.0f} µs\n"
        f"  {'':<28}{'reach':>6}"
        + "".join(f"{name:>9}{'µs':>8}{'PG µs':>8}{'p50 ms':>8}" for name in names)
        + f"{'PG ×':>12}"
    )
    for hot in HOT:
        line = f"  {hot.name:<28}{hot.reach or '':>6}"
        for name in names:
            cost = costs[hot.name, name]
            line += f"{cost.service / ping:>8.1f}×{cost.service * 1e6:>8.0f}{cost.postgres * 1e6:>8.0f}"
            line += f"{cost.p50 * 1000:>8.1f}"
            line += f"  {cost.failed} FAILED" if cost.failed else ""
        if costs[hot.name, _THIS].postgres:
            beside = own.get(hot.name, own[sql.INSERT])
            of_what = "s" if hot.name in own else "i"
            line += f"{costs[hot.name, _THIS].postgres / beside:>11.1f}{of_what}"
        if len(names) == 2:
            line += f"{costs[hot.name, _THIS].service / costs[hot.name, _OTHER].service:>8.2f}"
        print(line, flush=True)
    return sum(cost.failed for cost in costs.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beside", type=Path)
    asked = parser.parse_args()
    roots = {_THIS: HERE} if asked.beside is None else {_OTHER: asked.beside.resolve(), _THIS: HERE}
    failed = have = 0
    with contextlib.ExitStack() as stack:
        bare = stack.enter_context(subject.bare())
        subjects = [stack.enter_context(subject.subject(name, root)) for name, root in roots.items()]
        for size in asked.sizes:
            for of in subjects:
                of.fill(have, size)
                of.filed = asyncio.run(of.ids("status = 'filed'", 2_000))
                of.known = asyncio.run(of.ids("true", 1_000))
            have = size
            ping, costs, own = asyncio.run(_measure(subjects, bare, asked.rounds))
            failed += _print(size, ping, costs, own, list(roots))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
