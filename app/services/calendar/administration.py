"""Changing the working calendar 日历维护: checked, previewed, one after the other; the worker redates what it moves."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app import clock
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import AltersClosed, Invalid, NotFound, NotPermitted
from app.models.audit import Deed
from app.queries import calendar as queries
from app.queries import organisation, reference
from app.services.calendar.changes import Change
from app.services.calendar.checks import within_its_years
from app.services.calendar.lookup import CACHE
from app.services.calendar.moving import Moving, midnight, moving, scope_range
from app.services.calendar.snapshot import NATIONAL, Snapshot, load
from app.services.trail import record

COUNTRY = "national"  # in an address, in the place of an area's code


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a change is refused; `is_wrong` when it is so whatever the database says."""

    zh: str
    en: str
    is_wrong: bool


async def scope_of(session: Session, place: str) -> str:
    """The path that an area's code, or `national`, stands for.

    Raises:
        NotFound: there is no such area.
    """
    if place == COUNTRY:
        return NATIONAL
    area = await session.first(organisation.AREA, code=place)
    if area is None:
        raise NotFound()
    path: str = area["path"]
    return path


async def administer(session: Session, actor: Actor, change: Change, *, preview: bool) -> dict[str, Any]:
    """Makes a change, or says what it would do.

    Raises:
        NotPermitted: the scope is not below an area the actor administers.
        Invalid: the windows or days make no sense, or leave an open deadline too little working time.
        AltersClosed: it would change how closed cases were reckoned.
    """
    require_administrator(actor, change.scope)
    before = await begin(session)
    refusal = await refuse(session, before, change)
    if refusal is not None:
        raise (Invalid if refusal.is_wrong else AltersClosed)(zh=refusal.zh, en=refusal.en)
    span = change.span(before)
    if span is None:
        return {"applied": False, "calendar_version": before.version, **asdict(Moving())}
    after = change.applied(before)
    with within_its_years():
        found = await moving(session, change.scope, span[0], after)
    if not preview:
        await change.write(session, before)
        await finish(session)
        told: dict[str, Any] = {"change": type(change).__name__.removesuffix("Change").lower(), "moving": found.moving}
        await record(session, actor, Deed.CALENDAR, name_of(change.scope), at=[change.scope], **told)
    return {"applied": not preview, "calendar_version": before.version + (not preview), **asdict(found)}


async def begin(session: Session) -> Snapshot:
    """The calendar as it stands, while nobody else changes it."""
    await session.value(reference.LOCK_VERSION, name="calendar")
    return await load(session)


async def finish(session: Session) -> None:
    """Says that it changed."""
    await session.run(reference.RAISE_VERSION, name="calendar")
    CACHE.forget()


async def refuse(session: Session, before: Snapshot, change: Change) -> Refusal | None:
    """Why a change is refused, None when it is not. What changes nothing is never refused for the past."""
    wrong = change.wrong()
    if wrong is not None:
        return Refusal(*wrong, is_wrong=True)
    span = change.span(before)
    if span is not None and await _alters_closed(session, change.scope, *span):
        return Refusal(
            f"{span[0]} 起的变更会改变已结案卷的计时",
            f"a change from {span[0]} on would change how closed cases were reckoned",
            is_wrong=False,
        )
    return None


async def _alters_closed(session: Session, scope: str, since: date, until: date) -> bool:
    """Whether a closed case ran its clock on a day before today that would change."""
    past_end = min(until, clock.today())
    if since >= past_end:
        return False
    low, high = scope_range(scope)
    found: bool = await session.value(
        queries.CLOSED_IN, area_from=low, area_to=high, since=midnight(since), until=midnight(past_end)
    )
    return found


def name_of(scope: str) -> str:
    """A scope as an address names it."""
    return COUNTRY if scope == NATIONAL else scope.rstrip("/").rpartition("/")[2]


def require_administrator(actor: Actor, scope: str) -> None:
    """An administrator of an area without a parent speaks for the country too, of which there is one.

    Raises:
        NotPermitted: the scope is not below an area the actor administers.
    """
    if scope == NATIONAL:
        allowed = actor.may_everywhere(Permission.ADMINISTER)
    else:
        allowed = actor.may_at(Permission.ADMINISTER, scope)
    if not allowed:
        raise NotPermitted()
