"""One import: read everything, check everything, then write everything or nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from app.db.session import Session
from app.queries import reference
from app.queries.importing import loading as queries
from app.services.importing.areas import AreaFiles
from app.services.importing.calendar import CalendarFiles
from app.services.importing.categories import CategoryFiles
from app.services.importing.departments import DepartmentFiles
from app.services.importing.escalation import EscalationFiles
from app.services.importing.files import Files
from app.services.importing.loading import Count
from app.services.importing.problems import ImportRefused, Problems, WouldRevive
from app.services.importing.shapes import Feature
from app.services.importing.surveys import Ask, here
from app.services.importing.terms import TermFiles
from app.services.importing.users import UserFiles
from app.services.organisation.locating import CACHE
from app.services.organisation.names import BOOK

#: What phones and caches know by version, and the rows each is made of; the calendar counts its own.
_VERSIONED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "areas": ("areas",),
        "departments": ("departments", "department_names", "department_aliases", "jurisdictions"),
        "categories": ("category_standards", "categories", "category_crosswalk"),
        "rules": ("filing_rules",),
        "terms": ("terms",),
        "people": ("users",),
    }
)


async def import_directory(session: Session, directory: Path, *, reviving: bool = False) -> dict[str, Count]:
    """Imports the files of a directory.

    Raises:
        ImportRefused: with every problem of every file. WouldRevive: it would take up what has ended, and is not
        `reviving`. Then nothing was written.
    """
    problems = Problems()
    if not directory.is_dir():  # noqa: ASYNC240  (a command waits for its disk)
        problems.add(str(directory), 0, "不是目录", "is not a directory")
        raise ImportRefused(problems.found)
    return await import_files(session, read_directory(directory), reviving=reviving)


def read_directory(directory: Path) -> Files:
    """The files of a directory; those that are none of an import's are not looked at."""
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.suffix in (".csv", ".geojson")}


async def import_files(
    session: Session, files: Files, ask: Ask = here, features: Sequence[Feature] = (), *, reviving: bool = False
) -> dict[str, Count]:
    """Imports files by their names, and boundaries that are no file; gives what became of each kind of rows.

    `ask` knows what geometry says.

    Raises:
        ImportRefused, WouldRevive: see `import_directory`.
    """
    await session.run(queries.LOCK)
    problems = Problems()
    areas = AreaFiles(files, problems, ask, features)
    departments = DepartmentFiles(files, problems)
    categories = CategoryFiles(files, problems)
    users = UserFiles(files, problems)
    calendar = CalendarFiles(files, problems)
    escalation = EscalationFiles(files, problems)
    terms = TermFiles(files, problems)
    told = departments.area_codes | users.area_codes | calendar.area_codes | escalation.area_codes
    await areas.check(session, areas.codes | told)
    await departments.check(session, areas.known)
    await categories.check(session, departments.known)
    await users.check(session, areas.known, departments.known)
    await calendar.check(session, areas.known)
    await escalation.check(session, areas.known)
    await terms.check(session)
    if problems.found:
        raise ImportRefused(problems.found)
    if problems.revivals and not reviving:
        raise WouldRevive(problems.revivals)
    done: dict[str, Count] = {}
    for part in (areas, departments, categories, users, calendar, escalation, terms):
        done |= await part.write(session)
    changed = {name for name, count in done.items() if count.changed}
    for version, kinds in _VERSIONED.items():
        if changed.intersection(kinds):
            await raise_version(session, version)
    return done


async def raise_version(session: Session, name: str) -> None:
    """Says that a kind of reference data has changed: other processes and phones look at that."""
    await session.run(reference.RAISE_VERSION, name=name)
    BOOK.forget()
    if name == "areas":
        CACHE.forget()
