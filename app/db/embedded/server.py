"""The embedded server: initialise or upgrade, start under the guard, watch, restart after a crash, stop."""

import asyncio
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from app import progress
from app.db.embedded import binaries, cluster, upgrade
from app.db.embedded.account import choose_account
from app.db.embedded.cluster import OWNER, password_of
from app.db.embedded.copies import Copies
from app.db.embedded.databases import ensure_database
from app.db.embedded.errors import EmbeddedError
from app.db.embedded.lock import DirectoryLock
from app.db.embedded.places import home_directory, socket_directory
from app.db.embedded.postmaster import Postmaster
from app.db.embedded.processes import Runner
from app.logs import Log

DATABASE = "yikou"
_WRITTEN_AHEAD = 16 * 1024 * 1024  # bytes: one segment of the write-ahead log
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
log = Log()


def has_cluster(data_dir: Path) -> bool:
    """Whether a database was made in a data directory, here or in the shelter."""
    return (data_dir / "postgres").exists() or (data_dir / "postgres.elsewhere").is_symlink()


class EmbeddedPostgres:
    """A cluster in a data directory. `durable=False` is for tests: it may lose everything in a power cut."""

    def __init__(
        self,
        data_dir: Path,
        *,
        binaries: Path | None = None,
        durable: bool = True,
        tell: Callable[[str, str], None] = progress.step,
    ) -> None:
        """Nothing is looked for or started yet.

        `binaries` are programs to use and no others; `tell` hears, in English and Chinese, what takes long.

        Raises:
            EmbeddedError: there is no account to run PostgreSQL as.
        """
        self.data_dir = data_dir.resolve()
        self.version = ""  # the server's own word, known once it has answered
        self.restarts = 0
        self.restarting = False  # from its death until it answers again
        self.cluster = self.sockets = self.data_dir  # known once the lock is held
        self._account = choose_account()
        self._setting, self._durable, self._tell = binaries, durable, tell
        self._copies = Copies(self._account)
        self._lock: DirectoryLock | None = None
        self._server: Postmaster | None = None
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="embedded-postgres", daemon=True)

    @property
    def url(self) -> str:
        """The address of the service's database, as its owner."""
        return self.url_of(DATABASE)

    def url_of(self, database: str, port: int | None = None) -> str:
        """The address of a database of this cluster."""
        password = quote(password_of(self.data_dir, self.cluster), safe="")
        at = f"host={quote(str(self.sockets), safe='')}{f'&port={port}' if port else ''}"
        return f"postgresql://{OWNER}:{password}@/{database}?{at}"

    @property
    def running(self) -> bool:
        """Whether the server is up."""
        return self._server is not None and self._server.running

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
            upgrade.settle(self.cluster)
            self._server = self._prepare(
                Runner(self._account, self._lock.file, self.data_dir / "postgres.log", self._stopping)
            )
            self._tell("starting PostgreSQL", "正在启动 PostgreSQL")
            self._server.launch_patiently()
            self.version = asyncio.run(ensure_database(self.url_of("postgres"), DATABASE))
            upgrade.remove_old(self.cluster)
        except BaseException:
            self.stop()
            raise
        self._watcher.start()

    def join(self) -> None:
        """Learns where the cluster is, without starting it: enough to reach one that another process runs."""
        home = home_directory(self._account, self.data_dir)
        self.cluster, self.sockets = home / "postgres", socket_directory(self._account, home)

    def stop(self) -> None:
        """Shuts down and lets go of the directory."""
        self._stopping.set()
        if self._watcher.is_alive():
            self._watcher.join()
        if self._server is not None:
            self._server.leave()
        self._copies.release()
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

    def _prepare(self, runner: Runner) -> Postmaster:
        """A server that can be launched: programs that run, and a cluster of their version."""
        data = cluster.version_of(self.cluster)
        programs = self._reachable(binaries.choose(self._setting, data))
        password = password_of(self.data_dir, self.cluster)
        if data is None:
            self._tell("making the database", "正在建立数据库")
            cluster.make_cluster(runner, programs, self.cluster, password, durable=self._durable)
        elif data < programs.major:
            old = self._reachable(binaries.of_old_data(data, programs))
            work = upgrade.Upgrade(runner, self.cluster, self.sockets, password, old, programs, self.url_of, self._tell)
            work.carry_over()
        settings = _SETTINGS | ({} if self._durable else _FAST_FOR_TESTS)
        return Postmaster(runner, programs.directory, self.cluster, self.sockets, settings)

    def _reachable(self, programs: binaries.Programs) -> binaries.Programs:
        return binaries.Programs(self._copies.reachable(programs.directory), programs.major)

    def _watch(self) -> None:
        while not self._stopping.wait(0.2):
            if not self.running:
                self._restart()
            elif self.restarting and self._server is not None and self._server.answers():
                self._has_restarted()

    def _restart(self) -> None:
        if not self.restarting:
            self.restarting = True
            log.error("embedded_postgres_died")
        try:
            if self._server is not None:
                self._server.launch()
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
