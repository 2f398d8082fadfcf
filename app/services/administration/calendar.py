"""Changing the working calendar 日历维护: checked, previewed, one after the other; the worker redates what it moves."""

from dataclasses import asdict

from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import AltersClosed, Invalid, NotPermitted
from app.models.audit import Deed
from app.services.calendar.changes import Change
from app.services.calendar.changing import begin, finish, refuse
from app.services.calendar.checks import within_its_years
from app.services.calendar.scopes import name_of
from app.services.calendar.snapshot import NATIONAL
from app.services.security.trail import record
from app.services.timing.calendar_preview import Preview, moving


async def administer(session: Session, actor: Actor, change: Change, *, preview: bool) -> dict[str, object]:
    """Makes a change, or says what it would do.

    Raises:
        NotPermitted: the scope is not below an area the actor administers.
        Invalid: the windows or days make no sense, or leave an open deadline too little working time.
        AltersClosed: it would change how closed cases were computed.
    """
    require_administrator(actor, change.scope)
    before = await begin(session)
    refusal = await refuse(session, before, change)
    if refusal is not None:
        raise (Invalid if refusal.is_wrong else AltersClosed)(zh=refusal.zh, en=refusal.en)
    span = change.span(before)
    if span is None:
        return {"applied": False, "calendar_version": before.version, **asdict(Preview())}
    after = change.applied(before)
    with within_its_years():
        found = await moving(session, change.scope, span[0], after)
    if not preview:
        await change.write(session, before)
        await finish(session)
        at, kind, moves = [change.scope], type(change).__name__.removesuffix("Change").lower(), found.moving
        await record(session, actor, Deed.CALENDAR, name_of(change.scope), at=at, change=kind, moving=moves)
    return {"applied": not preview, "calendar_version": before.version + (not preview), **asdict(found)}


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
