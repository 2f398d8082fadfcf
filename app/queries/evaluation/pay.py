"""The pay list 报酬清单 of a period: who is in which pay band, corrections included."""

from typing import TypedDict

from sqlalchemy import Integer, bindparam, case, func, literal, select
from sqlalchemy.dialects.postgresql import UUID

from app.db.statement import Statement
from app.queries.evaluation.results import last_correction, results


class PayBandOf(TypedDict):
    """A band as an explanation keeps it."""

    code: str
    label_zh: str
    label: str
    amount: float


class PayRow(TypedDict):
    """One who is assessed, what they came to and what is paid for it."""

    subject: str
    name: str
    area_path: str | None
    place: int
    score: float | None
    colour: str | None
    is_corrected: bool
    band: PayBandOf | None


_is_corrected = last_correction.c.corrected_at.is_not(None)
PAGE = Statement(
    select(
        results.c.subject, results.c.name, results.c.area_path, results.c.place,
        case((_is_corrected, last_correction.c.corrected_score), else_=results.c.score).label("score"),
        case((_is_corrected, last_correction.c.corrected_colour), else_=results.c.colour).label("colour"),
        _is_corrected.label("is_corrected"),
        func.coalesce(last_correction.c.corrected_document, results.c.document)["pay_band"].label("band"),
    )
    .select_from(results.outerjoin(last_correction, literal(1) == literal(1)))
    .where(
        results.c.period_id == bindparam("period_id", type_=UUID()),
        results.c.place > bindparam("after", type_=Integer()),
    )
    .order_by(results.c.place)
    .limit(bindparam("count", type_=Integer())),
    PayRow,
)  # fmt: skip
"""The next of a period, in the order of its results."""
