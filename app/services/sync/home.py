"""The home screen: my queues with counts, what is due next, what I was told, and whether there is news to pull."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor
from app.crypto.signed import Signed
from app.db.session import Session
from app.queries.cases.listed import ListedCase
from app.services.reading import queues
from app.services.reading.case_lists import show
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


async def _due_next(session: Session, actor: Actor) -> list[dict[str, object]]:
    """What of the actor's queues has to be done first; nothing twice."""
    found: dict[UUID, tuple[str, datetime | None, ListedCase]] = {}
    for name, row in await queues.pressing(session, actor, _MOST):
        moments = [moment for moment in (row["stage_due_at"], row["due_at"]) if moment is not None]
        found.setdefault(row["id"], (name, min(moments, default=None), row))
    first = sorted(found.values(), key=lambda told: (told[1] or _NEVER, told[2]["reported_at"]))[:_MOST]
    views = await show(session, actor, [row for _, _, row in first], clock.now())
    return [
        {"queue": name, "acts_by": acts_by, "case": view} for (name, acts_by, _), view in zip(first, views, strict=True)
    ]
