"""One server process over one cluster: launched under the guard, waited for, left."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from app.db.embedded.errors import EmbeddedError
from app.db.embedded.processes import Runner, leave
from app.logs import Log

START_SECONDS = 60.0
LEFTOVERS_SECONDS = 10.0
RECOVERING = ("starting", "standby")
log = Log()


@dataclass(slots=True)
class Postmaster:
    """The server of a cluster; its socket lies in `sockets` under the number of `port`."""

    runner: Runner
    binaries: Path
    cluster: Path
    sockets: Path
    settings: dict[str, str]
    port: int = 5432
    guard: "subprocess.Popen[bytes] | None" = None
    _before: list[str] = field(default_factory=list)  # pid, directory and start of the server before the present one

    @property
    def running(self) -> bool:
        """Whether the guard, and so the server, is up."""
        return self.guard is not None and self.guard.poll() is None

    def launch_patiently(self) -> None:
        """After a crash that took the guard too, processes of the dead server may need a moment to end."""
        crashed, until = (self.cluster / "postmaster.pid").exists(), time.monotonic() + LEFTOVERS_SECONDS
        while True:
            try:
                return self.launch()
            except EmbeddedError:
                if not crashed or time.monotonic() > until:
                    raise
            time.sleep(0.2)

    def launch(self) -> None:
        """Starts it and waits until it answers.

        Raises:
            EmbeddedError: it ends, or does not answer.
        """
        self.leave()
        self._before = _pid_file(self.cluster)[:3]
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        server = (self.binaries / "postgres", "-D", self.cluster, "-k", self.sockets, "-p", str(self.port))
        with self.runner.output() as output:
            self.guard = self.runner.start([*server, *options], output=output)
        self._wait_until_ready()

    def leave(self) -> None:
        """Shuts it down."""
        if self.guard is not None:
            leave(self.guard)

    def _wait_until_ready(self) -> None:
        """Waits until it answers: as long as it takes while it recovers, for to stop it then would be to start over."""
        until, said = time.monotonic() + START_SECONDS, False
        while not self.runner.stopping.is_set():
            if not self.running:
                raise EmbeddedError(
                    f"PostgreSQL ended at once; the reason is in {self.runner.log}",
                    f"PostgreSQL 启动后立即退出，原因见 {self.runner.log}",
                )
            if self.answers():
                return
            if time.monotonic() >= until:
                if self._state() not in RECOVERING:
                    break
                if not said:
                    log.warning("embedded_postgres_recovers", log=str(self.runner.log))
                    said = True
            time.sleep(0.05)
        raise EmbeddedError(
            f"PostgreSQL does not answer after {START_SECONDS:.0f} s; see {self.runner.log}",
            f"PostgreSQL 在 {START_SECONDS:.0f} 秒内没有应答，见 {self.runner.log}",
        )

    def answers(self) -> bool:
        """Whether the present server is ready and its socket answers."""
        if self._state() != "ready":
            return False
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(self.sockets / f".s.PGSQL.{self.port}"))
        except OSError:
            return False
        return True

    def _state(self) -> str:
        """What the present server says of itself, empty before its first word."""
        lines = _pid_file(self.cluster)
        return "" if lines[:3] == self._before or len(lines) < 8 else lines[7].strip()


def end_leftover(cluster: Path) -> None:
    """Ends a server that `pg_upgrade` had started over this cluster and that lost everybody who guarded it."""
    pid = next(iter(_pid_file(cluster)), "")
    with contextlib.suppress(OSError):
        while Path(f"/proc/{pid}/cwd").samefile(cluster):  # not just any process that has the number now
            os.kill(int(pid), signal.SIGQUIT)
            time.sleep(0.1)


def _pid_file(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
