"""A unit's appeals 申诉 about closed cases: overdue, rework, return. Two reviewers grant it; the case is then exempt.

What happened stays in the history and in the lists; it counts no more against anybody, and says so.
"""

from datetime import datetime
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import AlreadyExists, GuardRefused, NotFound, NotPermitted, WrongState, invalid_field
from app.identifiers import new_id
from app.models.case_row import CaseRow
from app.queries.cases.case import visible_case
from app.queries.cases.scope import scope_of
from app.queries.evaluation import appeals as queries
from app.queries.evaluation.appeals import CaseAppealOfCase
from app.schemas.evaluation.appeals import AppealDecision, AppealQuery, CaseAppealIn
from app.services.calendar.lookup import calendar_of
from app.services.cases.facts import sight_on
from app.services.evaluation.counting import count_again
from app.services.organisation import names
from app.workflow.evaluation.period import CASE_APPEAL_WITHIN, DECIDE_WITHIN, AppealState
from app.workflow.number import number_of
from app.workflow.states import Status

_NIL = UUID(int=0)
Page = tuple[list[dict[str, object]], str | None]
_TOLD = ("id", "case_id", "about", "department_code", "reason", "evidence_ids", "asked_at", "due_at", "state",
         "first_at", "first_note", "second_at", "second_note")  # fmt: skip


async def ask(session: Session, actor: Actor, case_id: UUID, body: CaseAppealIn) -> dict[str, object]:
    """The unit that has a closed case appeals about it, once for each thing.

    Raises:
        NotFound: not theirs to see. NotPermitted: not of the unit. WrongState: not closed. GuardRefused: too late.
        AlreadyExists: done already. Invalid: a photo that is not of the case.
    """
    case = await _case(session, actor, case_id)
    unit = case["lead_department_code"]
    if unit is None or not actor.may_in(Permission.HANDLE, unit):
        raise NotPermitted(zh="只有承办单位可以申诉", en="Only the unit that had the case appeals")
    if case["status"] not in (Status.CLOSED, Status.ARCHIVED) or case["closed_at"] is None:
        raise WrongState(zh="案卷结案后方可申诉", en="A case is appealed about once it is closed")
    calendar, now = await calendar_of(session, case["area_path"]), clock.now()
    if now > calendar.after(case["closed_at"], CASE_APPEAL_WITHIN):
        raise GuardRefused(zh="申诉期限已过", en="The time for appeals is over", condition="appeal-in-time")
    shown = {row["id"] for row in await session.all(queries.PHOTOS_OF, case_id=case_id, ids=body.evidence_ids)}
    if not shown.issuperset(body.evidence_ids):
        raise invalid_field("/evidence_ids", "有照片不属于本案卷", "a photo is not of this case")
    made = await session.first(
        queries.ASK_ABOUT_CASE, case_id=case_id, id=new_id(now), about=body.about, department_code=unit,
        reason=body.reason, evidence_ids=body.evidence_ids, asked_by=actor.user_id, asked_at=now,
        due_at=calendar.after(now, DECIDE_WITHIN),
    )  # fmt: skip
    if made is None:
        raise AlreadyExists(zh="本单位已就此申诉过", en="The unit has appealed about this already")
    return (await _named(session, actor, await _of_case(session, case_id), made["id"]))[0]


async def _case(session: Session, actor: Actor, case_id: UUID) -> CaseRow:
    scope = scope_of(actor)
    case = await session.first(visible_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        raise NotFound()
    return case


async def of_case(session: Session, actor: Actor, case_id: UUID) -> list[dict[str, object]]:
    """All appeals about a case that the actor sees.

    Raises:
        NotFound: not theirs to see.
    """
    await _case(session, actor, case_id)
    return await _named(session, actor, await _of_case(session, case_id))


async def page(session: Session, actor: Actor, query: AppealQuery) -> Page:
    """The appeals about cases that the actor sees; undecided ones alone, unless all are asked for.

    Raises:
        BadCursor: of another list.
    """
    identity, scope = ("case appeals", actor.user_id, query.undecided), scope_of(actor)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.page_of_cases(scope.shape), **scope.values, undecided=query.undecided, after=after,
        count=query.limit + 1,
    )  # fmt: skip
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return await _named(session, actor, rows[: query.limit]), cursor


async def decide(
    session: Session, actor: Actor, case_id: UUID, appeal_id: UUID, body: AppealDecision
) -> dict[str, object]:
    """One of two reviewers grants or refuses it; refused once, it is.

    Raises:
        NotFound: not theirs to see. NotPermitted: not theirs, or the same reviewer twice. WrongState: decided.
    """
    case = await _case(session, actor, case_id)
    row = await session.first(queries.LOCK_OF_CASE, case_id=case_id, of_id=appeal_id)
    if row is None:
        raise NotFound()
    if body.points is not None:
        raise invalid_field("/points", "案卷申诉不涉及分数", "an appeal about a case is not about points")
    _require_reviewer(actor, case, row)
    now = clock.now()
    given = {"case_id": case_id, "of_id": appeal_id, "by": actor.user_id, "at": now, "note": body.note}
    if row["state"] == AppealState.PENDING:
        state = AppealState.FIRST_GRANTED if body.grant else AppealState.REFUSED
        due_at: datetime = (await calendar_of(session, case["area_path"])).after(now, DECIDE_WITHIN)
        await session.run(queries.DECIDE_FIRST, **given, state=state.value, due_at=due_at)
    else:
        state = AppealState.GRANTED if body.grant else AppealState.REFUSED
        await session.run(queries.DECIDE_SECOND, **given, state=state.value)
    if state is AppealState.GRANTED:
        await count_again(session, [case_id])
    return (await _named(session, actor, await _of_case(session, case_id), appeal_id))[0]


def _require_reviewer(actor: Actor, case: CaseRow, row: CaseAppealOfCase) -> None:
    if row["state"] not in (AppealState.PENDING, AppealState.FIRST_GRANTED):
        raise WrongState(zh="该申诉已有结论", en="This appeal is decided", state=row["state"])
    permission = Permission.DISPATCH if row["state"] == AppealState.PENDING else Permission.SUPERVISE
    if not (actor.may_at(permission, case["area_path"]) or actor.may_at(Permission.SUPERVISE, case["area_path"])):
        raise NotPermitted(
            zh="初审由派遣员或督查员、复审由督查员或中心负责人执行",
            en="A dispatcher or supervisor reviews first, then a supervisor or leader",
        )
    if actor.user_id in (row["first_by"], row["asked_by"]):
        raise NotPermitted(zh="须由另一人复审", en="Another person has to review it")
    if actor.may_in(Permission.HANDLE, row["department_code"]):
        raise NotPermitted(zh="申诉单位的人员不能审核", en="It is an appeal of your own unit: somebody else reviews it")


async def _of_case(session: Session, case_id: UUID) -> list[CaseAppealOfCase]:
    return await session.all(queries.OF_CASE, case_id=case_id)


async def _named(
    session: Session, actor: Actor, rows: list[CaseAppealOfCase], only: UUID | None = None
) -> list[dict[str, object]]:
    views = [_told(actor, row) for row in rows if only is None or row["id"] == only]
    await names.give(session, actor, views)
    return views


def _told(actor: Actor, row: CaseAppealOfCase) -> dict[str, object]:
    """What the actor reads of it; a reviewer who told of a case that keeps them unnamed is unnamed here, too."""
    sight = sight_on(actor, row)
    return {name: row[name] for name in _TOLD} | {  # type: ignore[literal-required]
        "case_number": number_of(row["serial"]),
        "first_by": sight.person(row["first_by"]),
        "second_by": sight.person(row["second_by"]),
    }
