"""Directories of files: each file is read into its collection, and all of them are one import."""

from collections.abc import Mapping
from pathlib import Path

from app.db.session import Session
from app.services.importing.areas import AREAS
from app.services.importing.calendar import CALENDAR_DAYS, WORKING_WINDOWS
from app.services.importing.categories import CATEGORIES, CROSSWALK, RULES, STANDARDS
from app.services.importing.collection import Told
from app.services.importing.core import Import
from app.services.importing.departments import ALIASES, DEPARTMENTS, JURISDICTIONS, NAMES
from app.services.importing.escalation import ESCALATION_RUNGS, SUPERVISION_REPLIES
from app.services.importing.files import read_csv
from app.services.importing.geojson import read_geojson
from app.services.importing.loading import Count
from app.services.importing.problems import ImportRefused, Problems, WouldRevive, file_of
from app.services.importing.repeats import REPEAT_RULES
from app.services.importing.responsibilities import RESPONSIBILITIES
from app.services.importing.routing_rules import ROUTING_RULES
from app.services.importing.shapes import BOUNDARIES
from app.services.importing.surveys import here
from app.services.importing.terms import TERMS
from app.services.importing.users import APPOINTMENTS, USERS

Files = Mapping[str, bytes]
"""An import by the names of its files; what is not there is not spoken of."""

COLLECTIONS = (
    AREAS, DEPARTMENTS, NAMES, ALIASES, JURISDICTIONS, STANDARDS, CATEGORIES, CROSSWALK, RULES,
    USERS, APPOINTMENTS, CALENDAR_DAYS, WORKING_WINDOWS, ESCALATION_RUNGS, SUPERVISION_REPLIES, TERMS,
    RESPONSIBILITIES, ROUTING_RULES,
    REPEAT_RULES,
)  # fmt: skip


async def import_directory(session: Session, directory: Path, *, reviving: bool = False) -> dict[str, Count]:
    """Imports the files of a directory.

    Raises:
        ImportRefused: with every problem of every file. WouldRevive: it would take up what has ended, and is not
        `reviving`. Then nothing was written.
    """
    return await import_files(session, read_directory(directory), reviving=reviving)


def read_directory(directory: Path) -> Files:
    """The files of a directory; those that are none of an import's are not looked at.

    Raises:
        ImportRefused: it is none.
    """
    problems = Problems()
    if not directory.is_dir():
        problems.add(str(directory), 0, "不是目录", "is not a directory")
        raise ImportRefused(problems.found, str)
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.suffix in (".csv", ".geojson")}


async def import_files(session: Session, files: Files, *, reviving: bool = False) -> dict[str, Count]:
    """Imports files by their names; gives what became of each kind of rows.

    Raises:
        ImportRefused, WouldRevive: see `import_directory`.
    """
    problems = Problems()
    return await import_told(session, read_files(files, problems), problems, reviving=reviving)


async def import_told(session: Session, told: Told, problems: Problems, *, reviving: bool) -> dict[str, Count]:
    """Imports what files told, with the problems of their reader.

    Raises:
        ImportRefused, WouldRevive: see `import_directory`.
    """
    one = Import(told, problems, here)
    await one.check(session)
    if problems.found:
        raise ImportRefused(problems.found)
    if problems.revivals and not reviving:
        raise WouldRevive(problems.revivals)
    return await one.write(session)


def read_files(files: Files, problems: Problems) -> Told:
    """What the files tell; what is wrong with their values is among the problems then."""
    records = {
        each.name: read_csv(each, files[file_of(each.name)], problems)
        for each in COLLECTIONS
        if file_of(each.name) in files
    }
    drawn = files.get(file_of(BOUNDARIES))
    return Told(records, () if drawn is None else read_geojson(drawn, problems))
