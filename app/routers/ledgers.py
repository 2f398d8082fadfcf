"""`/ledgers`: lists to their end, as files."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.responses import StreamingResponse

from app import errors
from app.authz import Actor, Permission
from app.db.session import Database
from app.deps import DatabaseDep, ScriptoriumDep, WriteSession, writer
from app.schemas.bulletins.ledger import LedgerQuery, PayLedgerQuery
from app.services.bulletins import ledger, pay_ledger
from app.services.bulletins.scriptorium import MEDIA_TYPES, Scriptorium, ToBeMade
from app.web import routing
from app.web.problems import SIGNED_IN, Responses, problems

router = routing.router("/ledgers", tags=["cases"])
_FILES: Responses = {
    200: {
        "content": {media.partition(";")[0]: {} for media in MEDIA_TYPES.values()},
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
    return _flowing(scriptorium, database, await ledger.begin(session, actor, query))


@router.get(
    "/pay/{period_id}",
    response_class=StreamingResponse,
    responses=_FILES | problems(*SIGNED_IN, errors.NotFound, errors.Unavailable),
)
async def export_pay(
    period_id: UUID,
    query: Annotated[PayLedgerQuery, Query()],
    database: DatabaseDep,
    scriptorium: ScriptoriumDep,
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.SUPERVISE)],
) -> StreamingResponse:
    """报酬清单 · The pay list of a published period, all of it as CSV or XLSX: who, area, score, colour, band, amount.

    Corrections are in it, and no text is ever a formula. That it was taken stands in the trail 操作记录.
    """
    scriptorium.require_a_place()
    return _flowing(scriptorium, database, await pay_ledger.begin(session, actor, period_id, query.format))


def _flowing(scriptorium: Scriptorium, database: Database, made: ToBeMade) -> StreamingResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(scriptorium.pieces(database, made), 200, headers, MEDIA_TYPES[made.format])
