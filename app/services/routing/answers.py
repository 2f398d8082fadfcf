"""Who is responsible for some cases, asked for together: without a question to the database where the book is known."""

from collections.abc import Sequence
from datetime import datetime

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Session
from app.refusals import AWAY
from app.services.calendar.lookup import calendar_of
from app.services.routing import heard, suggestions
from app.services.routing.book import Known, RoutingBook
from app.services.routing.suggestions import Described
from app.text.folding import folded
from app.workflow.routing.answer import Answer
from app.workflow.routing.choice import Book, Suggested, asks_for_a_suggestion, choose
from app.workflow.routing.matter import Matter, Moment

_AT_ONCE = 100  # cases, before others have their turn


async def answers_for(session: Session, cases: Sequence[Described], *, now: datetime | None = None) -> list[Answer]:
    """The answer for each case as it is, in their order: at this moment, or as it would be at another."""
    known, book = await session.memory.of(RoutingBook).of(session)
    answers = await answers_by(session, known, book, cases, [now or clock.now()] * len(cases), suggesting=True)
    heard.skipped(session, known, answers)
    return answers


async def answers_by(
    session: Session,
    known: Known,
    book: Book,
    cases: Sequence[Described],
    moments: Sequence[datetime],
    *,
    suggesting: bool = False,
) -> list[Answer]:
    """The same by any book, each case at a moment of its own; `suggesting` asks for what rules go by."""
    matters: list[Matter] = []
    slices, with_text = Slices(), any(rule.conditions.words for rule in book.rules)
    with_calendar = any(rule.conditions.working_time is not None for rule in book.rules)
    for number, (case, now) in enumerate(zip(cases, moments, strict=True), start=1):
        at = await _moment(session, case["area_path"], now) if with_calendar else _plain(now)
        matters.append(matter_of(known, case, at, with_text=with_text))
        if number % _AT_ONCE == 0:
            await slices.rest()
    suggested = await _suggested(session, book, cases, matters) if suggesting else {}
    answers: list[Answer] = []
    for number, matter in enumerate(matters):
        answers.append(choose(book, matter, suggested.get(number)))
        if number % _AT_ONCE == 0:
            await slices.rest()
    return answers


async def _suggested(
    session: Session, book: Book, cases: Sequence[Described], matters: Sequence[Matter]
) -> dict[int, Suggested]:
    """What is suggested for those of the cases that it matters for."""
    wanted = [number for number, matter in enumerate(matters) if asks_for_a_suggestion(book, matter)]
    if not wanted:
        return {}
    try:
        async with session.savepoint():
            found = await suggestions.departments(session, [cases[number] for number in wanted])
    except AWAY:
        raise
    except Exception as error:  # whatever it is: who is responsible can be said without
        heard.failed("suggestion", error=type(error).__name__)
        return {}
    return {number: each for number, each in zip(wanted, found, strict=True) if each is not None}


def matter_of(known: Known, case: Described, at: Moment, *, with_text: bool) -> Matter:
    """What of a case decides; its text is folded where a rule looks for words."""
    texts = (case["title"], case["description"], case["address"]) if with_text else ()
    return Matter(
        area_path=case["area_path"],
        categories=known.lineage(case["category_code"]),
        rule_code=case["rule_code"],
        rule_unit=_unit_of(case),
        channel=case["channel"],
        nature=case["nature_code"],
        source=case["source_code"],
        urgent=case["urgent"],
        text="\n".join(folded(text) for text in texts if text),
        at=at,
    )


def _unit_of(case: Described) -> str | None:
    """The unit that the filing rule of a case names, as it was when it was filed."""
    if "rule" not in case:
        return case["responsible_department_code"]
    return case["rule"]["department_code"] if case["rule"] else None


def _plain(now: datetime) -> Moment:
    here = now.astimezone(clock.LOCAL)
    return Moment(here.date(), here.isoweekday(), here.hour * 60 + here.minute)


async def _moment(session: Session, area_path: str, now: datetime) -> Moment:
    at = _plain(now)
    windows = (await calendar_of(session, area_path)).days.windows_of(at.day)
    return at._replace(is_working=any(starts <= at.minute < ends for starts, ends in windows))
