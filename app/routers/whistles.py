"""`/assists` and `/whistles`: who else works on cases, and until when."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, reader
from app.schemas.cases.assists import AssistPage, AssistQuery, CaseAssists
from app.schemas.cases.whistles import CaseWhistles, WhistlePage, WhistleQuery
from app.services.reading import assists, whistles
from app.web import responses, routing
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["several-hands"])
_OF_CASE = problems(*SIGNED_IN, errors.NotFound)
_OF_LISTS = problems(*SIGNED_IN, errors.BadCursor)
CaseReader = Annotated[Actor, reader(Permission.READ_CASES)]


@router.get("/assists", response_model=AssistPage, responses=_OF_LISTS)
async def read_assists(
    request: Request, query: Annotated[AssistQuery, Query()], session: ReadSession, actor: CaseReader
) -> Response:
    """待协办 · Open assists of the cases I see, each with its own deadline and light, most pressing first."""
    items, cursor, count = await assists.page(session, actor, query)
    return responses.page(request, (items, cursor), count=count)


@router.get("/cases/{case_id}/assists", response_model=CaseAssists, responses=_OF_CASE)
async def assists_of_case(case_id: UUID, session: ReadSession, actor: CaseReader) -> Response:
    """Every assist 协办 a case has had: its time and how that is counted, whether it was late, its excuse 免办."""
    return responses.json({"items": await assists.of_case(session, actor, case_id)})


@router.get("/whistles", response_model=WhistlePage, responses=_OF_LISTS)
async def read_whistles(
    request: Request, query: Annotated[WhistleQuery, Query()], session: ReadSession, actor: CaseReader
) -> Response:
    """吹哨 · Whistles of the cases I see, newest first, with every unit called and how it answered."""
    items, cursor, count = await whistles.page(session, actor, query)
    return responses.page(request, (items, cursor), count=count)


@router.get("/cases/{case_id}/whistles", response_model=CaseWhistles, responses=_OF_CASE)
async def whistles_of_case(case_id: UUID, session: ReadSession, actor: CaseReader) -> Response:
    """The whistles 吹哨 of a case: who was called where and when, who came, and the scores."""
    return responses.json({"items": await whistles.of_case(session, actor, case_id)})
