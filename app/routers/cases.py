"""`/cases`: report one, read one, its history."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import clock, errors, responses
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.problems import SIGNED_IN, Responses, problems
from app.routers.idempotency import Key, once
from app.schemas.cases import CaseDetail, ReportCase, ReportedCase
from app.services import case_view, cases, reports

router = APIRouter(prefix="/cases", tags=["cases"])

_SENT_BEFORE: Responses = {200: {"model": ReportedCase, "description": "This very report was sent before"}}


@router.post(
    "",
    status_code=201,
    response_model=ReportedCase,
    responses=_SENT_BEFORE | problems(*SIGNED_IN, errors.ReportConflict, errors.KeyReused),
)
async def report(
    request: Request,
    body: ReportCase,
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.REPORT)],
    key: Key = None,
) -> Response:
    """上报 · Report a case. The same id with the same body is the same case, however often it is sent."""

    async def reported() -> Response:
        case, new = await reports.report(session, actor, body)
        now = clock.now()
        view = case_view.detail(case, actor, now)
        view["duplicate_candidates"] = await reports.candidates(session, actor, case, now)
        return responses.case(view, status=201 if new else 200)

    return await once(request, session, actor, key, reported)


@router.get("/{case_id}", response_model=CaseDetail, responses=problems(*SIGNED_IN, errors.NotFound))
async def read(case_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(Permission.READ_CASES)]) -> Response:
    """One case with what the caller may do now; `ETag` carries its version."""
    return responses.case(case_view.detail(await cases.get(session, actor, case_id), actor, clock.now()))
