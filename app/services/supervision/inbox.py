"""The inbox 消息: what a user was told of the cases they see."""

from datetime import datetime
from uuid import UUID

import orjson

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.queries import inbox as queries
from app.queries.cases.scope import Scope, scope_of
from app.queries.inbox import Notified
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.number import number_of
from app.workflow.states import STATUS_LABELS, Status


async def page(
    session: Session, actor: Actor, *, unread: bool | None, limit: int, cursor: str | None
) -> tuple[list[dict[str, object]], str | None, int]:
    """A page of the actor's notices of cases they see, newest first; and how many wait to be read, up to 1,000."""
    identity = ("inbox", actor.user_id, unread)
    scope = scope_of(actor)
    values: dict[str, object] = {**scope.values, "user_id": actor.user_id, "unread": unread}
    if cursor is not None:
        values["after_value"], values["after_id"] = cursors.decode(cursor, identity)
    rows = await session.all(queries.page(scope.shape, limit + 1, first=cursor is None), **values)
    items, last = [_notice(row) for row in rows[:limit]], rows[limit - 1] if rows[limit:] else None
    following = None if last is None else cursors.encode(last["created_at"], last["id"], identity)
    if rows:
        return items, following, rows[0]["unread"]
    none_at_all = cursor is None and unread is not False
    return items, following, 0 if none_at_all else await _unread(session, scope, actor)


def of_document(told: str | None) -> list[dict[str, object]]:
    """The notices in an array of `Notified`."""
    rows: list[Notified] = [] if told is None else orjson.loads(told)
    for row in rows:
        row["created_at"] = datetime.fromisoformat(str(row["created_at"]))  # there it is text
    return [_notice(row) for row in rows]


def _notice(row: Notified) -> dict[str, object]:
    zh, en = ACTION_LABELS[Action(row["action"])]
    status_zh, status_en = STATUS_LABELS[Status(row["status"])]
    view = columns(row, ("id", "case_id", "seq", "action", "created_at", "read_at"))
    view |= {"number": number_of(row["serial"]), "label_zh": zh, "label": en}
    of_case = {
        "description": row["description"],
        "status": row["status"],
        "status_label_zh": status_zh,
        "status_label": status_en,
    }
    return view | (of_case if row["in_sight"] else dict.fromkeys(of_case))


async def _unread(session: Session, scope: Scope, actor: Actor) -> int:
    return await session.one_value(queries.unread(scope.shape), **{**scope.values, "user_id": actor.user_id})


async def mark_read(session: Session, actor: Actor, ids: list[UUID]) -> None:
    """Marks the actor's own notices read; other ids are passed over."""
    await session.run(queries.MARK_READ, user_id=actor.user_id, ids=ids, at=clock.now())
