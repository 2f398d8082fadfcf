"""Effects of merging 并案: who reported or followed the merged case follows the target, and may be answered there."""

from uuid import UUID

from app.authz import Permission
from app.db.session import Session
from app.errors import NotPermitted, invalid_field
from app.models.case_row import CaseChanges, CaseRow
from app.queries.cases import followers
from app.queries.cases.case import CASE_BY_ID, LOCK_ANY_CASE, locked_case
from app.queries.cases.scope import scope_of
from app.schemas.flow.command import Command
from app.schemas.flow.commands import Merge, OptionalNote
from app.services.cases import contacts, journal
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.workflow.actions import Action
from app.workflow.privacy import is_lower
from app.workflow.states import OPEN, Status


async def merge(move: Move, command: Merge) -> None:
    """The target is the caller's to triage too, open, itself unmerged, no less private; it remembers who follows it.

    Its units and workers will see the photos of this case and, on asking, whom to answer.
    """
    actor = move.mover.actor
    if actor is None or command.target_id in (move.case_id, move.case["parent_id"]):
        zh, en = "不能并入自身或所属的上报", "a case cannot be merged into itself, nor a part into its report"
        raise invalid_field("/target_id", zh, en)
    scope = scope_of(actor)
    target = await move.session.first(locked_case(scope.shape), case_id=command.target_id, **scope.values)
    if target is not None and not actor.may_at(Permission.TRIAGE, target["area_path"]):
        raise NotPermitted(zh="目标案卷不由您受理", en="The target is not yours to triage")
    if target is None or Status(target["status"]) not in OPEN:
        raise invalid_field("/target_id", "没有这件未结案卷", "there is no such open case")
    if is_lower(target["privacy_tier"], move.case["privacy_tier"]):
        raise invalid_field(
            "/target_id", "目标案卷的保密级别低于本案", "that case has a lower privacy tier than this one"
        )
    await move.session.run(
        followers.FOLLOW,
        case_id=target["id"],
        from_case_id=move.case_id,
        merged=True,
        area_path=target["area_path"],
        user_id=move.case["reporter_id"],
        contact_name=None if move.facts.is_part else move.case["contact_name"],  # answered in the report
        contact_phone=None if move.facts.is_part else move.case["contact_phone"],
        since=move.now,
        told_by=move.case["reporter_id"],
    )
    await move.session.run(
        followers.FOLLOW_ON, case_id=target["id"], merged_id=move.case_id, area_path=target["area_path"]
    )
    await _tell_target(move, target)
    move.changes |= {
        "merged_into": target["id"],
        "merged_at": move.now,
        "status_before_merge": move.facts.status,
    }


async def unmerge(move: Move, command: Command) -> None:
    """As it was before the merge; the reporter and the followers of this case follow the other no longer.

    Whoever triages this case may take it back, wherever the target is by now: nothing is taken from that but what the
    merge gave it. What they say is read there only if it is theirs to triage too.
    """
    target = await move.session.one(LOCK_ANY_CASE, case_id=move.case["merged_into"])
    await move.session.run(followers.UNMERGE_FOLLOWERS, case_id=target["id"], merged_id=move.case_id, at=move.now)
    await _tell_target(move, target)
    move.changes |= {"merged_into": None, "merged_at": None, "status_before_merge": None}


async def _tell_target(move: Move, target: CaseRow) -> None:
    """The event of the target itself, with its followers and how many residents can be answered as they are now."""
    actor = move.mover.actor
    theirs = actor is not None and actor.may_at(Permission.TRIAGE, target["area_path"])
    rows = await move.session.all(followers.FOLLOWERS_OF, case_id=target["id"])
    ids = sorted({row["user_id"] for row in rows if row["user_id"] is not None})
    told: CaseChanges = {
        "has_merged_cases": any(row["merged"] for row in rows),
        "follower_ids": ids,
        "residents_to_answer": await contacts.residents(move.session, target["id"], target["contact_phone"]),
    }
    note, data = move.note if theirs else None, {"merged_case_id": str(move.case_id)}
    entry = journal.Entry(move.mover, move.row.action, move.now, data, note)
    await journal.write(move.session, target, entry, told)


async def _target(session: Session, case_id: UUID, command: Merge) -> list[UUID]:
    return [command.target_id]


async def _merged_into(session: Session, case_id: UUID, command: OptionalNote) -> list[UUID]:
    """Where it is merged into before anything is locked; where that changes meanwhile, unmerging is refused."""
    case = await session.first(CASE_BY_ID, case_id=case_id)
    return [] if case is None or case["merged_into"] is None else [case["merged_into"]]


ACTIONS = (
    Declared(Action.MERGE, Merge, merge, others=_target),
    Declared(Action.UNMERGE, OptionalNote, unmerge, others=_merged_into),
)
