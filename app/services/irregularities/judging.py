"""Judging what was found 核定: by somebody who is not concerned, after those who are could state their side 陈述申辩.

What is found accuses nobody: it counts against somebody once it is confirmed, and never before.
"""

from datetime import datetime
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import AppError, GuardRefused, NotPermitted
from app.identifiers import new_id
from app.models.audit import Deed
from app.queries.irregularities import keeping
from app.queries.irregularities import reading as queries
from app.queries.irregularities.reading import EntryRow, IrregularityRow
from app.schemas.irregularities.irregularity import Judgement, Statement
from app.services.calendar.lookup import calendar_of
from app.services.irregularities import standing
from app.services.security.trail import record
from app.workflow.irregularities.kinds import JUDGED, EntryKind, IrregularityState
from app.workflow.limits import Limit, LimitUnit

#: So long those concerned may take before anything is confirmed against them.
TO_STATE = Limit(3, LimitUnit.WORKING_DAYS)
_MOST_STATEMENTS = 10


class AlreadyJudged(AppError):
    """This irregularity has been judged; it is judged again by somebody else after a further statement."""

    status_code, code, zh = 409, "already-judged", "该异常已核定；当事方再作陈述后，可由他人重新核定"


class HoldsNoLonger(AppError):
    """What was found holds no longer, so there is nothing to judge or to state."""

    status_code, code, zh = 409, "holds-no-longer", "该异常已自动撤销，无须核定或陈述"


async def statement_until(session: Session, row: IrregularityRow) -> datetime:
    """Until when nothing is confirmed unless whoever is concerned has spoken."""
    return (await calendar_of(session, row["area_path"])).after(row["found_at"], TO_STATE)


async def judge(session: Session, actor: Actor, irregularity_id: UUID, told: Judgement) -> None:
    """Confirms or dismisses it, with the reason.

    Raises:
        NotFound: there is none that the actor sees. NotPermitted: they do not supervise there, or are concerned.
        AlreadyJudged, HoldsNoLonger: not now. GuardRefused: those concerned have their time to speak still.
    """
    row = await standing.seen(session, actor, irregularity_id, locked=True)
    if not standing.supervises(actor, row):
        raise NotPermitted()
    if await standing.is_concerned(session, actor, row):
        raise NotPermitted(zh="您与该异常有关，应由他人核定", en="You are concerned: somebody else judges this")
    entries = await _open(session, row)
    state = IrregularityState(row["state"])
    if state in JUDGED and (entries[-1]["kind"] != EntryKind.STATEMENT or row["judged_by"] == actor.user_id):
        raise AlreadyJudged()
    confirms = told.verdict is IrregularityState.CONFIRMED
    has_spoken = any(entry["kind"] == EntryKind.STATEMENT for entry in entries)
    until = await statement_until(session, row)
    if confirms and not has_spoken and clock.now() < until:
        moment = until.astimezone(clock.LOCAL).strftime("%Y-%m-%d %H:%M")
        raise GuardRefused(
            zh=f"当事方尚未陈述，{moment} 前不能核定属实",
            en=f"Nobody concerned has stated their side: it cannot be confirmed before {moment}",
            condition="statement",
        )
    now = clock.now()
    await session.run(keeping.SET_STATE, of_id=irregularity_id, to_state=told.verdict.value, at=now, by=actor.user_id)
    await _enter(session, actor, irregularity_id, EntryKind(told.verdict.value), told.reason)
    more = {"kind": row["kind"], "verdict": told.verdict.value}
    await record(session, actor, Deed.IRREGULARITY_JUDGED, irregularity_id, at=[row["area_path"]], **more)


async def state(session: Session, actor: Actor, irregularity_id: UUID, told: Statement) -> None:
    """What whoever is concerned has to say, also after it was judged.

    Raises:
        NotFound: there is none that the actor sees. NotPermitted: it does not concern them.
        HoldsNoLonger: there is nothing to state. GuardRefused: they have said enough.
    """
    row = await standing.seen(session, actor, irregularity_id, locked=True)
    if not standing.concerns(actor, row):
        raise NotPermitted(zh="只有当事方可以陈述", en="Only whoever is concerned states their side")
    entries = await _open(session, row)
    if sum(entry["kind"] == EntryKind.STATEMENT for entry in entries) >= _MOST_STATEMENTS:
        raise GuardRefused(
            zh=f"已陈述 {_MOST_STATEMENTS} 次，不再接受陈述",
            en=f"{_MOST_STATEMENTS} statements were made already",
            condition="statements",
        )
    await _enter(session, actor, irregularity_id, EntryKind.STATEMENT, told.statement)


async def _open(session: Session, row: IrregularityRow) -> list[EntryRow]:
    if row["state"] == IrregularityState.WITHDRAWN:
        raise HoldsNoLonger()
    return await session.all(queries.FILE, of_id=row["id"])


async def _enter(session: Session, actor: Actor, id_: UUID, kind: EntryKind, note: str) -> None:
    now = clock.now()
    values: dict[str, object] = {"irregularity_id": id_, "kind": kind, "said_by": actor.user_id, "note": note}
    await session.run(keeping.ADD_ENTRY, id=new_id(now), created_at=now, **values)
