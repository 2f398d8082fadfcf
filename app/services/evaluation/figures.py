"""Figures 指标 of a subject: what they come to in a period, over time, and the cases behind each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from app import clock, cursors
from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.session import Session
from app.errors import NotFound, invalid_field
from app.queries.cases.scope import code_of, scope_of, subtree
from app.queries.evaluation import listed
from app.queries.evaluation import sums as queries
from app.schemas.evaluation.figures import FigureCasesQuery, SeriesQuery, Step, SubjectQuery
from app.services.evaluation.sight import Subject, subject_of
from app.services.evaluation.summing import start_of
from app.services.organisation import names
from app.workflow.evaluation.facts import FACT_LABELS, Fact
from app.workflow.evaluation.figure import TIMED, Figure
from app.workflow.evaluation.figures import FIGURES, MINUTES_OF
from app.workflow.evaluation.subjects import Grain
from app.workflow.evaluation.sums import NOTHING, UNTIMED, Minutes, Sum, value_of
from app.workflow.number import number_of

MOST_DAYS = 800
Period = tuple[date, date]
Page = tuple[list[dict[str, object]], str | None]


def described() -> list[dict[str, object]]:
    """What each figure is."""
    return [
        {
            "code": figure.code, "label_zh": figure.zh, "label": figure.en, "measure": figure.measure.value,
            "hit_zh": figure.hit_zh, "hit": figure.hit_en, "counted_zh": figure.counted_zh,
            "counted": figure.counted_en, "source": figure.source, "more_is_better": figure.more_is_better,
        }
        for figure in FIGURES.values()
    ]  # fmt: skip


def figure_called(code: str) -> Figure:
    """A figure by its code.

    Raises:
        NotFound: there is none.
    """
    if code not in FIGURES:
        raise NotFound(zh="没有这个指标", en="There is no such figure")
    return FIGURES[code]


def period_of(query: SubjectQuery) -> Period:
    """The days that are asked for; left out, those of the present month until today.

    Raises:
        Invalid: it ends before it begins, or is too long.
    """
    last = query.last or max(clock.today(), query.first or date.min)
    first = query.first or last.replace(day=1)
    if not timedelta() <= last - first < timedelta(days=MOST_DAYS):
        zh, en = (
            f"时段须在 {MOST_DAYS} 天以内，且不早于开始之日",
            f"a period ends after it begins, within {MOST_DAYS} days",
        )
        raise invalid_field("/query/last", zh, en)
    return first, last


async def of_subject(session: Session, actor: Actor, query: SubjectQuery) -> dict[str, object]:
    """Every figure of one subject in a period.

    Raises:
        NotFound: not theirs to see. Invalid: no period.
    """
    subject, period = await subject_of(session, actor, query.kind, query.subject), period_of(query)
    told, took = await sums(session, subject, period), await minutes(session, subject, period)
    items = [
        _value(subject, period, figure, told[figure.code], took.get(MINUTES_OF.get(figure.code, ""), UNTIMED))
        for figure in FIGURES.values()
    ]
    return {
        "kind": subject.kind.value, "subject": subject.key, "name": subject.name, "first": period[0],
        "last": period[1], "as_of": clock.now(), "waiting": await session.one_value(queries.WAITING, now=clock.now()),
        "items": items,
    }  # fmt: skip


async def sums(session: Session, subject: Subject, period: Period) -> dict[str, Sum]:
    """What each figure counts in a period: whole months of it by month, the rest by day."""
    total: dict[str, Sum] = defaultdict(lambda: NOTHING)
    for grain, first, last in _stretches(*period):
        for row in await session.all(
            queries.OF_SUBJECT, kind=subject.kind, subject=subject.key, grain=grain, first=first, last=last
        ):
            for code, three in row["sums"].items():
                total[code] += Sum(*three)
    return total


async def minutes(session: Session, subject: Subject, period: Period) -> dict[str, Counter[int]]:
    """How long the hits of each timed figure took in a period, in working minutes."""
    total: dict[str, Counter[int]] = defaultdict(Counter)
    slices = Slices()
    for grain, first, last in _stretches(*period):
        for row in await session.all(
            queries.MINUTES_OF_SUBJECT, kind=subject.kind, subject=subject.key, grain=grain, first=first, last=last
        ):
            for code, told in row["minutes"].items():
                total[code].update({int(took): many for took, many in told.items()})
            await slices.rest()
    return total


def _stretches(first: date, last: date) -> Iterable[tuple[Grain, date, date]]:
    """The days before the first whole month, the whole months, and the days after: each from a day until a day."""
    month = first if first.day == 1 else _next_month(first)
    after = last + timedelta(days=1)
    end = after if after.day == 1 else last.replace(day=1)
    if last == clock.today() and month <= last:
        end = _next_month(last)  # the present month is summed up until now
    if month >= end:
        yield Grain.DAY, first, last
        return
    if first < month:
        yield Grain.DAY, first, month - timedelta(days=1)
    yield Grain.MONTH, month, end - timedelta(days=1)
    if end <= last:
        yield Grain.DAY, end, last


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _value(subject: Subject, period: Period, figure: Figure, total: Sum, took: Minutes) -> dict[str, object]:
    given = {"kind": subject.kind.value, "subject": subject.key, "first": str(period[0]), "last": str(period[1])}
    address = f"/api/v1/evaluation/figures/{figure.code}/cases?{urlencode(given)}&part="
    return {
        "code": figure.code, "label_zh": figure.zh, "label": figure.en, "measure": figure.measure.value,
        "value": value_of(figure, total, took), "hits": total.hits, "counted": total.counted, "exempt": total.exempt,
        "hit_href": f"{address}hit", "counted_href": f"{address}counted",
    }  # fmt: skip


def _asked(subject: Subject, period: Period) -> dict[str, object]:
    until = min(start_of(period[1] + timedelta(days=1)), max(clock.now(), start_of(period[0])))
    told: dict[str, object] = {"since": start_of(period[0]), "until": until}
    if subject.area_path is not None:
        return told | dict(zip(("area_from", "area_to"), subtree(subject.area_path), strict=True))
    return told | {"subject": subject.key}


async def series(session: Session, actor: Actor, code: str, query: SeriesQuery) -> dict[str, object]:
    """One figure of a subject by day, week or month, each beside the same a year before.

    Raises:
        NotFound: not theirs to see. Invalid: no period, or a figure that has no series.
    """
    figure = figure_called(code)
    if figure.measure in TIMED:
        raise invalid_field("/path/code", "用时指标没有逐期序列", "what takes time has no series")
    subject, period = await subject_of(session, actor, query.kind, query.subject), period_of(query)
    now = await _by_step(session, subject, period, figure, query.by)
    before = await _by_step(session, subject, (_year_before(period[0]), _year_before(period[1])), figure, query.by)
    items = [
        {
            "starts_on": starts, "value": value_of(figure, total), "hits": total.hits, "counted": total.counted,
            "exempt": total.exempt, "year_before": value_of(figure, before.get(_like(starts, query.by), NOTHING)),
        }
        for starts, total in now.items()
    ]  # fmt: skip
    return {
        "kind": subject.kind.value, "subject": subject.key, "name": subject.name, "code": code,
        "label_zh": figure.zh, "label": figure.en, "by": query.by.value, "items": items,
    }  # fmt: skip


async def _by_step(session: Session, subject: Subject, period: Period, figure: Figure, by: Step) -> dict[date, Sum]:
    first, last = period
    found = {_starts(first + timedelta(days=ahead), by): NOTHING for ahead in range((last - first).days + 1)}
    rows = await session.all(
        queries.OF_SUBJECT, kind=subject.kind, subject=subject.key, grain=Grain.DAY, first=first,
        last=min(last, clock.today()),
    )  # fmt: skip
    for row in rows:
        found[_starts(row["starts_on"], by)] += Sum(*row["sums"].get(figure.code, (0, 0, 0)))
    return found


def _starts(day: date, by: Step) -> date:
    if by is Step.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by is Step.MONTH else day


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _like(starts: date, by: Step) -> date:
    """The stretch of the year before: of a week the one with the same Monday of the calendar, 52 weeks ago."""
    return starts - timedelta(weeks=52) if by is Step.WEEK else _year_before(starts)


async def cases_behind(session: Session, actor: Actor, code: str, query: FigureCasesQuery) -> Page:
    """A page of the cases behind a figure that the actor sees, the latest first.

    Raises:
        NotFound: not theirs to see. Invalid: no period. BadCursor: of another list.
    """
    subject, period = await subject_of(session, actor, query.kind, query.subject), period_of(query)
    figure_called(code)
    identity = ("figure", actor.user_id, code, subject.kind, subject.key, period, query.part, sorted(query.listed_only))
    after = _after(query.cursor, identity)
    scope = scope_of(actor)
    found_as = listed.found_as(subject.kind, subject.area_path)
    statement = listed.page(scope.shape, found_as, code, query.part.value, query.limit + 1, first=after is None)
    asked = _asked(subject, period) | listed.held(code, query.listed_only)
    rows = await session.all(statement, **scope.values, **asked, **(after or {}))
    views = [_case(row, actor.language) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    last = rows[query.limit - 1] if rows[query.limit :] else None
    return views, None if last is None else cursors.encode_nth(last["at"], last["id"], last["nth"], identity)


def _after(cursor: str | None, identity: object) -> dict[str, object] | None:
    """The place after which a page begins: a moment, a case, and which of its own; the first has none.

    Raises:
        BadCursor: of another list.
    """
    if cursor is None:
        return None
    return dict(zip(("after_at", "after_id", "after_nth"), cursors.decode_nth(cursor, identity), strict=True))


def _case(row: listed.FigureCaseRow, language: str) -> dict[str, object]:
    facts = [FACT_LABELS[fact][language == "en"] for fact in Fact(row["facts"])]
    return {
        "id": row["id"], "number": number_of(row["serial"]), "status": row["status"], "nth": row["nth"],
        "at": row["at"], "facts": facts, "minutes": row["minutes"],
        "area_code": code_of(row["area_path"]) or None, "category_code": row["category_code"],
        "department_code": row["unit"],
    }  # fmt: skip
