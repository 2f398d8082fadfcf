"""Open cases near a point, for telling a reporter that the matter may be known already."""

from functools import cache

from sqlalchemy import DateTime, Double, bindparam, select
from sqlalchemy.dialects.postgresql import UUID

from app.db.statement import Statement
from app.models.case import OPEN_CASES
from app.queries.scope import Shape, cases, visible

_near = (
    select(
        cases.c.id,
        cases.c.serial,
        cases.c.status,
        cases.c.description,
        cases.c.lat,
        cases.c.lon,
        cases.c.reported_at,
    )
    .where(
        OPEN_CASES,
        cases.c.lat.between(bindparam("south", type_=Double()), bindparam("north", type_=Double())),
        cases.c.lon.between(bindparam("west", type_=Double()), bindparam("east", type_=Double())),
        cases.c.reported_at >= bindparam("since", type_=DateTime(timezone=True)),
        cases.c.id != bindparam("case_id", type_=UUID()),
        cases.c.privacy_tier == "normal",
    )
    .limit(50)
)


@cache
def open_near(shape: Shape) -> Statement:
    """Open cases in scope in a box of degrees, reported since; those with a privacy tier are left out."""
    return Statement(_near.where(visible(shape)))
