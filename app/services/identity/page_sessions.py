"""Sessions of pages 页面会话: an opaque secret in a cookie, stored hashed, for a session like that of any app.

It ends with its family, at once and on every process; when it has rested too long; and some day in any case. A page
that is open and asks is in use. What a process has read of one holds until it might have expired: whether the session
goes on, each request asks with its first statement anyhow.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app import clock
from app.authz import Actor, Bearer, Post
from app.concurrency.pauses import Pauses
from app.db.memory import OfThisServer
from app.db.session import Database, Session
from app.errors import NotAuthenticated
from app.identifiers import new_id
from app.queries.identity import page_sessions as queries
from app.queries.identity import sessions as families
from app.schemas.identity import SessionInput
from app.services.identity.actors import with_any_password
from app.services.identity.origin import Origin
from app.services.identity.signing_in import come_in

_USED = timedelta(minutes=5)  # later than that a use is written down
_MOST = 10_000  # that are remembered


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session may rest, with `stay` and without, and how long it lasts at most."""

    idle: timedelta
    stay: timedelta
    most: timedelta


class Opened(NamedTuple):
    """A new session: the secret for its cookie, how many seconds a browser keeps it (None: while it runs), whose it is.

    `told` is what there is to say of it.
    """

    secret: str
    seconds: int | None
    actor: Actor
    told: dict[str, object]


class Page(NamedTuple):
    """A page that asks: in whose name, and until when that holds if nobody asks again."""

    bearer: Bearer
    until: datetime


class Account(NamedTuple):
    """An account of the demo, with its password."""

    username: str
    display_name: str
    password: str
    posts: frozenset[Post]


class _Known(NamedTuple):
    page: Page
    used_at: datetime
    idle: timedelta
    ends_at: datetime


class KnownPages(OfThisServer):
    """The sessions of pages that this process has read, by the hashes of their secrets."""

    def __init__(self) -> None:
        """None is known."""
        self._known: dict[str, _Known] = {}

    def get(self, hashed: str) -> _Known | None:
        """One that cannot have expired."""
        known = self._known.get(hashed)
        return known if known is not None and clock.now() < known.page.until else None

    def remember(self, hashed: str, known: _Known) -> None:
        """One that was read, or used."""
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[hashed] = known


async def sign_in(
    database: Database, limits: Limits, body: SessionInput, before: str | None, origin: Origin, pauses: Pauses
) -> Opened:
    """A new session for a name and its password; the one the page had `before` ends.

    Raises:
        NotAuthenticated, TooManyRequests: as for signing in by tokens.
    """

    async def begins(session: Session, user_id: UUID) -> Opened:
        if before is not None:
            await end(session, before)
        return await _begin(session, limits, user_id, origin, stay=body.stay)

    opened, _ = await come_in(database, body.username, body.password, origin, pauses, begins)
    return opened


async def _begin(session: Session, limits: Limits, user_id: UUID, origin: Origin, *, stay: bool) -> Opened:
    now, secret = clock.now(), secrets.token_urlsafe(32)
    bearer, idle, ends_at = Bearer(user_id, new_id(now)), limits.stay if stay else limits.idle, now + limits.most
    network = origin.mark("user", user_id)
    await session.run(
        families.BEGIN,
        of_user=user_id,
        family=bearer.session_id,
        network=network,
        at=now,
        until=min(now + idle, ends_at),
    )
    await session.run(
        queries.BEGIN,
        secret_hash=_hash(secret),
        family_id=bearer.session_id,
        idle_seconds=int(idle.total_seconds()),
        ends_at=ends_at,
    )
    seconds = int(min(idle, limits.most).total_seconds()) if stay else None
    actor = await with_any_password(session, bearer)
    return Opened(secret, seconds, actor, await _told(session, actor, bearer))


async def recognise(database: Database, secret: str) -> Page | None:
    """The page that has this secret; None where there is no such session, or it has rested too long, or is over.

    To be asked before the request has a connection: it may need one.
    """
    hashed, now = _hash(secret), clock.now()
    remembered = database.memory.of(KnownPages)
    known = remembered.get(hashed)
    if known is None:
        async with database.reading() as session:
            row = await session.first(queries.FIND, hashed=hashed, at=now)
        if row is None:
            return None
        page = Page(Bearer(row["user_id"], row["family_id"]), row["expires_at"])
        known = _Known(page, row["used_at"], timedelta(seconds=row["idle_seconds"]), row["ends_at"])
        remembered.remember(hashed, known)
    if now - known.used_at < min(_USED, known.idle / 10):
        return known.page
    used = known._replace(page=Page(known.page.bearer, min(now + known.idle, known.ends_at)), used_at=now)
    remembered.remember(hashed, used)  # first: of many requests at once one writes
    async with database.writing() as session:
        await session.run(queries.USE, family=used.page.bearer.session_id, at=now, until=used.page.until)
    return used.page


async def end(session: Session, secret: str) -> None:
    """Ends the session of this secret; an unknown one has ended."""
    await session.run(queries.END, hashed=_hash(secret), at=clock.now())


async def here(database: Database, secret: str | None) -> tuple[Actor, dict[str, object]] | None:
    """Who is signed in on a page with this secret, and what there is to say of their session; None: nobody."""
    page = None if secret is None else await recognise(database, secret)
    if page is None:
        return None
    async with database.reading() as session:
        with suppress(NotAuthenticated):  # it has ended, or they were deactivated
            actor = await with_any_password(session, page.bearer)
            return actor, await _told(session, actor, page.bearer)
    return None


async def _told(session: Session, actor: Actor, bearer: Bearer) -> dict[str, object]:
    row = await session.one(queries.SESSION, family=bearer.session_id)
    return {
        "id": row["id"],
        "user_id": actor.user_id,
        "name": actor.name,
        "posts": sorted({held.post for held in actor.posts}),
        "created_at": row["created_at"],
        "expires_at": row["expires_at"],
        "ends_at": row["ends_at"],
        "password_change_required": row["password_expires_at"] is not None,
    }


async def demo_accounts(session: Session) -> list[Account]:
    """The accounts of the demo that anybody may try; outside a demo there are none."""
    rows = await session.all(queries.DEMO_ACCOUNTS)
    return [
        Account(row["username"], row["display_name"], row["password"], frozenset(map(Post, row["posts"])))
        for row in rows
    ]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
