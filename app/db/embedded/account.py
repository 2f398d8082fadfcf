"""PostgreSQL refuses to run as root: which account it runs as, and places that account can reach."""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from app.db.embedded.errors import EmbeddedError

#: Where root keeps the cluster and the programs when the account cannot reach the data directory or the environment.
SHELTER = Path("/var/lib/yikou")
_MAX_SOCKET_PATH = 90  # bytes; the kernel takes 107 with the file's own name


@dataclass(frozen=True, slots=True)
class Account:
    """The user PostgreSQL runs as: None when it is the one we are."""

    uid: int | None
    gid: int | None

    def own(self, path: Path) -> None:
        """Gives a file or directory to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """Whether the account may enter every directory above and including the nearest one that exists."""
        if self.uid is None:
            return True
        place = path.resolve()
        while not place.exists():
            place = place.parent
        directories = [place, *place.parents] if place.is_dir() else list(place.parents)
        return all(self._may_enter(directory.stat()) for directory in directories)

    def _may_enter(self, status: os.stat_result) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def choose_account() -> Account:
    """Ourselves; as root the system's `postgres` or else `nobody`.

    Raises:
        EmbeddedError: we are root and there is neither.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return Account(None, None)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedError("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")


def cluster_directory(account: Account, data_dir: Path) -> Path:
    """Where the cluster lies: in the data directory, or in the shelter when the account cannot get there."""
    wanted = data_dir.resolve() / "postgres"
    if account.can_reach(wanted):
        return wanted
    return SHELTER / _short_name(data_dir) / "postgres"


def socket_directory(account: Account, cluster: Path) -> Path:
    """Where the socket lies: beside the cluster, or under /tmp when that path is too long for a socket."""
    wanted = cluster.parent / "run"
    if len(os.fsencode(wanted)) <= _MAX_SOCKET_PATH:
        return wanted
    return Path("/tmp") / f"yikou-{_short_name(cluster)}"  # noqa: S108  (a directory of mode 0700 owned by the account)


def reachable_binaries(account: Account, binaries: Path) -> Path:
    """The programs themselves, or a copy in the shelter when the account cannot get to them."""
    if account.can_reach(binaries / "postgres"):
        return binaries
    installation = binaries.resolve().parent
    copy = SHELTER / f"programs-{_short_name(installation)}"
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        shutil.copytree(installation, copy, symlinks=True)
        copy.chmod(0o755)
        (copy / "complete").touch()
    return copy / binaries.name


def make_directory(account: Account, path: Path, mode: int) -> None:
    """A directory of the account; those above it stay ours and open to walk through."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    path.mkdir(mode=mode, exist_ok=True)
    path.chmod(mode)
    account.own(path)


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
