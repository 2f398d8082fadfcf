"""Ratings of a unit's day, with where they came from."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import DateTime, and_, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.caller import CaseCaller
from app.models.case_parts import Rating
from app.models.irregularity import RatingOrigin
from app.queries.tables import constant, table

callers, origins, ratings = table(CaseCaller), table(RatingOrigin), table(Rating)

_IDS = bindparam("case_ids", type_=ARRAY(UUID())).any_()
_MOMENT = DateTime(timezone=True)
_MOST_RATINGS = 1_000  # of a day


class UnitDay(TypedDict):
    unit: str
    at: datetime


UNIT_DAYS_OF = Statement(
    select(origins.c.department_code.label("unit"), origins.c.created_at.label("at")).where(origins.c.case_id == _IDS),
    UnitDay,
)
"""Which units were rated for the cases of a batch, and when."""


class RatedRow(TypedDict):
    """An answer about the work of a unit."""

    unit: str
    day: datetime
    case_id: uuid.UUID
    created_at: datetime
    score: int
    device: str | None
    network: str
    closed_at: datetime
    area_path: str
    caller: str | None


def _rated() -> Statement[RatedRow]:
    wanted = (
        func.unnest(bindparam("units", type_=ARRAY(VARCHAR)), bindparam("days", type_=ARRAY(_MOMENT)))
        .table_valued("unit", "day")
        .render_derived("wanted")
    )
    of_case = select(func.min(callers.c.mark)).where(callers.c.case_id == origins.c.case_id).scalar_subquery()
    given = (
        select(
            origins.c.case_id,
            origins.c.created_at,
            ratings.c.score,
            origins.c.device,
            origins.c.network,
            origins.c.closed_at,
            ratings.c.area_path,
            of_case.label("caller"),
        )
        .select_from(
            origins.join(ratings, and_(ratings.c.case_id == origins.c.case_id, ratings.c.round == origins.c.round))
        )
        .where(
            origins.c.department_code == wanted.c.unit,
            origins.c.created_at >= wanted.c.day,
            origins.c.created_at
            < wanted.c.day + func.make_interval(constant(0), constant(0), constant(0), constant(1)),
        )
        .order_by(origins.c.created_at, origins.c.case_id)
        .limit(constant(_MOST_RATINGS))
        .lateral("given")
    )
    return Statement(select(wanted.c.unit, wanted.c.day, *given.c).select_from(wanted.join(given, true())), RatedRow)


RATED = _rated()
"""What each of some units was rated on each of some days."""
