"""The occurrences behind a figure with their cases, as far as a reader sees these."""

import uuid
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    and_,
    bindparam,
    cast,
    false,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.queries.cases.scope import Shape, cases, codes_of, visible
from app.queries.evaluation.counting import occurrences
from app.queries.evaluation.masks import heeds_irregular, is_part, kind_is
from app.queries.evaluation.sums import within
from app.queries.organisation.lookup import areas
from app.queries.tables import constant
from app.workflow.evaluation.figures import FIGURES
from app.workflow.evaluation.irregular import held_against
from app.workflow.evaluation.subjects import SubjectKind
from app.workflow.irregularities.kinds import IrregularityKind

_SUBJECT = bindparam("subject", type_=VARCHAR())
_WIDEST = 2  # levels: counties and towns


class Subjects(StrEnum):
    """How the occurrences of a subject are found: of an area by where it lies or among all by time, else by itself."""

    NARROW = "narrow"  # a village or a grid
    WIDE = "wide"  # a county or a town
    UNIT = "unit"
    WORKER = "worker"
    CATEGORY = "category"
    CHANNEL = "channel"


def found_as(kind: SubjectKind, area_path: str | None) -> Subjects:
    """Of an area by its level: of a village there is little, of a county a page comes soonest by time."""
    if area_path is None:
        return Subjects(kind.value)
    return Subjects.WIDE if len(codes_of(area_path)) <= _WIDEST else Subjects.NARROW


def _of(subjects: Subjects) -> ColumnElement[bool]:
    """Those of one subject: an area takes the range of its paths as `area_from` and `area_to`, all others `subject`."""
    if subjects in (Subjects.NARROW, Subjects.WIDE):
        path = occurrences.c.area_path if subjects is Subjects.WIDE else areas.c.path
        low, high = bindparam("area_from", type_=path.type), bindparam("area_to", type_=path.type)
        within_it = and_(path >= low, path < high)
        if subjects is Subjects.WIDE:
            return _at_a_guess(within_it)
        return occurrences.c.area_path.in_(select(path).where(within_it))
    if subjects is Subjects.WORKER:
        return occurrences.c.worker == cast(_SUBJECT, UUID())
    columns = {
        Subjects.UNIT: occurrences.c.unit,
        Subjects.CATEGORY: occurrences.c.category,
        Subjects.CHANNEL: occurrences.c.channel,
    }
    return columns[subjects] == _SUBJECT


def _at_a_guess(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same as far as PostgreSQL may not reckon with it: it takes half of the rows for such, and no index for it.

    What it would reckon with are a two-hundredth for a range or a mask, and it would rather sort a month than walk.
    """
    return func.coalesce(clause, false())


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


_PLACE = tuple_(occurrences.c.at, occurrences.c.case_id, occurrences.c.nth)
_AFTER = tuple_(
    bindparam("after_at", type_=DateTime(timezone=True)),
    bindparam("after_id", type_=UUID()),
    bindparam("after_nth", type_=Integer()),
)


@lru_cache(maxsize=2_000)
def page(
    shape: Shape, subjects: Subjects, figure: str, part: str, count: int, *, first: bool
) -> Statement[FigureCaseRow]:
    """The next `count` of one list of a figure, from `since` until before `until`, that lie in a scope.

    A page that is not the first takes the place it comes after. One plan serves all values: see `_at_a_guess`.
    """
    of = FIGURES[figure]
    return Statement(
        select(
            cases.c.id, cases.c.serial, cases.c.status, occurrences.c.nth, occurrences.c.at, occurrences.c.facts,
            occurrences.c.minutes, occurrences.c.area_path, cases.c.category_code, occurrences.c.unit,
        )
        .select_from(occurrences.join(cases, cases.c.id == occurrences.c.case_id))
        .where(
            kind_is(of), within(), _of(subjects), _at_a_guess(is_part(of, part)), _at_a_guess(visible(shape)),
            *(() if first else (_PLACE < _AFTER,)),
        )
        .order_by(occurrences.c.at.desc(), occurrences.c.case_id.desc(), occurrences.c.nth.desc())
        .limit(constant(count)),
        FigureCaseRow,
    )  # fmt: skip
