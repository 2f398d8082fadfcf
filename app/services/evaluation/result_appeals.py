"""Appeals 申诉 against published results: decided where the period is of, and where refused there, by the area above.

Once for each result, in time, by whose result it is. What is granted is a correction beside the published result.
"""

from uuid import UUID

import orjson

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import AlreadyExists, GuardRefused, NotFound, NotPermitted, WrongState, invalid_field
from app.identifiers import new_id
from app.queries.cases.scope import lineage
from app.queries.evaluation import appeals as queries
from app.queries.evaluation import results
from app.queries.evaluation.appeals import ResultAppealRow
from app.schemas.evaluation.appeals import AppealDecision, AppealQuery
from app.schemas.evaluation.periods import AppealIn
from app.services.calendar.lookup import calendar_of
from app.services.evaluation.corrections import corrected
from app.services.evaluation.results import seen, subjects_of
from app.services.evaluation.sight import over
from app.workflow.evaluation.period import DECIDE_WITHIN, AppealState, PeriodState

_NIL = UUID(int=0)
Page = tuple[list[dict[str, object]], str | None]
_TOLD = ("id", "period_id", "subject", "name", "reason", "evidence", "asked_at", "due_at", "state", "first_at",
         "first_note", "second_at", "second_note")  # fmt: skip


async def ask(session: Session, actor: Actor, period_id: UUID, body: AppealIn) -> dict[str, object]:
    """An appeal against one's own result.

    Raises:
        NotFound: not theirs to see. NotPermitted: of somebody else. WrongState: not published. GuardRefused: too late.
        AlreadyExists: there is one.
    """
    row, period = await seen(session, actor, period_id, body.subject)
    if body.subject not in subjects_of(actor):
        raise NotPermitted(
            zh="只能对本人、本网格或本单位的结果申诉", en="Only whose result it is may appeal against it"
        )
    if period["state"] != PeriodState.PUBLISHED:
        raise WrongState(zh="考评尚未公布", en="The period is not published yet", state=period["state"])
    if period["appeal_until"] is not None and clock.now() > period["appeal_until"]:
        raise GuardRefused(zh="申诉期限已过", en="The time for appeals is over", condition="appeal-in-time")
    due_at = (await calendar_of(session, period["area_path"])).after(clock.now(), DECIDE_WITHIN)
    made = await session.first(
        queries.ASK_ABOUT_RESULT, id=new_id(clock.now()), period_id=period_id, subject=row["subject"],
        area_path=period["area_path"], reason=body.reason, evidence=body.evidence, asked_by=actor.user_id,
        asked_at=clock.now(), due_at=due_at,
    )  # fmt: skip
    if made is None:
        raise AlreadyExists(zh="该结果已有申诉", en="There is an appeal against this result already")
    return view(await session.one(queries.OF_RESULT, of_id=made["id"]))


async def page(session: Session, actor: Actor, query: AppealQuery) -> Page:
    """The appeals the actor made or is to decide.

    Raises:
        BadCursor: of another list.
    """
    identity = ("result appeals", actor.user_id, query.undecided)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.PAGE_OF_RESULTS, me=actor.user_id, paths=list(over(actor)), undecided=query.undecided, after=after,
        count=query.limit + 1,
    )  # fmt: skip
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return [view(row) for row in rows[: query.limit]], cursor


async def decide(session: Session, actor: Actor, appeal_id: UUID, body: AppealDecision) -> dict[str, object]:
    """Grants or refuses an appeal; granted, the result is corrected.

    Raises:
        NotFound, NotPermitted: not theirs. WrongState: it is decided. Invalid: points that cannot be.
    """
    row = await _locked(session, actor, appeal_id)
    state = AppealState(row["state"])
    if state not in (AppealState.PENDING, AppealState.SECOND_PENDING):
        raise WrongState(zh="该申诉已有结论", en="This appeal is decided", state=state.value)
    is_first = state is AppealState.PENDING
    if not actor.may_at(Permission.SUPERVISE, row["area_path"]) or actor.user_id in (row["asked_by"], row["first_by"]):
        raise NotPermitted(zh="须由另一名督查或负责人审核", en="Another supervisor or leader decides")
    if row["subject"] in subjects_of(actor):
        raise NotPermitted(
            zh="不能审核对本人、本网格或本单位结果的申诉", en="It is about your own result: somebody else decides"
        )
    if body.grant and not body.points:
        raise invalid_field("/points", "成立时须给出更正后的分数", "say which points are right instead")
    after = AppealState.GRANTED if body.grant else AppealState.FIRST_REFUSED if is_first else AppealState.REFUSED
    given = {"of_id": appeal_id, "state": after.value, "by": actor.user_id, "at": clock.now(), "note": body.note}
    if is_first:
        due_at = (await calendar_of(session, row["area_path"])).after(clock.now(), DECIDE_WITHIN)
        await session.run(queries.RESULT_FIRST, **given, due_at=due_at)
    else:
        await session.run(queries.RESULT_SECOND, **given)
    if body.grant:
        await _correct(session, actor, row, body)
    return view(await session.one(queries.OF_RESULT, of_id=appeal_id))


async def _locked(session: Session, actor: Actor, appeal_id: UUID) -> ResultAppealRow:
    row = await session.first(queries.LOCK_OF_RESULT, of_id=appeal_id)
    if row is None or not (row["area_path"].startswith(over(actor)) or row["asked_by"] == actor.user_id):
        raise NotFound()
    return row


async def _correct(session: Session, actor: Actor, row: ResultAppealRow, body: AppealDecision) -> None:
    result = await session.one(results.ONE, period_id=row["period_id"], subject=row["subject"])
    document, score, colour = corrected(result["document"], body.points or {})
    now = clock.now()
    await session.run(
        results.CORRECT, id=new_id(now), period_id=row["period_id"], subject=row["subject"], appeal_id=row["id"],
        score=score, colour=colour, document=orjson.loads(orjson.dumps(document)), reason=body.note,
        made_by=actor.user_id, made_at=now,
    )  # fmt: skip


async def raise_(session: Session, actor: Actor, appeal_id: UUID) -> dict[str, object]:
    """To the area above, by who appealed, where it was refused and as long as it may be.

    Raises:
        NotFound, NotPermitted: not theirs. WrongState: not refused. GuardRefused: too late, or nobody is above.
    """
    row = await _locked(session, actor, appeal_id)
    if row["asked_by"] != actor.user_id:
        raise NotPermitted(zh="只有申诉人可以提请上级", en="Only who appealed raises it")
    if row["state"] != AppealState.FIRST_REFUSED:
        raise WrongState(zh="只有未被支持的申诉可以提请上级", en="Only a refused appeal is raised", state=row["state"])
    above = lineage(row["area_path"])[:-1]
    if not above or clock.now() > row["due_at"]:
        raise GuardRefused(
            zh="没有上级，或提请期限已过", en="Nobody is above, or it is too late", condition="may-be-raised"
        )
    due_at = (await calendar_of(session, above[-1])).after(clock.now(), DECIDE_WITHIN)
    await session.run(queries.RAISE, of_id=appeal_id, to_path=above[-1], due_at=due_at)
    return view(await session.one(queries.OF_RESULT, of_id=appeal_id))


def view(row: ResultAppealRow) -> dict[str, object]:
    """An appeal as it is told."""
    return {name: row[name] for name in _TOLD}  # type: ignore[literal-required]
