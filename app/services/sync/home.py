"""The home screen: my queues with counts, what is due next, what I was told, and whether there is news to pull."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.authz import Actor
from app.crypto.signed import Signed
from app.db.session import Session
from app.services.reading import queues
from app.services.reading.known_cases import KnownCase
from app.services.reading.showing import show
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
    found: dict[UUID, tuple[str, datetime | None, KnownCase]] = {}
    for name, case in await queues.pressing(session, actor, _MOST):
        moments = [moment for moment in (case.stage_due_at, case.due_at) if moment is not None]
        found.setdefault(case.id, (name, min(moments, default=None), case))
    first = sorted(found.values(), key=lambda told: (told[1] or _NEVER, told[2].reported_at))[:_MOST]
    views = await show(session, actor, [case for _, _, case in first], clock.now())
    return [
        {"queue": name, "acts_by": acts_by, "case": orjson.Fragment(view)}
        for (name, acts_by, _), view in zip(first, views, strict=True)
    ]
