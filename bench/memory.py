"""`python -m bench.memory [SECONDS]`: what the processes hold: the API idle and under load, the worker and its keeper.

The API is `yikou serve` with its worker on an embedded database: idle as it stands some seconds after it answers; then,
with 10,000 cases, while 32 connections ask the hot routes by turns for SECONDS (120), the most that was seen. RSS is
all pages of a process, as `top` shows it, PSS each by its share, so that keeper and worker add up. Beyond 150 MB
idle or 250 MB under load it ends with 1.
"""

import asyncio
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from bench import load, service
from bench.hot import HOT
from bench.processes import below, memory
from bench.subject import HERE, Subject, subject

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
CONNECTIONS, AT_ONCE = 32, 200  # requests of a route, before the next has its turn
SETTLED = 5.0  # seconds
CASES = 10_000
IDLE, LOADED = 150, 250  # MB at the most


def idle(data_dir: Path) -> int:
    """The service that nobody has asked anything but whether it is there, and a worker alone."""
    service.yikou("migrate", "--data-dir", str(data_dir))
    with service.served(data_dir) as (_, process):
        time.sleep(SETTLED)
        held = memory(process.pid)
        print(f"API with its worker, idle        RSS {held:4} MB   PSS {memory(process.pid, 'Pss'):4} MB")
        command = [*service.YIKOU, "worker", "--data-dir", str(data_dir)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as keeper:
            try:
                while not below(keeper.pid):
                    time.sleep(0.1)
                time.sleep(SETTLED)
                for name, pid in (("keeper", keeper.pid), ("its worker", below(keeper.pid)[0])):
                    print(f"{name:32} RSS {memory(pid):4} MB   PSS {memory(pid, 'Pss'):4} MB")
            finally:
                keeper.terminate()
    return held


async def loaded(of: Subject) -> int:
    """The most that the service held while it was asked."""
    most, ended = 0, False

    async def look() -> None:
        nonlocal most
        while not ended:
            most = max(most, memory(of.pid))
            await asyncio.sleep(0.2)

    looking = asyncio.create_task(look())
    routes = [(hot, hot.make(of)) for hot in HOT]
    until = time.monotonic() + SECONDS
    asked = failed = 0
    while time.monotonic() < until:
        for hot, requests in routes:
            count = AT_ONCE if not hot.name.startswith("action") else min(AT_ONCE, len(of.filed))
            if count:
                token, each = of.tokens[hot.who], -(-count // hot.each)
                take = partial(next, requests, None)
                result = await load.run(of.port, token, of.pid, take, connections=CONNECTIONS, count=each)
                asked, failed = asked + each, failed + result.failed
    ended = True
    await looking
    print(f"API with its worker, under load  RSS {most:4} MB   of {asked:,} requests {failed} failed")
    return most


def main() -> None:
    with service.scratch() as data_dir:
        before = idle(data_dir)
    with subject("this", HERE) as of:
        of.fill(0, CASES)
        of.filed = asyncio.run(of.ids("status = 'filed'", 2_000))
        of.known = asyncio.run(of.ids("true", 1_000))
        during = asyncio.run(loaded(of))
    sys.exit(int(before > IDLE or during > LOADED))


if __name__ == "__main__":
    main()
