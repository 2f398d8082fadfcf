"""One change of the calendar at a time: begun under a lock, refused where it would alter what is past, and finished."""

from dataclasses import dataclass
from datetime import date, datetime

from app import clock
from app.db.session import Session
from app.queries import calendar as queries
from app.queries import reference
from app.queries.cases.scope import subtree
from app.services.calendar.changes import Change
from app.services.calendar.lookup import CalendarCache
from app.services.calendar.snapshot import NATIONAL, Snapshot, load

_EVERYWHERE = ("", "~")  # the byte after all that codes are made of


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a change is refused; `is_wrong` when it is so whatever the database says."""

    zh: str
    en: str
    is_wrong: bool


async def begin(session: Session) -> Snapshot:
    """The calendar as it stands, while nobody else changes it."""
    await session.value(reference.LOCK_VERSION, name="calendar")
    return await load(session)


async def finish(session: Session) -> None:
    """Says that it changed."""
    await session.run(reference.RAISE_VERSION, name="calendar")
    forget(session)


def forget(session: Session) -> None:
    """Asks the database again what the calendar is."""
    session.changes(CalendarCache)


async def refuse(session: Session, before: Snapshot, change: Change) -> Refusal | None:
    """Why a change is refused, None when it is not. What changes nothing is never refused for the past."""
    wrong = change.wrong()
    if wrong is not None:
        return Refusal(*wrong, is_wrong=True)
    span = change.span(before)
    if span is not None and await _alters_closed(session, change.scope, *span):
        return Refusal(
            f"{span[0]} 起的变更会改变已结案卷的计时",
            f"a change from {span[0]} on would change how closed cases were computed",
            is_wrong=False,
        )
    return None


async def _alters_closed(session: Session, scope: str, since: date, until: date) -> bool:
    """Whether a closed case ran its clock on a day before today that would change."""
    past_end = min(until, clock.today())
    if since >= past_end:
        return False
    low, high = scope_range(scope)
    return await session.one_value(
        queries.CLOSED_IN, area_from=low, area_to=high, since=midnight(since), until=midnight(past_end)
    )


def scope_range(scope: str) -> tuple[str, str]:
    """The half-open range of the area paths a scope holds for."""
    return _EVERYWHERE if scope == NATIONAL else subtree(scope)


def midnight(day: date) -> datetime:
    """The moment at which a day begins here; of the last there is, the far end of all deadlines."""
    return datetime(min(day.year, 2100), day.month, day.day, tzinfo=clock.LOCAL)
