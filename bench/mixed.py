"""`python -m bench.mixed [transactions]`: everybody at once on the same cases, in three processes over one database.

Each process has an application, sixteen people and a worker of its own: single actions, batches, pushes of phones,
claims and expiries of the pool, whistles, parts of reports, merges, hand-overs of units and people, holidays. Time runs
a hundred times as fast as it does. Says how many transactions went how and how fast; ends with 1 when PostgreSQL found
a deadlock, anybody was answered with a fault, or a case is afterwards as none may be (`NEVER` of `tests/busy_desk.py`).
"""

import asyncio
import logging
import random
import sys
import time
from collections import Counter
from datetime import timedelta

import asyncpg
import orjson
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from app import clock
from app.authz import Bearer
from app.config import Settings
from app.crypto.tokens import TokenSigner
from app.db import migrations
from app.db.connections import prepare_connection
from app.db.embedded import EmbeddedPostgres
from app.db.session import Session, open_database
from app.main import create_app
from app.services.calendar import seeding
from bench import service
from tests import organisation
from tests.busy_desk import Desk, deadlocks, drained, what_is_wrong, working
from tests.times import at

PROCESSES, PEOPLE, CASES = 3, 16, 36
FASTER = 100  # than time
APART = timedelta(minutes=10)  # a process that had no turn for six seconds is behind by so much
KEY = "a signing key for the bench, long enough"


def _clock_since(began: float) -> timedelta:
    """What the clocks of all processes are moved by: from a Tuesday morning on, faster than time."""
    return at("17 09:00") + timedelta(seconds=(time.time() - began) * FASTER) - clock.now()


async def _time(began: float) -> None:
    while True:
        with clock.shifted(_clock_since(began)):
            await asyncio.sleep(0.2)


async def _part(url: str, many: int, seed: int, began: float) -> None:
    """One process: prints what it was told."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    signer, known = TokenSigner(KEY), dict[str, AsyncClient]()
    app = create_app(Settings(signing_key=SecretStr(KEY)))
    async with open_database(url, min_size=2, max_size=16) as database:
        app.state.database = database

        def client(who: str) -> AsyncClient:
            if who not in known:
                bearer = Bearer(organisation.USERS[who], organisation.SESSIONS[who])
                token = signer.sign(bearer, clock.now(), timedelta(days=3650))
                headers = {"Authorization": f"Bearer {token}"}
                base = "http://bench/api/v1"
                known[who] = AsyncClient(transport=ASGITransport(app), base_url=base, headers=headers)
            return known[who]

        desk, stopping = Desk(client, random.Random(seed)), asyncio.Event()

        async def person() -> None:
            while desk.transactions < many:
                await desk.act()

        passing = asyncio.create_task(_time(began))
        await asyncio.sleep(0)
        if seed == 0:
            await desk.begin(CASES)
        await desk.find()
        async with asyncio.TaskGroup() as group:
            group.create_task(working(database, stopping))
            await asyncio.gather(*(person() for _ in range(PEOPLE)))
            stopping.set()
        passing.cancel()
    print(orjson.dumps({"told": desk.told, "faults": desk.faults, "transactions": desk.transactions}).decode())


async def _process(url: str, many: int, seed: int, began: float) -> dict[str, object]:
    arguments = [url, str(many), str(seed), str(began)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.mixed", "--part", *arguments, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    last: dict[str, object] = orjson.loads(said.splitlines()[-1])
    return last


async def _seeded(url: str) -> None:
    await migrations.upgrade(url)
    owner = await asyncpg.connect(url)
    await prepare_connection(owner)
    await organisation.seed(Session(owner))
    await seeding.seed(Session(owner))
    await owner.close()


async def _bench(url: str, many: int) -> bool:
    await _seeded(url)
    owner = await asyncpg.connect(url)
    before, began = await deadlocks(owner), time.time()
    parts = await asyncio.gather(*(_process(url, many // PROCESSES, seed, began) for seed in range(PROCESSES)))
    took, told, faults = time.time() - began, Counter[str](), []
    for part in parts:
        told.update(part["told"])
        faults += part["faults"]
    with clock.shifted(_clock_since(began)):
        async with open_database(url) as database:
            await drained(database)
            async with database.reading() as session:
                wrong = await what_is_wrong(session, clocks_apart=APART)
    found = await deadlocks(owner) - before
    events = await owner.fetch("SELECT action, count(*) FROM case_events GROUP BY 1 ORDER BY 2 DESC")
    await owner.close()
    transactions = sum(part["transactions"] for part in parts)
    print(f"{transactions} transactions in {took:.0f} s ({transactions / took:.0f} a second), {PROCESSES} processes")
    print(f"told: {dict(told.most_common())}")
    print(f"happened: {dict(tuple(row) for row in events)}")
    print(f"deadlocks {found}, faults {len(faults)} {faults[:3]}, cases that are wrong: {wrong or 'none'}")
    return not (found or faults or wrong)


def main() -> None:
    if sys.argv[1:2] == ["--part"]:
        url, many, seed, began = sys.argv[2:]
        asyncio.run(_part(url, int(many), int(seed), float(began)))
        return
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with service.scratch() as data_dir, EmbeddedPostgres(data_dir) as server:
        good = asyncio.run(_bench(server.url, many))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
