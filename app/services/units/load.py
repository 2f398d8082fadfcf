"""The load 在手量 of a unit: who of it has how much in hand, and what is nobody's yet."""

from datetime import datetime, time, timedelta

from app import clock
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound
from app.queries.organisation import unit_load as queries
from app.queries.organisation.unit_load import HandlerLoad


async def of_unit(session: Session, actor: Actor, code: str) -> dict[str, object]:
    """The counts of a unit as whoever works there or above it sees them.

    Raises:
        NotFound: there is no such unit, or the actor does not work there.
    """
    if not actor.may_in(Permission.HANDLE, code):
        raise NotFound(zh="没有这个单位，或您不在该单位任职", en="There is no such unit, or you do not work there")
    now = clock.now()
    midnight = datetime.combine(clock.today() + timedelta(days=1), time(), clock.LOCAL)
    rows = await session.all(queries.OF_UNIT, code=code, now=now, midnight=midnight, today=clock.today())
    nobodys = next((row for row in rows if row["id"] is None), None)
    return {
        "as_of": now,
        "department_code": code,
        **_sums(rows),
        "unassigned": _sums([nobodys] if nobodys else []),
        "items": [dict(row) | {"works_here": row["post"] is not None} for row in rows if row["id"] is not None],
    }


def _sums(rows: list[HandlerLoad]) -> dict[str, int]:
    return {
        "open": sum(row["open"] for row in rows),
        "to_sign": sum(row["to_sign"] for row in rows),
        "overdue": sum(row["overdue"] for row in rows),
        "due_today": sum(row["due_today"] for row in rows),
        "suspended": sum(row["suspended"] for row in rows),
    }
