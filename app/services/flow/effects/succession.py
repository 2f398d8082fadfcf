"""A unit is dissolved or merged 机构调整: another leads or assists in its place.

The deadline stays, and what was asked of the unit. The time for signing goes by the hours of whoever has the case; who
takes over must be one who could be given it.
"""

from app import clock
from app.errors import invalid_field
from app.identifiers import new_id
from app.queries.cases import assignments
from app.queries.organisation import lookup
from app.schemas.flow.handing_over import HandOverUnit
from app.services.cases.recomputing import return_until, signing_due
from app.services.flow import assist_times
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.services.flow.serving import not_serving, require_serving
from app.workflow.actions import Action
from app.workflow.states import Status


async def hand_over_unit(move: Move, command: HandOverUnit) -> None:
    """Requests, orders and rulings stay, and so does a handler who works in the other unit by now."""
    unit, to = command.from_department, command.to_department
    leads = unit == move.facts.lead_department
    if not leads and unit not in move.facts.assists:
        raise invalid_field("/from_department", "该单位未承办本案卷", "that unit has no part in this case")
    if to == unit:
        raise not_serving("/to_department")
    await require_serving(move, [("/to_department", to)])
    if leads:
        await _lead_instead(move, unit, to)
    else:
        await _assist_instead(move, unit, to)
    await assist_times.settle(move)


async def _lead_instead(move: Move, unit: str, to: str) -> None:
    if to in move.facts.assists:  # what it was asked to assist in is its own now
        await _end(move, to)
        _assists(move, {to: None})
    await _replace(move, unit, to)
    handler, own = move.facts.handler_id, {"department_codes": [to], "today": clock.today()}
    if handler is None or await move.session.first(lookup.HANDLER_OF, user_id=handler, **own) is None:
        move.changes["handler_id"] = None
    move.changes |= {"lead_department_code": to, "team_code": None}
    _by_hours_of(move, unit, to)


def _by_hours_of(move: Move, unit: str, to: str) -> None:
    """The time for signing and the window of returning, where the other unit has other hours."""
    hours = move.hours_of(to)
    if hours is move.hours_of(unit) or move.case["dispatched_at"] is None:
        return
    move.changes["return_until"] = return_until(move.case, hours)
    if move.facts.status is Status.DISPATCHED:
        move.changes["stage_due_at"] = signing_due(move.case, hours)


async def _assist_instead(move: Move, unit: str, to: str) -> None:
    if to == move.facts.lead_department or to in move.facts.assists:
        await _end(move, unit)
        _assists(move, {unit: None})
    else:
        await _replace(move, unit, to)
        _assists(move, {unit: to})


def _assists(move: Move, instead: dict[str, str | None]) -> None:
    """Units assist in the place of others, or nobody does; whoever asked to be excused would have to ask anew."""

    def with_others(codes: tuple[str, ...]) -> list[str]:
        return [each for code in codes if (each := instead.get(code, code)) is not None]

    move.changes |= {
        "assist_codes": with_others(move.facts.assists),
        "open_assists": with_others(move.facts.open_assists),
        "pending_excuses": [code for code in move.facts.pending_excuses if code not in instead],
    }


async def _end(move: Move, unit: str) -> None:
    await move.session.run(assignments.END_ASSIGNMENT, case_id=move.case_id, unit=unit, at=move.now)


async def _replace(move: Move, unit: str, to: str) -> None:
    await move.session.run(
        assignments.REPLACE_UNIT,
        case_id=move.case_id,
        unit=unit,
        to_unit=to,
        id=new_id(move.now),
        at=move.now,
        by=move.user_id,
    )


ACTIONS = (Declared(Action.HAND_OVER_UNIT, HandOverUnit, hand_over_unit, way=Way.ROUTE_ALONE),)
