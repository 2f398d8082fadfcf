"""Reading one case and what hangs below it, in the scope of whoever asks."""

from typing import Any
from uuid import UUID

from app.authz import Actor
from app.db.session import Row, Session
from app.errors import NotFound
from app.queries import case_parts, followers
from app.queries import cases as queries
from app.queries.scope import scope_of
from app.workflow.actions import ACTION_LABELS, Action


async def get(session: Session, actor: Actor, case_id: UUID) -> Row:
    """The case.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    scope = scope_of(actor)
    case = await session.first(queries.visible_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        raise NotFound()
    return case


async def history(session: Session, actor: Actor, case_id: UUID, *, after: int, count: int) -> dict[str, Any]:
    """A page of a case's events numbered above `after`, oldest first."""
    await get(session, actor, case_id)
    rows = await session.all(case_parts.EVENTS_OF, case_id=case_id, after=after, count=count + 1)
    items = [_event(row) for row in rows[:count]]
    return {"items": items, "next_after": items[-1]["seq"] if len(rows) > count else None}


def _event(row: Row) -> dict[str, Any]:
    zh, en = ACTION_LABELS[Action(row["action"])]
    names = ("seq", "action", "from_status", "to_status", "actor_kind", "actor_id", "actor_name", "note", "data",
             "device_time", "created_at")  # fmt: skip
    return {name: row[name] for name in names} | {"label_zh": zh, "label": en}


async def with_merged(session: Session, case_id: UUID) -> list[UUID]:
    """The case and those merged into it: their photos count as its own."""
    rows = await session.all(followers.FOLLOWERS_OF, case_id=case_id)
    return [case_id, *(row["from_case_id"] for row in rows if row["merged"])]
