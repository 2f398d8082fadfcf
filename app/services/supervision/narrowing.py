"""What narrows a supervisor's question 督查: each filter that is given, by its name and its parameters."""

from datetime import datetime, timedelta

from app.db.session import Session
from app.errors import NotFound, invalid_field
from app.models.area import AreaLevel
from app.queries.organisation import lookup
from app.schemas.supervision.questions import MOST_DAYS_BACK, Narrowing, Question, SummaryBy
from app.services.reading.case_lists import places
from app.services.supervision.period import WITHIN, period_of
from app.workflow.supervision.ages import LATE, AgeBand, began, name_of
from app.workflow.supervision.faults import FAULT_OF


async def narrowed(session: Session, question: Question, query: Narrowing, now: datetime) -> dict[str, object]:
    """The filters that a query asks for, and their parameters.

    Raises:
        NotFound: there is no such area or group. Invalid: not a period, or a filter of another question.
    """
    values = await places(session, query.area, query.department, query.category)
    values |= _exact(query) | _banded("age", query.age, now) | _banded("lateness", query.lateness, now)
    if query.lateness is AgeBand.ONE or query.without is SummaryBy.LATENESS:
        values[LATE] = now
    if query.without is not None:
        values |= await _without(session, query.without, query.area, query.level)
    period = period_of(question, query)
    if period is not None:
        values |= {WITHIN[question]: True, "period_from": period[0], "period_to": period[1]}
    return values | _ordered(question, query) | _at(question, query, now)


def depth_of(level: AreaLevel) -> int:
    """How many codes deep the areas of a level lie: each level lies in the one above."""
    return list(AreaLevel).index(level) + 1


def _exact(query: Narrowing) -> dict[str, object]:
    names = (
        "unit", "category_exactly", "worker", "returned_by", "returned_by_worker", "status", "hour", "due_from",
        "due_to",
    )  # fmt: skip
    values: dict[str, object] = {name: getattr(query, name) for name in names if getattr(query, name) is not None}
    if query.cause is not None:
        values[f"cause_{query.cause.value}"] = True
    if query.fault is not None:
        values["statuses"] = sorted(status.value for status, fault in FAULT_OF.items() if fault is query.fault)
    return values


def _banded(of: str, band: AgeBand | None, now: datetime) -> dict[str, object]:
    if band is None:
        return {}
    bands = list(AgeBand)
    ends = bands[max(bands.index(band) - 1, 0) : bands.index(band) + 1]
    return {f"{of}_{band.value}": True} | {name_of(end): began(end, now) for end in ends}


def _ordered(question: Question, query: Narrowing) -> dict[str, object]:
    if question is Question.ORDERED:
        answered = {} if query.answer is None else {f"order_{query.answer.value}": True}
        return answered | {"order_level": query.order_level}
    for name in ("answer", "order_level"):
        if getattr(query, name) is not None:
            raise invalid_field(f"/{name}", "只用于督办问题 ordered", "only the question `ordered` takes it")
    return {}


def _at(question: Question, query: Narrowing, now: datetime) -> dict[str, object]:
    if question is not Question.WAS_OVERDUE:
        if query.at is not None:
            raise invalid_field("/at", "只用于问题 was-overdue", "only the question `was-overdue` takes it")
        return {}
    if query.at is None:
        return {"open": True, "overdue": True}
    if not timedelta() <= now - query.at <= timedelta(days=MOST_DAYS_BACK):
        zh, en = f"须是过去 {MOST_DAYS_BACK} 天之内的时刻", f"must be a moment of the last {MOST_DAYS_BACK} days"
        raise invalid_field("/at", zh, en)
    return {"was_overdue": True, "at": query.at}


async def _without(session: Session, by: SummaryBy, area: str | None, level: AreaLevel | None) -> dict[str, object]:
    if by in (SummaryBy.DEPARTMENT, SummaryBy.CATEGORY, SummaryBy.WORKER, SummaryBy.CAUSE, SummaryBy.LATENESS):
        return {f"without_{by.value}": True}
    if by is SummaryBy.AREA and level is not None:
        return {"above_level": True, "depth": depth_of(level)}
    row = None if area is None else await session.first(lookup.AREA, code=area)
    if row is None or by is not SummaryBy.AREA:
        raise NotFound(zh="没有这个分组", en="There is no such group")
    return {"at_area": row["path"]}
