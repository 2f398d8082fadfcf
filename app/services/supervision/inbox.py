"""The inbox 消息: what a user was told of the cases they see."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.queries import inbox as queries
from app.queries.cases.scope import scope_of
from app.queries.inbox import NoticeRow
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.number import number_of
from app.workflow.states import STATUS_LABELS, Status

COUNT_UP_TO = 1_000


async def page(
    session: Session, actor: Actor, *, unread: bool | None, limit: int, cursor: str | None
) -> tuple[list[dict[str, object]], str | None]:
    """A page of the actor's notices of cases they see, newest first."""
    identity = ("inbox", actor.user_id, unread)
    scope = scope_of(actor)
    values: dict[str, object] = {**scope.values, "user_id": actor.user_id, "unread": unread}
    if cursor is not None:
        values["after_value"], values["after_id"] = cursors.decode(cursor, identity)
    rows = await session.all(queries.page(scope.shape, limit + 1, first=cursor is None), **values)
    items = [_notice(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return items, None
    last = rows[limit - 1]
    return items, cursors.encode(last["created_at"], last["id"], identity)


def _notice(row: NoticeRow) -> dict[str, object]:
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


async def unread(session: Session, actor: Actor) -> int:
    """How many notices wait to be read, counted up to 1,000."""
    scope = scope_of(actor)
    values = {**scope.values, "user_id": actor.user_id}
    return await session.one_value(queries.unread(scope.shape, COUNT_UP_TO), **values)


async def mark_read(session: Session, actor: Actor, ids: list[UUID]) -> None:
    """Marks the actor's own notices read; other ids are passed over."""
    await session.run(queries.MARK_READ, user_id=actor.user_id, ids=ids, at=clock.now())
