"""Who is asking: the user behind a token with the posts in force.

A process remembers whom it has read, and each request asks with its first statement whether that is still so: a
revoked post, a session that ended and a department that moved count at once, on every process.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app import clock
from app.authz import Actor, Bearer, HeldPost, Post
from app.db.assumption import Assumption
from app.db.memory import OfThisServer
from app.db.session import Session
from app.errors import NotAuthenticated, PasswordChangeRequired
from app.queries.organisation import actors as queries
from app.queries.organisation.actors import ActorRow

_MOST = 10_000  # bearers that are remembered


class _Known(NamedTuple):
    """Actors of a bearer by the language they read, the day of these posts, and what to ask before they are gone by."""

    actors: dict[str, Actor]
    day: date
    assumption: Assumption


class KnownActors(OfThisServer):
    """The actors this process has read, by their tokens."""

    def __init__(self) -> None:
        """Nobody is known."""
        self._known: dict[Bearer, _Known] = {}

    def get(self, bearer: Bearer) -> _Known | None:
        """One of today of whom nothing else has been heard."""
        known = self._known.get(bearer)
        return known if known is not None and known.day == clock.today() and known.assumption.holds else None

    def remember(self, bearer: Bearer, known: _Known) -> None:
        """One who was read."""
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[bearer] = known


async def authenticate(session: Session, bearer: Bearer, language: str = "zh", *, afresh: bool = False) -> Actor:
    """The actor of a verified token, who reads this language.

    Unless `afresh`, of one who is remembered the session asks with its next statement whether all is as it was, and
    raises `Overtaken` where it is not.

    Raises:
        NotAuthenticated: the session of the token has ended, or there is no such user, or they were deactivated.
        PasswordChangeRequired: they came in by a one-time password.
    """
    remembered = session.memory.of(KnownActors)
    known = None if afresh else remembered.get(bearer)
    if known is not None:
        session.assume(known.assumption)
        actor = known.actors.get(language)
        if actor is None:
            actor = known.actors[language] = replace(next(iter(known.actors.values())), language=language)
        return actor
    today = clock.today()
    rows = await session.all(queries.BEARER, **bearer._asdict(), today=today)
    if rows and rows[0]["password_expires_at"] is not None:
        raise PasswordChangeRequired()
    actor = _actor(rows, bearer.user_id, language)
    standing = Assumption(queries.STANDING, bearer._asdict(), rows[0]["standing"])
    remembered.remember(bearer, _Known({language: actor}, today, standing))
    return actor


def standing_of(session: Session, bearer: Bearer, actor: Actor) -> str | None:
    """The standing by which this very actor is remembered, None where they are not."""
    known = session.memory.of(KnownActors).get(bearer)
    if known is None or not any(actor is remembered for remembered in known.actors.values()):
        return None
    return known.assumption.expected


async def standings(session: Session, bearers: Collection[Bearer]) -> dict[Bearer, str]:
    """The standing of each as it is now; those whose session has ended, or who were deactivated, have none."""
    asked = list(bearers)
    rows = await session.all(
        queries.STANDINGS,
        user_ids=[bearer.user_id for bearer in asked],
        session_ids=[bearer.session_id for bearer in asked],
    )
    return {Bearer(row["user_id"], row["session_id"]): row["standing"] for row in rows}


async def with_any_password(session: Session, bearer: Bearer) -> Actor:
    """The same, before they have changed the one-time password they came in by: it allows nothing else.

    Raises:
        NotAuthenticated: as for `authenticate`.
    """
    return _actor(await session.all(queries.BEARER, **bearer._asdict(), today=clock.today()), bearer.user_id)


async def load_actor(session: Session, user_id: UUID) -> Actor:
    """A user in whose name the service goes on with what they began, whatever became of their session.

    Raises:
        NotAuthenticated: there is no such user any more, or they were deactivated.
    """
    return _actor(await session.all(queries.ACTOR, user_id=user_id, today=clock.today()), user_id)


def _actor(rows: Sequence[ActorRow], user_id: UUID, language: str = "zh") -> Actor:
    if not rows:
        raise NotAuthenticated()
    posts = tuple(
        HeldPost(Post(row["post"]), row["area_path"], frozenset(row["department_codes"] or ()))
        for row in rows
        if row["post"] is not None
    )
    return Actor(user_id, rows[0]["display_name"], posts, language, frozenset(rows[0]["stands_in_for"] or ()))
