"""Adding a user with a post: an import of one record of each."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from app import clock
from app.authz import Post
from app.db.session import Row, Session
from app.errors import AlreadyExists
from app.queries.identity import users as queries
from app.queries.importing import loading
from app.services.importing.items import Items, import_items
from app.services.importing.users import APPOINTMENTS, USERS
from app.text import account_names


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
    await session.run(loading.LOCK)
    new = replace(new, username=account_names.kept(new.username))
    if await session.first(loading.USERS_CALLED, lowered=[new.username.lower()]) is not None:
        raise AlreadyExists(zh=f"已有用户 {new.username}", en=f"There is a user {new.username} already")
    line = asdict(new) | {"valid_from": new.valid_from or clock.today(), "is_active": True}
    await import_items(session, *[Items(collection, [line]) for collection in (USERS, APPOINTMENTS)])
    return await session.one(queries.USER_CALLED, of_username=new.username)
