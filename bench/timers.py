"""Timers under fire: 10,000 deadlines in two minutes, three workers of which one is killed every second.

`python -m bench.timers [SECONDS [SECONDS]]` runs real `yikou worker` programs on an embedded database. Each is a keeper
and the process that works, which the keeper forks. Every so many seconds, one unless said otherwise, SIGKILL ends a
process that works, any of those there are: just forked, begun, or in the middle of a transaction; its keeper has to see
to the next. If the second figure is given, a keeper is killed that often, whether its worker works or it still loads
Python; the worker has to end by itself, and the bench starts a program in its place, as whoever runs services would.
0 kills none of a kind. Nobody is spared. Exactly one effect a deadline, 99 of 100 within 10 seconds of their moment by
the clock of the database at the commit, and no worker left in the end; else it ends with 1.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from app.concurrency.background import running
from app.db.embedded import EmbeddedPostgres
from bench import generate, service
from bench.processes import parents

DEADLINES, WINDOW = 10_000, 120.0  # seconds over which they are spread
LEAD = 15.0  # seconds before the first one, while the workers start
WORKERS, PATIENCE = 3, 600.0
KILL_WORKER_EVERY = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
KILL_KEEPER_EVERY = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
ALLOWED_P99 = 10.0

#: Half wait for a signature, which moves the case; half for the reminder of a deadline, which people are told of.
_CASES = """
INSERT INTO cases (id, status, is_open, channel, body_hash, description, area_code, area_path, lead_department_code,
    category_code, rule, reported_at, status_since, filed_at, dispatched_at, clock_started_at, deadline_at, due_at,
    stage_due_at, warn_at, warned_for, calendar_version)
  SELECT gen_random_uuid(), CASE WHEN signs THEN 'dispatched' ELSE 'handling' END, true, 'worker', '', 'case ' || n,
    'G1', a.path, 'D1', 'B1', '{"limit_amount": 3, "limit_unit": "working_days"}', t, t, t, t, t, d, d,
    CASE WHEN signs THEN moment ELSE d END, moment, d, 1000000
  FROM generate_series(1, $1::int) n
  CROSS JOIN LATERAL (SELECT n % 2 = 0 AS signs, now() - interval '1 day' AS t,
    now() + make_interval(secs => $2 + n * $3::float / $1)  AS moment) times
  CROSS JOIN LATERAL (SELECT CASE WHEN signs THEN now() + interval '30 days' ELSE moment END AS d) due
  JOIN areas a ON a.code = 'G1'
"""
_TIMERS = """
INSERT INTO case_timers (case_id, kind, due_at)
  SELECT id, CASE status WHEN 'dispatched' THEN 'signing' ELSE 'reminder' END, stage_due_at FROM cases
"""
#: When each effect is committed, by the clock of the database, kept apart from what the product writes.
_WATCH = """
CREATE TABLE bench_fired (case_id uuid, action text, at timestamptz);
CREATE TABLE bench_due AS SELECT case_id, due_at FROM case_timers;
CREATE FUNCTION bench_fired() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
  $$BEGIN INSERT INTO bench_fired VALUES (NEW.case_id, NEW.action, clock_timestamp()); RETURN NULL; END$$;
CREATE CONSTRAINT TRIGGER bench_fired AFTER INSERT ON case_events DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION bench_fired();
"""
_RESULT = """
SELECT (SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()) AS left_over,
    count(*) FILTER (WHERE fired = 1) AS once, count(*) FILTER (WHERE fired > 1) AS more,
    count(*) FILTER (WHERE fired = 0) AS none,
    percentile_disc(ARRAY[0.5, 0.99, 1.0]) WITHIN GROUP (ORDER BY coalesce(late, 'Infinity')) AS late
  FROM (SELECT d.case_id, count(f.at) AS fired, extract(epoch FROM min(f.at) - d.due_at)::float AS late
    FROM bench_due d LEFT JOIN bench_fired f ON f.case_id = d.case_id AND f.action IN ('auto_sign', 'remind_overdue')
    GROUP BY d.case_id, d.due_at) each
"""


@dataclass(slots=True)
class Workers:
    """Real worker programs, whose processes may be killed at any time."""

    data_dir: Path
    keepers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    loading: float = 0.0  # seconds the first took to be at work
    killed: int = 0
    keepers_killed: int = 0

    def start(self) -> None:
        with (self.data_dir / "workers.log").open("ab") as log:
            command = [*service.YIKOU, "worker", "--data-dir", str(self.data_dir)]
            self.keepers.append(subprocess.Popen(command, stdout=log, stderr=log))

    def kill_worker(self) -> None:
        working = [pid for pid, parent in parents().items() if parent in {each.pid for each in self.keepers}]
        if working:
            os.kill(random.choice(working), signal.SIGKILL)  # not waited for yet, so no other has its number
            self.killed += 1

    def kill_keeper(self) -> None:
        victim = self.keepers.pop(random.randrange(len(self.keepers)))
        victim.kill()
        victim.wait()
        self.keepers_killed += 1
        self.start()

    def stop(self) -> None:
        for each in self.keepers:
            each.terminate()
        for each in self.keepers:
            each.wait(30)
        self.keepers.clear()


async def _prepare(url: str) -> None:
    await generate.organisation(url)
    owner = await asyncpg.connect(url)
    await owner.execute(
        "INSERT INTO users (id, username, display_name, password_hash, created_at) "
        "VALUES (gen_random_uuid(), 'unit', 'unit', '', now())"
    )
    await owner.execute(
        "INSERT INTO appointments (id, user_id, post, department_code, valid_from) "
        "SELECT gen_random_uuid(), id, 'department_handler', 'D1', '2020-01-01' FROM users"
    )
    async with owner.transaction():
        await owner.execute(_CASES, DEADLINES, LEAD, WINDOW)
        await owner.execute(_TIMERS)
        await owner.execute(_WATCH)
    await owner.close()


async def _again(kill: Callable[[], None], every: float) -> None:
    while every:
        await asyncio.sleep(every)
        kill()


async def _fire(url: str, workers: Workers) -> asyncpg.Record:
    owner = await asyncpg.connect(url)
    began = time.monotonic()
    for _ in range(WORKERS):
        workers.start()
    while not await owner.fetchval("SELECT count(*) FROM worker_beat"):  # noqa: ASYNC110  (no event tells us)
        await asyncio.sleep(0.05)
    workers.loading = time.monotonic() - began
    async with (
        running(_again(workers.kill_worker, KILL_WORKER_EVERY)),
        running(_again(workers.kill_keeper, KILL_KEEPER_EVERY)),
    ):
        until = time.monotonic() + LEAD + WINDOW + PATIENCE
        while time.monotonic() < until:
            await asyncio.sleep(1)
            if not await owner.fetchval("SELECT count(*) FROM case_timers t JOIN bench_due USING (case_id, due_at)"):
                break
    await asyncio.sleep(3)  # whoever would fire a second time has the time to
    workers.stop()
    await asyncio.sleep(1)
    result = await owner.fetchrow(_RESULT)
    await owner.close()
    return result


def main() -> None:
    with service.scratch() as data_dir:
        service.yikou("migrate", "--data-dir", str(data_dir))
        with EmbeddedPostgres(data_dir) as database:
            asyncio.run(_prepare(database.url))
            workers = Workers(data_dir)
            try:
                result = asyncio.run(_fire(database.url, workers))
            finally:
                workers.stop()
    p50, p99, most = result["late"]
    print(
        f"{DEADLINES:,} deadlines over {WINDOW:.0f} s, {WORKERS} workers; killed with SIGKILL: "
        f"{workers.killed} that work (every {KILL_WORKER_EVERY:g} s), "
        f"{workers.keepers_killed} keepers (every {KILL_KEEPER_EVERY:g} s)"
    )
    print(f"  the first of them takes {workers.loading:.1f} s to start here")
    print(f"  effects: {result['once']:,} once, {result['more']:,} more than once, {result['none']:,} never")
    print(f"  lateness at the commit: p50 {p50:.2f} s, p99 {p99:.2f} s, worst {most:.2f} s")
    print(f"  connections left over when all were told to stop: {result['left_over']}")
    if result["once"] != DEADLINES or p99 > ALLOWED_P99 or result["left_over"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
