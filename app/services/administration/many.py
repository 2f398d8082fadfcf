"""Many users at once, each with a one-time password 一次性密码; all of them, or none with every reason by its field."""

from collections.abc import Awaitable, Callable, Iterable
from typing import cast
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Row, Session
from app.errors import AlreadyExists, invalid_field
from app.models.audit import Deed
from app.queries.identity import sessions
from app.queries.identity import users as accounts
from app.queries.importing import loading
from app.schemas.organisation.people import PasswordsIn, UserIn, UsersIn
from app.services.administration.adding import NewUser, new_items
from app.services.administration.people import changeable, is_visible, record_of, require_place
from app.services.identity.one_time import OneTime
from app.services.importing.items import by_item, import_items
from app.services.organisation.reach import Done, reach_of

View = dict[str, object]


async def create(session: Session, actor: Actor, one_time: OneTime, body: UsersIn) -> Done:
    """New users with their first posts and passwords.

    Raises:
        AlreadyExists: somebody is called so already. NotPermitted: a post reaches outside.
        Invalid: as for lines of `users.csv` and `appointments.csv`.
    """
    reach = await reach_of(session, actor)
    for place in {(user.area_code, user.department_code): user for user in body.users}.values():
        await require_place(session, reach, place)
    await _require_new(session, body.users)
    new = [NewUser(**user.model_dump()) for user in body.users]
    await import_items(session, *new_items(new, by_item("users")))
    called = {_account(user.username): number for number, user in enumerate(body.users)}
    rows = await session.all(loading.USERS_CALLED, lowered=sorted(called))
    made = sorted(rows, key=lambda row: called[_account(row["username"])])
    return await _give(session, actor, one_time, [row["id"] for row in made], body.days, Deed.USER)


async def give_passwords(session: Session, actor: Actor, one_time: OneTime, body: PasswordsIn) -> Done:
    """A new one-time password for each; it ends their sessions.

    Raises:
        NotFound: one is not in reach. NotPermitted: one reaches further, or is the actor.
    """
    reach, ids = await reach_of(session, actor), list(dict.fromkeys(body.user_ids))
    for user_id in ids:
        await changeable(session, actor, reach, user_id)
    return await _give(session, actor, one_time, ids, body.days, Deed.PASSWORD_GIVEN)


def told_again(session: Session, actor: Actor, one_time: OneTime) -> Callable[[View], Awaitable[View]]:
    """What of a kept answer may be told again: with the passwords of those in reach that are good still."""

    async def again(view: View) -> View:
        reach = await reach_of(session, actor)
        users = cast("list[dict[str, str]]", view["users"])  # as `_give` told them
        rows = await session.all(accounts.SEVERAL, ids=[UUID(user["id"]) for user in users])
        good = {str(row["id"]): one_time.again(row) for row in rows if await is_visible(session, reach, row["id"])}
        told: list[View] = [{**user, "password": good[user["id"]]} for user in users if user["id"] in good]
        return view | {"users": told}

    return again


async def _give(session: Session, actor: Actor, one_time: OneTime, ids: list[UUID], days: int, deed: Deed) -> Done:
    rows: dict[UUID, Row] = {row["id"]: row for row in await session.all(accounts.SEVERAL, ids=ids)}
    new = {user_id: one_time.make(user_id, days) for user_id in ids}
    expires_at = new[ids[0]].expires_at
    hashes = [new[user_id].hashed for user_id in ids]
    await session.run(accounts.SET_PASSWORDS, ids=ids, hashes=hashes, expires_at=expires_at)
    await session.run(sessions.END_ALL_OF_SEVERAL, of_users=ids, at=clock.now())
    for user_id in ids:
        await record_of(session, actor, deed, rows[user_id], one_time_password=True)
    told = [_person(rows[user_id]) | {"password": new[user_id].password} for user_id in ids]
    kept = [person | {"password": None} for person in told]
    until = {"expires_at": expires_at}
    return Done({"users": told, **until}, created=deed is Deed.USER, kept={"users": kept, **until})


def _person(row: Row) -> dict[str, object]:
    return {name: row[name] for name in ("id", "username", "display_name")}


def _account(username: str) -> str:
    """What tells two user names apart."""
    return username.strip().lower()


async def _require_new(session: Session, users: Iterable[UserIn]) -> None:
    first: dict[str, int] = {}
    for number, user in enumerate(users):
        if first.setdefault(_account(user.username), number) != number:
            zh, en = f"与第 {first[_account(user.username)] + 1} 个重复", "stands twice"
            raise invalid_field(f"/users/{number}/username", zh, en)
    rows = await session.all(loading.USERS_CALLED, lowered=sorted(first))
    if rows:
        taken = sorted((first[_account(row["username"])], row["username"]) for row in rows)
        said = ", ".join(name for _, name in taken[:5]) + (" …" if len(taken) > 5 else "")
        errors = [
            {
                "pointer": f"/users/{number}/username",
                "detail_zh": f"已有用户 {name}",
                "detail": f"there is a user {name}",
            }
            for number, name in taken
        ]
        raise AlreadyExists(zh=f"已有用户 {said}", en=f"There are users called {said} already", errors=errors)
