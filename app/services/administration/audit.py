"""Reading the trail of administration 操作记录, as far as the reach of whoever asks."""

from app import cursors
from app.authz import Actor, Permission
from app.db.session import Row, Session
from app.models.audit import DEED_LABELS, Deed
from app.queries.security import trail as queries
from app.schemas.audit import AuditQuery


async def page(session: Session, actor: Actor, query: AuditQuery) -> tuple[list[dict[str, object]], str | None]:
    """A page, newest first. What holds for every area is for whoever administers all of them.

    Raises:
        BadCursor: the cursor is of another list.
    """
    filters = query.model_dump(exclude={"limit", "cursor"})
    identity = ("audit", actor.user_id, filters)
    after, after_id = cursors.decode(query.cursor, identity) if query.cursor else cursors.NEWEST
    reach = {
        "paths": list(actor.areas_of(Permission.ADMINISTER)),
        "everywhere": actor.may_everywhere(Permission.ADMINISTER),
    }
    rows = await session.all(queries.PAGE, **filters, **reach, after=after, after_id=after_id, count=query.limit + 1)
    shown = rows[: query.limit]
    last = shown[-1] if len(rows) > query.limit else None
    cursor = cursors.encode(last["created_at"], last["id"], identity) if last is not None else None
    return [_view(row) for row in shown], cursor


def _view(row: Row) -> dict[str, object]:
    zh, en = DEED_LABELS[Deed(row["action"])]
    names = ("id", "action", "target", "target_name", "area_path", "data")
    return {name: row[name] for name in names} | {
        "at": row["created_at"],
        "by_id": row["actor_id"],
        "by_name": row["actor_name"],
        "label_zh": zh,
        "label": en,
    }
