"""Effects of the pool: publishing 亮单, claiming 点单 with the team that delivers 送单, and what becomes of the rest.

A claim locks its case first, as every move does, and then its unit: claims of one unit come one after the other, and
nobody who holds a unit waits for a case.
"""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import AppError, GuardRefused, WrongState, invalid_field
from app.identifiers import new_id
from app.models.case_row import CaseRow, present
from app.models.publication import PoolOutcome
from app.queries.cases import publications as queries
from app.queries.cases.scope import codes_of
from app.queries.organisation import claiming
from app.queries.organisation.claiming import Team
from app.schemas.flow.command import Command
from app.schemas.flow.pool import MOST_UNITS, Claim, Publish, Withdraw
from app.services.calendar.checks import within_its_years
from app.services.flow.declared import Declared, Way
from app.services.flow.effects import delivering
from app.services.flow.effects.handling import require_handler
from app.services.flow.effects.routing import assign, remember_answer
from app.services.flow.move import Move
from app.services.flow.serving import require_serving, serving
from app.services.organisation import names
from app.workflow.actions import Action
from app.workflow.states import Status
from app.workflow.timing.clocks import stage_due


class AlreadyClaimed(AppError):
    """Another unit has claimed this case."""

    status_code, code, zh = 409, "already-claimed", "案卷已被点单"


_OUTCOMES: Mapping[Action, PoolOutcome] = MappingProxyType(
    {
        Action.CLAIM: PoolOutcome.CLAIMED,
        Action.WITHDRAW: PoolOutcome.WITHDRAWN,
        Action.EXPIRE_POOL: PoolOutcome.EXPIRED,
    }
)
_OVER: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        PoolOutcome.WITHDRAWN: ("亮单已撤回", "it was withdrawn"),
        PoolOutcome.EXPIRED: ("无人点单，已转交兜底单位", "nobody claimed it in time, and its fallback unit has it"),
        PoolOutcome.ENDED: ("案卷已结束", "it has ended"),
    }
)


async def publish(move: Move, command: Publish) -> None:
    """Several units may claim it until it expires; the handling clock runs on, and its deadline comes after that."""
    eligible = await _eligible(move, command)
    await require_serving(move, [("/fallback", command.fallback)])
    with within_its_years():
        expiry = stage_due(Status.POOLED, move.now, move.calendar, urgent=False, minutes=command.minutes)
    if move.facts.due_at is not None and present(expiry) > move.facts.due_at:
        zh, en = "亮单到期晚于处置时限，请缩短或直接派单", "the deadline comes first: publish for less, or dispatch"
        raise invalid_field("/minutes", zh, en)
    await move.session.run_many(
        queries.PUBLISH,
        [
            {
                "case_id": move.case_id,
                "id": new_id(move.now),
                "area_path": move.case["area_path"],
                "eligible_codes": eligible,
                "fallback_code": command.fallback,
                "published_at": move.now,
                "published_by": move.mover.user_id,
            }
        ],
    )
    await remember_answer(move, None)
    move.data["eligible"] = eligible
    move.stage_minutes = command.minutes
    move.changes["pool_codes"] = eligible


async def _eligible(move: Move, command: Publish) -> list[str]:
    """The units it is published to.

    Raises:
        Invalid: none is named, or one may not be given a case of this place.
    """
    named = list(dict.fromkeys(command.eligible))
    if bool(named) is command.all_serving:
        zh, en = "请指定可点单单位，或选择全部管辖单位", "name the units, or take all that serve the place"
        raise invalid_field("/eligible", zh, en)
    if named:
        await require_serving(move, [(f"/eligible/{index}", code) for index, code in enumerate(command.eligible)])
        return named
    place = move.case["area_path"]
    found = await move.session.all(claiming.ALL_SERVING, area_path=place, count=MOST_UNITS + 1)
    if not 0 < len(found) <= MOST_UNITS:
        zh, en = f"管辖该处的单位须为 1 至 {MOST_UNITS} 个", f"1 to {MOST_UNITS} units have to serve the place"
        raise invalid_field("/all_serving", zh, en)
    return [row["code"] for row in found]


async def claim(move: Move, command: Claim) -> None:
    """The unit has the case as if it had signed it; it chose it, and cannot return it 退单."""
    team = await delivering.team_of(move.session, command.team)
    unit = _claiming(move, team)
    await _require_room(move, unit)  # from here on nobody retires it either
    if unit not in await serving(move.session, move.case["area_path"], [unit]):
        raise invalid_field("/team", "点单单位已停用或不管辖该处", "the unit is not active or has no jurisdiction here")
    handler = command.handler_id or move.user_id
    await require_handler(move, handler, [unit, team["code"]])
    await assign(move, [unit])
    move.data["department"] = unit
    move.changes |= {"team_code": team["code"], "handler_id": handler, "signed_at": move.now, "return_until": None}


def _claiming(move: Move, team: Team) -> str:
    """The eligible unit of the actor's that the team delivers for: the nearest one.

    Raises:
        Invalid: the team is none of theirs.
    """
    actor = move.mover.actor
    for code in reversed(codes_of(team["path"])):
        if code in move.facts.pool and actor is not None and actor.may_in(Permission.HANDLE, code):
            return delivering.unit_of(team, code)
    raise delivering.no_team()


async def _require_room(move: Move, unit: str) -> None:
    """Refuses a unit that has its hands full; the count is right, for nobody else claims for the unit meanwhile."""
    limit = (await move.session.one(claiming.LOCK_UNIT, code=unit))["claim_limit"]
    if limit is None:
        return
    in_hand = await move.session.one_value(queries.COUNT_IN_HAND, code=unit)
    if in_hand >= limit:
        raise GuardRefused(
            zh=f"本单位在办 {in_hand} 件，点单上限 {limit} 件，请先办结",
            en=f"The unit has {in_hand} cases in hand and may claim up to {limit}: finish some first",
            condition="claim-limit-reached",
            department_code=unit,
            in_hand=in_hand,
            limit=limit,
        )


async def expire(move: Move, command: Command) -> None:
    """Nobody claimed it: the fallback unit 兜底单位 has it, as if it had been dispatched there now."""
    published = await move.session.one(queries.LATEST, case_id=move.case_id)
    move.data["fallback"] = published["fallback_code"]
    await assign(move, [published["fallback_code"]])


async def upon_expiry(session: Session, case: CaseRow) -> tuple[Action, Command]:
    """To the fallback unit; where that is retired or serves there no more, back to the dispatcher, who is told."""
    published = await session.one(queries.LATEST, case_id=case["id"])
    if await serving(session, case["area_path"], [published["fallback_code"]]):
        return Action.EXPIRE_POOL, Command()
    return Action.WITHDRAW, Withdraw(reason_code="fallback_gone")


async def end_with_the_status(move: Move) -> None:
    """Whatever takes a case out of the pool ends its publication; from then on nobody sees it by that."""
    if move.facts.status is not Status.POOLED or move.row.target is None:
        return
    outcome = _OUTCOMES.get(move.row.action, PoolOutcome.ENDED)
    unit = move.lead_department if outcome is PoolOutcome.CLAIMED else None
    await move.session.run(queries.END, case_id=move.case_id, at=move.now, became=outcome, claimed_by=unit)
    move.changes["pool_codes"] = []


async def overtaken(session: Session, actor: Actor, case_id: UUID) -> AppError | None:
    """What whoever might have claimed it is told when it is gone: which unit was first; no person is named."""
    published = await session.first(queries.LATEST, case_id=case_id)
    if published is None or published["outcome"] is None:
        return None
    if actor.department_codes.isdisjoint(published["eligible_codes"]):
        return None
    unit, ended_at = published["claimed_by_code"], present(published["ended_at"])
    if unit is None:
        zh, en = _OVER[published["outcome"]]
        return WrongState(
            zh=f"案卷已不在亮单中：{zh}",
            en=f"The case is in the pool no longer: {en}",
            outcome=published["outcome"],
            ended_at=ended_at.isoformat(),
        )
    name_zh, name_en = [
        (await names.words_of(session, {"department": {unit}}, language))["department"].get(unit, unit)
        for language in ("zh", "en")
    ]
    called = name_en if actor.language == "en" else name_zh
    return AlreadyClaimed(
        zh=f"案卷已由“{name_zh}”点单",
        en=f"“{name_en}” has claimed this case",
        department_code=unit,
        department_name=called,
        claimed_at=ended_at.isoformat(),
    )


ACTIONS = (
    Declared(Action.PUBLISH, Publish, publish),
    Declared(
        Action.CLAIM,
        Claim,
        claim,
        way=Way.ROUTE_ALONE,
        refusals=(AlreadyClaimed,),
        overtaken=overtaken,
    ),
    Declared(Action.WITHDRAW, Withdraw),
    Declared(Action.EXPIRE_POOL, Command, expire, way=Way.NOBODY),
)
