"""Programs in a directory that is closed to PostgreSQL's account run from a copy in the shelter.

A copy is made once for each state of its original, whole or not at all, and tried before it counts. Whoever runs from
it holds its lock; when another copy is made, those that nobody holds and whose originals are gone are removed. It is
open to the account alone: what lies in a closed directory is not everybody's to read.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.db.embedded import places
from app.db.embedded.account import Account
from app.db.embedded.binaries import catalogue_of
from app.db.embedded.errors import EmbeddedError

_ORIGINAL, _HELD = "original", "held"  # files in a copy: what it is a copy of, and the lock of those that run from it


class Copies:
    """Where the account runs programs from, and the copies that are held while it does."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._held: list[int] = []

    def reachable(self, binaries: Path) -> Path:
        """The directory itself when the account can use all that belongs to it, or else that of a copy.

        Raises:
            EmbeddedError: there is no room for a copy, or the account cannot run it.
        """
        directory = binaries.resolve()
        parts = _parts(directory)
        if all(self._account.can_read(part) for part in parts):
            return directory
        if catalogue_of(directory.parent) is None:  # its data lie where a copy would not find them
            raise _closed(directory, "no share directory beside")
        top, original = Path(os.path.commonpath([part.parent for part in parts])), _state_of(directory)
        copy = places.open_shelter() / f"programs-{places.short_name(original)}"
        with _one_at_a_time():
            if not _is_whole(copy):
                _remove_what_nobody_needs()
                self._make(copy, top, parts, directory, original)
            self._held.append(_hold(copy))
        return copy / "all" / directory.relative_to(top)

    def release(self) -> None:
        """Lets go of the copies."""
        while self._held:
            os.close(self._held.pop())

    def _make(self, copy: Path, top: Path, parts: list[Path], directory: Path, original: str) -> None:
        making = places.place_in_shelter("making-")
        try:
            os.chown(making, -1, -1 if self._account.gid is None else self._account.gid)
            making.chmod(0o750)
            for part in parts:
                target = making / "all" / part.relative_to(top)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(part, target, symlinks=True) if part.is_dir() else shutil.copy2(part, target)
            (making / _ORIGINAL).write_text(f"{original}\n{_weight(making / 'all')}")
            (making / _HELD).touch()
            _open(making / "all")
            self._try(making / "all" / directory.relative_to(top), directory)
            making.rename(copy)
        except OSError as error:
            raise EmbeddedError(
                f"the programs in {directory} cannot be copied to {places.SHELTER}: {error}",
                f"无法将 {directory} 中的程序复制到 {places.SHELTER}：{error}",
            ) from error
        finally:
            shutil.rmtree(making, ignore_errors=True)

    def _try(self, copied: Path, directory: Path) -> None:
        """Programs that are linked to what was not copied say so here, and not in the middle of something."""
        for program in ("postgres", "initdb"):
            tried = subprocess.run(
                [copied / program, "--version"],
                capture_output=True,
                text=True,
                check=False,
                user=self._account.uid,
                group=self._account.gid,
                extra_groups=[],
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
            )
            if tried.returncode != 0:
                raise _closed(directory, tried.stderr.strip())


def _closed(directory: Path, reason: str) -> EmbeddedError:
    return EmbeddedError(
        f"the account of PostgreSQL cannot use {directory}, and a copy of the programs does not run ({reason}): "
        "put them where every user may read them",
        f"运行 PostgreSQL 的用户无法使用 {directory}，而程序的副本无法运行（{reason}）：请将程序放到所有用户可读的目录",
    )


def _open(tree: Path) -> None:
    """Below the top, which only the account enters, everything is readable, whatever original and umask say."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _parts(directory: Path) -> list[Path]:
    """What belongs to the programs: themselves, their libraries and data; with a wheel also the libraries put beside.

    Repaired wheels keep shared libraries in `NAME.libs` beside the package or in `.dylibs` inside, found by a relative
    path from the programs.
    """
    installation = directory.parent
    catalogue = catalogue_of(installation)
    if catalogue is None:
        return [directory]
    own_prefix = catalogue.parent == installation / "share"
    libraries = installation / "lib" if own_prefix else installation / "lib/postgresql"
    beside = [
        place
        for package in installation.parents[:-1]
        for place in (package.with_name(f"{package.name}.libs"), package / ".dylibs")
    ]
    linked = [] if own_prefix else (installation / "lib").glob("*.so*")
    return [directory, catalogue.parent, *(part for part in (libraries, *linked, *beside) if part.exists())]


def _state_of(directory: Path) -> str:
    status = (directory / "postgres").stat()
    return f"{directory}\n{status.st_size} {status.st_mtime_ns}"


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    descriptor = os.open(places.SHELTER / "programs.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _hold(copy: Path) -> int:
    descriptor = os.open(copy / _HELD, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _remove_what_nobody_needs() -> None:
    """Copies that were cut off, and those of originals that are gone or have changed since."""
    for unfinished in places.SHELTER.glob("making-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    for copy in places.SHELTER.glob("programs-*"):
        if _is_current(copy) or _is_held(copy):
            continue
        unfinished = copy.with_name(f"making-{copy.name}")
        copy.rename(unfinished)  # what is half removed is nobody's copy
        shutil.rmtree(unfinished, ignore_errors=True)


def _is_current(copy: Path) -> bool:
    try:
        directory, state, _ = (copy / _ORIGINAL).read_text().split("\n")
        return f"{directory}\n{state}" == _state_of(Path(directory)) and _is_whole(copy)
    except (OSError, ValueError):
        return False


def _is_whole(copy: Path) -> bool:
    """After a power cut, files may be there without their content: to wait for the disk takes longer than to look."""
    try:
        return (copy / _ORIGINAL).read_text().endswith(f"\n{_weight(copy / 'all')}")
    except OSError:
        return False


def _weight(directory: Path) -> int:
    """The bytes of all files below."""
    return sum(os.lstat(f"{at}/{name}").st_size for at, _, names in os.walk(directory) for name in names)


def _is_held(copy: Path) -> bool:
    try:
        descriptor = os.open(copy / _HELD, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
