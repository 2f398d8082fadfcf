"""`yikou worker`: whatever kills one is survived, nobody outlives its keeper, and no two forks are the same."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from app.db.session import APPLICATION_ROLE
from app.running.keeping import LEAST, MOST, Ended, pause_after
from tests.service import YIKOU
from tests.waiting import AT_MOST, eventually, soon

if TYPE_CHECKING:
    Owner = asyncpg.Connection[asyncpg.Record]
ACCOUNT = "yikou_kept"
#: Keeps what tells its ids and dice, and is killed by itself; the program is told to stop by whoever reads it.
_DICE = """
import os, random, secrets, signal, uuid
from datetime import UTC, datetime
from app.identifiers import new_id
from app.db.session import APPLICATION_ROLE
from app.running.keeping import keep

def work(begun, stop):
    begun()
    made = new_id(datetime(2026, 1, 1, tzinfo=UTC)), uuid.uuid4()
    print("dice", *made, random.random(), secrets.token_hex(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

random.random(), secrets.randbits(1), new_id(datetime(2026, 1, 1, tzinfo=UTC))
keep(work)
"""


def below(pid: int) -> list[int]:
    """The processes that one has started and not yet waited for."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def is_gone(pid: int) -> bool:
    """Whether it has ended; who adopts orphans may take its time to wait for them."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


class Kept:
    """A running `yikou worker`, with a process group of its own as on a terminal."""

    def __init__(self, url: str, directory: Path) -> None:
        self.file = directory / "output"
        with self.file.open("w") as output:
            self.process = subprocess.Popen(
                [YIKOU, "worker", "--data-dir", str(directory / "data")],
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
                env=os.environ | {"YIKOU_DATABASE_URL": url},
            )  # fmt: skip

    @property
    def said(self) -> str:
        return self.file.read_text()

    def events(self, name: str) -> list[dict[str, Any]]:
        """What it has logged by that name."""
        logged = [json.loads(line) for line in self.said.splitlines() if line.startswith("{")]
        return [each for each in logged if each["event"] == name]

    def worker(self) -> int:
        """The one that works, as soon as there is one."""
        soon(lambda: len(below(self.process.pid)) == 1)
        return below(self.process.pid)[0]


@pytest.fixture
async def owner(fresh_url: str) -> AsyncIterator["Owner"]:
    opened = await asyncpg.connect(fresh_url)
    yield opened
    await opened.close()


@pytest.fixture
async def account(owner: "Owner", fresh_url: str) -> AsyncIterator[str]:
    """Where an account of its own logs in, which may be refused meanwhile."""
    who = f"{ACCOUNT}_{os.getpid()}"
    await owner.execute(f"CREATE ROLE {who} LOGIN PASSWORD 'kept' IN ROLE {APPLICATION_ROLE}")
    parts = urlsplit(fresh_url)
    yield parts._replace(netloc=f"{who}:kept@{parts.netloc.rpartition('@')[2]}").geturl()
    await owner.execute(f"DROP ROLE {who}")


@pytest.fixture
def kept(fresh_url: str, tmp_path: Path) -> Iterator[Callable[..., Kept]]:
    """Starts one; it is gone when the test is, with its worker."""
    started: list[Kept] = []

    def start(url: str = fresh_url) -> Kept:
        started.append(Kept(url, tmp_path))
        return started[-1]

    yield start
    for each in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(each.process.pid, signal.SIGKILL)
        each.process.wait(AT_MOST)


async def beat(owner: "Owner") -> None:
    """Waits for the next beat of a worker."""
    await owner.execute("DELETE FROM worker_beat")
    await eventually(lambda: owner.fetchval("SELECT count(*) > 0 FROM worker_beat"))


async def alone(owner: "Owner") -> bool:
    """Whether nobody else is connected to its database."""
    ask = "SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database()"
    found: bool = await owner.fetchval(ask)
    return found


async def test_a_killed_worker_is_followed_by_the_next_which_the_log_says(
    owner: "Owner", kept: Callable[..., Kept]
) -> None:
    program = kept()
    await beat(owner)
    killed = []
    for _ in range(3):
        killed.append(program.worker())
        os.kill(killed[-1], signal.SIGKILL)
        await beat(owner)

    assert len({*killed, program.worker()}) == 4
    assert program.process.poll() is None
    assert [each["status"] for each in program.events("worker_ended")] == [-signal.SIGKILL] * 3
    assert program.said.count("The worker works. 后台任务运行中。") == 4


async def test_a_keeper_has_one_thread_and_nothing_open(owner: "Owner", kept: Callable[..., Kept]) -> None:
    program = kept()
    await beat(owner)
    of_it = Path(f"/proc/{program.process.pid}")
    links = [str(each.readlink()) for each in (of_it / "fd").iterdir() if int(each.name) > 2]
    mapped = (of_it / "maps").read_text()

    assert "Threads:\t1\n" in (of_it / "status").read_text()
    assert [link.partition(":")[0] for link in links] == ["socket"], "the one that holds it and its worker together"
    assert "asyncpg" in mapped, "a look that finds nothing proves nothing"
    assert "numpy" not in mapped, "it would bring threads along"


async def test_a_worker_ends_when_its_keeper_is_killed(owner: "Owner", kept: Callable[..., Kept]) -> None:
    program = kept()
    await beat(owner)
    worker = program.worker()
    program.process.kill()
    program.process.wait(AT_MOST)
    soon(lambda: is_gone(worker))

    await eventually(lambda: alone(owner))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("whom", ["the keeper", "the whole group"])
async def test_told_to_stop_both_end_in_order(
    owner: "Owner", kept: Callable[..., Kept], how: signal.Signals, whom: str
) -> None:
    program = kept()
    await beat(owner)
    worker = program.worker()
    if whom == "the keeper":
        program.process.send_signal(how)
    else:
        os.killpg(program.process.pid, how)

    assert program.process.wait(AT_MOST) == 0
    assert is_gone(worker)
    assert "Traceback" not in program.said
    assert program.events("worker_ended") == []
    await eventually(lambda: alone(owner))


async def test_what_is_wrong_from_the_start_ends_the_program_with_its_reason(
    owner: "Owner", account: str, kept: Callable[..., Kept]
) -> None:
    await owner.execute(f"ALTER ROLE {urlsplit(account).username} NOLOGIN")
    program = kept(account)

    assert program.process.wait(AT_MOST) == 1
    assert len(program.said.strip().splitlines()) == 1
    assert "the database refuses this account" in program.said
    assert "数据库拒绝该账号登录" in program.said


async def test_workers_that_are_refused_later_are_tried_again_and_the_reason_said_once(
    owner: "Owner", account: str, kept: Callable[..., Kept]
) -> None:
    program, who = kept(account), urlsplit(account).username
    await beat(owner)
    await owner.execute(f"ALTER ROLE {who} NOLOGIN")
    refused = program.worker()
    os.kill(refused, signal.SIGKILL)
    seen: set[int] = set()

    def several_have_failed() -> bool:
        seen.update(below(program.process.pid))
        return len(seen - {refused}) > 2

    soon(several_have_failed, every=0.001)
    await owner.execute(f"ALTER ROLE {who} LOGIN")
    await beat(owner)
    killed, failed = program.events("worker_ended")

    assert (killed["status"], failed["status"]) == (-signal.SIGKILL, 1)
    assert "the database refuses this account" in failed["reason"]
    assert failed["next_in"] == 2 * LEAST
    program.process.terminate()
    assert program.process.wait(AT_MOST) == 0


def test_the_next_comes_at_once_and_ever_later_while_none_can_begin() -> None:
    worked, fell, failed = Ended(-9, begun=True, lived=60.0), Ended(-9, begun=True, lived=0.1), Ended(1)
    pauses = [0.0]
    for _ in range(8):
        pauses.append(pause_after(failed, pauses[-1]))

    assert pauses[1:] == [1.0, 2.0, 4.0, 8.0, 16.0, MOST, MOST, MOST]
    assert pause_after(worked, MOST) == 0.0
    assert pause_after(fell, MOST) == pytest.approx(LEAST - 0.1), "no more than two a second"


@pytest.mark.process
def test_no_two_forks_give_the_same_ids_or_throw_the_same_dice() -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", _DICE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert program.stdout is not None
    with program.stdout:
        thrown = (line.split()[1:] for line in program.stdout if line.startswith("dice"))
        told = [next(thrown) for _ in range(3)]
    program.terminate()
    program.wait(AT_MOST)

    assert all(len(set(of_all)) == 3 for of_all in zip(*told, strict=True)), told
    assert len(told[0]) == 4
