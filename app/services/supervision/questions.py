"""The supervisor's questions 督查: each a list in their scope, and its counts from the very predicate of the list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from app import clock
from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.session import Session
from app.queries.cases import counts
from app.queries.cases.orders import (
    BY_DUE,
    BY_ORDER,
    BY_RESUMPTION,
    BY_STAGE,
    DUE_FIRST,
    LATEST_CLOSED,
    LATEST_SIGNED,
    NEWEST_FIRST,
    OLDEST_FIRST,
    Order,
)
from app.queries.cases.scope import lineage
from app.schemas.supervision.questions import Narrowing, Question, QuestionQuery, SummaryBy, SummaryQuery
from app.services.calendar.checks import within_its_years
from app.services.calendar.lookup import CalendarCache, calendar_of
from app.services.organisation import names
from app.services.reading.case_lists import Page, describe, fetch, scope_of_lists
from app.services.reading.showing import show
from app.services.supervision.lateness import Lateness
from app.services.supervision.narrowing import depth_of, narrowed
from app.services.supervision.period import period_of
from app.workflow.limits import Limit, LimitUnit
from app.workflow.states import STATUS_LABELS, Status
from app.workflow.supervision.ages import AGE_LABELS, LATE, AgeBand, moments
from app.workflow.supervision.burden import READ_WITHIN
from app.workflow.supervision.causes import CAUSE_LABELS
from app.workflow.supervision.faults import FAULT_LABELS, FAULT_OF, Fault


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters that answer a question, and the order of its list."""

    filters: tuple[str, ...]
    order: Order


QUESTIONS: Mapping[Question, Asked] = MappingProxyType(
    {
        Question.OPEN: Asked(("open",), OLDEST_FIRST),
        Question.OVERDUE: Asked(("open", "overdue"), BY_DUE),
        Question.STAGE_OVERDUE: Asked(("open", "stage_overdue"), BY_STAGE),
        Question.UPCOMING: Asked(("open", "upcoming"), BY_DUE),
        Question.AUTO_SIGNED: Asked(("auto_signed",), LATEST_SIGNED),
        Question.SUSPENDED: Asked(("suspended",), BY_RESUMPTION),
        Question.BOUNCED: Asked(("bounced",), NEWEST_FIRST),
        Question.REDIRECTED: Asked(("redirected",), NEWEST_FIRST),
        Question.ORDERS: Asked(("ordered",), BY_ORDER),
        Question.REPORTED: Asked((), NEWEST_FIRST),
        Question.CLOSED: Asked((), LATEST_CLOSED),
        Question.WAS_OVERDUE: Asked((), DUE_FIRST),
        Question.ORDERED: Asked((), NEWEST_FIRST),
        Question.TYPED_TWICE: Asked(("typed_twice",), NEWEST_FIRST),
        Question.UNREAD: Asked(("unread",), NEWEST_FIRST),
    }
)


async def answer(session: Session, actor: Actor, question: Question, query: QuestionQuery) -> Page:
    """A page of the cases that answer a question."""
    now = clock.now()
    values = await values_of(session, actor, question, query, now)
    order, scope = QUESTIONS[question].order, scope_of_lists(actor)
    cases, cursor = await fetch(session, actor, scope, values, order, query.limit, query.cursor, now)
    lateness = Lateness(await session.memory.of(CalendarCache).get(session), now)
    late, slices = [], Slices()
    for case in cases:  # each may lie where a calendar of its own holds
        late.append(lateness.of(case))
        await slices.rest()
    return await show(session, actor, cases, now, late), cursor


async def values_of(
    session: Session, actor: Actor, question: Question, query: Narrowing, now: datetime
) -> dict[str, object]:
    """The filters that answer a question and narrow it, with their parameters."""
    values: dict[str, object] = dict.fromkeys(QUESTIONS[question].filters, True)
    values |= await narrowed(session, question, query, now)
    if question is Question.UNREAD:
        values["unread_before"] = now - READ_WITHIN
    if question is Question.UPCOMING:
        calendar = await calendar_of(session, path_of(actor, values))
        with within_its_years():
            until = calendar.after(now, Limit(query.within_hours, LimitUnit.WORKING_HOURS))
        values |= {"since": now, "until": until}
    return values


def path_of(actor: Actor, values: Mapping[str, object]) -> str:
    """The path of the area that the filters name, or of the innermost that holds all the actor supervises."""
    named = values.get("area_from")
    if isinstance(named, str):
        return named
    shared = zip(*(lineage(path) for path in actor.area_scopes), strict=False)
    return next((paths[0] for paths in reversed(list(shared)) if len(set(paths)) == 1), "")


async def summarise(session: Session, actor: Actor, query: SummaryQuery) -> dict[str, object]:
    """Counts by what the cases fall to: each opens into the list it counts."""
    now = clock.now()
    since, until = period_of(query.question, query) or (None, None)
    query = query.model_copy(update={"since": since, "until": until})  # the lists behind it are those of one moment
    values = await values_of(session, actor, query.question, query, now)
    listing, parameters = describe(actor, scope_of_lists(actor), values, QUESTIONS[query.question].order, now)
    by = SummaryBy.STATUS if query.by is SummaryBy.FAULT else query.by
    if by is SummaryBy.AREA:
        path = path_of(actor, values)
        parameters["depth"] = path.count("/") + 1 if query.level is None else depth_of(query.level)
        query = query if query.level is not None else _below(query, path)
    if by in _BANDED:
        parameters |= moments(now) | ({LATE: now} if by is SummaryBy.LATENESS else {})
    rows = await session.all(counts.counts_by(listing, _GROUPS.get((query.question, by), by.value)), **parameters)
    counted = _in_groups(query.by, [(row["key"] or None, row["count"]) for row in rows])
    total = int(rows[0]["total"]) if rows else 0
    if query.by is SummaryBy.FAULT:
        total = sum(count for _, count in counted)
    named = await names_of(session, actor, query.by, [key for key, _ in counted if key])
    address = _addresses(query)
    items = [{"key": key, "name": named.get(key or ""), "count": count, "href": address(key)} for key, count in counted]
    return {"as_of": now, "since": since, "until": until, "total": total, "items": items}


def _below(query: SummaryQuery, path: str) -> SummaryQuery:
    """The query with the area its groups lie below, so that their addresses name it."""
    code = path.rstrip("/").rsplit("/", 1)[-1]
    return query.model_copy(update={"area": code or None})


def _in_groups(by: SummaryBy, counted: list[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    if by in _BANDED:
        return sorted(counted, key=lambda pair: -1 if pair[0] is None else list(AGE_LABELS).index(AgeBand(pair[0])))
    return _by_fault(counted) if by is SummaryBy.FAULT else counted


def _by_fault(counted: list[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    sums: dict[Fault, int] = {}
    for status, count in counted:
        fault = FAULT_OF.get(Status(status)) if status else None
        if fault is not None:
            sums[fault] = sums.get(fault, 0) + count
    return sorted(((fault.value, count) for fault, count in sums.items()), key=lambda pair: -pair[1])


#: What is told in bands of days, the shortest first.
_BANDED = (SummaryBy.AGE, SummaryBy.LATENESS)
#: Where the question is what somebody did, they are counted and not whoever has the case now.
_GROUPS: Mapping[tuple[Question, SummaryBy], str] = MappingProxyType(
    {
        (Question.BOUNCED, SummaryBy.DEPARTMENT): "returned_by",
        (Question.BOUNCED, SummaryBy.WORKER): "returned_by_worker",
    }
)
_LABELS: Mapping[SummaryBy, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        SummaryBy.STATUS: {status.value: label for status, label in STATUS_LABELS.items()},
        SummaryBy.FAULT: {fault.value: label for fault, label in FAULT_LABELS.items()},
        SummaryBy.AGE: {band.value: label for band, label in AGE_LABELS.items()},
        SummaryBy.LATENESS: {band.value: label for band, label in AGE_LABELS.items()},
        SummaryBy.CAUSE: {cause.value: label for cause, label in CAUSE_LABELS.items()},
    }
)
_PARAMETER: Mapping[SummaryBy, str] = MappingProxyType(
    {
        SummaryBy.DEPARTMENT: "unit",
        SummaryBy.AREA: "area",
        SummaryBy.CATEGORY: "category_exactly",
        SummaryBy.STATUS: "status",
        SummaryBy.FAULT: "fault",
        SummaryBy.WORKER: "worker",
        SummaryBy.AGE: "age",
        SummaryBy.LATENESS: "lateness",
        SummaryBy.CAUSE: "cause",
    }
)


def _addresses(query: SummaryQuery) -> Callable[[str | None], str]:
    """What makes the addresses of the lists behind the groups, by their keys."""
    given = query.model_dump(mode="json", exclude={"question", "by"}, exclude_none=True, exclude_unset=False)
    if query.question is not Question.UPCOMING:
        given.pop("within_hours")
    if query.by is not SummaryBy.AREA:
        given.pop("level", None)
    group = _GROUPS.get((query.question, query.by), _PARAMETER[query.by])
    start = f"/api/v1/supervision/{query.question.value}?"
    keyless = start + urlencode(given | {"without": query.by.value})
    pairs = list((given | {group: ""}).items())
    place = [name for name, _ in pairs].index(group) + 1
    before, after = start + urlencode(pairs[:place]), "".join(f"&{urlencode([pair])}" for pair in pairs[place:])
    return lambda key: keyless if key is None else before + quote_plus(key) + after


async def names_of(session: Session, actor: Actor, by: SummaryBy, codes: list[str]) -> Mapping[str, str]:
    """What groups are called, in the language of the reader."""
    labels = _LABELS.get(by)
    if labels is not None:
        return {code: labels[code][actor.language != "zh"] for code in codes}
    kind = "person" if by is SummaryBy.WORKER else by.value
    wanted: set[object] = {UUID(code) if kind == "person" else code for code in codes}
    called = (await names.words_of(session, {kind: wanted}, actor.language))[kind]
    return {str(code): name for code, name in called.items()}
