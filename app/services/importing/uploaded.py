"""Files that somebody sends: unpacked, read and tried, with everything that is wrong in its place.

It computes for long and is made to run in a thread: see `app.db.lending`.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from app.db.session import Row, Session
from app.errors import TooComplex, TooLarge
from app.queries.identity import users as accounts
from app.services.importing import exporting
from app.services.importing.core import Import
from app.services.importing.differences import FileChanges, differences
from app.services.importing.directory import COLLECTIONS, read_files
from app.services.importing.loading import Count
from app.services.importing.problems import Problem, Problems, file_of
from app.services.importing.shapes import BOUNDARIES
from app.services.importing.surveys import Ask
from app.services.importing.users import USERS
from app.services.routing import checking
from app.services.routing.book import load

MOST_LINES = 10_000  # of all files; whatever has more comes in by the command
MOST_NUMBERS = 1_000_000  # of boundaries: as many commas
MOST_BYTES = 16_777_216  # unpacked
_MOST_ENTRIES = 100
_KNOWN = frozenset({file_of(each.name) for each in COLLECTIONS} | {file_of(BOUNDARIES)})
_IGNORED = frozenset({exporting.CONTENTS})

Sent = Sequence[tuple[str, bytes]]
"""Files as they came, each with its name."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A file that cannot be taken."""

    file: str
    zh: str
    en: str


@dataclass(slots=True)
class Taken:
    """What an import found, and what it did or would do."""

    problems: Problems
    misplaced: list[Misplaced]
    files: list[FileChanges] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)
    remarks: list[checking.Finding] = field(default_factory=list)
    without_password: list[Row] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """What is wrong with its records."""
        return self.problems.in_order

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.misplaced and not self.problems.found


async def take(session: Session, sent: Sent, ask: Ask) -> Taken:
    """Imports what was sent, also what takes up again what had ended; where anything is wrong, writes nothing.

    Raises:
        TooLarge, TooComplex: it is more than a request may bring.
    """
    misplaced: list[Misplaced] = []
    files = _files(sent, misplaced)
    _require_bounded(files)
    problems = Problems()
    told = read_files(files, problems)
    taken, one = Taken(problems, misplaced), Import(told, problems, ask)
    await one.check(session)
    if not taken.is_good:
        return taken
    before = await exporting.export(session, with_phones=True)
    taken.counts = await one.write(session)
    taken.files = differences(before, await exporting.export(session, with_phones=True), told)
    if any(taken.counts[name].changed for name in ("responsibilities", "routing_rules") if name in taken.counts):
        taken.remarks = checking.errors(await checking.check(session, await load(session)))
    usernames = sorted(told.of(USERS).told(lambda user: user.username))
    taken.without_password = list(await session.all(accounts.WITHOUT_PASSWORD, usernames=usernames))
    return taken


def _files(sent: Sent, misplaced: list[Misplaced]) -> dict[str, bytes]:
    """Those an import knows, by their names; the others are misplaced."""
    found: dict[str, bytes] = {}
    for name, content in _unpacked(sent, misplaced):
        if name in found:
            misplaced.append(Misplaced(name, "有两个同名文件", "comes twice"))
        elif name in _KNOWN:
            found[name] = content
        elif name not in _IGNORED:
            said = ", ".join(sorted(_KNOWN))
            misplaced.append(Misplaced(name, f"不是可导入的文件；可导入 {said}", f"is none of an import: {said}"))
    return found


def _unpacked(sent: Sent, misplaced: list[Misplaced]) -> Iterator[tuple[str, bytes]]:
    for name, content in sent:
        if not name.lower().endswith(".zip"):
            yield _base(name), content
            continue
        try:
            yield from _entries(content)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
            misplaced.append(Misplaced(_base(name), "不是可以解开的 zip", "is no zip that can be unpacked"))


def _entries(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a zip; what its directory says of their sizes is not believed."""
    with ZipFile(BytesIO(content)) as archive:
        entries = [each for each in archive.infolist() if _is_of_an_import(each)]
        if len(entries) > _MOST_ENTRIES:
            raise TooComplex(limit=_MOST_ENTRIES)
        left = MOST_BYTES
        for entry in entries:
            with archive.open(entry) as file:
                unpacked = file.read(left + 1)
            left -= len(unpacked)
            if left < 0:
                raise TooLarge(limit=MOST_BYTES)
            yield _base(entry.filename), unpacked


def _is_of_an_import(entry: ZipInfo) -> bool:
    """Whether somebody put it there: what systems add to a zip they make is left alone."""
    path = PurePosixPath(entry.filename)
    return not entry.is_dir() and "__MACOSX" not in path.parts and not path.name.startswith(".")


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _require_bounded(files: dict[str, bytes]) -> None:
    drawn = file_of(BOUNDARIES)
    lines = sum(max(content.count(b"\n"), content.count(b"\r")) for name, content in files.items() if name != drawn)
    if lines > MOST_LINES:
        zh, en = (
            f"一次最多导入 {MOST_LINES} 行，更多请用命令行导入",
            f"At most {MOST_LINES:,} lines at once, by a request",
        )
        raise TooComplex(zh=zh, en=en, limit=MOST_LINES)
    if files.get(drawn, b"").count(b",") > MOST_NUMBERS:
        raise TooComplex(limit=MOST_NUMBERS)
