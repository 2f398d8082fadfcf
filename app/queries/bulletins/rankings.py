"""What a bulletin tells of evaluations 考评: those published of its area and days, and who came first and last in them.

Periods that score workers are never among them: no person is ranked in public.
"""

import uuid
from datetime import date
from typing import TypedDict

from sqlalchemy import ColumnElement, Date, Integer, bindparam, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.queries.evaluation.assessments import periods, schemes
from app.queries.evaluation.results import last_correction, results
from app.queries.tables import constant
from app.workflow.evaluation.period import PeriodState
from app.workflow.evaluation.scheme import Assessed

MOST = 20  # evaluations of one bulletin
EACH_END = 10  # who is named of those that came first, and of those that came last


class ColourOfScheme(TypedDict):
    """A colour as a scheme keeps it."""

    code: str
    label_zh: str
    label: str | None
    from_score: float


class RankedPeriodRow(TypedDict):
    """A published period with what its scheme says; `found` is how many there are in all."""

    id: uuid.UUID
    scheme_code: str
    scheme_name: str
    scheme_name_en: str | None
    assessed: str
    area_path: str
    first: date
    last: date
    colours: list[ColourOfScheme]
    found: int


_FROM, _TO = bindparam("area_from", type_=VARCHAR()), bindparam("area_to", type_=VARCHAR())
_IDS = bindparam("period_ids", type_=ARRAY(UUID()))

PERIODS = Statement(
    select(
        periods.c.id, periods.c.scheme_code, schemes.c.name.label("scheme_name"),
        schemes.c.name_en.label("scheme_name_en"), schemes.c.assessed, periods.c.area_path, periods.c.first,
        periods.c.last, schemes.c.document["colours"].label("colours"),
        cast(func.count().over(), Integer).label("found"),
    )
    .select_from(periods.join(schemes, schemes.c.id == periods.c.scheme_id))
    .where(
        periods.c.state == PeriodState.PUBLISHED,
        periods.c.area_path >= _FROM,
        periods.c.area_path < _TO,
        periods.c.first >= bindparam("first", type_=Date()),
        periods.c.last <= bindparam("last", type_=Date()),
        schemes.c.assessed != Assessed.WORKER,
    )
    .order_by(
        func.char_length(periods.c.area_path), periods.c.area_path, periods.c.last.desc(), periods.c.scheme_code,
        periods.c.first.desc(),
    )
    .limit(constant(MOST)),
    RankedPeriodRow,
)  # fmt: skip
"""Those whose days lie within the bulletin's, of its area and those below it: the widest first, then the latest."""


def _as_corrected(name: str) -> ColumnElement[object]:
    corrected = last_correction.c[f"corrected_{name}"]
    return case((last_correction.c.corrected_at.is_not(None), corrected), else_=results.c[name])


_corrected = results.outerjoin(last_correction, literal(1) == literal(1))


class ColourCountRow(TypedDict):
    """How many of a period have a colour, and how many of these are ranked."""

    period_id: uuid.UUID
    colour: str | None
    count: int
    ranked: int


_colour = _as_corrected("colour")
COLOURS = Statement(
    select(
        results.c.period_id,
        _colour.label("colour"),
        cast(func.count(), Integer).label("count"),
        cast(func.count(results.c.rank), Integer).label("ranked"),
    )
    .select_from(_corrected)
    .where(results.c.period_id == _IDS.any_())
    .group_by(results.c.period_id, _colour),
    ColourCountRow,
)
"""Corrections included."""


class RankedRow(TypedDict):
    """One who is ranked; score and colour as corrected, rank as published."""

    period_id: uuid.UUID
    subject: str
    name: str
    rank: int
    score: float | None
    colour: str | None
    is_corrected: bool


_ranked = (
    select(results.c.period_id, func.count(results.c.rank).label("ranked"))
    .where(results.c.period_id == _IDS.any_())
    .group_by(results.c.period_id)
    .cte("ranked_of_period")
)
LINES = Statement(
    select(
        results.c.period_id, results.c.subject, results.c.name, results.c.rank, _as_corrected("score").label("score"),
        _colour.label("colour"), last_correction.c.corrected_at.is_not(None).label("is_corrected"),
    )
    .select_from(_corrected.join(_ranked, _ranked.c.period_id == results.c.period_id))
    .where(
        results.c.rank.is_not(None),
        or_(results.c.place <= constant(EACH_END), results.c.place > _ranked.c.ranked - constant(EACH_END)),
    )
    .order_by(results.c.period_id, results.c.place),
    RankedRow,
    never_null=("rank",),
)  # fmt: skip
"""The first and the last of each period, in their order: whoever is not ranked comes after all of them in the list."""
