"""What `yikou import` does besides importing: an entry of the trail, and one-time passwords for who has none.

The passwords go to a file of their own before anything is committed: nobody has one that is not written down, and what
is written down without being committed opens nothing.
"""

import os
from datetime import tzinfo
from pathlib import Path

from app.db.session import Session
from app.models.audit import Deed
from app.queries.identity import users as accounts
from app.services.identity.one_time import random_one_time
from app.services.importing import routing_check
from app.services.importing.case_history import import_cases
from app.services.importing.directory import import_told, read_directory, read_files
from app.services.importing.loading import Count
from app.services.importing.problems import Problems
from app.services.importing.rows import written
from app.services.importing.users import USERS
from app.services.security.trail import record

_DAYS = 7
_HEADER = ("username", "display_name", "password", "expires_at")


async def organisation(
    session: Session, directory: Path, *, reviving: bool = False, passwords: Path | None = None
) -> dict[str, Count]:
    """Imports the files of a directory.

    Raises:
        ImportRefused, WouldRevive: see `import_directory`. FileExistsError: the passwords would go where a file is.
    """
    problems = Problems()
    told = read_files(read_directory(directory), problems)
    counts = await import_told(session, told, problems, reviving=reviving)
    changed = {kind: [count.created, count.updated] for kind, count in counts.items() if count.changed}
    if changed:
        await record(session, None, Deed.IMPORT, "organisation", changed=changed)
    if passwords is not None:
        usernames = told.of(USERS).told(lambda user: user.username)
        await _give_passwords(session, sorted(usernames), passwords)
    return counts


async def organisation_checked(
    session: Session, directory: Path, *, reviving: bool = False, passwords: Path | None = None
) -> tuple[dict[str, Count], list[str]]:
    """The same, and what of who is responsible is to be mended then.

    Raises:
        ImportRefused, WouldRevive, FileExistsError: as for `organisation`.
    """
    counts = await organisation(session, directory, reviving=reviving, passwords=passwords)
    changed = [kind for kind, count in counts.items() if count.changed]
    return counts, await routing_check.after_import(session, changed)


async def history(session: Session, file: Path, zone: tzinfo | None = None) -> Count:
    """Imports the history of cases.

    Raises:
        ImportRefused: see `import_cases`.
    """
    count = await import_cases(session, file, zone)
    if count.changed:
        await record(session, None, Deed.IMPORT, "cases", created=count.created)
    return count


async def _give_passwords(session: Session, usernames: list[str], path: Path) -> None:
    """One-time passwords of those who have none yet, each told in the file and nowhere else."""
    rows = await session.all(accounts.WITHOUT_PASSWORD, usernames=usernames)
    new = {row["id"]: random_one_time(_DAYS) for row in rows}
    lines = [written(_HEADER)]
    for row in rows:
        one = new[row["id"]]
        lines.append(written((row["username"], row["display_name"], one.password, f"{one.expires_at:%Y-%m-%dT%H:%MZ}")))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(descriptor)
    if new:
        hashes = [password.hashed for password in new.values()]
        expires_at = next(iter(new.values())).expires_at
        await session.run(accounts.SET_PASSWORDS, ids=list(new), hashes=hashes, expires_at=expires_at)
        await record(session, None, Deed.PASSWORD_GIVEN, "users.csv", count=len(new))
