"""`/repeat-rules`: what an area says of repeat demands 重复诉求."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.repeats import RepeatRules, RepeatRulesIn
from app.services.administration import repeats
from app.web import responses, routing
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems

router = routing.router("/repeat-rules", tags=["escalation"])
_REFUSALS = problems(*SIGNED_IN, errors.NotFound)
Place = Annotated[str, Path(max_length=32, pattern=r"^[0-9A-Za-z._\-]+$", description="Code of an area, or `national`")]


@router.get("/{place}", response_model=RepeatRules, responses=_REFUSALS)
async def read_repeat_rules(place: Place, session: ReadSession, actor: Annotated[Actor, reader(None)]) -> Response:
    """The rules of repeat demands that hold at a place today, and who says so."""
    return responses.json(await repeats.holding(session, place))


@router.put("/{place}", max_body_size=Size.JSON, response_model=RepeatRules, responses=_REFUSALS)
async def put_repeat_rules(
    place: Place,
    body: RepeatRulesIn,
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.ADMINISTER)],
) -> Response:
    """Replaces what a place says of repeat demands with all below it that says nothing of its own."""
    return responses.json(await repeats.put(session, actor, place, body))
