"""The effect of naming the team that delivers 送单: the unit itself, or a team below it, of volunteers too."""

from app.db.session import Session
from app.errors import AppError, invalid_field
from app.models.case_row import present
from app.models.department import DepartmentKind
from app.queries.cases.scope import codes_of
from app.queries.organisation import claiming
from app.queries.organisation.claiming import Team
from app.schemas.flow.pool import Deliver
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.workflow.actions import Action


async def deliver(move: Move, command: Deliver) -> None:
    """Another team of the unit, or the unit itself, delivers from now on."""
    team = await team_of(move.session, command.team)
    unit_of(team, present(move.facts.lead_department))
    if team["code"] == move.facts.team:
        raise invalid_field("/team", "已由该团队送单", "that team delivers it already")
    move.data["from_team"] = move.facts.team
    move.changes["team_code"] = team["code"]


async def team_of(session: Session, code: str) -> Team:
    """A department that might deliver.

    Raises:
        Invalid: there is none of that code, or it is retired.
    """
    team = await session.first(claiming.TEAM, code=code)
    if team is None or not team["is_active"]:
        raise no_team()
    return team


def unit_of(team: Team, unit: str) -> str:
    """The unit, for which the team delivers: it is the unit itself, or a team below it.

    Raises:
        Invalid: it is neither.
    """
    if team["code"] != unit and (team["kind"] != DepartmentKind.TEAM or unit not in codes_of(team["path"])):
        raise no_team()
    return unit


def no_team() -> AppError:
    """What is said of a team that may not deliver."""
    zh, en = "须为本单位或其下属的在用团队", "must be the unit itself, or an active team below it"
    return invalid_field("/team", zh, en)


ACTIONS = (Declared(Action.DELIVER, Deliver, deliver),)
