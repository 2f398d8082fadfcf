"""Keeping what was found: once each, with its cases and its file; thresholds of areas; how far was looked."""

import uuid
from typing import TypedDict

from sqlalchemy import DateTime, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID, VARCHAR

from app.db.statement import Statement
from app.models.irregularity import (
    Irregularity,
    IrregularityCase,
    IrregularityEntry,
    IrregularityReading,
    IrregularityThreshold,
    RatingOrigin,
)
from app.queries.following import mark, take
from app.queries.tables import table

irregularities, of_cases = table(Irregularity), table(IrregularityCase)
entries, thresholds = table(IrregularityEntry), table(IrregularityThreshold)
origins, reading = table(RatingOrigin), table(IrregularityReading)

TAKE, MARK = take(reading), mark(reading)
_ID = bindparam("of_id", type_=UUID())
_MOMENT = DateTime(timezone=True)


class Standing(TypedDict):
    """How one stands that was found before: what it says, and of which cases."""

    id: uuid.UUID
    state: str
    figures: dict[str, object]
    subjects: list[uuid.UUID]


STANDING = Statement(
    select(
        irregularities.c.id,
        irregularities.c.state,
        irregularities.c.figures,
        func.array(
            select(of_cases.c.case_id)
            .where(of_cases.c.irregularity_id == irregularities.c.id, of_cases.c.is_subject)
            .order_by(of_cases.c.case_id)
            .scalar_subquery()
        ).label("subjects"),
    )
    .where(irregularities.c.id == bindparam("ids", type_=ARRAY(UUID())).any_())
    .order_by(irregularities.c.id)
    .with_for_update(of=irregularities),
    Standing,
)
"""Those of some ids that there are, held until the transaction ends."""

_COLUMNS = ("id", "kind", "person_id", "department_code", "area_path", "happened_at", "found_at", "figures")
KEEP = Statement(insert(irregularities), columns=_COLUMNS)
CHANGE = Statement(
    update(irregularities)
    .where(irregularities.c.id == _ID)
    .values(
        state=bindparam("to_state", type_=VARCHAR()),
        area_path=bindparam("to_path", type_=VARCHAR()),
        happened_at=bindparam("at", type_=_MOMENT),
        figures=bindparam("to_figures", type_=JSONB()),
    )
)
"""What it says now, as long as nobody has judged it."""

SET_STATE = Statement(
    update(irregularities)
    .where(irregularities.c.id == _ID)
    .values(
        state=bindparam("to_state", type_=VARCHAR()),
        judged_at=bindparam("at", type_=_MOMENT),
        judged_by=bindparam("by", type_=UUID()),
    )
)
DROP_CASES = Statement(delete(of_cases).where(of_cases.c.irregularity_id == _ID))
ADD_CASE = Statement(insert(of_cases), columns=("case_id", "irregularity_id", "is_subject"))
ADD_ENTRY = Statement(insert(entries), columns=("id", "irregularity_id", "kind", "said_by", "note", "created_at"))
ADD_ORIGIN = Statement(
    insert(origins),
    columns=("case_id", "round", "department_code", "device", "network", "closed_at", "created_at"),
)
FORGET_ORIGINS = Statement(delete(origins).where(origins.c.created_at < bindparam("before", type_=_MOMENT)))


class ThresholdRow(TypedDict):
    """What an area says of a kind."""

    scope_path: str
    kind: str
    is_on: bool
    times: int | None
    minutes: int | None
    metres: int | None
    percent: int | None
    kmh: int | None


THRESHOLDS = Statement(select(thresholds).order_by(thresholds.c.scope_path, thresholds.c.kind), ThresholdRow)
DROP_THRESHOLDS = Statement(delete(thresholds).where(thresholds.c.scope_path == bindparam("scope", type_=VARCHAR())))
ADD_THRESHOLD = Statement(insert(thresholds), columns=tuple(ThresholdRow.__annotations__))
