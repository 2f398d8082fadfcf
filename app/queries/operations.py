"""What the worker and the readiness check ask: the beat, the revision, timers due."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import DateTime, bindparam, column, func, literal_column, select, update
from sqlalchemy import table as plain_table
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.case_parts import CaseTimer
from app.models.operations import WorkerBeat
from app.models.upload import CopyState, StoredPhoto
from app.queries.tables import table

timers = table(CaseTimer)
photos = table(StoredPhoto)
beats = table(WorkerBeat)
_revisions = plain_table("alembic_version", column("version_num"))
_AT = bindparam("at", type_=DateTime(timezone=True))


class StateRow(TypedDict):
    """What the database says of the service: its revision, the last beat of a worker, what has stopped."""

    revision: str
    beat: datetime | None
    parked: int
    parked_photos: int
    server_version: str


STATE = Statement(
    select(
        select(_revisions.c.version_num).scalar_subquery().label("revision"),
        select(func.max(beats.c.beat_at)).scalar_subquery().label("beat"),
        select(func.count())
        .select_from(timers)
        .where(timers.c.parked_at.is_not(None))
        .scalar_subquery()
        .label("parked"),
        select(func.count())
        .select_from(photos)
        .where(photos.c.copies == CopyState.PARKED)
        .scalar_subquery()
        .label("parked_photos"),
        func.split_part(func.current_setting("server_version"), " ", 1).label("server_version"),  # no packager's words
    ),
    StateRow,
)

BEAT = Statement(
    upsert(beats).values(id=1, beat_at=_AT).on_conflict_do_update(index_elements=["id"], set_={"beat_at": _AT})
)

DATABASE_TIME = Scalar(select(func.clock_timestamp()), datetime)


#: A timer is due once its moment has passed, as a case is overdue once its deadline has.
class DueTimer(TypedDict):
    case_id: uuid.UUID
    kind: str


DUE_TIMERS = Statement(
    select(timers.c.case_id, timers.c.kind)
    .where(timers.c.due_at < _AT, timers.c.parked_at.is_(None))
    .order_by(timers.c.due_at)
    .limit(bindparam("count")),
    DueTimer,
)

_THIS = (
    timers.c.case_id == bindparam("of_case", type_=UUID()),
    timers.c.kind == bindparam("of_kind", type_=timers.c.kind.type),
)

STILL_DUE = Scalar(select(timers.c.due_at).where(*_THIS, timers.c.due_at < _AT, timers.c.parked_at.is_(None)), datetime)
"""The moment of the timer, if it is still due: to be asked by whoever holds the case."""

DROP_TIMER = Statement(timers.delete().where(*_THIS, timers.c.due_at == bindparam("was", type_=timers.c.due_at.type)))
"""Takes away a timer that has fired, unless its own effect set it anew, be it to another moment long past."""

_TO = bindparam("to", type_=timers.c.due_at.type)

MOVE_TIMER = Statement(
    upsert(timers)
    .values(case_id=bindparam("of_case", type_=UUID()), kind=bindparam("of_kind", type_=timers.c.kind.type), due_at=_TO)
    .on_conflict_do_update(index_elements=["case_id", "kind"], set_={"due_at": _TO}, where=timers.c.parked_at.is_(None))
)
"""Sets a timer to another moment, be there one or not; a parked one stays where it is."""

REMOVE_TIMER = Statement(timers.delete().where(*_THIS))
"""Takes away a timer the case has no more."""

COUNT_FAILURE = Statement(
    update(timers)
    .where(*_THIS, timers.c.due_at < _AT)
    .values(
        {
            timers.c.attempts: timers.c.attempts + 1,
            timers.c.due_at: bindparam("again_at", type_=DateTime(timezone=True)),
            timers.c.parked_at: literal_column("CASE WHEN attempts + 1 >= 3 THEN due_at END"),
        }
    )
)
"""One more failed try; the third parks the timer, so that it delays no other.

One that is no longer due at that moment was set anew meanwhile, and is not pulled forward.
"""
