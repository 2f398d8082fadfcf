"""Effects of asking for more time: suspension 挂账 and extension 延期. The dispatcher endorses, another decides."""

from datetime import datetime

from app.errors import invalid_field
from app.identifiers import new_id
from app.models.case_part_rows import ApprovalRow
from app.models.case_row import CaseChanges, present
from app.queries.cases import parts
from app.schemas.flow.command import Command
from app.schemas.flow.commands import NoteOnly, OptionalNote, RequestExtension, RequestSuspension
from app.services.cases.facts import limit_of
from app.services.flow import assist_times
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.workflow.actions import Action
from app.workflow.approvals import ApprovalKind, ApprovalState
from app.workflow.limits import LIMIT_UNIT_LABELS, MAX_SUSPENSION
from app.workflow.states import OPEN, Status

_DECIDED: CaseChanges = {"pending_request": None, "request_endorsed": False, "endorsed_by": None}


async def request_suspension(move: Move, command: RequestSuspension) -> None:
    """The unit says why the clock should stand still, and until when: within a year."""
    if not move.now < command.resume_at <= move.now + MAX_SUSPENSION:
        raise invalid_field(
            "/resume_at", "恢复时间须在一年以内的将来", "the clock must run again within a year from now"
        )
    await _ask(move, ApprovalKind.SUSPENSION, command, resume_at=command.resume_at)


async def request_extension(move: Move, command: RequestExtension) -> None:
    """The unit asks for more time: at most the original limit each time."""
    limit = limit_of(move.case["rule"])
    if limit is None or command.amount > limit.amount:
        zh, en = LIMIT_UNIT_LABELS[limit.unit] if limit else ("", "")
        most = limit.amount if limit else 0
        raise invalid_field("/amount", f"每次延期最多 {most} {zh}", f"at most {most} {en} at a time")
    await _ask(move, ApprovalKind.EXTENSION, command, amount=command.amount)


async def _ask(
    move: Move,
    kind: ApprovalKind,
    command: RequestSuspension | RequestExtension,
    *,
    amount: int | None = None,
    resume_at: datetime | None = None,
) -> None:
    await move.session.run(
        parts.REQUEST_APPROVAL,
        case_id=move.case_id,
        id=new_id(move.now),
        kind=kind,
        state=ApprovalState.PENDING,
        area_path=move.case["area_path"],
        department_code=move.case["lead_department_code"],
        reason_code=command.reason_code,
        note=command.note,
        requested_by=move.user_id,
        requested_at=move.now,
        amount=amount,
        resume_at=resume_at,
        proposed_department_code=None,
    )
    move.changes |= {**_DECIDED, "pending_request": kind}


async def approve_suspension(move: Move, command: Command) -> None:
    """The dispatcher endorses; with the leader's word the clock stops."""
    if not move.facts.request_endorsed:
        return await _endorse(move, ApprovalKind.SUSPENSION)
    request = await _decide(move, ApprovalKind.SUSPENSION, ApprovalState.APPROVED)
    resume_at = present(request["resume_at"])
    move.data["resume_at"] = resume_at.isoformat()
    move.changes |= {
        **_DECIDED,
        "resume_at": resume_at,
        "suspension_count": move.facts.suspension_count + 1,
        "progress_at": move.now,
    }
    return None


async def resume(move: Move, command: Command) -> None:
    """The clock runs again with what was left: from the moment agreed on, however late somebody looks.

    A suspension decided on after that moment has stopped nothing.
    """
    agreed = max(present(move.case["resume_at"]), move.case["status_since"])
    if agreed < move.now:
        move.counts_from = agreed
        move.data["resumed_at"] = agreed.isoformat()
    move.changes["resume_at"] = None
    await assist_times.resume(move, move.counts_from or move.now)


async def approve_extension(move: Move, command: Command) -> None:
    """The dispatcher endorses; with the leader's word the deadline moves."""
    if not move.facts.request_endorsed:
        return await _endorse(move, ApprovalKind.EXTENSION)
    request = await _decide(move, ApprovalKind.EXTENSION, ApprovalState.APPROVED)
    move.granted = present(request["amount"])
    move.data["granted"] = move.granted
    move.changes |= {
        **_DECIDED,
        "extended": move.case["extended"] + move.granted,
        "extension_count": move.facts.extension_count + 1,
        "progress_at": move.now,
    }
    return None


async def refuse_suspension(move: Move, command: Command) -> None:
    """The clock runs on."""
    await _decide(move, ApprovalKind.SUSPENSION, ApprovalState.REFUSED)
    move.changes |= _DECIDED


async def refuse_extension(move: Move, command: Command) -> None:
    """The deadline stays."""
    await _decide(move, ApprovalKind.EXTENSION, ApprovalState.REFUSED)
    move.changes |= _DECIDED


async def end_with_the_case(move: Move) -> None:
    """What nobody decided ends with its stage: a request for more time with handling, a return with the case."""
    target = move.row.target
    if target is None or target is move.facts.status:
        return
    if move.facts.pending_request is not None and target is not Status.SUSPENDED:
        await _decide(move, move.facts.pending_request, ApprovalState.WITHDRAWN)
        move.changes |= _DECIDED
    if target not in OPEN:
        move.changes["resume_at"] = None
        if move.facts.status is Status.RETURN_REVIEW:
            await _decide(move, ApprovalKind.RETURN, ApprovalState.WITHDRAWN)


async def _endorse(move: Move, kind: ApprovalKind) -> None:
    await move.session.run(parts.ENDORSE_APPROVAL, case_id=move.case_id, of_kind=kind, by=move.user_id, at=move.now)
    move.data["endorsed"] = True
    move.changes |= {"request_endorsed": True, "endorsed_by": move.user_id}


async def _decide(move: Move, kind: ApprovalKind, state: ApprovalState) -> ApprovalRow:
    return await move.session.one(
        parts.DECIDE_APPROVAL,
        case_id=move.case_id,
        of_kind=kind,
        decision=state,
        by=move.mover.user_id,
        at=move.now,
        because=move.note,
    )


ACTIONS = (
    Declared(Action.REQUEST_SUSPENSION, RequestSuspension, request_suspension),
    Declared(Action.APPROVE_SUSPENSION, OptionalNote, approve_suspension),
    Declared(Action.REFUSE_SUSPENSION, NoteOnly, refuse_suspension),
    Declared(Action.RESUME, OptionalNote, resume),
    Declared(Action.REQUEST_EXTENSION, RequestExtension, request_extension),
    Declared(Action.APPROVE_EXTENSION, OptionalNote, approve_extension),
    Declared(Action.REFUSE_EXTENSION, NoteOnly, refuse_extension),
)
