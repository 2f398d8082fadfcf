"""PostgreSQL refuses to run as root: which account it runs as, and what that account can reach."""

import os
import pwd
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.db.embedded.errors import EmbeddedError


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
        return all(self._may(stat.S_IXUSR, directory.stat()) for directory in directories)

    def can_read(self, path: Path) -> bool:
        """Whether the account gets to a file or directory, reads all below it, and may run what its owner may run."""
        if self.uid is None:
            return True
        return self.can_reach(path) and all(self._may_use(part) for part in _tree(path))

    def _may_use(self, part: str) -> bool:
        status = os.stat(part)  # noqa: PTH116  (see _tree)
        to_run = stat.S_ISDIR(status.st_mode) or status.st_mode & stat.S_IXUSR
        return self._may(stat.S_IRUSR, status) and (not to_run or self._may(stat.S_IXUSR, status))

    def _may(self, bit: int, status: os.stat_result) -> bool:
        """`bit` is the owner's; the account gives up all groups but its own."""
        if status.st_uid == self.uid:
            return bool(status.st_mode & bit)
        return bool(status.st_mode & (bit >> 3 if status.st_gid == self.gid else bit >> 6))


def _tree(path: Path) -> Iterator[str]:
    """A file or directory and all below it: strings, since a thousand paths at each start are slow to make."""
    yield str(path)
    for directory, _, files in os.walk(path):
        yield directory
        yield from (f"{directory}/{name}" for name in files)


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
    raise EmbeddedError(
        "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as",
        "PostgreSQL 不能以 root 身份运行，而系统中没有 postgres 或 nobody 用户可用",
    )
