"""Effects of routing 派遣: who gets the case, and what becomes of a return 退单."""

from collections.abc import Sequence

from app.errors import invalid_field
from app.identifiers import new_id
from app.models.case_row import present
from app.queries.cases import assignments, parts
from app.schemas.flow.assisting import TimedAssist
from app.schemas.flow.command import Command
from app.schemas.flow.commands import NoteOnly, OptionalNote
from app.schemas.flow.routing import Dispatch, Recall, Redirect, RequestReturn
from app.services.flow import assist_times
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.services.flow.serving import require_serving, serving
from app.services.routing.answers import answers_for
from app.workflow.actions import Action
from app.workflow.approvals import ApprovalKind, ApprovalState
from app.workflow.limits import RETURN_WINDOW


async def dispatch(move: Move, command: Dispatch) -> None:
    """One lead and any assists, each active and with jurisdiction over the place; earlier assignments end."""
    await _require_serving(move, command)
    await remember_answer(move, command.lead)
    await assign(move, [command.lead, *command.assists])


async def assign(move: Move, units: Sequence[str | TimedAssist]) -> None:
    """Puts a lead, which comes first, and its assists on the case; by the system, too."""
    if move.lead_department is not None:
        await move.session.run(assignments.END_ASSIGNMENTS, case_id=move.case_id, at=move.now)
    codes = [assist_times.code_of(unit) for unit in units]
    if len(codes) > 1 or "assists" in move.data:
        move.data["assists"] = codes[1:]  # `assists_due` says of each until when, where that is not the case's time
    move.changes |= {**assist_times.NOBODY_ASSISTS, "assist_codes": codes[1:], "open_assists": codes[1:]}
    await assist_times.assign(move, units[1:], lead=codes[0])
    move.changes |= {
        "lead_department_code": codes[0],
        "team_code": None,
        "handler_id": None,
        "dispatched_at": move.now,
        "return_until": move.hours_of(codes[0]).after(move.now, RETURN_WINDOW),
        "ruling_binds": False,
        "after_photo_round": -1,  # what another unit showed is not the work of this one
    }


async def remember_answer(move: Move, lead: str | None) -> None:
    """The event keeps who was responsible by rule or matrix, and whether that was followed; a pool has no `lead`."""
    if "routing" in move.data:  # whoever acts by an answer brings it along
        return
    answer = (await answers_for(move.session, [move.case], now=move.now))[0]
    move.data["routing"] = answer.remembered(lead)


async def _require_serving(move: Move, command: Dispatch) -> None:
    """Refuses units of which one is named twice, or may not be given a case of this place."""
    units = [command.lead, *map(assist_times.code_of, command.assists)]
    if len(set(units)) != len(units):
        raise invalid_field("/assists", "主办与协办单位不能重复", "a unit can be named only once")
    pointers = ["/lead", *(f"/assists/{index}" for index in range(len(command.assists)))]
    await require_serving(move, zip(pointers, units, strict=True))


async def recall(move: Move, command: Command) -> None:
    """Back to the dispatcher 撤回派单 before the unit has begun."""
    await _take_back(move)


async def redirect(move: Move, command: Redirect) -> None:
    """To another lead 改派, in one step; the time for signing begins anew, the deadline stays."""
    if command.lead == move.case["lead_department_code"]:
        raise invalid_field("/lead", "案卷已派给该单位", "that unit has the case already")
    await _take_back(move)
    await dispatch(move, command)


async def _take_back(move: Move) -> None:
    """The unit and its assists are off the case; its requests end with it."""
    unit = move.case["lead_department_code"]
    await move.session.run(assignments.END_ASSIGNMENTS, case_id=move.case_id, at=move.now)
    move.data["from_department"] = unit
    move.changes |= {
        **assist_times.NOBODY_ASSISTS,
        "lead_department_code": None,
        "team_code": None,
        "handler_id": None,
        "signed_at": None,
        "signed_late": False,
        "auto_signed": False,
        "ruling_binds": False,
        "redirect_count": move.facts.redirect_count + 1,
    }


async def request_return(move: Move, command: RequestReturn) -> None:
    """The unit says whose case it is instead, one that might be given it; a dispatcher decides."""
    unit = move.case["lead_department_code"]
    proposed = command.proposed_department
    if proposed == unit or not await serving(move.session, move.case["area_path"], [proposed]):
        raise invalid_field("/proposed_department", "没有这个可改派的单位", "there is no such other unit")
    await move.session.run(
        parts.REQUEST_APPROVAL,
        case_id=move.case_id,
        id=new_id(move.now),
        kind=ApprovalKind.RETURN,
        state=ApprovalState.PENDING,
        area_path=move.case["area_path"],
        department_code=unit,
        proposed_department_code=command.proposed_department,
        amount=None,
        resume_at=None,
        reason_code=command.reason_code,
        note=command.note,
        requested_by=move.user_id,
        requested_at=move.now,
    )
    move.changes["return_departments"] = [*move.facts.return_departments, present(unit)]


async def approve_return(move: Move, command: Command) -> None:
    """The unit is off the case; the next step is another dispatch or back to triage."""
    await _decide(move, ApprovalState.APPROVED)
    await move.session.run(assignments.END_ASSIGNMENTS, case_id=move.case_id, at=move.now)
    move.changes |= {
        **assist_times.NOBODY_ASSISTS,
        "lead_department_code": None,
        "team_code": None,
        "handler_id": None,
    }


async def refuse_return(move: Move, command: Command) -> None:
    """The ruling binds this unit."""
    await _decide(move, ApprovalState.REFUSED)
    move.changes["ruling_binds"] = True


async def _decide(move: Move, state: ApprovalState) -> None:
    await move.session.run(
        parts.DECIDE_APPROVAL,
        case_id=move.case_id,
        of_kind=ApprovalKind.RETURN,
        decision=state,
        by=move.user_id,
        at=move.now,
        because=move.note,
    )


ACTIONS = (
    Declared(Action.DISPATCH, Dispatch, dispatch),
    Declared(Action.RECALL, Recall, recall),
    Declared(Action.REDIRECT, Redirect, redirect),
    Declared(Action.REQUEST_RETURN, RequestReturn, request_return),
    Declared(Action.APPROVE_RETURN, OptionalNote, approve_return),
    Declared(Action.REFUSE_RETURN, NoteOnly, refuse_return),
    Declared(Action.SEND_BACK, NoteOnly),
)
