"""`/ledgers`: lists to their end, as files."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import StreamingResponse

from app import errors
from app.authz import Actor, Permission
from app.deps import DatabaseDep, ScriptoriumDep, WriteSession, writer
from app.schemas.bulletins.ledger import LedgerQuery
from app.services.bulletins import ledger
from app.web import routing
from app.web.problems import SIGNED_IN, Responses, problems

router = routing.router("/ledgers", tags=["cases"])
_FILES: Responses = {
    200: {
        "content": {media.partition(";")[0]: {} for media in ledger.MEDIA_TYPES.values()},
        "description": "The file, as it is made",
    }
}


@router.get(
    "/cases",
    response_class=StreamingResponse,
    responses=_FILES | problems(*SIGNED_IN, errors.NotFound, errors.Unavailable),
)
async def export_cases(
    query: Annotated[LedgerQuery, Query()],
    database: DatabaseDep,
    scriptorium: ScriptoriumDep,
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.READ_CASES)],
) -> StreamingResponse:
    """案卷台账 · The cases I see, by the filters of `GET /cases`, all of them as CSV or XLSX, up to 200,000.

    Cases read as in lists, with the same left out; moments are those of the place, and no text is ever a formula. It
    flows while it is made. That it was taken stands in the trail 操作记录.
    """
    scriptorium.require_a_place()
    made = await ledger.begin(session, actor, query)
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(scriptorium.pieces(database, made), 200, headers, made.media_type)
