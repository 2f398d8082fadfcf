"""Open cases that a report may repeat: near it, or told in the same words; and what their categories are to its own.

A dense spot costs no more than an empty one: of each cell of the earth only the newest cases are looked at.
"""

import uuid
from datetime import datetime
from functools import cache
from typing import TypedDict

from sqlalchemy import DateTime, Double, and_, bindparam, exists, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.case import OPEN_CASES
from app.models.category import Category, CategoryCrosswalk
from app.models.cells import AGE, CELL_LAT, CELL_LON, YOUNGEST
from app.queries.cases.scope import Shape, cases, visible
from app.queries.tables import any_of, constant, table
from app.workflow.privacy import PrivacyTier

NEWEST_OF_A_CELL, NEAREST, NEWEST_ALIKE = 40, 60, 60
categories = table(Category)
crosswalk = table(CategoryCrosswalk)

_SINCE = bindparam("since", type_=DateTime(timezone=True))
_TOLD = (
    cases.c.id, cases.c.serial, cases.c.status, cases.c.description, cases.c.address, cases.c.lat, cases.c.lon,
    cases.c.accuracy_m, cases.c.category_code, cases.c.reported_at,
)  # fmt: skip
_OTHERS = (cases.c.id != bindparam("case_id", type_=UUID()), cases.c.privacy_tier == PrivacyTier.NORMAL)

_cells = func.unnest(bindparam("lat_cells", type_=ARRAY(Double())), bindparam("lon_cells", type_=ARRAY(Double())))
_cell = _cells.table_valued("lat_cell", "lon_cell").render_derived("cell")
_spot = cases.alias("spot")
_IS_RECENT = YOUNGEST - any_of(_SINCE) >= AGE
_newest = (
    select(_spot.c.id)
    .where(OPEN_CASES, _cell.c.lat_cell == CELL_LAT, _cell.c.lon_cell == CELL_LON, _IS_RECENT)
    .order_by(AGE)
    .limit(constant(NEWEST_OF_A_CELL))
    .lateral("newest")
)
_up = cases.c.lat - bindparam("lat", type_=Double())
_right = cases.c.lon - bindparam("lon", type_=Double())
_apart = _up * _up + _right * _right * bindparam("narrowing", type_=Double())


class NearCase(TypedDict):
    """Of an open case what a report is compared with."""

    id: uuid.UUID
    serial: int
    status: str
    description: str
    address: str | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    category_code: str | None
    reported_at: datetime


@cache
def open_near(shape: Shape) -> Statement[NearCase]:
    """The nearest open cases in scope among the newest of some cells; `narrowing` is the squared cosine of `lat`.

    Those with a privacy tier are left out, as is the case `case_id`.
    """
    # An array, not a join: the ids are found first, then looked up one by one.
    ids = func.array(select(_newest.c.id).select_from(_cell.join(_newest, true())).scalar_subquery())
    near = cases.c.id == func.any(ids)
    return Statement(
        select(*_TOLD).where(near, *_OTHERS, visible(shape)).order_by(_apart).limit(constant(NEAREST)), NearCase
    )


@cache
def open_alike(shape: Shape) -> Statement[NearCase]:
    """The newest open cases in scope that share any of `telling`: for a report without a place."""
    return Statement(
        select(*_TOLD)
        .where(
            OPEN_CASES,
            cases.c.words.overlap(bindparam("telling", type_=ARRAY(VARCHAR))),
            cases.c.reported_at >= any_of(_SINCE),
            *_OTHERS,
            visible(shape),
        )
        .order_by(cases.c.reported_at.desc(), cases.c.id.desc())
        .limit(constant(NEWEST_ALIKE)),
        NearCase,
    )


_mine, _other = categories.alias("mine"), categories.alias("other")


class KinRow(TypedDict):
    """What a category is to that of the report."""

    code: str
    same: bool
    crosswalk: bool
    family: bool


KIN = Statement(
    select(
        _other.c.code,
        (_other.c.code == _mine.c.code).label("same"),
        exists(
            select(literal(1)).where(
                or_(
                    and_(crosswalk.c.from_code == _mine.c.code, crosswalk.c.to_code == _other.c.code),
                    and_(crosswalk.c.from_code == _other.c.code, crosswalk.c.to_code == _mine.c.code),
                )
            )
        ).label("crosswalk"),
        func.coalesce(
            or_(
                _other.c.parent_code == _mine.c.parent_code,
                _other.c.parent_code == _mine.c.code,
                _other.c.code == _mine.c.parent_code,
            ),
            False,
        ).label("family"),
    )
    .select_from(_mine.join(_other, true()))
    .where(
        _mine.c.code == bindparam("code", type_=VARCHAR()),
        _other.c.code == bindparam("codes", type_=ARRAY(VARCHAR)).any_(),
    ),
    KinRow,
)
"""What some categories are to that of `code`; no row at all when there is no such category."""
