"""The journal of cases: the only writer of a case, of its history and of what others are told of it.

Whatever changes a case goes through here, in one statement with the event that says so: a move, a report, what a merge
does to its second case, what is loaded of history. What decides nothing and tells nobody has a function of its own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from app.db.session import Session
from app.models.case_row import NO_CHANGES, CaseChanges, CaseRow
from app.queries.cases import history, writing
from app.services.cases import scope_keys
from app.services.cases.mover import Mover
from app.workflow.actions import Action
from app.workflow.states import OPEN, Status
from app.workflow.timing.timers import TimerKind


@dataclass(frozen=True, slots=True)
class Entry:
    """What is done, by whom and when; `data` is what the event remembers of it, and bears no personal data."""

    mover: Mover
    action: Action
    now: datetime
    data: Mapping[str, object] = field(default_factory=dict)
    note: str | None = None
    device_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimerChange:
    """Timers to set, each with its moment, and timers to take away."""

    set: Mapping[TimerKind, datetime] = field(default_factory=dict)
    dropped: Collection[TimerKind] = ()


NO_TIMERS = TimerChange()
_NO_DEADLINES: Mapping[str, None] = MappingProxyType({"event_stage_due_at": None, "event_due_at": None})


async def create(session: Session, case_id: UUID, values: CaseChanges, entry: Entry) -> CaseRow | None:
    """A new case of these columns with its first event; None when its id exists already."""
    columns = _with_what_follows(values)
    event = _event(entry, None, columns["status"], seq=1, area_path=columns["area_path"])
    event |= _NO_DEADLINES
    statement = writing.create(tuple(sorted(columns)))
    keys = scope_keys.of_new(columns)
    return await session.first(statement, case_id=case_id, **_new(columns), **event, scope_keys=sorted(keys))


async def write(
    session: Session,
    case: CaseRow,
    entry: Entry,
    changes: CaseChanges = NO_CHANGES,
    timers: TimerChange = NO_TIMERS,
) -> CaseRow:
    """The locked `case` with these columns changed, one event more, and these timers; gives it as it is afterwards."""
    after = scope_keys.after(case, changes)
    source = Status(case["status"])
    columns = _with_what_follows(changes)
    values = _event(entry, source, changes.get("status", source), seq=case["seq"] + 1, area_path=after["area_path"])
    values |= {"event_stage_due_at": case["stage_due_at"], "event_due_at": case["due_at"]}
    values["scope_keys"] = sorted(scope_keys.of_case(case) | scope_keys.of_case(after))
    if timers.set:
        values |= {"timer_kinds": list(timers.set), "timer_moments": list(timers.set.values())}
    if timers.dropped:
        values["dropped_timers"] = list(timers.dropped)
    statement = writing.change(tuple(sorted(columns)), sets_timers=bool(timers.set), drops_timers=bool(timers.dropped))
    return await session.one(statement, case_id=case["id"], **_new(columns), **values)


async def load_history(session: Session, now: datetime) -> int:
    """The new ones of `incoming_cases`, each with an event of the import; gives how many they were."""
    return await session.one_value(history.ADD, now=now)


async def mark_recomputed(session: Session, case_id: UUID, version: int) -> None:
    """The calendar of this version moves nothing of the case."""
    await session.run(writing.MARK_RECOMPUTED, case_id=case_id, to_version=version)


async def carry_steps(session: Session, case_id: UUID, step: int) -> None:
    """So many steps of another ladder 超期升级 are behind the case."""
    await session.run(writing.CARRY_STEPS, case_id=case_id, step=step)


async def put_repeats(session: Session, case_id: UUID, repeats: int) -> None:
    """So many reports 重复诉求 came before the case."""
    await session.run(writing.PUT_REPEATS, case_id=case_id, repeats=repeats)


async def put_words(session: Session, case_id: UUID, words: list[str]) -> None:
    """What the case is found by, of the same description as before."""
    await session.run(writing.PUT_WORDS, case_id=case_id, words=words)


def _with_what_follows(changes: CaseChanges) -> CaseChanges:
    """With what is stored besides a status, so that no query and no index has to know which there are."""
    return {**changes, "is_open": changes["status"] in OPEN} if "status" in changes else changes


def _new(columns: Mapping[str, object]) -> dict[str, object]:
    return {f"new_{name}": value for name, value in columns.items()}


def _event(entry: Entry, source: Status | None, target: Status, *, seq: int, area_path: str) -> dict[str, object]:
    return {
        "event_seq": seq,
        "event_action": entry.action,
        "event_from_status": source,
        "event_to_status": target,
        "event_actor_id": entry.mover.user_id,
        "event_actor_kind": entry.mover.kind,
        "event_actor_name": entry.mover.name,
        "event_area_path": area_path,
        "event_note": entry.note,
        "event_data": entry.data,
        "event_device_time": entry.device_time,
        "event_created_at": entry.now,
        "topic": f"case.{entry.action.value}",
        "payload": {"action": entry.action.value, "from": source, "to": target},
    }
