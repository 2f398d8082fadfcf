"""`/category-standards`, `/categories`, `/category-crosswalk`, `/filing-rules`: what a case can be, and by when."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, reader
from app.schemas.administration import CategoryQuery, CrosswalkQuery, RuleQuery, StandardQuery
from app.schemas.base import Code
from app.schemas.taxonomy import (
    CategoryIn,
    CategoryPage,
    CategoryView,
    CrosswalkIn,
    CrosswalkPage,
    CrosswalkView,
    RuleIn,
    RulePage,
    RuleView,
    StandardIn,
    StandardPage,
    StandardView,
)
from app.services.administration import lists, taxonomy
from app.web import responses
from app.web.idempotency import AdministratorWrite
from app.web.problems import SIGNED_IN, Responses, problems

router = APIRouter(tags=["categories"])
_LISTS = problems(*SIGNED_IN, errors.BadCursor)
_READS = problems(*SIGNED_IN, errors.NotFound)
_KEYED = problems(*SIGNED_IN, errors.KeyInFlight, errors.KeyReused)
Administrator = Annotated[Actor, reader(Permission.ADMINISTER)]
OwnCode = Annotated[Code, Path()]


def _writes(view: type) -> Responses:
    return {201: {"model": view, "description": "It is new"}} | _KEYED


@router.get("/category-standards", response_model=StandardPage, responses=_LISTS)
async def list_standards(
    request: Request, query: Annotated[StandardQuery, Query()], session: ReadSession, actor: Administrator
) -> Response:
    """The standards 标准, side by side."""
    return responses.page(request, await lists.standards(session, actor, query))


@router.get("/category-standards/{code}", response_model=StandardView, responses=_READS)
async def read_standard(code: OwnCode, session: ReadSession, actor: Administrator) -> Response:
    """One standard."""
    return responses.json(await taxonomy.read(session, taxonomy.STANDARD, code))


@router.put("/category-standards/{code}", response_model=StandardView, responses=_writes(StandardView))
async def put_standard(code: OwnCode, body: StandardIn, write: AdministratorWrite) -> Response:
    """Creates a standard or replaces what is said of it."""
    return await write.by(taxonomy.put, code, body)


@router.get("/categories", response_model=CategoryPage, responses=_LISTS)
async def list_categories(
    request: Request, query: Annotated[CategoryQuery, Query()], session: ReadSession, actor: Administrator
) -> Response:
    """The categories 大类/小类."""
    return responses.page(request, await lists.categories(session, actor, query))


@router.get("/categories/{code}", response_model=CategoryView, responses=_READS)
async def read_category(code: OwnCode, session: ReadSession, actor: Administrator) -> Response:
    """One category."""
    return responses.json(await taxonomy.read(session, taxonomy.CATEGORY, code))


@router.put("/categories/{code}", response_model=CategoryView, responses=_writes(CategoryView))
async def put_category(code: OwnCode, body: CategoryIn, write: AdministratorWrite) -> Response:
    """Creates a category or replaces what is said of it; `retired_on` retires it 停用."""
    return await write.by(taxonomy.put, code, body)


@router.get("/category-crosswalk", response_model=CrosswalkPage, responses=_LISTS)
async def list_crosswalk(
    request: Request, query: Annotated[CrosswalkQuery, Query()], session: ReadSession, actor: Administrator
) -> Response:
    """How categories of one standard read in another 对照."""
    return responses.page(request, await lists.crosswalk(session, actor, query))


@router.put("/category-crosswalk/{from_code}/{to_code}", response_model=CrosswalkView, responses=_writes(CrosswalkView))
async def put_crosswalk(from_code: OwnCode, to_code: OwnCode, body: CrosswalkIn, write: AdministratorWrite) -> Response:
    """Says how one category reads as another."""
    return await write.by(taxonomy.relate, from_code, to_code, body)


@router.delete("/category-crosswalk/{from_code}/{to_code}", status_code=204, responses=_KEYED)
async def delete_crosswalk(from_code: OwnCode, to_code: OwnCode, write: AdministratorWrite) -> Response:
    """Takes such a saying back."""
    return await write.by(taxonomy.unrelate, from_code, to_code)


@router.get("/filing-rules", response_model=RulePage, responses=_LISTS)
async def list_rules(
    request: Request, query: Annotated[RuleQuery, Query()], session: ReadSession, actor: Administrator
) -> Response:
    """The filing rules 立案条件."""
    return responses.page(request, await lists.rules(session, actor, query))


@router.get("/filing-rules/{code}", response_model=RuleView, responses=_READS)
async def read_rule(code: OwnCode, session: ReadSession, actor: Administrator) -> Response:
    """One filing rule with its version."""
    return responses.json(await taxonomy.read(session, taxonomy.RULE, code))


@router.put("/filing-rules/{code}", response_model=RuleView, responses=_writes(RuleView))
async def put_rule(code: OwnCode, body: RuleIn, write: AdministratorWrite) -> Response:
    """Creates a rule or gives it its next version; cases filed before keep the rule they were filed under."""
    return await write.by(taxonomy.put, code, body)
