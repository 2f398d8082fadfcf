"""`python -m bench.side_by_side [rounds]`: what a request costs one process, and each of two over one database.

On a machine whose cores PostgreSQL and the client use as well, how many requests a second come through says little of
whether processes wait for each other. So it gives the CPU of a request, beside that of two bare applications that
share nothing but the machine, and what PostgreSQL's processes were seen to wait for meanwhile. Each process has as many
connections as the one: with fewer it would sleep and be woken more often for the same. Ends with 1 if a request failed,
or if two cost more than a tenth above one, the machine aside.
"""

import asyncio
import contextlib
import itertools
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence

import asyncpg

from bench import load, service, subject
from bench.hot import HOT, Hot
from bench.run import CONNECTIONS, ping
from bench.subject import HERE, Subject

CASES = 10_000
_MEASURED = ("report", "action", "case by id", "page of 50: queue", "home")
_ALLOWED = 1.1
_SAMPLE = """
SELECT coalesce(wait_event_type || ' ' || wait_event, 'working') AS event FROM pg_stat_activity
WHERE application_name = 'yikou' AND state = 'active' AND pid <> pg_backend_pid()
"""


@contextlib.asynccontextmanager
async def _watched(of: Subject) -> AsyncIterator["Counter[str]"]:
    """What processes of PostgreSQL that were at a statement were seen to wait for."""
    seen: Counter[str] = Counter()
    owner = await asyncpg.connect(of.url)

    async def look() -> None:
        while True:
            seen.update(row["event"] for row in await owner.fetch(_SAMPLE))
            await asyncio.sleep(0.01)

    looking = asyncio.create_task(look())
    try:
        yield seen
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        await owner.close()


async def _cost(hot: Hot, of: Subject, processes: list[tuple[int, int]]) -> tuple[float, int, "Counter[str]"]:
    """CPU seconds of the services a request, requests that failed, and what was waited for."""
    requests = hot.make(of)
    count = min(hot.count, len(of.filed) // len(processes)) if hot.name.startswith("action") else hot.count
    async with _watched(of) as seen:
        results = await asyncio.gather(
            *(
                load.run(
                    port, of.tokens[hot.who], pid, lambda: next(requests, None),
                    connections=CONNECTIONS, count=count,
                )
                for port, pid in processes
            )
        )  # fmt: skip
    return sum(result.cpu for result in results) / len(results), sum(result.failed for result in results), seen


async def _bare(rounds: int, bare: Sequence[Subject]) -> float:
    """How much more two cost that share nothing: what the machine takes."""
    costs = {1: float("inf"), 2: float("inf")}
    for _, many in itertools.product(range(rounds), (1, 2)):
        results = await asyncio.gather(*(ping(each) for each in bare[:many]))
        costs[many] = min(costs[many], sum(result.cpu for result in results) / many)
    print(
        f"  {'bare ping':<28}{costs[1] * 1e6:>8.0f} µs{costs[2] * 1e6:>8.0f} µs{costs[2] / costs[1]:>8.2f} ×",
        flush=True,
    )
    return costs[2] / costs[1]


async def _measure(of: Subject, processes: list[tuple[int, int]], rounds: int, machine: float) -> bool:
    good = True
    for hot in (hot for hot in HOT if hot.name.startswith(_MEASURED)):
        costs: dict[int, float] = {}
        waits: dict[int, Counter[str]] = {1: Counter(), 2: Counter()}
        for _, many in itertools.product(range(rounds), (1, 2)):
            if hot.name.startswith("action") and len(of.filed) < hot.count * many:
                break
            cost, failed, seen = await _cost(hot, of, processes[:many])
            costs[many] = min(cost, costs.get(many, cost))
            waits[many] += seen
            good = good and not failed
        ratio = costs[2] / costs[1]
        good = good and ratio / machine <= _ALLOWED
        print(
            f"  {hot.name:<28}{costs[1] * 1e6:>8.0f} µs{costs[2] * 1e6:>8.0f} µs{ratio:>8.2f} ×"
            f"{ratio / machine:>8.2f} × the bare ping's",
            flush=True,
        )
        for many, seen in waits.items():
            shares = ", ".join(f"{event} {count / seen.total():.0%}" for event, count in seen.most_common(5))
            print(f"      {many}: {shares}")
    return good


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with subject.subject("this", HERE) as of:
        of.fill(0, CASES)
        of.filed = asyncio.run(of.ids("status = 'filed'", 2_000))
        of.known = asyncio.run(of.ids("true", 1_000))
        with service.served(of.data_dir, "--database-url", of.url, "--no-worker", "--no-migrate") as (address, other):
            second = (int(address.rsplit(":", 1)[1]), other.pid)
            print(f"{CASES:,} cases, {CONNECTIONS} connections: CPU of a request, one process and two")
            with subject.bare() as one, subject.bare() as other_one:
                machine = asyncio.run(_bare(rounds, [one, other_one]))
            good = asyncio.run(_measure(of, [(of.port, of.pid), second], rounds, machine))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
