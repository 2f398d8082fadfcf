"""Users: adding one with a post, and giving one a password."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import date

from app import clock
from app.authz import Post
from app.db.session import Row, Session
from app.errors import AlreadyExists, NotFound
from app.queries import importing
from app.queries import users as queries
from app.services.importing.files import write_csv
from app.services.importing.lines import import_lines
from app.services.importing.users import APPOINTMENTS, USERS
from app.services.people.passwords import hash_password


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to add, with one post: at an area, or in a department for department posts."""

    username: str
    display_name: str
    post: Post
    area_code: str | None = None
    department_code: str | None = None
    phone: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


async def add_user(session: Session, new: NewUser) -> Row:
    """Adds a user who cannot sign in until a password is set; gives the row.

    Raises:
        AlreadyExists: somebody is called so. Invalid: as for lines of `users.csv` and `appointments.csv`.
    """
    await session.run(importing.LOCK)
    if await session.first(importing.USERS_CALLED, lowered=[new.username.lower()]) is not None:
        raise AlreadyExists(zh=f"已有用户 {new.username}", en=f"There is a user {new.username} already")
    line = asdict(new) | {"valid_from": new.valid_from or clock.today(), "is_active": True}
    files = {form.name: write_csv(form, [line]) for form in (USERS, APPOINTMENTS)}
    await import_lines(session, files)
    return await session.one(queries.USER_CALLED, of_username=new.username.strip())


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password and the hash of it that is stored."""

    password: str = field(repr=False)
    hashed: str = field(repr=False)


async def new_password() -> NewPassword:
    """A random password of about 80 bits; hashing takes half a second, so hold no connection meanwhile."""
    password = "-".join(secrets.token_hex(2) for _ in range(5))
    return NewPassword(password, await hash_password(password))


async def set_password(session: Session, username: str, new: NewPassword) -> None:
    """Sets a password; sessions that are open end with their access token.

    Raises:
        NotFound: there is no such user.
    """
    user = await session.first(queries.SET_PASSWORD, of_username=username, hashed=new.hashed)
    if user is None:
        raise NotFound()
    await session.run(queries.REVOKE_TOKENS, of_id=user["id"], at=clock.now())


async def set_generated_password(session: Session, username: str) -> str:
    """Sets a random password and gives it, once."""
    new = await new_password()
    await set_password(session, username, new)
    return new.password
