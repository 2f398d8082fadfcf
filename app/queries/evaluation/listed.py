"""The occurrences behind a figure with their cases, as far as a reader sees these."""

import uuid
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    bindparam,
    cast,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.queries.cases.scope import Shape, cases, visible
from app.queries.evaluation.counting import occurrences
from app.queries.evaluation.masks import heeds_irregular, is_part, kind_is
from app.queries.evaluation.sums import within
from app.workflow.evaluation.figures import FIGURES
from app.workflow.evaluation.irregular import held_against
from app.workflow.evaluation.subjects import SubjectKind
from app.workflow.irregularities.kinds import IrregularityKind

_SUBJECT = bindparam("subject", type_=VARCHAR())


def of_subject(kind: SubjectKind) -> ColumnElement[bool]:
    """Those of one subject: an area takes the range of its paths as `area_from` and `area_to`, all others `subject`."""
    path = occurrences.c.area_path
    if kind is SubjectKind.AREA:
        return (path >= bindparam("area_from", type_=path.type)) & (path < bindparam("area_to", type_=path.type))
    if kind is SubjectKind.WORKER:
        return occurrences.c.worker == cast(_SUBJECT, UUID())
    columns = {
        SubjectKind.UNIT: occurrences.c.unit,
        SubjectKind.CATEGORY: occurrences.c.category,
        SubjectKind.CHANNEL: occurrences.c.channel,
    }
    return columns[kind] == _SUBJECT


def held(figure: str, listed_only: Collection[IrregularityKind]) -> dict[str, object]:
    """What keeps from counting where some kinds of irregularity are listed only, for a figure's statements."""
    return {"held": int(held_against(listed_only))} if heeds_irregular(FIGURES[figure]) else {}


class FigureCaseRow(TypedDict):
    """One occurrence with what is told of its case."""

    id: uuid.UUID
    serial: int
    status: str
    nth: int
    at: datetime
    facts: int
    minutes: int | None
    area_path: str
    category_code: str | None
    unit: str | None


_AFTER_AT = bindparam("after_at", type_=DateTime(timezone=True))
_AFTER_ID, _AFTER_NTH = bindparam("after_id", type_=UUID()), bindparam("after_nth", type_=Integer())
_PLACE = tuple_(occurrences.c.at, occurrences.c.case_id, occurrences.c.nth)


@cache
def page(shape: Shape, subject_kind: SubjectKind, figure: str, part: str) -> Statement[FigureCaseRow]:
    """The next `count` of one list of a figure, from `since` until before `until`, that lie in a scope."""
    of = FIGURES[figure]
    return Statement(
        select(
            cases.c.id, cases.c.serial, cases.c.status, occurrences.c.nth, occurrences.c.at, occurrences.c.facts,
            occurrences.c.minutes, occurrences.c.area_path, cases.c.category_code, occurrences.c.unit,
        )
        .select_from(occurrences.join(cases, cases.c.id == occurrences.c.case_id))
        .where(
            kind_is(of), within(), of_subject(subject_kind), is_part(of, part), visible(shape),
            or_(_AFTER_AT.is_(None), tuple_(_AFTER_AT, _AFTER_ID, _AFTER_NTH) > _PLACE),
        )
        .order_by(occurrences.c.at.desc(), occurrences.c.case_id.desc(), occurrences.c.nth.desc())
        .limit(bindparam("count", type_=Integer())),
        FigureCaseRow,
    )  # fmt: skip
