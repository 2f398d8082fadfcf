"""Where people are signed in 登录会话, and the end of one of their sessions."""

from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound
from app.models.audit import Deed
from app.queries.identity import sessions as queries
from app.services.administration.people import changeable, is_visible, record_of
from app.services.organisation.reach import Done, reach_of


async def listed(session: Session, actor: Actor, user_id: UUID) -> dict[str, object]:
    """The open sessions of a user, last used first, at most 100.

    Raises:
        NotFound: there is none with a post in reach.
    """
    if not await is_visible(session, await reach_of(session, actor), user_id):
        raise NotFound()
    rows = await session.all(queries.OPEN_OF, of_user=user_id, at=clock.now())
    return {"items": [dict(row) for row in rows]}


async def end(session: Session, actor: Actor, user_id: UUID, session_id: UUID) -> Done:
    """Ends one at once, with all its tokens.

    Raises:
        NotFound: there is no such user in reach, or they have no such session. NotPermitted: see `changeable`.
    """
    user = await changeable(session, actor, await reach_of(session, actor), user_id)
    if await session.value(queries.END_ONE_OF, family=session_id, of_user=user_id, at=clock.now()) is None:
        raise NotFound()
    await record_of(session, actor, Deed.USER_CHANGED, user, sessions_ended=1)
    return Done(None)
