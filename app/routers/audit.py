"""`/audit`: the trail of administration 操作记录."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app import errors
from app.schemas.audit import AuditPage, AuditQuery
from app.services.administration import audit
from app.web import routing
from app.web.administering import AdministratorRead
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["people"])


@router.get("/audit", response_model=AuditPage, responses=problems(*SIGNED_IN, errors.BadCursor))
async def list_audit(query: Annotated[AuditQuery, Query()], read: AdministratorRead) -> Response:
    """操作记录 · Who did what to what where I administer, newest first."""
    return await read.page(audit.page, query)
