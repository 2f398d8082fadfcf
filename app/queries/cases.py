"""Reading and writing one case: the visible row, the locked row, and each change of it in one statement."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, Insert
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.case import CLOCKED_CASES
from app.models.case_event import CaseEvent
from app.models.case_parts import CaseTimer
from app.models.lookup import ExternalReference
from app.models.outbox import OutboxMessage
from app.queries.scope import Shape, cases, visible
from app.queries.tables import among, table
from app.workflow.actions import Action

events = table(CaseEvent)
timers = table(CaseTimer)
outbox = table(OutboxMessage)
references = table(ExternalReference)

_EVENT_COLUMNS = tuple(column.name for column in events.columns if column.name != "case_id")


def _visible_case(shape: Shape) -> Select[Any]:
    return select(cases).where(cases.c.id == bindparam("case_id", type_=UUID()), visible(shape))


@cache
def visible_case(shape: Shape) -> Statement:
    """One case by `case_id`, if it is in scope."""
    return Statement(_visible_case(shape))


@cache
def visible_ids(shape: Shape) -> Statement:
    """The ids of those of `case_ids` that are in scope."""
    among_them = cases.c.id == bindparam("case_ids", type_=ARRAY(UUID())).any_()
    return Statement(select(cases.c.id).where(among_them, visible(shape)))


@cache
def locked_case(shape: Shape) -> Statement:
    """The same, locked until the transaction ends."""
    return Statement(_visible_case(shape).with_for_update())


LOCK_ANY_CASE = Statement(select(cases).where(cases.c.id == bindparam("case_id", type_=UUID())).with_for_update())
"""One case whoever asks: for the system, a resident whose link names it, and who hands over what another holds."""

LOCK_FREE_CASE = Statement(
    select(cases).where(cases.c.id == bindparam("case_id", type_=UUID())).with_for_update(skip_locked=True)
)
"""The same, but no row when somebody else is changing it: for the worker, which comes again."""

TO_REDATE = Statement(
    select(cases.c.id)
    .where(CLOCKED_CASES, cases.c.calendar_version < bindparam("version", type_=cases.c.calendar_version.type))
    .limit(bindparam("count"))
)
"""Open cases whose deadlines and rungs were reckoned by an older calendar."""

MARK_RECKONED = Statement(
    update(cases)
    .where(cases.c.id == bindparam("case_id", type_=UUID()))
    .values({cases.c.calendar_version: bindparam("to_version", type_=cases.c.calendar_version.type)})
)
"""The newer calendar moves nothing of this case."""

CARRY_RUNGS = Statement(
    update(cases)
    .where(cases.c.id == bindparam("case_id", type_=UUID()))
    .values({cases.c.ladder_step: bindparam("step", type_=cases.c.ladder_step.type)})
)
"""So many rungs of another ladder are behind this case."""

PUT_WORDS = Statement(
    update(cases)
    .where(cases.c.id == bindparam("case_id", type_=UUID()))
    .values({cases.c.words: bindparam("words", type_=ARRAY(VARCHAR))})
)
"""What the case is found by, of the same description as before."""

CASE_BY_ID = Statement(select(cases).where(cases.c.id == bindparam("case_id", type_=UUID())))


LAST_PLACE = Statement(
    select(cases.c.lat, cases.c.lon, func.coalesce(cases.c.device_time, cases.c.reported_at).label("at"))
    .where(cases.c.reporter_id == bindparam("user_id", type_=UUID()), cases.c.lat.is_not(None))
    .order_by(cases.c.reported_at.desc(), cases.c.id.desc())
    .limit(1)
)
"""Where a user reported last, and when by their own clock."""

LAST_MOVED = Statement(
    select(func.max(events.c.seq)).where(
        events.c.case_id == bindparam("case_id", type_=UUID()),
        events.c.from_status.is_distinct_from(events.c.to_status),
    )
)
"""The number of the event that last changed the status."""

_BEGINS_A_ROUND = (Action.REWORK, Action.FAIL_CHECK, Action.REOPEN, Action.REFUSE_SELF_HANDLING)

ROUND_BEGAN = Statement(
    select(func.max(events.c.created_at)).where(
        events.c.case_id == bindparam("case_id", type_=UUID()), among(events.c.action, _BEGINS_A_ROUND)
    )
)
"""Since when it is to be done again; null in the first round."""


def _event(case_id: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    return {"case_id": case_id} | {
        name: bindparam(f"event_{name}", type_=events.c[name].type) for name in _EVENT_COLUMNS
    }


def _message() -> dict[str, ColumnElement[Any]]:
    return {
        "case_id": bindparam("case_id", type_=UUID()),
        "seq": bindparam("event_seq", type_=outbox.c.seq.type),
        "topic": bindparam("topic", type_=outbox.c.topic.type),
        "payload": bindparam("payload", type_=outbox.c.payload.type),
        "scope_keys": bindparam("scope_keys", type_=outbox.c.scope_keys.type),
        "created_at": bindparam("event_created_at", type_=outbox.c.created_at.type),
    }


@cache
def change(columns: tuple[str, ...], *, sets_timers: bool, drops_timers: bool) -> Statement:
    """One move: the case's `columns` (given as new_<column>), its event, its outbox message and its timers, at once.

    Takes `case_id`, the columns of the event as `event_…`, `topic`, `payload`, `scope_keys`; with timers set
    `timer_kinds` and `timer_moments` of equal length, with timers dropped `dropped_timers`. Gives the case as it is
    afterwards.
    """
    changed = (
        update(cases)
        .where(cases.c.id == bindparam("case_id", type_=UUID()))
        .values(
            {name: bindparam(f"new_{name}", type_=cases.c[name].type) for name in columns}
            | {"version": cases.c.version + 1, "seq": bindparam("event_seq", type_=cases.c.seq.type)}
        )
        .returning(cases)
        .cte("changed")
    )
    case_id = bindparam("case_id", type_=UUID())
    steps = [
        insert(events).values(_event(case_id)).cte("event"),
        insert(outbox).values(_message()).cte("message"),
    ]
    if drops_timers:
        dropped = bindparam("dropped_timers", type_=ARRAY(VARCHAR))
        steps.append(delete(timers).where(timers.c.case_id == case_id, timers.c.kind == dropped.any_()).cte("dropped"))
    if sets_timers:
        steps.append(_set_timers(case_id).cte("timed"))
    return Statement(select(changed).add_cte(*steps))


def _set_timers(case_id: ColumnElement[Any]) -> Insert:
    kinds = bindparam("timer_kinds", type_=ARRAY(VARCHAR))
    moments = bindparam("timer_moments", type_=ARRAY(timers.c.due_at.type))
    wanted = func.unnest(kinds, moments).table_valued("kind", "due_at").render_derived("wanted")
    new = upsert(timers).from_select(
        ["case_id", "kind", "due_at"], select(case_id.label("case_id"), wanted.c.kind, wanted.c.due_at)
    )
    return new.on_conflict_do_update(
        index_elements=["case_id", "kind"],
        set_={"due_at": new.excluded.due_at, "attempts": 0, "parked_at": None},
    )


@cache
def born(columns: tuple[str, ...]) -> Statement:
    """A new case with its first event and message, at once.

    Takes the case's `columns` as new_<column>, the rest as `change`. Gives the case, or no row when its id exists.
    """
    values = {name: bindparam(f"new_{name}", type_=cases.c[name].type) for name in columns}
    new = (
        upsert(cases)
        .values(values | {"id": bindparam("case_id", type_=UUID())})
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(cases)
        .cte("new")
    )
    steps = [
        _insert_from(events, _event(new.c.id), new, "event"),
        _insert_from(outbox, _message() | {"case_id": new.c.id}, new, "message"),
    ]
    return Statement(select(new).add_cte(*steps))


_REFERENCE = ("channel", "source", "external_id")

REFER = Statement(
    upsert(references).on_conflict_do_nothing(index_elements=list(_REFERENCE)).returning(references.c.case_id),
    columns=(*_REFERENCE, "case_id"),
)
"""The id a case is to bear in the system that sends it; no row when a case bears it already, or waits to commit."""

REFERRED = Statement(
    select(references.c.case_id).where(
        *(references.c[name] == bindparam(f"of_{name}", type_=references.c[name].type) for name in _REFERENCE)
    )
)


def _insert_from(target: Table, values: Mapping[str, ColumnElement[Any]], source: CTE, name: str) -> CTE:
    """Inserts `values` once for each row of `source`, so that nothing is written when there is none."""
    row = select(*(value.label(column) for column, value in values.items())).select_from(source)
    return insert(target).from_select(list(values), row).cte(name)
