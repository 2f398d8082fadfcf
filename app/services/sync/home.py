"""The home screen: my queues with counts, what is due next, what I was told, and whether there is news to pull."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.authz import Actor
from app.crypto.signed import Signed
from app.db.session import Session
from app.services.reading import queues
from app.services.supervision import inbox
from app.services.sync.pull import has_news

_MOST = 5
_NEVER = datetime.max.replace(tzinfo=UTC)


async def look(session: Session, actor: Actor, cursor: str | None, signed: Signed) -> dict[str, Any]:
    """All of it.

    Raises:
        BadCursor: the cursor is not ours, or another user's.
    """
    notices, _ = await inbox.page(session, actor, unread=True, limit=_MOST, cursor=None)
    return {
        "name": actor.name,
        "queues": await queues.overview(session, actor),
        "due_next": await _due_next(session, actor),
        "inbox": {"count": await inbox.unread(session, actor), "latest": notices},
        "pull": None if cursor is None else await has_news(session, actor, cursor, signed),
    }


async def _due_next(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """What of the actor's queues has to be done first; nothing twice."""
    found: dict[UUID, dict[str, Any]] = {}
    for name, item in await queues.pressing(session, actor, _MOST):
        moments = [moment for moment in (item["stage_due_at"], item["due_at"]) if moment is not None]
        found.setdefault(item["id"], {"queue": name, "acts_by": min(moments, default=None), "case": item})
    first = sorted(found.values(), key=lambda told: (told["acts_by"] or _NEVER, told["case"]["reported_at"]))
    return first[:_MOST]
