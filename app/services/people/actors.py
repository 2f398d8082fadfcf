"""Who is asking: the user behind a token with the posts in force today, read anew for every request."""

from uuid import UUID

from app import clock
from app.authz import Actor, HeldPost, Post
from app.db.session import Session
from app.errors import NotAuthenticated
from app.queries import organisation


async def load_actor(session: Session, user_id: UUID) -> Actor:
    """The actor of a verified token.

    Raises:
        NotAuthenticated: there is no such user any more, or they were deactivated.
    """
    rows = await session.all(organisation.ACTOR, user_id=user_id, today=clock.today())
    if not rows:
        raise NotAuthenticated()
    posts = tuple(
        HeldPost(Post(row["post"]), row["area_path"], frozenset(row["department_codes"] or ()))
        for row in rows
        if row["post"] is not None
    )
    return Actor(user_id, rows[0]["display_name"], posts)
