"""Writing cases: a new one, and each change of one. Only `services.cases.journal` imports it."""

import uuid
from collections.abc import Mapping
from functools import cache

from sqlalchemy import (
    CTE,
    ColumnElement,
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
from app.models.case_event import CaseEvent
from app.models.case_parts import CaseTimer
from app.models.case_row import CaseRow
from app.models.outbox import OutboxMessage
from app.queries.cases.scope import FACTS, cases
from app.queries.tables import table

events = table(CaseEvent)
timers = table(CaseTimer)
outbox = table(OutboxMessage)

_EVENT_COLUMNS = tuple(column.name for column in events.columns if column.name != "case_id")


MARK_RECOMPUTED = Statement(
    update(cases)
    .where(cases.c.id == bindparam("case_id", type_=UUID()))
    .values({cases.c.calendar_version: bindparam("to_version", type_=cases.c.calendar_version.type)})
)
"""The newer calendar moves nothing of this case."""

CARRY_STEPS = Statement(
    update(cases)
    .where(cases.c.id == bindparam("case_id", type_=UUID()))
    .values({cases.c.ladder_step: bindparam("step", type_=cases.c.ladder_step.type)})
)
"""So many steps of another ladder are behind this case."""

PUT_REPEATS = Statement(
    update(cases)
    .where(cases.c.id == bindparam("case_id", type_=UUID()))
    .values({cases.c.repeat_count: bindparam("repeats", type_=cases.c.repeat_count.type)})
)
"""How many reports came before it."""

PUT_WORDS = Statement(
    update(cases)
    .where(cases.c.id == bindparam("case_id", type_=UUID()))
    .values({cases.c.words: bindparam("words", type_=ARRAY(VARCHAR))})
)
"""What the case is found by, of the same description as before."""


def _event(case_id: ColumnElement[uuid.UUID]) -> dict[str, ColumnElement[object]]:
    return {"case_id": case_id} | {
        name: bindparam(f"event_{name}", type_=events.c[name].type) for name in _EVENT_COLUMNS
    }


def _message() -> dict[str, ColumnElement[object]]:
    return {
        "case_id": bindparam("case_id", type_=UUID()),
        "seq": bindparam("event_seq", type_=outbox.c.seq.type),
        "topic": bindparam("topic", type_=outbox.c.topic.type),
        "payload": bindparam("payload", type_=outbox.c.payload.type),
        "scope_keys": bindparam("scope_keys", type_=outbox.c.scope_keys.type),
        "created_at": bindparam("event_created_at", type_=outbox.c.created_at.type),
    }


@cache
def change(columns: tuple[str, ...], *, sets_timers: bool, drops_timers: bool) -> Statement[CaseRow]:
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
        .returning(*FACTS)
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
    return Statement(select(changed).add_cte(*steps), CaseRow)


def _set_timers(case_id: ColumnElement[uuid.UUID]) -> Insert:
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
def create(columns: tuple[str, ...]) -> Statement[CaseRow]:
    """A new case with its first event and message, at once.

    Takes the case's `columns` as new_<column>, the rest as `change`. Gives the case, or no row when its id exists.
    """
    values = {name: bindparam(f"new_{name}", type_=cases.c[name].type) for name in columns}
    new = (
        upsert(cases)
        .values(values | {"id": bindparam("case_id", type_=UUID())})
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(*FACTS)
        .cte("new")
    )
    steps = [
        _insert_from(events, _event(new.c.id), new, "event"),
        _insert_from(outbox, _message() | {"case_id": new.c.id}, new, "message"),
    ]
    return Statement(select(new).add_cte(*steps), CaseRow)


def _insert_from(target: Table, values: Mapping[str, ColumnElement[object]], source: CTE, name: str) -> CTE:
    """Inserts `values` once for each row of `source`, so that nothing is written when there is none."""
    row = select(*(value.label(column) for column, value in values.items())).select_from(source)
    return insert(target).from_select(list(values), row).cte(name)
