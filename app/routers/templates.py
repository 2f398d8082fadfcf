"""`/templates`: texts for replies and results 常用语 of units and centres, and those that fit a case."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.organisation.templates import (
    FilledTemplates,
    FittingQuery,
    TemplateChange,
    TemplateHistory,
    TemplateIn,
    TemplatePage,
    TemplateQuery,
    TemplateView,
)
from app.services.units import templates
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["people"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused)


@router.get("/templates", response_model=TemplatePage, responses=problems(*SIGNED_IN, errors.BadCursor))
async def list_templates(
    request: Request,
    query: Annotated[TemplateQuery, Query()],
    session: ReadSession,
    actor: Annotated[Actor, reader(None)],
) -> Response:
    """常用语 · The texts of my units with all below them, and of the centres of my areas, as they are written now."""
    return responses.page(request, await templates.page(session, actor, query))


@router.post("/templates", max_body_size=Size.JSON, status_code=201, response_model=TemplateView, responses=_WRITES)
async def add_template(
    request: Request, body: TemplateIn, session: WriteSession, actor: Annotated[Actor, writer(None)], key: Key = None
) -> Response:
    """新建常用语 · Writes a text for a unit that I head, or for the centre of an area that I lead or administer.

    Between braces stand placeholders of a fixed list, and nothing else: number, category, address, area, unit, handler,
    caller, reported, deadline, today.
    """

    async def added() -> Response:
        return responses.json(await templates.add(session, actor, body), status=201)

    return await once(request, session, actor, key, added, told=body, again=as_it_was)


@router.get("/templates/{template_id}", response_model=TemplateHistory, responses=_READS)
async def read_template(template_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(None)]) -> Response:
    """常用语版本 · One text in all its versions, with who wrote each."""
    return responses.json(await templates.history(session, actor, template_id))


@router.put("/templates/{template_id}", max_body_size=Size.JSON, response_model=TemplateView, responses=_WRITES)
async def change_template(
    request: Request,
    template_id: UUID,
    body: TemplateChange,
    session: WriteSession,
    actor: Annotated[Actor, writer(None)],
    key: Key = None,
) -> Response:
    """修改常用语 · Writes the next version of a text; `is_active: false` retires it 停用."""

    async def changed() -> Response:
        return responses.json(await templates.change(session, actor, template_id, body))

    return await once(request, session, actor, key, changed, told=body, again=as_it_was)


@router.get("/cases/{case_id}/templates", response_model=FilledTemplates, responses=_READS)
async def templates_of_case(
    case_id: UUID,
    query: Annotated[FittingQuery, Query()],
    session: ReadSession,
    actor: Annotated[Actor, reader(Permission.READ_CASES)],
) -> Response:
    """案卷常用语 · The texts that fit a case, of its unit or its centres, filled in with what I may know of it."""
    return responses.json(await templates.fitting(session, actor, case_id, query.kind))
