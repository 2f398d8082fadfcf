"""Sums of figures: making them for a stretch of time, for every subject at once, and reading them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, VARCHAR, array
from sqlalchemy.sql.selectable import TableValuedAlias

from app.db.statement import Scalar, Statement
from app.models.evaluation import FigureSum
from app.queries.evaluation.counting import occurrences, sums_to_make
from app.queries.evaluation.masks import kind_is, parts_of
from app.queries.tables import table
from app.workflow.evaluation.facts import Kind
from app.workflow.evaluation.figure import Figure
from app.workflow.evaluation.figures import FIGURES
from app.workflow.evaluation.subjects import SubjectKind

figure_sums = table(FigureSum)

_SINCE, _UNTIL = (bindparam(name, type_=DateTime(timezone=True)) for name in ("since", "until"))
_DEEPEST = 4  # levels of areas: county, town, village, grid
_NOBODY = literal_column("''", Text())
_NONE_TOOK = literal_column("'{}'", JSONB())


def within() -> ColumnElement[bool]:
    """From `since` until before `until`."""
    return and_(occurrences.c.at >= _SINCE, occurrences.c.at < _UNTIL)


def _subjects() -> Mapping[SubjectKind, list[ColumnElement[str]]]:
    return {
        SubjectKind.AREA: [func.split_part(occurrences.c.area_path, "/", level + 1) for level in range(_DEEPEST)],
        SubjectKind.UNIT: [occurrences.c.unit],
        SubjectKind.WORKER: [cast(occurrences.c.worker, Text)],
        SubjectKind.CATEGORY: [occurrences.c.category],
        SubjectKind.CHANNEL: [occurrences.c.channel],
    }


def _each() -> TableValuedAlias:
    """Each subject that an occurrence counts for."""
    named = [(kind, key) for kind, keys in _subjects().items() for key in keys]
    kinds = array([literal_column(f"'{kind.value}'", Text()) for kind, _ in named])
    keys = array([cast(key, Text) for _, key in named])
    return func.unnest(kinds, keys).table_valued("kind", "subject").render_derived("each")


def figures_about(kind: Kind) -> list[Figure]:
    """The figures about a kind of occurrence; in the rows of `sums_of` each has three numbers."""
    return [figure for figure in FIGURES.values() if figure.kind is kind]


class SumOfSubject(TypedDict):
    """One subject's numbers about one kind: of each figure hits, counted, exempt."""

    kind: str
    subject: str
    numbers: list[int]


@cache
def sums_of(occurrence_kind: Kind) -> Statement[SumOfSubject]:
    """Every subject's numbers about one kind of occurrence, from `since` until before `until`."""
    figures = figures_about(occurrence_kind)
    each = _each()
    parts = [parts_of(figure) for figure in figures]
    numbers = [func.count().filter(part) for of in parts for part in (of.hit, of.counted, of.exempt)]
    return Statement(
        select(each.c.kind, each.c.subject, cast(array(numbers), ARRAY(Integer)).label("numbers"))
        .select_from(occurrences.join(each, true()))
        .where(kind_is(figures[0]), within(), each.c.subject != _NOBODY)
        .group_by(each.c.kind, each.c.subject),
        SumOfSubject,
    )


class MinutesOfSubject(TypedDict):
    """Of one subject: how many hits took so many minutes."""

    kind: str
    subject: str
    minutes: dict[str, int]


@cache
def minutes_of(figure: str) -> Statement[MinutesOfSubject]:
    """How long the hits of a figure took, for every subject, from `since` until before `until`."""
    of, each, took = FIGURES[figure], _each(), occurrences.c.minutes
    counted = (
        select(each.c.kind, each.c.subject, took, func.count().label("many"))
        .select_from(occurrences.join(each, true()))
        .where(kind_is(of), within(), parts_of(of).hit, took.is_not(None), each.c.subject != _NOBODY)
        .group_by(each.c.kind, each.c.subject, took)
        .subquery()
    )
    minutes = func.jsonb_object_agg(cast(counted.c.minutes, Text), counted.c.many, type_=JSONB).label("minutes")
    return Statement(
        select(counted.c.kind, counted.c.subject, minutes).group_by(counted.c.kind, counted.c.subject),
        MinutesOfSubject,
    )


class SumToMakeRow(TypedDict):
    grain: str
    starts_on: date


_first = (
    select(sums_to_make.c.grain, sums_to_make.c.starts_on)
    .where(sums_to_make.c.due_at <= bindparam("now", type_=DateTime(timezone=True)))
    .order_by(sums_to_make.c.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
    .cte("first")
)
TAKE_NEXT = Statement(
    delete(sums_to_make)
    .where(sums_to_make.c.grain == _first.c.grain, sums_to_make.c.starts_on == _first.c.starts_on)
    .returning(sums_to_make.c.grain, sums_to_make.c.starts_on),
    SumToMakeRow,
)
"""The stretch that waited longest, taken out: nobody else makes it until the transaction ends."""

WAITING = Scalar(
    select(func.count())
    .select_from(sums_to_make)
    .where(sums_to_make.c.due_at <= bindparam("now", type_=DateTime(timezone=True))),
    int,
)
"""How many stretches are to be summed up anew."""

_GRAIN, _STARTS = bindparam("grain", type_=VARCHAR()), bindparam("starts_on", type_=Date())
CLEAR = Statement(delete(figure_sums).where(figure_sums.c.grain == _GRAIN, figure_sums.c.starts_on == _STARTS))

_NEW = (
    func.unnest(
        bindparam("kinds", type_=ARRAY(VARCHAR)), bindparam("subjects", type_=ARRAY(VARCHAR)),
        bindparam("told", type_=ARRAY(Text)), bindparam("took", type_=ARRAY(Text)),
    )
    .table_valued("kind", "subject", "sums", "minutes")
    .render_derived("new")
)  # fmt: skip
PUT = Statement(
    insert(figure_sums).from_select(
        ["kind", "subject", "grain", "starts_on", "sums", "minutes"],
        select(_NEW.c.kind, _NEW.c.subject, _GRAIN, _STARTS, cast(_NEW.c.sums, JSONB), cast(_NEW.c.minutes, JSONB)),
    )
)
"""The sums and minutes of a stretch, each as the text of its document."""


class SumsRow(TypedDict):
    """What a subject's figures come to in one stretch."""

    subject: str
    grain: str
    starts_on: date
    sums: dict[str, list[int]]


_BETWEEN = and_(
    figure_sums.c.starts_on >= bindparam("first", type_=Date()),
    figure_sums.c.starts_on <= bindparam("last", type_=Date()),
    figure_sums.c.grain == _GRAIN,
    figure_sums.c.kind == bindparam("kind", type_=VARCHAR()),
)
_TOLD = tuple(figure_sums.c[name] for name in SumsRow.__annotations__)
OF_SUBJECT = Statement(
    select(*_TOLD)
    .where(_BETWEEN, figure_sums.c.subject == bindparam("subject", type_=VARCHAR()))
    .order_by(figure_sums.c.starts_on),
    SumsRow,
)
"""The days or months of one subject."""


class MinutesRow(TypedDict):
    """How long things took in one stretch."""

    minutes: dict[str, dict[str, int]]


MINUTES_OF_SUBJECT = Statement(
    select(figure_sums.c.minutes).where(
        _BETWEEN, figure_sums.c.subject == bindparam("subject", type_=VARCHAR()), figure_sums.c.minutes != _NONE_TOOK
    ),
    MinutesRow,
)
"""Of the same, where anything took its time."""
