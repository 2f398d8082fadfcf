"""Programs of PostgreSQL, run by its account under the guard: none outlives the service, however that ends."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.db.embedded import guard
from app.db.embedded.account import Account
from app.db.embedded.errors import EmbeddedError


@dataclass(frozen=True, slots=True)
class Runner:
    """As whom programs run, the lock of the data directory they hold as long as they live, and where they say why."""

    account: Account
    lock: int
    log: Path
    stopping: threading.Event = field(default_factory=threading.Event)

    def start(
        self, command: Sequence[str | Path], *, output: int, cwd: Path = Path("/"), **environment: str
    ) -> "subprocess.Popen[bytes]":
        """Starts the guard and under it a program; it runs until it ends or until standard input is closed."""
        uid, gid = (str(value) if value is not None else "-" for value in (self.account.uid, self.account.gid))
        return subprocess.Popen(
            [sys.executable, "-S", guard.__file__, uid, gid, str(cwd), *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=(self.lock,),
            env=_environment(os.environ) | environment,
        )

    def run(self, command: Sequence[str | Path], *, cwd: Path = Path("/"), **environment: str) -> str:
        """Runs a program to its end and gives what it printed.

        Raises:
            EmbeddedError: it fails.
        """
        with self.start(command, output=subprocess.PIPE, cwd=cwd, **environment) as process:
            try:
                assert process.stdout is not None  # noqa: S101  (for mypy: it is a pipe)
                said = process.stdout.read().decode(errors="replace").strip()
            finally:
                leave(process)
        if process.returncode != 0:
            name = Path(command[0]).name
            raise EmbeddedError(f"{name} failed: {said[-2000:]}", f"{name} 失败，原因见上")
        return said

    @contextlib.contextmanager
    def output(self) -> Iterator[int]:
        """The log, to be added to."""
        with self.log.open("ab") as file:
            yield file.fileno()


def leave(process: "subprocess.Popen[bytes]") -> None:
    """Tells the guard to end what it guards, and waits until it has."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    process.wait(60)


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Without secrets of the service and without settings that libpq would follow elsewhere."""
    return {name: value for name, value in ours.items() if not name.startswith(("YIKOU_", "PG"))} | {"LC_ALL": "C"}
