"""Reading and changing what an area says of late cases; the worker moves the rungs of the cases it concerns."""

from dataclasses import asdict

from app.authz import Actor
from app.db.session import Session
from app.errors import Invalid
from app.models.audit import Deed
from app.services.administration.calendar import require_administrator
from app.services.calendar.changing import begin, finish
from app.services.calendar.lookup import CalendarCache
from app.services.calendar.scopes import name_of, scope_of
from app.services.escalation.change import EscalationChange
from app.services.security.trail import record
from app.services.timing.calendar_preview import Preview
from app.services.timing.escalation_preview import moving
from app.workflow.limits import Limit


async def holding(session: Session, place: str) -> dict[str, object]:
    """What holds at a place, and who says so.

    Raises:
        NotFound: there is no such area.
    """
    path = await scope_of(session, place)
    snapshot = await session.memory.of(CalendarCache).present(session)
    scope, said = snapshot.scope_of_escalation(path), snapshot.escalation_of(path)
    return {
        "place": place,
        "said_by": None if scope is None else name_of(scope),
        "calendar_version": snapshot.version,
        "rungs": [{**_limit(rung.after), "audience": rung.audience.value} for rung in said.rungs],
        "replies": [{"level": level, **_limit(limit)} for level, limit in sorted(said.replies.items())],
    }


async def administer(session: Session, actor: Actor, change: EscalationChange, *, preview: bool) -> dict[str, object]:
    """Makes a change, or says what it would do.

    Raises:
        NotPermitted: the scope is not below an area the actor administers. Invalid: it makes no sense.
    """
    require_administrator(actor, change.scope)
    before = await begin(session)
    wrong = change.wrong()
    if wrong is not None:
        raise Invalid(zh=wrong[0], en=wrong[1])
    if change.stored(before) == change.said:
        return {"applied": False, "calendar_version": before.version, **asdict(Preview())}
    found = await moving(session, change.scope, before, change.applied(before))
    if not preview:
        await change.write(session)
        await finish(session)
        at, moves = [change.scope], found.moving
        await record(session, actor, Deed.ESCALATION, name_of(change.scope), at=at, moving=moves)
    return {"applied": not preview, "calendar_version": before.version + (not preview), **asdict(found)}


def _limit(limit: Limit) -> dict[str, object]:
    return {"limit_amount": limit.amount, "limit_unit": limit.unit.value}
