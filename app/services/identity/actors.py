"""Who is asking: the user behind a token with the posts in force today, read anew for every request."""

from uuid import UUID

from app import clock
from app.authz import Actor, Bearer, HeldPost, Post
from app.db.session import Session
from app.errors import NotAuthenticated, PasswordChangeRequired
from app.queries.organisation import lookup
from app.queries.organisation.lookup import ActorRow


async def authenticate(session: Session, bearer: Bearer, language: str = "zh", *, changing: bool = False) -> Actor:
    """The actor of a verified token, who reads this language.

    `changing` their password, before which a one-time password allows nothing else.

    Raises:
        NotAuthenticated: the session of the token has ended, or there is no such user, or they were deactivated.
        PasswordChangeRequired: they came in by a one-time password.
    """
    rows = await session.all(lookup.ACTOR_IN_SESSION, **bearer._asdict(), today=clock.today())
    if rows and rows[0]["password_expires_at"] is not None and not changing:
        raise PasswordChangeRequired()
    return _actor(rows, bearer.user_id, language)


async def load_actor(session: Session, user_id: UUID) -> Actor:
    """A user in whose name the service goes on with what they began, whatever became of their session.

    Raises:
        NotAuthenticated: there is no such user any more, or they were deactivated.
    """
    return _actor(await session.all(lookup.ACTOR, user_id=user_id, today=clock.today()), user_id)


def _actor(rows: list[ActorRow], user_id: UUID, language: str = "zh") -> Actor:
    if not rows:
        raise NotAuthenticated()
    posts = tuple(
        HeldPost(Post(row["post"]), row["area_path"], frozenset(row["department_codes"] or ()))
        for row in rows
        if row["post"] is not None
    )
    return Actor(user_id, rows[0]["display_name"], posts, language)
