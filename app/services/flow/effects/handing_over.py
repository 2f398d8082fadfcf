"""The effect of handing over 工作移交: whoever leaves has somebody else verify, check and handle in their place.

No clock moves and nothing else changes: who takes over must be one who could have been chosen in the first place.
"""

from uuid import UUID

from app import clock
from app.errors import invalid_field
from app.models.case_row import HOLDERS, Holder
from app.queries.organisation import lookup
from app.schemas.flow.handing_over import HandOver
from app.services.flow import field_workers
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.workflow.actions import Action
from app.workflow.supervision.faults import HELD_BY

_POINTER = "/to_id"


async def hand_over(move: Move, command: HandOver) -> None:
    """All that one person holds of the case goes to another."""
    held = [column for column in HOLDERS if _is_theirs(move, command, column)]
    if not held:
        raise invalid_field("/from_id", "该人员在本案卷中没有待办工作", "that person holds nothing of this case")
    if "verifier_id" in held:
        await field_workers.choose(move, command.to_id, pointer=_POINTER)
    if "checker_id" in held:
        await field_workers.choose(
            move,
            command.to_id,
            pointer=_POINTER,
            barred_user=move.case["handler_id"],
            barred_department=move.case["lead_department_code"],
        )
    if "handler_id" in held:
        await _require_handler(move, command.to_id)
    move.data["held"] = held
    move.also_tells = {command.to_id, command.from_id}
    for column in held:
        move.changes[column] = command.to_id


def _is_theirs(move: Move, command: HandOver, column: Holder) -> bool:
    """Whether they hold it so now: what somebody was in an earlier round stays theirs."""
    in_unit = column == "handler_id" and move.facts.lead_department is not None
    return (in_unit or HELD_BY.get(move.facts.status) == column) and move.case[column] == command.from_id


async def _require_handler(move: Move, user_id: UUID) -> None:
    known = await move.session.first(
        lookup.HANDLER_OF,
        user_id=user_id,
        department_codes=[unit for unit in (move.facts.lead_department, move.facts.team) if unit is not None],
        today=clock.today(),
    )
    if known is None or user_id == move.facts.checker_id:
        zh, en = "该人员不属于主办单位，或正在核实本案卷", "that person does not work in the unit, or checks this case"
        raise invalid_field(_POINTER, zh, en)


ACTIONS = (Declared(Action.HAND_OVER, HandOver, hand_over),)
