"""`/escalation`: what an area says of late cases, the ladder 超期升级 and the reply times of orders 督办."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.escalation import EscalationChangeOut, EscalationIn, EscalationOut
from app.services.administration.escalation import administer, holding
from app.services.calendar.scopes import scope_of
from app.services.escalation.change import EscalationChange
from app.services.escalation.checks import by_level
from app.web import responses, routing
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems
from app.workflow.timing.ladder import Escalation

router = routing.router("/escalation", tags=["escalation"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.Busy)
Anyone = Annotated[Actor, reader(None)]
Administrator = Annotated[Actor, writer(Permission.ADMINISTER)]
Place = Annotated[str, Path(max_length=32, pattern=r"^[0-9A-Za-z._\-]+$", description="Code of an area, or `national`")]
Preview = Annotated[bool, Query(description="Say what would move, and change nothing")]


@router.get("/{place}", response_model=EscalationOut, responses=_READS)
async def read_escalation(place: Place, session: ReadSession, actor: Anyone) -> Response:
    """The ladder and the reply times that hold at a place, and who says so."""
    return responses.json(await holding(session, place))


@router.put("/{place}", max_body_size=Size.JSON, response_model=EscalationChangeOut, responses=_WRITES)
async def put_escalation(
    place: Place, body: EscalationIn, session: WriteSession, actor: Administrator, preview: Preview = False
) -> Response:
    """The ladder and the reply times of a place with all below it that says nothing of its own."""
    said = Escalation(body.ladder(), by_level(body.reply_times()))
    change = EscalationChange(await scope_of(session, place), said)
    return responses.json(await administer(session, actor, change, preview=preview))


@router.delete("/{place}", response_model=EscalationChangeOut, responses=_WRITES)
async def delete_escalation(
    place: Place, session: WriteSession, actor: Administrator, preview: Preview = False
) -> Response:
    """Withdraws what a place says: what the area above says holds there again."""
    change = EscalationChange(await scope_of(session, place), None)
    return responses.json(await administer(session, actor, change, preview=preview))
