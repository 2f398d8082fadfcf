"""Another colleague of the unit handles the case 移交经办人: no clock moves, and both hear of it."""

from app import clock
from app.errors import invalid_field
from app.queries.organisation import lookup
from app.schemas.flow.routing import Transfer
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.workflow.actions import Action

_POINTER = "/person_id"


async def transfer(move: Move, command: Transfer) -> None:
    """To somebody who works in exactly the unit or its team, or to whoever hands it on themselves.

    Before the signing it is an assignment 分派: who has it then signs it, and keeps it when the system signs.

    Raises:
        Invalid: they have it already, do not work in the unit, or check this very case.
    """
    holder, person = move.facts.handler_id, command.person_id
    if person == holder:
        raise invalid_field(_POINTER, "案卷已由该人员经办", "that person handles it already")
    if person != move.user_id:
        units = [unit for unit in (move.facts.lead_department, move.facts.team) if unit is not None]
        known = await move.session.first(lookup.HANDLER_OF, user_id=person, department_codes=units, today=clock.today())
        if known is None:
            raise invalid_field(_POINTER, "该人员不属于主办单位", "that person does not work in the unit")
    move.data |= {"from_person": None if holder is None else str(holder), "person_id": str(person)}
    move.also_tells = {person} if holder is None else {person, holder}
    move.changes["handler_id"] = person


ACTIONS = (Declared(Action.TRANSFER, Transfer, transfer),)
