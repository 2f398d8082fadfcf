"""One import: read everything, check everything, then write everything or nothing."""

from pathlib import Path

from app.db.session import Session
from app.services.importing.areas import read_areas, write_areas
from app.services.importing.calendar import CalendarFiles
from app.services.importing.categories import CategoryFiles
from app.services.importing.departments import DepartmentFiles
from app.services.importing.loading import Count
from app.services.importing.problems import ImportRefused, Problems
from app.services.importing.users import UserFiles
from app.services.locating import CACHE


async def import_directory(session: Session, directory: Path) -> dict[str, Count]:
    """Imports the files of a directory on the owner's connection; gives what became of each kind of rows.

    Raises:
        ImportRefused: with every problem of every file; then nothing was written.
    """
    problems = Problems()
    if not directory.is_dir():  # noqa: ASYNC240  (a command waits for its disk)
        problems.add(str(directory), 0, "不是目录", "is not a directory")
        raise ImportRefused(problems.found)
    areas, told = await read_areas(session, directory, problems)
    departments = DepartmentFiles(directory, problems)
    await departments.check(session, areas)
    categories = CategoryFiles(directory, problems)
    await categories.check(session, departments.known)
    users = UserFiles(directory, problems)
    await users.check(session, areas, departments.known)
    calendar = CalendarFiles(directory, problems)
    await calendar.check(session, areas)
    if problems.found:
        raise ImportRefused(problems.found)
    done = {"areas": await write_areas(session, areas, told)}
    done |= await departments.write(session)
    done |= await categories.write(session)
    done |= await users.write(session)
    done |= await calendar.write(session)
    CACHE.forget()
    return done
