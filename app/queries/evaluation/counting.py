"""Counting: how far it is, the cases to read with their history, and writing what counts of them."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Integer,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.case_event import CaseEvent
from app.models.changes import Change, ChangeHead
from app.models.evaluation import CountedOccurrence, Counting, SumToMake
from app.queries.cases.scope import cases
from app.queries.rows import IdRow
from app.queries.tables import among, table
from app.workflow.actions import Action

occurrences = table(CountedOccurrence)
counting = table(Counting)
sums_to_make = table(SumToMake)
events = table(CaseEvent)
_changes = table(Change)
_heads = table(ChangeHead)

_IDS = bindparam("case_ids", type_=ARRAY(UUID())).any_()


class Position(TypedDict):
    """How far the counting is, and how far the stream."""

    epoch: int
    number: int
    after: uuid.UUID | None
    stream_epoch: int
    stream_number: int
    forgotten: int


TAKE = Statement(
    select(
        counting.c.epoch,
        counting.c.number,
        counting.c.after,
        _heads.c.epoch.label("stream_epoch"),
        _heads.c.number.label("stream_number"),
        _heads.c.forgotten,
    )
    .select_from(counting.join(_heads, literal(1) == literal(1)))
    .with_for_update(of=counting, skip_locked=True),
    Position,
)
"""Held until the transaction ends; no row while another process holds it."""

MARK = Statement(
    update(counting).values(
        {
            counting.c.epoch: bindparam("to_epoch", type_=Integer()),
            counting.c.number: bindparam("to_number", type_=BigInteger()),
            counting.c.after: bindparam("to_case", type_=UUID()),
        }
    )
)


NEXT_CASES = Statement(
    select(cases.c.id)
    .where(cases.c.id > bindparam("after", type_=UUID()))
    .order_by(cases.c.id)
    .limit(bindparam("count", type_=Integer())),
    IdRow,
)


class ChangedCase(TypedDict):
    number: int
    case_id: uuid.UUID


NEXT_CHANGES = Statement(
    select(_changes.c.number, _changes.c.case_id)
    .where(_changes.c.number > bindparam("after", type_=BigInteger()))
    .order_by(_changes.c.number)
    .limit(bindparam("count", type_=Integer())),
    ChangedCase,
)


class CaseToCount(TypedDict):
    """What is asked of the row of a case."""

    id: uuid.UUID
    status: str
    channel: str
    category_code: str | None
    asks_resident: bool
    area_path: str
    reporter_id: uuid.UUID | None
    lead_department_code: str | None
    reported_at: datetime
    stage_due_at: datetime | None
    due_at: datetime | None
    deadline_at: datetime | None
    closed_at: datetime | None
    self_handled: bool
    stated_timeliness: str | None
    rating: int | None


_ASKS = cast(cases.c.residents_to_answer > literal(0), Boolean).label("asks_resident")
CASES = Statement(
    select(*(cases.c[name] if name != "asks_resident" else _ASKS for name in CaseToCount.__annotations__)).where(
        cases.c.id == _IDS
    ),
    CaseToCount,
)


class EventToCount(TypedDict):
    """An event, with the deadlines that stood until then."""

    case_id: uuid.UUID
    created_at: datetime
    action: str
    from_status: str | None
    to_status: str
    actor_id: uuid.UUID | None
    area_path: str
    data: dict[str, object]
    stage_due_at: datetime | None
    due_at: datetime | None


#: What happens often and changes nothing that counts.
_SAYS_NOTHING = tuple(
    action.value
    for action in (Action.ATTACH, Action.COMMENT, Action.WARN, Action.REMIND_OVERDUE, Action.PROGRESS, Action.URGE)
)
EVENTS = Statement(
    select(*(events.c[name] for name in EventToCount.__annotations__))
    .where(events.c.case_id == _IDS, ~among(events.c.action, _SAYS_NOTHING))
    .order_by(events.c.case_id, events.c.seq),
    EventToCount,
)


class OccurrenceRow(TypedDict):
    """One thing that counts of a case."""

    case_id: uuid.UUID
    kind: str
    nth: int
    at: datetime
    facts: int
    area_path: str
    unit: str | None
    worker: uuid.UUID | None
    category: str | None
    channel: str
    minutes: int | None


COUNTED = Statement(select(occurrences).where(occurrences.c.case_id == _IDS), OccurrenceRow)
FORGET = Statement(delete(occurrences).where(occurrences.c.case_id == _IDS))

_COLUMNS = (
    bindparam("case_ids", type_=ARRAY(UUID())),
    bindparam("kinds", type_=ARRAY(VARCHAR)),
    bindparam("nths", type_=ARRAY(Integer)),
    bindparam("ats", type_=ARRAY(DateTime(timezone=True))),
    bindparam("factss", type_=ARRAY(BigInteger)),
    bindparam("area_paths", type_=ARRAY(VARCHAR)),
    bindparam("units", type_=ARRAY(VARCHAR)),
    bindparam("workers", type_=ARRAY(UUID())),
    bindparam("categorys", type_=ARRAY(VARCHAR)),
    bindparam("channels", type_=ARRAY(VARCHAR)),
    bindparam("minutess", type_=ARRAY(Integer)),
)
_NAMES = tuple(OccurrenceRow.__annotations__)
_NEW = func.unnest(*_COLUMNS).table_valued(*_NAMES).render_derived("new")
PUT = Statement(insert(occurrences).from_select(list(_NAMES), select(*(_NEW.c[name] for name in _NAMES))))
"""Columns as arrays of one length, each under its name and an s."""

_SUM = (
    func.unnest(bindparam("grains", type_=ARRAY(VARCHAR)), bindparam("starts", type_=ARRAY(Date)))
    .table_valued("grain", "starts_on")
    .render_derived("sum")
)
_WANTED = (_SUM.c.grain, _SUM.c.starts_on)
_MAKE = upsert(sums_to_make).from_select(
    ["grain", "starts_on", "due_at"],
    select(*_WANTED, bindparam("due_at", type_=DateTime(timezone=True))).order_by(*_WANTED),
)
MAKE_SUMS = Statement(
    _MAKE.on_conflict_do_update(
        index_elements=["grain", "starts_on"],
        set_={"due_at": _MAKE.excluded.due_at},
        where=_MAKE.excluded.due_at < sums_to_make.c.due_at,
    )
)
"""These days and months are to be summed up anew, at a moment or before."""
