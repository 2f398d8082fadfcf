"""The embedded server: initialise once, start under the guard, watch, restart after a crash, stop."""

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import structlog

from app.db.embedded import guard
from app.db.embedded.account import (
    choose_account,
    home_directory,
    reachable_binaries,
    socket_directory,
)
from app.db.embedded.binaries import find_binaries
from app.db.embedded.cluster import OWNER, ensure_cluster, password_of
from app.db.embedded.databases import ensure_database
from app.db.embedded.errors import EmbeddedError
from app.db.embedded.lock import DirectoryLock

DATABASE = "yikou"
_START_SECONDS = 60.0
_LEFTOVERS_SECONDS = 10.0
_WRITTEN_AHEAD = 16 * 1024 * 1024  # bytes: one segment of the write-ahead log
_RECOVERING = ("starting", "standby")
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
_FAST_FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}
log = structlog.get_logger()


class EmbeddedPostgres:
    """A cluster in a data directory. `durable=False` is for tests: it may lose everything in a power cut."""

    def __init__(self, data_dir: Path, *, binaries: Path | None = None, durable: bool = True) -> None:
        """Finds what is needed; nothing is started yet.

        Raises:
            EmbeddedError: there are no usable programs, or no account to run them as.
        """
        self.data_dir = data_dir.resolve()
        self.account = choose_account()
        self.binaries = reachable_binaries(self.account, find_binaries(binaries))
        self.cluster = self.sockets = self.data_dir  # known once the lock is held
        self.restarts = 0
        self.restarting = False  # from its death until it answers again
        self._settings = _SETTINGS | ({} if durable else _FAST_FOR_TESTS)
        self._lock: DirectoryLock | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._before: list[str] = []  # pid, directory and start of the server before the present one
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="embedded-postgres", daemon=True)

    @property
    def url(self) -> str:
        """The address of the service's database, as its owner."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """The address of a database of this cluster."""
        password = quote(password_of(self.data_dir, self.cluster), safe="")
        return f"postgresql://{OWNER}:{password}@/{database}?host={quote(str(self.sockets), safe='')}"

    @property
    def running(self) -> bool:
        """Whether the guard, and so the server, is up."""
        return self._guard is not None and self._guard.poll() is None

    @property
    def disk_full(self) -> bool:
        """Whether there is no room for what PostgreSQL writes ahead: without it, it ends, and does not start again."""
        return shutil.disk_usage(self.cluster).free < _WRITTEN_AHEAD

    def start(self) -> None:
        """Starts and waits until it answers; a crash from now on is answered with a restart.

        Raises:
            AlreadyRunning: another process serves this directory. EmbeddedError: it does not come up.
        """
        self._lock = DirectoryLock(self.data_dir)
        try:
            self.join()
            ensure_cluster(self.account, self.binaries, self.cluster, password_of(self.data_dir, self.cluster))
            self._launch_patiently()
            ensure_database(self.url_of("postgres"), DATABASE)
        except BaseException:
            self.stop()
            raise
        self._watcher.start()

    def join(self) -> None:
        """Learns where the cluster is, without starting it: enough to reach one that another process runs."""
        home = home_directory(self.account, self.data_dir)
        self.cluster, self.sockets = home / "postgres", socket_directory(self.account, home)

    def stop(self) -> None:
        """Shuts down and lets go of the directory."""
        self._stopping.set()
        if self._watcher.is_alive():
            self._watcher.join()
        self._leave_guard()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> "EmbeddedPostgres":
        """Starts."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stops."""
        self.stop()

    def _launch_patiently(self) -> None:
        """After a crash that took the guard too, processes of the dead server may need a moment to end."""
        crashed, until = (self.cluster / "postmaster.pid").exists(), time.monotonic() + _LEFTOVERS_SECONDS
        while True:
            try:
                return self._launch()
            except EmbeddedError:
                if not crashed or time.monotonic() > until:
                    raise
            time.sleep(0.2)

    def _launch(self) -> None:
        self._leave_guard()
        self._before = self._pid_file()[:3]
        options = [f"--{name}={value}" for name, value in self._settings.items()]
        uid, gid = (str(value) if value is not None else "-" for value in (self.account.uid, self.account.gid))
        server = (str(self.binaries / "postgres"), "-D", str(self.cluster), "-k", str(self.sockets))
        held = (self._lock.file,) if self._lock else ()
        with (self.data_dir / "postgres.log").open("ab") as output:
            self._guard = subprocess.Popen(
                [sys.executable, "-S", guard.__file__, uid, gid, *server, *options],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                pass_fds=held,
            )
        self._wait_until_ready()

    def _leave_guard(self) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            with contextlib.suppress(OSError):
                self._guard.stdin.close()
            self._guard.wait(40)

    def _wait_until_ready(self) -> None:
        """Waits until it answers: as long as it takes while it recovers, for to stop it then would be to start over."""
        until, said = time.monotonic() + _START_SECONDS, False
        while not self._stopping.is_set():
            if not self.running:
                raise EmbeddedError(f"PostgreSQL ended at once; the reason is in {self.data_dir / 'postgres.log'}")
            if self._answers():
                return
            if time.monotonic() >= until:
                if self._state() not in _RECOVERING:
                    break
                if not said:
                    log.warning("embedded_postgres_recovers", log=str(self.data_dir / "postgres.log"))
                    said = True
            time.sleep(0.05)
        raise EmbeddedError(
            f"PostgreSQL does not answer after {_START_SECONDS:.0f} s; see {self.data_dir}/postgres.log"
        )

    def _answers(self) -> bool:
        """Whether the present server is ready and its socket answers."""
        if self._state() != "ready":
            return False
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(self.sockets / ".s.PGSQL.5432"))
        except OSError:
            return False
        return True

    def _state(self) -> str:
        """What the present server says of itself, empty before its first word."""
        lines = self._pid_file()
        return "" if lines[:3] == self._before or len(lines) < 8 else lines[7].strip()

    def _pid_file(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _watch(self) -> None:
        while not self._stopping.wait(0.2):
            if not self.running:
                self._restart()
            elif self.restarting and self._answers():
                self._has_restarted()

    def _restart(self) -> None:
        if not self.restarting:
            self.restarting = True
            log.error("embedded_postgres_died")
        try:
            self._launch()
        except (EmbeddedError, OSError) as error:
            # Processes of the dead server may need a moment to end; until then a new one refuses to start.
            log.warning("embedded_postgres_does_not_start_yet", reason=str(error))
            self._stopping.wait(0.5)
            return
        self._has_restarted()

    def _has_restarted(self) -> None:
        self.restarts += 1
        self.restarting = False
        log.warning("embedded_postgres_restarted", restarts=self.restarts)
