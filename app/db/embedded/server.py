"""The embedded server: initialise once, start under the guard, watch, restart after a crash, stop."""

import contextlib
import os
import secrets
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
    cluster_directory,
    make_directory,
    reachable_binaries,
    socket_directory,
)
from app.db.embedded.binaries import find_binaries, major_version
from app.db.embedded.databases import ensure_database
from app.db.embedded.errors import EmbeddedError
from app.db.embedded.lock import DirectoryLock

USER = "yikou"
DATABASE = "yikou"
_START_SECONDS = 60.0
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
        self.cluster = cluster_directory(self.account, data_dir)
        self.sockets = socket_directory(self.account, self.cluster)
        self.restarts = 0
        self._settings = _SETTINGS | ({} if durable else _FAST_FOR_TESTS)
        self._lock: DirectoryLock | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    @property
    def url(self) -> str:
        """The address of the service's database, as its owner."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """The address of a database of this cluster."""
        password = quote(self._password(), safe="")
        return f"postgresql://{USER}:{password}@/{database}?host={quote(str(self.sockets), safe='')}"

    @property
    def running(self) -> bool:
        """Whether the guard, and so the server, is up."""
        return self._guard is not None and self._guard.poll() is None

    def start(self) -> None:
        """Starts and waits until it answers; a crash from now on is answered with a restart.

        Raises:
            AlreadyRunning: another process serves this directory. EmbeddedError: it does not come up.
        """
        self._lock = DirectoryLock(self.data_dir)
        try:
            self._initialise()
            self._launch()
        except BaseException:
            self.stop()
            raise
        threading.Thread(target=self._watch, name="embedded-postgres", daemon=True).start()

    def stop(self) -> None:
        """Shuts down and lets go of the directory."""
        self._stopping.set()
        if self._guard is not None and self._guard.stdin is not None:
            with contextlib.suppress(OSError):
                self._guard.stdin.close()
            self._guard.wait(40)
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

    def _password(self) -> str:
        path = self.data_dir / "postgres.password"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(24))
        return path.read_text()

    def _initialise(self) -> None:
        make_directory(self.account, self.sockets, 0o700)
        if (self.cluster / "PG_VERSION").exists():
            self._check_version()
            return
        make_directory(self.account, self.cluster, 0o700)
        password_file = self.sockets / "initial.password"
        password_file.touch(mode=0o600)
        password_file.write_text(self._password())
        self.account.own(password_file)
        version = major_version(self.binaries)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] if version >= 17 else ["--locale=C"]
        )
        command = [
            str(self.binaries / "initdb"),
            f"--pgdata={self.cluster}",
            f"--username={USER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--data-checksums",
            *locale,
        ]
        try:
            self._run(command)
        finally:
            password_file.unlink(missing_ok=True)

    def _check_version(self) -> None:
        have = int((self.cluster / "PG_VERSION").read_text().split(".")[0])
        can = major_version(self.binaries)
        if have != can:
            raise EmbeddedError(
                f"the data in {self.cluster} is of PostgreSQL {have}, the programs are of {can}: name programs of "
                f"{have} with YIKOU_POSTGRES_BIN, or dump with those and restore into a new data directory"
            )

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=[] if self.account.uid is not None else None,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
        )
        if done.returncode != 0:
            raise EmbeddedError(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-2000:]}")

    def _launch(self) -> None:
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
        ensure_database(self.url_of("postgres"), DATABASE)

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            if not self.running:
                raise EmbeddedError(f"PostgreSQL ended at once; the reason is in {self.data_dir / 'postgres.log'}")
            if self._answers():
                return
            time.sleep(0.05)
        raise EmbeddedError(
            f"PostgreSQL does not answer after {_START_SECONDS:.0f} s; see {self.data_dir}/postgres.log"
        )

    def _answers(self) -> bool:
        """The postmaster writes its state as the last line of its pid file: "ready" once it takes connections."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready" and _alive(lines[0])

    def _watch(self) -> None:
        while not self._stopping.wait(0.2):
            if self.running:
                continue
            if self._stopping.is_set():
                return
            self.restarts += 1
            log.error("embedded_postgres_died", restarts=self.restarts)
            try:
                self._launch()
            except EmbeddedError as error:
                log.error("embedded_postgres_does_not_start", reason=str(error))
                self._stopping.wait(2)


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
