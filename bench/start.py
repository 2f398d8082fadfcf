"""`python -m bench.start`: seconds until the address is printed, until the service is ready, and of commands; medians.

Of `yikou worker` too: until its first beat stands in the database, and until the next after what works was killed.

`python -m bench.start 5 OTHER/.venv/bin/yikou` makes five rounds, and in turn with each the same of another
installation: machines are shared, so only what was measured in one run can be compared. It aims at half of the other.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import asyncpg
import httpx

from bench.processes import below
from bench.service import free_port, owner_url, scratch, served

OURS = str(Path(sys.executable).parent / "yikou")
_ROUNDS = 3
_USER = ("--name", "张三", "--post", "triage_clerk", "--area", "440310")
Figures = dict[str, list[float]]


@contextmanager
def timed(figures: Figures, what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    figures[what].append(time.perf_counter() - began)


@contextmanager
def started(yikou: str, data: Path, figures: Figures, how: str) -> Iterator[None]:
    port, began = free_port(), time.perf_counter()
    command = [yikou, "serve", "--demo", "--data-dir", str(data), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            if not any("open http" in line for line in process.stdout or ()):
                raise SystemExit(f"{yikou} does not start")
            figures[f"{how} start, address printed"].append(time.perf_counter() - began)
            while not _ready(port):
                time.sleep(0.01)
            figures[f"{how} start, ready"].append(time.perf_counter() - began)
            yield
        finally:
            process.terminate()


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def worker(yikou: str, data: Path, figures: Figures) -> None:
    def beat(what: str) -> None:
        with timed(figures, what):
            asyncio.run(_next_beat(owner_url(data)))

    with subprocess.Popen([yikou, "worker", "--data-dir", str(data)], stdout=subprocess.DEVNULL) as process:
        try:
            beat("worker, first beat")
            for working in below(process.pid):  # none where the program itself works
                os.kill(working, signal.SIGKILL)
                beat("worker killed, next beat")
        finally:
            process.terminate()


async def _next_beat(url: str) -> None:
    owner = await asyncpg.connect(url)
    await owner.execute("DELETE FROM worker_beat")
    while not await owner.fetchval("SELECT count(*) FROM worker_beat"):  # noqa: ASYNC110  (no event tells us)
        await asyncio.sleep(0.01)
    await owner.close()


def measure(yikou: str, figures: Figures) -> None:
    with scratch() as directory:
        data = directory / "data"
        users = (str(number) for number in range(10))

        def command(what: str, *arguments: str) -> None:
            with timed(figures, what):
                subprocess.run([yikou, *arguments], capture_output=True, check=True, env=os.environ)

        with started(yikou, data, figures, "cold"):
            command("user add beside it", "user", "add", f"u{next(users)}", *_USER, "--data-dir", str(data))
            command("user password beside it", "user", "password", "clerk", "--data-dir", str(data))
        with started(yikou, data, figures, "warm"):
            pass
        with served(data, "--no-worker", command=[yikou]):
            worker(yikou, data, figures)
        command("user add alone", "user", "add", f"u{next(users)}", *_USER, "--data-dir", str(data))
        command("--help", "--help")


def main(rounds: int = _ROUNDS, other: str | None = None) -> int:
    ours: Figures = defaultdict(list)
    theirs: Figures = defaultdict(list)
    for _ in range(rounds):
        measure(OURS, ours)
        if other is not None:
            measure(other, theirs)
    for what, seconds in ours.items():
        line = f"{what:28} {median(seconds):6.2f} s"
        if theirs[what]:
            line += f"  other {median(theirs[what]):6.2f} s, {median(seconds) / median(theirs[what]):.2f} ×"
        print(line)
    return int(any(median(ours[what]) > median(seconds) / 2 for what, seconds in theirs.items() if seconds))


if __name__ == "__main__":
    sys.exit(main(*([int(sys.argv[1])] if sys.argv[1:] else []), *sys.argv[2:3]))
