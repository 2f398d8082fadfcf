"""Reading assists 协办: those of one case with their arithmetic, and the list of open ones in their own order."""

from datetime import datetime
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.queries.cases import assist_lists as queries
from app.queries.cases.assist_lists import AssistRow
from app.queries.cases.scope import scope_of
from app.schemas.cases.assists import AssistQuery
from app.services.calendar.lookup import calendar_of
from app.services.organisation import names
from app.services.reading import cases
from app.services.reading.case_view import light
from app.workflow.limits import LimitUnit
from app.workflow.number import number_of
from app.workflow.states import Status
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.phrases import amount_of, sentence

_TOLD = (
    "id", "case_id", "title", "description", "status", "department_code", "assigned_at", "done_at", "ended_at", "late",
    "limit_amount", "limit_unit", "counts_from",
)  # fmt: skip
_RUNNING = (Status.DISPATCHED, Status.HANDLING)


async def of_case(session: Session, actor: Actor, case_id: UUID) -> list[dict[str, object]]:
    """Every assist the case has had, oldest first.

    Raises:
        NotFound: there is no such case, or it is not theirs to see.
    """
    case, now = await cases.get(session, actor, case_id), clock.now()
    rows = await session.all(queries.OF_CASE, case_id=case_id) if case["dispatched_at"] is not None else []
    calendar = await calendar_of(session, case["area_path"])
    items = [_view(row, now, calendar) for row in rows]
    await names.give(session, actor, items)
    return items


async def page(session: Session, actor: Actor, query: AssistQuery) -> tuple[list[dict[str, object]], str | None, int]:
    """A page of the open assists of cases the actor sees, most pressing first; and how many there are."""
    identity = ("assists", actor.user_id, query.mine, query.overdue)
    scope, now = scope_of(actor), clock.now()
    values: dict[str, object] = dict(scope.values)
    values |= {"units": sorted(actor.department_codes)} if query.mine else {}
    values |= {"at": now} if query.overdue else {}
    count = await session.one_value(queries.counted(scope.shape, mine=query.mine, overdue=query.overdue), **values)
    if query.cursor is not None:
        values["after_value"], values["after_id"] = cursors.decode(query.cursor, identity, undated=True)
    listing = queries.listed(
        scope.shape, query.limit + 1, mine=query.mine, overdue=query.overdue, begun=query.cursor is not None
    )
    rows = await session.all(listing, **values)
    last = rows[query.limit - 1] if rows[query.limit :] else None
    items = [_view(row, now, None) for row in rows[: query.limit]]
    await names.give(session, actor, items)
    return items, None if last is None else cursors.encode(last["due_at"], last["id"], identity), count


def _view(row: AssistRow, now: datetime, calendar: Calendar | None) -> dict[str, object]:
    running = row["done_at"] is None and row["ended_at"] is None and row["status"] in _RUNNING
    unit = None if row["limit_unit"] is None else LimitUnit(row["limit_unit"])
    due_at = row["due_at"] if running else row["own_due_at"]
    left = None
    if running and unit is not None and calendar is not None and due_at is not None:
        left = calendar.between(now, due_at, unit)
    zh, en = sentence(unit, left, row["status"], due_at if running else None, None, now)
    if row["done_at"] is not None:
        zh, en = ("已完成，晚于时限", "done, after its time") if row["late"] else ("已完成", "done")
    elif row["ended_at"] is not None:
        zh, en = "已退出协办", "off the case"
    return columns(row, _TOLD) | {
        "number": number_of(row["serial"]),
        "own_time": row["own_due_at"] is not None,
        "running": running,
        "due_at": due_at,
        "light": light(row["warn_at"], due_at, now) if running else None,
        "left": None if left is None or unit is None else amount_of(left, unit),
        "sentence_zh": zh,
        "sentence": en,
        "excuse": _excuse(row),
    }


def _excuse(row: AssistRow) -> dict[str, object] | None:
    if row["excuse_reason_code"] is None:
        return None
    return {
        "reason_code": row["excuse_reason_code"],
        "note": row["excuse_note"],
        "asked_at": row["excuse_asked_at"],
        "approved": row["excuse_approved"],
        "decision_note": row["excuse_decision_note"],
    }
