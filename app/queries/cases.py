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
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.case_event import CaseEvent
from app.models.case_parts import CaseTimer
from app.models.lookup import ExternalReference
from app.models.outbox import OutboxMessage
from app.queries.scope import Shape, cases, visible
from app.queries.tables import table

events = table(CaseEvent)
timers = table(CaseTimer)
outbox = table(OutboxMessage)
references = table(ExternalReference)

_EVENT_COLUMNS = tuple(column.name for column in events.columns if column.name != "case_id")
#: What the caller of `change` and `born` gives for the event besides the case's own columns.
EVENT_PARAMETERS = tuple(f"event_{name}" for name in _EVENT_COLUMNS)


def _visible_case(shape: Shape) -> Select[Any]:
    return select(cases).where(cases.c.id == bindparam("case_id", type_=UUID()), visible(shape))


@cache
def visible_case(shape: Shape) -> Statement:
    """One case by `case_id`, if it is in scope."""
    return Statement(_visible_case(shape))


@cache
def locked_case(shape: Shape) -> Statement:
    """The same, locked until the transaction ends."""
    return Statement(_visible_case(shape).with_for_update())


LOCK_ANY_CASE = Statement(select(cases).where(cases.c.id == bindparam("case_id", type_=UUID())).with_for_update())
"""One case whoever asks: for the system and for a resident whose link names it, never for staff."""

CASE_BY_ID = Statement(select(cases).where(cases.c.id == bindparam("case_id", type_=UUID())))


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
        "created_at": bindparam("event_created_at", type_=outbox.c.created_at.type),
    }


@cache
def change(columns: tuple[str, ...], *, starts_timer: bool, ends_timer: bool) -> Statement:
    """One move: the case's `columns` (given as new_<column>), its event, its outbox message and its timers, at once.

    Takes `case_id`, `EVENT_PARAMETERS`, `topic`, `payload`; with a timer started `timer_kind` and `timer_due_at`,
    with one ended `ended_timer_kind`. Gives the case as it is afterwards.
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
    if ends_timer:
        ended = bindparam("ended_timer_kind", type_=timers.c.kind.type)
        steps.append(delete(timers).where(timers.c.case_id == case_id, timers.c.kind == ended).cte("ended_timer"))
    if starts_timer:
        due_at = bindparam("timer_due_at", type_=timers.c.due_at.type)
        kind = bindparam("timer_kind", type_=timers.c.kind.type)
        steps.append(
            upsert(timers)
            .values(case_id=case_id, kind=kind, due_at=due_at, attempts=0)
            .on_conflict_do_update(
                index_elements=["case_id", "kind"],
                set_={"due_at": due_at, "attempts": 0, "parked_at": None},
            )
            .cte("started_timer")
        )
    return Statement(select(changed).add_cte(*steps))


@cache
def born(columns: tuple[str, ...], *, referenced: bool) -> Statement:
    """A new case with its first event and message (and, when pushed by a system, its external reference), at once.

    Takes the case's `columns` as new_<column>, the rest as `change`; `source` when `referenced`.
    Gives the case, or no row when its id exists already.
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
    if referenced:
        reference = {
            "channel": bindparam("new_channel", type_=cases.c.channel.type),
            "source": bindparam("source", type_=references.c.source.type),
            "external_id": bindparam("new_external_id", type_=cases.c.external_id.type),
            "case_id": new.c.id,
        }
        steps.append(_insert_from(references, reference, new, "reference"))
    return Statement(select(new).add_cte(*steps))


def _insert_from(target: Table, values: Mapping[str, ColumnElement[Any]], source: CTE, name: str) -> CTE:
    """Inserts `values` once for each row of `source`, so that nothing is written when there is none."""
    row = select(*(value.label(column) for column, value in values.items())).select_from(source)
    return insert(target).from_select(list(values), row).cte(name)
