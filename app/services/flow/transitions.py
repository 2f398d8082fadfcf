"""The one door through which a case's status changes.

Lock the visible row, judge by the table, let the action's effect speak, then write case, event, timer and outbox
message in one statement. Nobody else writes `cases.status`.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import AppError, EvidenceMissing, NotFound, StaleVersion, WrongState
from app.models.case_row import CaseRow
from app.queries.cases import case as queries
from app.queries.cases import moving
from app.queries.cases.scope import scope_of
from app.schemas.flow.command import Command
from app.services.calendar.lookup import rules_in_force_at
from app.services.cases import journal
from app.services.cases.expected_photos import expected
from app.services.cases.facts import facts_of, offers
from app.services.cases.mover import SYSTEM, Mover, user
from app.services.flow import clocks
from app.services.flow.effects import ACTIONS, ENDINGS
from app.services.flow.following_up import followed_up
from app.services.flow.move import Move
from app.services.flow.refusing import refusal, with_another_centre
from app.services.flow.telling import tell
from app.workflow.actions import Action
from app.workflow.engine import NotAllowed, in_place_of, is_with_another_centre, judge, judge_without_user
from app.workflow.privacy import Sight
from app.workflow.relations import Relation
from app.workflow.timing.device import UNKNOWN_DEVICE, Device
from app.workflow.transition import Transition

NO_INPUT = Command()
NOTHING: Mapping[str, object] = MappingProxyType({})


async def perform(
    session: Session,
    actor: Actor,
    case_id: UUID,
    action: Action,
    command: Command,
    *,
    if_versions: frozenset[int] | None = None,
    based_on: int | None = None,
    device: Device = UNKNOWN_DEVICE,
) -> CaseRow:
    """Takes one action of a member of staff on a case and gives the case as it is afterwards.

    The case's version must be one of `if_versions`. `based_on`, of work done off line, may be older as long as the
    case has not moved since: what was said in place, a comment or a photo, takes nothing from what was done meanwhile.

    Raises:
        NotFound: the case is not visible. WrongState, GuardRefused, EvidenceMissing: not now.
        NotPermitted: visible, but not theirs to do. StaleVersion: the case has moved on.
    """
    scope = scope_of(actor)
    if others := await ACTIONS[action].others(session, case_id, command):
        await session.all(queries.locked_in_order(scope.shape), case_ids=[case_id, *others], **scope.values)
    case = await session.first(queries.locked_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        raise await _overtaken(session, actor, case_id, action) or NotFound()
    now = clock.now()
    if if_versions is not None and case["version"] not in if_versions:
        raise StaleVersion(version=case["version"], allowed_actions=offers(actor, case, now))
    try:
        row = await require_possible(session, actor, case, action, now)
    except WrongState as refused:
        raise await _overtaken(session, actor, case_id, action) or refused from None
    if based_on is not None and row.target is not None and await _moved_since(session, case, based_on):
        raise StaleVersion(version=case["version"], allowed_actions=offers(actor, case, now))
    held = await rules_in_force_at(session, case["area_path"], known=case["calendar_version"])
    move = Move(session, user(actor), case, facts_of(case), row, now, *held)
    await _require_evidence(move, command)
    absent = in_place_of(row, actor, move.facts)
    if absent is not None:
        move.data["for_person"] = str(absent)
    return await _carry_out(move, command, device)


async def _overtaken(session: Session, actor: Actor, case_id: UUID, action: Action) -> AppError | None:
    """Why the action comes too late for somebody who might have taken it, where it has an answer of its own to that."""
    ask = ACTIONS[action].overtaken
    return None if ask is None else await ask(session, actor, case_id)


async def perform_unseen(session: Session, actor: Actor, case_id: UUID, action: Action, command: Command) -> CaseRow:
    """The same for an administrator, who looks after people and sees no cases: the table alone says what they may.

    Raises:
        NotFound, WrongState, GuardRefused, NotPermitted: as for `perform`.
    """
    case = await session.first(queries.LOCK_ANY_CASE, case_id=case_id)
    if case is None:
        raise NotFound()
    now = clock.now()
    row = judge(action, actor, facts_of(case), now)
    if not isinstance(row, Transition):
        raise refusal(row, action, case)
    held = await rules_in_force_at(session, case["area_path"], known=case["calendar_version"])
    return await _carry_out(Move(session, user(actor), case, facts_of(case), row, now, *held), command, UNKNOWN_DEVICE)


async def require_possible(session: Session, actor: Actor, case: CaseRow, action: Action, now: datetime) -> Transition:
    """The row of the table by which the actor may do this to the case as it is; the door asks, and who prepares may.

    Raises:
        WrongState, GuardRefused: not now. NotPermitted: not theirs to do.
    """
    facts = facts_of(case)
    row = judge(action, actor, facts, now)
    if isinstance(row, Transition):
        return row
    offered = offers(actor, case, now)
    if isinstance(row, NotAllowed) and is_with_another_centre(action, actor, facts):
        raise await with_another_centre(session, case, offered)
    raise refusal(row, action, case, offered)


async def perform_without_user(
    session: Session,
    mover: Mover,
    case_id: UUID,
    action: Action,
    command: Command = NO_INPUT,
) -> CaseRow:
    """The same for the system and for a resident whose link names the case.

    Raises:
        NotFound, WrongState, GuardRefused: as for `perform`.
    """
    case = await session.first(queries.LOCK_ANY_CASE, case_id=case_id)
    if case is None:
        raise NotFound()
    return await perform_on(session, mover, case, action, command)


async def perform_on(
    session: Session,
    mover: Mover,
    case: CaseRow,
    action: Action,
    command: Command = NO_INPUT,
    *,
    now: datetime | None = None,
    data: Mapping[str, object] = NOTHING,
) -> CaseRow:
    """The same where the caller holds the lock; `now` is the moment a timer fired, `data` what the event remembers too.

    Raises:
        WrongState, GuardRefused: as for `perform`.
    """
    now = now or clock.now()
    row = _possible_for(Relation.SYSTEM if mover is SYSTEM else Relation.RESIDENT, case, action, now)
    held = await rules_in_force_at(session, case["area_path"], known=case["calendar_version"])
    move = Move(session, mover, case, facts_of(case), row, now, *held, data=dict(data))
    return await _carry_out(move, command, UNKNOWN_DEVICE)


def require_possible_by_link(case: CaseRow, action: Action, now: datetime) -> None:
    """Refuses what the resident behind a link could not do to the case as it is.

    Raises:
        WrongState, GuardRefused: not now.
    """
    _possible_for(Relation.RESIDENT, case, action, now)


def _possible_for(who: Relation, case: CaseRow, action: Action, now: datetime) -> Transition:
    row = judge_without_user(action, who, facts_of(case), now)
    if not isinstance(row, Transition):
        raise refusal(row, action, case)
    return row


async def _moved_since(session: Session, case: CaseRow, version: int) -> bool:
    """Whether the status has changed since the case had this version; every event raises both by one."""
    if version == case["version"]:
        return False
    last = await session.value(queries.LAST_MOVED, case_id=case["id"])
    return version > case["version"] or (last is not None and last > version)


async def _carry_out(move: Move, command: Command, device: Device) -> CaseRow:
    move.device = device
    move.note = getattr(command, "note", None)
    move.data.update(command.model_dump(mode="json", exclude={"note"}, exclude_none=True))
    move.data |= device.remarks
    await ACTIONS[move.row.action].take_effect(move, command)
    if move.is_noop:
        return move.case
    for end in ENDINGS:
        await end(move)
    if move.row.target is not None:
        move.changes |= {"status": move.row.target, "status_since": move.now}
    if move.area_path != move.case["area_path"]:
        await move.session.run(moving.MOVE_PARTS, case_id=move.case_id, to_path=move.area_path)
    timers = await clocks.settle(move)
    entry = journal.Entry(move.mover, move.row.action, move.now, move.data, move.note, device.time)
    case = await journal.write(move.session, move.case, entry, move.changes, timers)
    await tell(move)
    return case if move.follow_up is None else await followed_up(move, case, perform_on)


async def _require_evidence(move: Move, command: Command) -> None:
    evidence = move.row.evidence
    exempt = getattr(command, "photo_exemption", None) is not None
    missing = evidence.missing(move.facts) if evidence is not None and not exempt else ()
    if evidence is not None and missing:
        on_their_way = await expected(move.session, move.case, sight=Sight())  # nobody is named below
        raise EvidenceMissing(
            zh=evidence.zh,
            en=f"Needed: {evidence.en}",
            photos=list(missing),
            photos_pending=[row["purpose"] for row in on_their_way],
        )
