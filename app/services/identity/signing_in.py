"""Signing in with a name and a password, and who is made to wait: guessing slows the guesser, and nobody else.

Failures are counted in the database, for all processes: of an account at a network, as many as a forgetful person needs
before no more is hashed for a while; of a network, to let others go first. Whether there is such an account changes
neither the answer nor its time, so unknown names are counted in the same way.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from app import clock
from app.concurrency.pauses import Pauses
from app.db.session import Database, Session
from app.errors import NotAuthenticated, PasswordExpired, TooManyRequests
from app.models.user import LOCKED
from app.queries.identity import sessions as queries
from app.services.identity.one_time import is_good
from app.services.identity.origin import Origin
from app.services.identity.passwords import DUMMY_HASH, verify_password
from app.services.identity.rounds import Urgency, Waiting
from app.services.identity.sessions import Issuer, Tokens, begin
from app.services.security import bounds
from app.services.security.bounds import Bound, Tried
from app.text import account_names

Begun = TypeVar("Begun")
OF_AN_ACCOUNT = Bound(10, timedelta(minutes=5))  # failures of one account at one network, before it is refused unread
OF_A_NETWORK = Bound(20, timedelta(minutes=5))  # failures of one network, before others go first
LATE_AFTER = 3  # failures of one account at one network
_PAUSE = 2.0  # seconds before a refusal, about: whoever asks again at once asks no oftener, and not all at once


@dataclass(frozen=True, slots=True)
class Asking:
    """Who says who they are; `account` is the one spelling of a name, and `failed` is what they did here before."""

    account: str
    user_id: UUID | None
    hashed: str
    expires_at: datetime | None
    known: bool
    failed: Tried
    network: Tried


async def sign_in(
    database: Database, issuer: Issuer, username: str, password: str, origin: Origin, pauses: Pauses
) -> Tokens:
    """A pair of tokens for a name and its password.

    Raises:
        NotAuthenticated, TooManyRequests: as for `come_in`.
    """

    async def begin_with_tokens(session: Session, user_id: UUID) -> Tokens:
        return await begin(session, issuer, user_id, origin)

    tokens, by_one_time = await come_in(database, username, password, origin, pauses, begin_with_tokens)
    return replace(tokens, password_change_required=by_one_time)


async def come_in(
    database: Database,
    username: str,
    password: str,
    origin: Origin,
    pauses: Pauses,
    begins: Callable[[Session, UUID], Awaitable[Begun]],
) -> tuple[Begun, bool]:
    """What `begins` gives a user who says their name and its password; and whether that is a one-time password.

    No connection is held while the password is verified; the user is looked at again before anything is issued.

    Raises:
        NotAuthenticated: they are wrong. TooManyRequests: too many wait, or failed here too often.
    """
    asking, fits = await verify(database, username, password, origin, pauses)
    async with database.writing() as session:
        user_id = await session.value(queries.STILL, of_user=asking.user_id, as_of=asking.hashed) if fits else None
        if user_id is None:
            await note_failure(session, asking, origin)
        elif asking.expires_at is None or is_good(asking.expires_at):
            await bounds.forget(session, "sign-in", origin.mark(asking.account))
            return await begins(session, user_id), asking.expires_at is not None
    # Raised when that is committed.
    if user_id is not None:
        raise PasswordExpired()
    raise NotAuthenticated(zh="用户名或密码不正确", en="The user name or the password is wrong")


async def verify(
    database: Database, username: str, password: str, origin: Origin, pauses: Pauses
) -> tuple[Asking, bool]:
    """Whose name it is, and whether the password fits, in their turn.

    Raises:
        TooManyRequests: too many wait, or failed here too often.
    """
    try:
        async with database.reading() as session:
            asking = await _look(session, username, origin)
        if asking.failed.count >= OF_AN_ACCOUNT.most:
            raise asking.failed.refusal
        return asking, await verify_password(password, asking.hashed, _place(asking, origin))
    except TooManyRequests:
        await pauses.take(_PAUSE * random.uniform(0.5, 1.5))  # noqa: S311  (no secret)
        raise


async def note_failure(session: Session, asking: Asking, origin: Origin) -> None:
    """One more failure of an account at a network, and of the network."""
    await bounds.add(session, "sign-in", origin.mark(asking.account), OF_AN_ACCOUNT)
    await bounds.add(session, "sign-in network", origin.mark(), OF_A_NETWORK)


async def _look(session: Session, username: str, origin: Origin) -> Asking:
    told = username.replace("\0", "\ufffd")  # which PostgreSQL cannot even compare
    row = await session.one(queries.ACCOUNT, username=told)
    if row["id"] is None and account_names.plain(told) != told:
        row = await session.one(queries.ACCOUNT, username=account_names.plain(told))
    since = clock.now() - queries.REMEMBERED
    mark = origin.mark(row["account"])
    return Asking(
        row["account"],
        row["id"],
        row["password_hash"] or DUMMY_HASH,
        row["password_expires_at"],
        await session.one_value(queries.KNOWN_HERE, network=origin.mark("user", row["id"]), before=since),
        await bounds.tried(session, "sign-in", mark, OF_AN_ACCOUNT),
        await bounds.tried(session, "sign-in network", origin.mark(), OF_A_NETWORK),
    )


def _place(asking: Asking, origin: Origin) -> Waiting:
    """Where they wait. What is public, and no more, decides about a place in the line."""
    failing = asking.failed.count >= LATE_AFTER
    late = failing or asking.network.count >= OF_A_NETWORK.most
    ahead: Urgency | None = None
    if asking.user_id is not None and asking.hashed != LOCKED:
        known = asking.known and not failing
        ahead = Urgency.KNOWN if known else Urgency.FAILING if late else Urgency.EXISTING
    return Waiting(origin.network, asking.account, late, ahead, origin.left)
