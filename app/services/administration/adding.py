"""Adding a user with a post: an import of one record of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app import clock
from app.authz import Post
from app.db.session import Row, Session
from app.errors import AlreadyExists
from app.queries.identity import users as queries
from app.queries.importing import loading
from app.services.importing.items import Items, Pointer, by_field, import_items
from app.services.importing.users import APPOINTMENTS, USERS, PostValues, UserValues
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


def new_items(new: Sequence[NewUser], pointer: Pointer = by_field) -> tuple[Items[UserValues], Items[PostValues]]:
    """Users and their first posts, which begin today unless said."""
    today = clock.today()
    users = [
        UserValues(username=each.username, display_name=each.display_name, phone=each.phone, is_active=True)
        for each in new
    ]
    posts = [
        PostValues(
            username=each.username,
            post=each.post,
            area_code=each.area_code,
            department_code=each.department_code,
            valid_from=each.valid_from or today,
            valid_to=each.valid_to,
        )
        for each in new
    ]
    return Items(USERS, users, pointer), Items(APPOINTMENTS, posts, pointer)


async def add_user(session: Session, new: NewUser) -> Row:
    """Adds a user who cannot sign in until a password is set; gives the row.

    Raises:
        AlreadyExists: somebody is called so. Invalid: as for lines of `users.csv` and `appointments.csv`.
    """
    await session.run(loading.LOCK)
    new = replace(new, username=account_names.kept(new.username))
    if await session.first(loading.USERS_CALLED, lowered=[new.username.lower()]) is not None:
        raise AlreadyExists(zh=f"已有用户 {new.username}", en=f"There is a user {new.username} already")
    await import_items(session, *new_items([new]))
    return await session.one(queries.USER_CALLED, of_username=new.username)
