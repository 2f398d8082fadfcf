"""`GET /export`: the organisation as the files an import takes."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.authz import Actor, Permission
from app.deps import WriteSession, writer
from app.services.administration import whole
from app.web import routing
from app.web.problems import SIGNED_IN, Responses, problems

router = routing.router(tags=["organisation"])
_ZIP: Responses = {200: {"content": {"application/zip": {}}, "description": "CSV and GeoJSON in a zip"}}


@router.get("/export", response_class=Response, responses=_ZIP | problems(*SIGNED_IN))
async def export(
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.ADMINISTER)],
    with_phones: Annotated[bool, Query(description="Phones 电话 are personal data: only there when asked for")] = False,
) -> Response:
    """The whole organisation, for an administrator of all of it; `contents.json` says what it holds."""
    content = await whole.export(session, actor, with_phones=with_phones)
    headers = {"Content-Disposition": 'attachment; filename="yikou-export.zip"', "Cache-Control": "no-store"}
    return Response(content, 200, headers, "application/zip")
