"""The times of assists 协办 in a move: given, kept over a suspension, moved with the calendar, reminded of once.

`assist_due_at` of the case is the first of them that is open and was not reminded of: its timer follows from that, and
every move that changes an assist ends in `settle`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from app.db.session import Session
from app.errors import invalid_field
from app.identifiers import new_id
from app.models.case_parts import AssignmentRole
from app.models.case_row import CaseChanges, CaseRow
from app.queries.cases import assignments
from app.queries.cases import assists as queries
from app.queries.cases.assists import TimedAssist as TimedRow
from app.schemas.flow.assisting import AssistTimeIn, TimedAssist
from app.services.calendar.checks import within_its_years
from app.services.flow.move import Move
from app.workflow.limits import Limit, LimitUnit
from app.workflow.timing import assist_times
from app.workflow.timing.assist_times import AssistTime
from app.workflow.timing.calendar import Calendar

LONGEST = timedelta(days=366)

#: What a case says of its assists when every unit is taken off it.
NOBODY_ASSISTS: CaseChanges = {
    "assist_codes": [],
    "open_assists": [],
    "assist_due_at": None,
    "pending_excuses": [],
}

_NO_TIME: dict[str, object] = dict.fromkeys(
    ("limit_amount", "limit_unit", "counts_from", "ticks_left", "warn_at", "due_at")
)


def code_of(assist: str | TimedAssist) -> str:
    """The department that assists."""
    return assist if isinstance(assist, str) else assist.department


async def assign(
    move: Move, assists: Sequence[str | TimedAssist], *, lead: str | None = None, said_at: Sequence[str] | None = None
) -> None:
    """Puts units on the case, all at once; those with a time of their own make the earliest of these known to the case.

    `said_at` is where the body says each, `/assists/0` and so on unless given.

    Raises:
        Invalid: a time is past, or too far off.
    """
    pointers = said_at or [f"/assists/{index}" for index in range(len(assists))]
    times = [_time(move, assist, pointer) for assist, pointer in zip(assists, pointers, strict=True)]
    rows = [
        _row(move, code_of(assist)) | ({} if time is None else _columns(time) | _told(assist))
        for assist, time in zip(assists, times, strict=True)
    ]
    if lead is not None:
        rows.insert(0, _row(move, lead) | {"role": AssignmentRole.LEAD})
    if rows:
        await move.session.run_many(assignments.ASSIGN, rows)
    own = {code_of(each): time.due_at for each, time in zip(assists, times, strict=True) if time is not None}
    if own:
        move.data["assists_due"] = {code: due_at.isoformat() for code, due_at in own.items()}
    before = move.changes.get("assist_due_at", move.case["assist_due_at"])
    move.changes["assist_due_at"] = min([*own.values(), *([before] if before else [])], default=None)


def _row(move: Move, code: str) -> dict[str, object]:
    return {
        "case_id": move.case_id,
        "id": new_id(move.now),
        "role": AssignmentRole.ASSIST,
        "department_code": code,
        "area_path": move.case["area_path"],
        "assigned_at": move.now,
        "assigned_by": move.mover.user_id,
        **_NO_TIME,
    }


def _time(move: Move, assist: str | AssistTimeIn, pointer: str) -> AssistTime | None:
    if isinstance(assist, str):
        return None
    if assist.due_at is not None:
        if not move.now < assist.due_at <= move.now + LONGEST:
            zh, en = "协办时限须在一年以内的将来", "the time of an assist lies within a year from now"
            raise invalid_field(f"{pointer}/due_at", zh, en)
        return assist_times.of_moment(assist.due_at, move.now)
    if assist.limit_amount is None or assist.limit_unit is None:
        return None
    with within_its_years():
        return assist_times.of_limit(Limit(assist.limit_amount, assist.limit_unit), move.now, move.calendar)


def _told(assist: str | TimedAssist) -> dict[str, object]:
    if isinstance(assist, str):
        return {}
    return {"limit_amount": assist.limit_amount, "limit_unit": assist.limit_unit}


def _columns(time: AssistTime) -> dict[str, object]:
    return {
        "limit_unit": time.unit,
        "counts_from": time.since,
        "ticks_left": time.left,
        "warn_at": time.warn_at,
        "due_at": time.due_at,
    }


async def settle(move: Move) -> None:
    """What the case knows of its assists' times, after a move that changed one of them."""
    rows = await move.session.all(queries.TIMED, case_id=move.case_id)
    move.changes["assist_due_at"] = _first(rows)


def _first(rows: Iterable[TimedRow]) -> datetime | None:
    return min((row["due_at"] for row in rows if row["reminded_for"] != row["due_at"]), default=None)


async def resume(move: Move, since: datetime) -> None:
    """The time of a suspension 挂账 does not count: what was left then counts from `since` on."""
    stopped_at = move.case["status_since"]
    with within_its_years():
        await _move_all(move, lambda time: assist_times.resumed(time, stopped_at, since, move.calendar))


async def redate(move: Move) -> None:
    """By the calendar in force."""
    with within_its_years():
        await _move_all(move, lambda time: assist_times.by(time, move.calendar))


async def are_moved_by(session: Session, case: CaseRow, calendar: Calendar) -> bool:
    """Whether a calendar says another deadline of an assist."""
    if not case["open_assists"]:
        return False
    rows = await session.all(queries.TIMED, case_id=case["id"])
    times = [_of(row) for row in rows]
    return any(assist_times.by(time, calendar) != time for time in times)


async def _move_all(move: Move, by: Callable[[AssistTime], AssistTime]) -> None:
    if not move.facts.open_assists:
        return
    rows = await move.session.all(queries.TIMED, case_id=move.case_id)
    moved: dict[str, str] = {}
    for row in rows:
        before, after = _of(row), by(_of(row))
        if after == before:
            continue
        columns = _columns(after)
        told = {f"to_{name}": columns[name] for name in ("counts_from", "ticks_left", "warn_at", "due_at")}
        await move.session.run(queries.MOVE, case_id=move.case_id, assignment_id=row["id"], **told)
        moved[row["department_code"]] = after.due_at.isoformat()
    if moved:
        move.data["assists_due"] = moved
        move.tells_units |= moved.keys()
        await settle(move)


def _of(row: TimedRow) -> AssistTime:
    unit = None if row["limit_unit"] is None else LimitUnit(row["limit_unit"])
    return AssistTime(
        row["counts_from"] or row["due_at"], unit, row["ticks_left"], row["warn_at"] or row["due_at"], row["due_at"]
    )
