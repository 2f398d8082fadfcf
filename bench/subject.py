"""An installation to measure, this checkout's or another's: its service, its database, its users and their tokens."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from app.db.embedded import EmbeddedPostgres
from bench import load, service

HERE = Path(__file__).parents[1]
_USERS = {
    "boss": ("supervisor", "--area", "C"),
    "worker": ("full_time_worker", "--area", "C"),
    "phone": ("full_time_worker", "--area", "G0"),
    "dispatcher": ("dispatcher", "--area", "C"),
    "unit": ("department_handler", "--department", "D7"),
}
#: Run by the checkout itself, whose tables are as its own generator knows them.
_FILL = """
import asyncio, sys
from bench import generate
url, have, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
asyncio.run(generate.cases(url, have + 1, size) if size else generate.organisation(url))
"""


@dataclass
class Subject:
    """A checkout that is served; `name` is how the table calls it."""

    name: str
    root: Path
    data_dir: Path
    port: int = 0
    pid: int = 0
    postmaster: int = 0
    tokens: dict[str, str] = field(default_factory=dict)
    filed: list[str] = field(default_factory=list)  # ids of cases that can be dispatched
    known: list[str] = field(default_factory=list)  # ids of any

    @property
    def python(self) -> list[str]:
        own = self.root / ".venv" / "bin" / "python"
        return [str(own) if self.root != HERE and own.exists() else sys.executable]

    @property
    def url(self) -> str:
        """The owner's address of its database."""
        return service.owner_url(self.data_dir)

    def yikou(self, *arguments: str) -> str:
        """Runs a command of it; gives what it printed."""
        command = [*self.python, "-m", "app.cli", *arguments, "--data-dir", str(self.data_dir)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.root)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def fill(self, have: int, size: int) -> None:
        """Cases from those it has to a size; the organisation, where that is nought."""
        subprocess.run([*self.python, "-c", _FILL, self.url, str(have), str(size)], check=True, cwd=self.root)

    def postgres_cpu(self) -> float:
        """CPU seconds its PostgreSQL has used, in processes that ended too."""
        return sum(load.cpu_of(pid) for pid in _below(self.postmaster)) + load.cpu_of(self.postmaster, ended=True)

    async def ids(self, where: str, limit: int) -> list[str]:
        """Ids of cases."""
        owner = await asyncpg.connect(self.url)
        rows = await owner.fetch(f"SELECT id::text FROM cases WHERE {where} LIMIT {limit}")  # noqa: S608  (our own)
        await owner.close()
        return [row["id"] for row in rows]


def _below(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children]


@contextmanager
def subject(name: str, root: Path) -> Iterator[Subject]:
    """A checkout, served on a database of its own with the organisation of the bench and users."""
    with service.scratch() as data_dir:
        made = Subject(name, root, data_dir)
        made.yikou("migrate")
        with EmbeddedPostgres(data_dir):
            made.fill(0, 0)
        for user, (post, *where) in _USERS.items():
            made.yikou("user", "add", user, "--name", user, "--post", post, *where)
        passwords = {user: service.password_in(made.yikou("user", "password", user), user) for user in _USERS}
        command = [*made.python, "-m", "app.cli"]
        with service.served(data_dir, command=command, cwd=root) as (address, process):
            made.port, made.pid = int(address.rsplit(":", 1)[1]), process.pid
            made.postmaster = int((data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])
            made.tokens = {user: service.token(address, user, password) for user, password in passwords.items()}
            yield made


@contextmanager
def bare() -> Iterator[Subject]:
    """The smallest FastAPI there is, on uvicorn as it comes."""
    port = service.free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.bare:app", "--port", str(port), "--no-access-log"]
    process = subprocess.Popen(command, cwd=HERE, env=os.environ, stderr=subprocess.DEVNULL)
    try:
        service.wait(f"http://127.0.0.1:{port}/ping", process)
        yield Subject("bare", HERE, HERE, port, process.pid, tokens={"boss": ""})
    finally:
        process.terminate()
        process.wait(30)
