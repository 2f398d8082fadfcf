"""Soft claims: who looks at a case just now 正在查看, or writes 正在办理. They tell, and keep nobody from anything.

One lasts two minutes unless it is renewed, and is over when its holder moves the case or says so. Who writes takes it
over from who only looks. Versions decide.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Database, Session
from app.errors import NotFound, NotPermitted
from app.queries.cases.scope import scope_of
from app.queries.desk import looks as queries
from app.queries.desk.looks import HeldCase, LookRow, SeenCase
from app.schemas.desk.looks import LookState
from app.services.cases.facts import sight_on
from app.services.organisation import names

LASTS = timedelta(minutes=2)
View = dict[str, object]
_Held = tuple[UUID | None, datetime | None, datetime | None, bool]
_NOBODY: _Held = (None, None, None, False)


async def look(session: Session, actor: Actor, case_id: UUID, *, writing: bool) -> View:
    """The actor looks at a case or writes, or goes on; what is told is who does now.

    Raises:
        NotFound: the case is not theirs to see. NotPermitted: they are neither of its centre nor of its units.
    """
    (view,) = await look_at_all(session, actor, [case_id], writing=writing)
    if view["state"] == LookState.NOT_FOUND:
        raise NotFound()
    if view["state"] == LookState.NOT_PERMITTED:
        raise NotPermitted()
    return view


async def look_at_all(
    session: Session, actor: Actor, case_ids: Sequence[UUID], *, writing: bool | None = None
) -> list[View]:
    """The same of several, each by itself, in their order; without `writing` they write where they did."""
    now, scope = clock.now(), scope_of(actor)
    asked = list(dict.fromkeys(case_ids))
    rows = await session.all(queries.seen_among(scope.shape), case_ids=asked, now=now, **scope.values)
    seen = {row["id"]: row for row in rows}
    theirs = sorted(row["id"] for row in rows if works_on(actor, row))
    taken = dict[UUID, LookRow]()
    if theirs:
        told = {"me": actor.user_id, "now": now, "until": now + LASTS, "writing": writing}
        found = await session.all(queries.TAKE, case_ids=theirs, **told)
        taken = {row["case_id"]: row for row in found}
    views = [_view(actor, id_, seen.get(id_), taken.get(id_)) for id_ in asked]
    await names.give(session, actor, views)
    return views


async def end(session: Session, actor: Actor, case_ids: Sequence[UUID]) -> None:
    """The actor looks at these no longer; what they did not look at, stays as it is."""
    await session.run(queries.END, case_ids=list(case_ids), me=actor.user_id)


async def sweep(database: Database) -> int:
    """Takes away what has been over for a while; gives how many."""
    async with database.writing() as session:
        return len(await session.all(queries.SWEEP, before=clock.now() - LASTS))


def works_on(actor: Actor, case: HeldCase) -> bool:
    """Whether it is theirs to decide about: of its centre, of a unit that has it or may claim it, or in their hands."""
    units = {case["lead_department_code"], case["team_code"], *case["assist_codes"], *case["pool_codes"]}
    in_hand = actor.user_id in (case["verifier_id"], case["checker_id"])
    return in_hand or actor.is_of_the_centre(case["area_path"]) or not actor.department_codes.isdisjoint(units)


def _view(actor: Actor, case_id: UUID, case: SeenCase | None, mine: LookRow | None) -> View:
    told: _Held
    if case is None:
        state, told = LookState.NOT_FOUND, _NOBODY
    elif mine is not None:
        state, told = LookState.MINE, (mine["user_id"], mine["since"], mine["expires_at"], mine["writing"])
    else:
        state = LookState.OTHERS if works_on(actor, case) else LookState.NOT_PERMITTED
        by = sight_on(actor, case).person(case["user_id"])
        told = (by, case["since"], case["expires_at"], bool(case["writing"]))
    by, since, until, writing = told
    return {
        "case_id": case_id,
        "state": state.value,
        "looked_at_by": by,
        "looked_at_since": since,
        "looked_at_until": until,
        "looked_at_writing": writing,
    }
