"""Carries a cluster of an older major version over to newer programs, by their own `pg_upgrade`.

The old cluster is the truth until the new one is whole, and is kept until the new one has answered. What a kill or a
power cut leaves behind is told by names alone, in the directory the cluster lies in:

    postgres            the cluster that is served
    postgres.upgrade    scrap: a new cluster being made, or an old one being removed; never used, always removable
    postgres.old-16     the old cluster, whole; where `postgres` is missing, it goes back there and all begins anew
"""

import asyncio
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from app.db.embedded import databases
from app.db.embedded.binaries import Programs
from app.db.embedded.cluster import BUILTIN_FROM, OWNER, make_cluster, version_of
from app.db.embedded.errors import EmbeddedError
from app.db.embedded.places import make_directory
from app.db.embedded.postmaster import Postmaster, end_leftover
from app.db.embedded.processes import Runner

Tell = Callable[[str, str], None]  # what happens now, in English and in Chinese
_PORT = 50432  # nobody who looks for the service finds a cluster that is not whole
_ROOM = 256 << 20  # bytes for the new cluster's own catalogues, its log, and indexes while they are made again
_ALONE = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "maintenance_work_mem": "256MB",
}
_KEPT_OF_A_LOG = 20_000  # bytes


def settle(cluster: Path) -> None:
    """Before anything else, with the lock held: an exchange that was cut off between its two renames is taken back."""
    if not cluster.exists():
        for kept in _kept(cluster):
            kept.rename(cluster)
            return


def remove_old(cluster: Path) -> None:
    """The new cluster has answered: the old one, and whatever an upgrade that was cut off left, goes."""
    scrap = _scrap(cluster)
    for kept in _kept(cluster):
        if (version_of(kept) or 0) < (version_of(cluster) or 0):
            shutil.rmtree(scrap, ignore_errors=True)
            kept.rename(scrap)  # what is half removed must not pass for the old cluster
    if scrap.exists():
        shutil.rmtree(scrap, ignore_errors=True)


def _kept(cluster: Path) -> list[Path]:
    return sorted(cluster.parent.glob(f"{cluster.name}.old-*"))


def _scrap(cluster: Path) -> Path:
    return cluster.with_name(f"{cluster.name}.upgrade")


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One upgrade of a cluster that no server runs on; its steps in order are the methods of `carry_over`."""

    runner: Runner
    cluster: Path
    sockets: Path
    password: str
    old: Programs
    new: Programs
    url_of: Callable[[str, int], str]  # of a database, by the port
    tell: Tell

    def carry_over(self) -> None:
        """Leaves the new cluster in the place of the old one, and that beside it.

        Raises:
            EmbeddedError: there is no room, or a program fails; the old cluster is as it was.
        """
        scrap = _scrap(self.cluster)
        self._require_no_older()
        for server in (self.cluster, scrap / "cluster"):
            end_leftover(server)
        shutil.rmtree(scrap, ignore_errors=True)
        size = self._require_room()
        scrap.mkdir()
        scrap.chmod(0o711)  # ours, so that nobody else puts links where root writes
        try:
            self._recover()
            self.tell(
                f"copying {size >> 20} MB to PostgreSQL {self.new.major}",
                f"正在将 {size >> 20} MB 数据复制到 PostgreSQL {self.new.major}",
            )
            self._copy(scrap)
            self.tell("indexes and statistics", "正在整理索引与统计信息")
            self._finish(scrap / "cluster")
        except BaseException:
            shutil.rmtree(scrap, ignore_errors=True)  # the disk may be full, and the old cluster goes on
            raise
        self._exchange(scrap / "cluster")

    def _require_no_older(self) -> None:
        for kept in _kept(self.cluster):
            raise EmbeddedError(
                f"{kept} is the database from before an upgrade, and {self.cluster} is as old: move the one away that "
                "is not to be used",
                f"{kept} 是上次升级前的数据库，而 {self.cluster} 同样是旧版本：请移走其中不再使用的一个",
            )

    def _require_room(self) -> int:
        size, free = _size(self.cluster), shutil.disk_usage(self.cluster).free
        needed = size + size // 10 + _ROOM
        if free < needed:
            raise EmbeddedError(
                f"the upgrade of {self.cluster} from PostgreSQL {self.old.major} to {self.new.major} needs "
                f"{needed >> 20} MB beside it, and {free >> 20} MB are free: make room, or go on with "
                f"YIKOU_POSTGRES_BIN={self.old.directory}",
                f"将 {self.cluster} 从 PostgreSQL {self.old.major} 升级到 {self.new.major} "
                f"需要 {needed >> 20} MB 空间，现只有 {free >> 20} MB：请腾出空间，"
                f"或设置 YIKOU_POSTGRES_BIN={self.old.directory} 继续使用旧版本",
            )
        return size

    def _recover(self) -> None:
        """A cluster that was not shut down in order is brought up once by its own programs: `pg_upgrade` refuses it."""
        said = self.runner.run([self.old.directory / "pg_controldata", "-D", self.cluster])
        state = next((line for line in said.splitlines() if line.startswith("Database cluster state:")), "")
        if state.split(":")[-1].strip() == "shut down":
            return
        self.tell("the old database recovers from a crash", "旧数据库正在从崩溃中恢复")
        settings = {name: _ALONE[name] for name in ("listen_addresses", "unix_socket_permissions")}
        server = Postmaster(self.runner, self.old.directory, self.cluster, self.sockets, settings, _PORT)
        try:
            server.launch_patiently()
        finally:
            server.leave()

    def _copy(self, scrap: Path) -> None:
        make_cluster(self.runner, self.new, scrap / "cluster", self.password, durable=False)  # all is synced at the end
        command = (
            *(self.new.directory / "pg_upgrade", f"--username={OWNER}", f"--socketdir={self.sockets}"),
            *("--old-bindir", self.old.directory, "--new-bindir", self.new.directory),
            *("--old-datadir", self.cluster, "--new-datadir", scrap / "cluster"),
            *("--old-port", str(_PORT), "--new-port", str(_PORT)),
        )
        work = scrap / "work"
        make_directory(self.runner.account, work, 0o700)
        try:
            self.runner.run(command, cwd=work, PGPASSWORD=self.password)
        except EmbeddedError:
            self._keep_logs(scrap / "cluster" / "pg_upgrade_output.d")
            raise
        settings = scrap / "cluster" / f"settings-of-{self.old.major}"
        self.runner.run(("sh", "-c", 'mkdir "$1" && cp "$0"/*.conf "$1"', self.cluster, settings))

    def _keep_logs(self, directory: Path) -> None:
        with self.runner.log.open("ab") as log:
            for path in sorted(path for path in directory.rglob("*") if path.is_file()):
                log.write(f"\n--- {path.name}\n".encode() + path.read_bytes()[-_KEPT_OF_A_LOG:])

    def _finish(self, made: Path) -> None:
        server = Postmaster(self.runner, self.new.directory, made, self.sockets, _ALONE, _PORT)
        builtin = self.new.major >= BUILTIN_FROM
        try:
            server.launch()
            asyncio.run(databases.finish_upgrade(lambda name: self.url_of(name, _PORT), builtin=builtin))
        except asyncpg.UniqueViolationError as error:
            raise EmbeddedError(
                f"under the text rules of PostgreSQL {self.new.major} two values are one ({error.detail}): change one "
                f"of them with YIKOU_POSTGRES_BIN={self.old.directory}, then start again without it",
                f"按 PostgreSQL {self.new.major} 的文本规则，有两个值相同（{error.detail}）："
                f"请先设置 YIKOU_POSTGRES_BIN={self.old.directory} 启动并修改其一，再不带该设置启动",
            ) from error
        finally:
            server.leave()

    def _exchange(self, made: Path) -> None:
        old = self.cluster.with_name(f"{self.cluster.name}.old-{self.old.major}")
        self.cluster.rename(old)
        _sync(old.parent)
        made.rename(self.cluster)
        _sync(old.parent)


def _size(cluster: Path) -> int:
    """Bytes on disk, without the log: the new cluster begins its own."""
    total = 0
    for directory, below, files in os.walk(cluster):
        below[:] = [name for name in below if name != "pg_wal"]
        for name in files:
            with suppress(FileNotFoundError):
                total += (Path(directory) / name).lstat().st_blocks * 512
    return total


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
