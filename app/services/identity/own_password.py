"""Everybody changes their own password 修改密码: the old one is asked for, in the same turns as signing in."""

from itertools import pairwise

from app import clock
from app.authz import Actor, Bearer
from app.concurrency.pauses import Pauses
from app.db.session import Database
from app.errors import Busy, invalid_field
from app.models.audit import Deed
from app.queries.identity import sessions
from app.queries.identity import users as queries
from app.schemas.identity import PasswordChange
from app.services.identity.origin import Origin
from app.services.identity.passwords import hash_password
from app.services.identity.signing_in import note_failure, verify
from app.services.security import bounds
from app.services.security.trail import record

_FEWEST_DIFFERENT = 5  # characters
_SHORTEST_NAME = 3  # a name of two letters may stand in anything
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


async def change(
    database: Database, actor: Actor, bearer: Bearer, body: PasswordChange, origin: Origin, pauses: Pauses
) -> None:
    """Gives the actor the new password and ends their other sessions. Said again, it is done already.

    No connection is held while a password is hashed.

    Raises:
        Invalid: the old password is wrong, or the new one can be guessed.
        TooManyRequests: too many wait, or failed here too often. Busy: it was changed at the same moment.
    """
    async with database.reading() as session:
        user = await session.one(queries.USER, of_id=actor.user_id)
    username = user["username"]
    asking, fits = await verify(database, username, body.old_password, origin, pauses)
    if not fits:
        asking, done = await verify(database, username, body.new_password, origin, pauses)
        if done and asking.expires_at is None:
            return  # the answer of the first time was lost
        async with database.writing() as session:
            await note_failure(session, asking, origin)
        raise invalid_field("/old_password", "原密码不正确", "the old password is wrong")
    _require_good(body, [username, user["display_name"], user["phone"] or ""])
    hashed = await hash_password(body.new_password)
    async with database.writing() as session:
        now_theirs = await session.value(
            queries.CHANGE_PASSWORD, of_id=actor.user_id, as_of=asking.hashed, hashed=hashed, expires_at=None
        )
        if now_theirs is None:
            raise Busy()
        await bounds.forget(session, "sign-in", origin.mark(asking.account))
        at = clock.now()
        await session.run(sessions.END_OTHERS_OF, of_user=actor.user_id, family=bearer.session_id, at=at)
        places = [held.area_path for held in actor.posts if held.area_path]
        await record(session, actor, Deed.PASSWORD_CHANGED, actor.user_id, name=actor.name, at=places)


def _require_good(body: PasswordChange, theirs: list[str]) -> None:
    """A password that others would not try first; its length the schema asks for.

    Raises:
        Invalid: it is the old one, or says who they are, or is a row of keys, or nearly one character.
    """
    new, lowered = body.new_password, body.new_password.casefold()
    if new == body.old_password:
        raise invalid_field("/new_password", "新密码不能与原密码相同", "it is the old password")
    if any(len(each) >= _SHORTEST_NAME and each.casefold() in lowered for each in theirs):
        raise invalid_field("/new_password", "不能包含您的用户名、姓名或电话", "it holds your user name, name or phone")
    if len(set(lowered)) < _FEWEST_DIFFERENT or _longest_run(lowered) > len(lowered) // 2:
        zh, en = "过于简单：请避免重复字符和连续按键", "it is too simple: no repetitions and no rows of keys"
        raise invalid_field("/new_password", zh, en)


def _longest_run(lowered: str) -> int:
    """How many characters in a row stand in a row on a keyboard or in the alphabet too, either way."""
    found = 0
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        run = 1
        for one, other in pairwise(lowered):
            run = run + 1 if one + other in row else 1
            found = max(found, run)
    return found
