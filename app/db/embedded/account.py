"""PostgreSQL refuses to run as root: which account it runs as, and places that account can reach."""

import hashlib
import os
import pwd
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

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


def home_directory(account: Account, data_dir: Path) -> Path:
    """Where the cluster lies: the data directory, or a shelter when the account cannot get there.

    A link in the data directory then says where, so that a new data directory is a new database.

    Raises:
        EmbeddedError: there is a cluster that the account cannot reach any more, or the shelter is gone.
    """
    home, link = data_dir.resolve(), data_dir.resolve() / "postgres.elsewhere"
    if link.is_symlink():
        if not link.is_dir():
            raise EmbeddedError(f"the database of {home} was in {link.readlink()}, and that is gone: restore a backup")
        return link.resolve()
    if account.can_reach(home):
        return home
    if (home / "postgres").exists():
        raise EmbeddedError(f"the account of PostgreSQL cannot enter {home} any more: open the directories above it")
    shelter = _place_in_shelter("data-")
    link.symlink_to(shelter)
    return shelter


def socket_directory(account: Account, home: Path) -> Path:
    """Where the socket lies, open to the account alone: beside the cluster, or in /tmp when that path is too long.

    Raises:
        EmbeddedError: somebody else has put something of that name into /tmp.
    """
    path = home / "run"
    if len(os.fsencode(path)) > _MAX_SOCKET_PATH:
        path = Path("/tmp") / f"yikou-{_short_name(home)}"  # noqa: S108  (checked below)
        path.mkdir(mode=0o700, exist_ok=True)
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (os.geteuid(), account.uid):
            raise EmbeddedError(f"{path} belongs to somebody else: remove it")
    make_directory(account, path, 0o700)
    return path


def reachable_binaries(account: Account, binaries: Path) -> Path:
    """The programs themselves, or a copy in the shelter when the account cannot get to them."""
    program = binaries / "postgres"
    if account.can_reach(program) and program.stat().st_mode & stat.S_IXOTH:
        return binaries
    installation, status = binaries.resolve().parent, program.stat()
    copy = SHELTER / f"programs-{_short_name(installation)}-{status.st_size}-{status.st_mtime_ns}"
    if not copy.exists():
        making = _place_in_shelter("programs-")
        shutil.copytree(installation, making / "all", symlinks=True)
        _open_to_everybody(making / "all")
        with suppress(OSError):  # another start was faster
            (making / "all").rename(copy)
        shutil.rmtree(making)
    return copy / binaries.name


def _place_in_shelter(prefix: str) -> Path:
    """A new directory there that every account may enter, whatever the umask."""
    SHELTER.mkdir(parents=True, exist_ok=True)
    SHELTER.chmod(0o755)
    place = Path(mkdtemp(prefix=prefix, dir=SHELTER))
    place.chmod(0o755)
    return place


def _open_to_everybody(directory: Path) -> None:
    for path in (directory, *directory.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & stat.S_IXUSR else 0))


def make_directory(account: Account, path: Path, mode: int) -> None:
    """A directory of the account; those above it stay ours."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    path.chmod(mode)
    account.own(path)


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
