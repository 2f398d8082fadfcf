"""The home screen: my queues with counts, what is due next, what I was told, and whether there is news to pull."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import orjson

from app import clock
from app.authz import Actor
from app.crypto.signed import Signed
from app.db.session import Session
from app.queries import home as queries
from app.queries.cases.listed import ListedCase
from app.queries.cases.scope import scope_of
from app.queries.home import HomeRow, Screen
from app.services.cases import scope_keys
from app.services.reading import queues
from app.services.reading.case_lists import describe
from app.services.reading.known_cases import KnownCases
from app.services.reading.showing import show
from app.services.supervision import inbox
from app.services.sync import position as positions
from app.services.sync.pull import has_news
from app.workflow.states import Status


async def look(session: Session, actor: Actor, cursor: str | None, signed: Signed) -> dict[str, Any]:
    """All of it.

    Raises:
        BadCursor: the cursor is not ours, or another user's.
    """
    known = None if cursor is None else positions.read(cursor, actor.user_id, signed)
    mine, keys, now = queues.mine(actor), scope_keys.of_actor(actor), clock.now()
    lists = [describe(actor, queue.scope(actor), queue.values(actor), queue.order, now) for queue in mine]
    shown = tuple(
        queries.Queue(queue.name, listing, cast(Status | None, values.get("status")), queue.waits_for_me)
        for queue, (listing, values) in zip(mine, lists, strict=True)
    )
    scope = scope_of(actor)
    values = {**queries.values_of([given for _, given in lists]), **scope.values, "user_id": actor.user_id}
    if known is not None:
        values |= {"keys": list(keys), "after": known.number, "count": 1}
    rows = await session.all(queries.screen(Screen(shown, scope.shape, news=known is not None)), **values)
    figures = rows[0]
    return {
        "name": actor.name,
        "queues": [queue.view(count) for queue, count in zip(mine, figures["counts"], strict=True)],
        "due_next": await _due_next(session, actor, rows, now),
        "inbox": {"count": figures["unread"], "latest": inbox.of_document(figures["latest"])},
        "pull": None if known is None else has_news(actor, known, keys, orjson.loads(figures["news"] or "")),
    }


async def _due_next(session: Session, actor: Actor, rows: Sequence[HomeRow], now: datetime) -> list[dict[str, object]]:
    """What of the actor's queues has to be done first; nothing twice."""
    due = [row for row in rows if row["queue"] is not None]
    known = session.memory.of(KnownCases)
    views = await show(session, actor, [known.learned(cast(ListedCase, row)) for row in due], now)
    return [
        {"queue": row["queue"], "acts_by": _acts_by(row), "case": orjson.Fragment(view)}
        for row, view in zip(due, views, strict=True)
    ]


def _acts_by(row: HomeRow) -> datetime | None:
    return min((moment for moment in (row["stage_due_at"], row["due_at"]) if moment is not None), default=None)
