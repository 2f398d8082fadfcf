"""A verification 核查 or a check 核实 is given to another 改派核实人: no clock moves, and both hear of it."""

from uuid import UUID

from app.errors import invalid_field
from app.schemas.flow.routing import Reassign
from app.services.flow import field_workers
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.workflow.actions import Action
from app.workflow.states import Status
from app.workflow.supervision.faults import HELD_BY


async def reassign(move: Move, command: Reassign) -> None:
    """To the one named, or to whoever is near and has least in hand; never to the one who has it.

    Raises:
        Invalid: that person has it already, or may not have it. GuardRefused: there is nobody else.
    """
    column = HELD_BY[move.facts.status]
    holder: UUID | None = move.case[column]
    if command.person_id is not None and command.person_id == holder:
        raise invalid_field("/person_id", "任务已在该人员手中", "that person has it already")
    checking = move.facts.status is Status.CHECKING
    person = await field_workers.choose(
        move,
        command.person_id,
        pointer="/person_id",
        besides=holder,
        barred_user=move.case["handler_id"] if checking else None,
        barred_department=move.case["lead_department_code"] if checking else None,
    )
    move.data |= {"from_person": str(holder) if holder else None, "person_id": str(person)}
    move.changes[column] = person


ACTIONS = (Declared(Action.REASSIGN, Reassign, reassign),)
