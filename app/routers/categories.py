"""`/category-standards`, `/categories`, `/category-crosswalk`, `/filing-rules`: what a case can be, and by when."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import errors
from app.schemas.base import Code
from app.schemas.organisation.filters import CategoryQuery, CrosswalkQuery, RuleQuery, StandardQuery
from app.schemas.organisation.taxonomy import (
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
from app.web import routing
from app.web.administering import READS, AdministratorWrite, Lookup, created
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["categories"])
_LISTS = problems(*SIGNED_IN, errors.BadCursor)
_WRITES = problems(*SIGNED_IN, errors.KeyInFlight, errors.KeyReused)
OwnCode = Annotated[Code, Path()]


@router.get("/category-standards", response_model=StandardPage, responses=_LISTS)
async def list_standards(query: Annotated[StandardQuery, Query()], read: Lookup) -> Response:
    """The standards 标准, side by side."""
    return await read.page(lists.standards, query)


@router.get("/category-standards/{code}", response_model=StandardView, responses=READS)
async def read_standard(code: OwnCode, read: Lookup) -> Response:
    """One standard."""
    return await read.of(taxonomy.read, taxonomy.STANDARD, code)


@router.put(
    "/category-standards/{code}",
    max_body_size=Size.JSON,
    response_model=StandardView,
    responses=created(StandardView) | _WRITES,
)
async def put_standard(code: OwnCode, body: StandardIn, write: AdministratorWrite) -> Response:
    """Creates a standard or replaces what is said of it."""
    return await write.by(taxonomy.put, code, body)


@router.get("/categories", response_model=CategoryPage, responses=_LISTS)
async def list_categories(query: Annotated[CategoryQuery, Query()], read: Lookup) -> Response:
    """The categories 大类/小类."""
    return await read.page(lists.categories, query)


@router.get("/categories/{code}", response_model=CategoryView, responses=READS)
async def read_category(code: OwnCode, read: Lookup) -> Response:
    """One category."""
    return await read.of(taxonomy.read, taxonomy.CATEGORY, code)


@router.put(
    "/categories/{code}",
    max_body_size=Size.JSON,
    response_model=CategoryView,
    responses=created(CategoryView) | _WRITES,
)
async def put_category(code: OwnCode, body: CategoryIn, write: AdministratorWrite) -> Response:
    """Creates a category or replaces what is said of it; `retired_on` retires it 停用."""
    return await write.by(taxonomy.put, code, body)


@router.get("/category-crosswalk", response_model=CrosswalkPage, responses=_LISTS)
async def list_crosswalk(query: Annotated[CrosswalkQuery, Query()], read: Lookup) -> Response:
    """How categories of one standard read in another 对照."""
    return await read.page(lists.crosswalk, query)


@router.put(
    "/category-crosswalk/{from_code}/{to_code}",
    max_body_size=Size.JSON,
    response_model=CrosswalkView,
    responses=created(CrosswalkView) | _WRITES,
)
async def put_crosswalk(from_code: OwnCode, to_code: OwnCode, body: CrosswalkIn, write: AdministratorWrite) -> Response:
    """Says how one category reads as another."""
    return await write.by(taxonomy.relate, from_code, to_code, body)


@router.delete("/category-crosswalk/{from_code}/{to_code}", status_code=204, responses=_WRITES)
async def delete_crosswalk(from_code: OwnCode, to_code: OwnCode, write: AdministratorWrite) -> Response:
    """Takes such a saying back."""
    return await write.by(taxonomy.unrelate, from_code, to_code)


@router.get("/filing-rules", response_model=RulePage, responses=_LISTS)
async def list_rules(query: Annotated[RuleQuery, Query()], read: Lookup) -> Response:
    """The filing rules 立案条件."""
    return await read.page(lists.rules, query)


@router.get("/filing-rules/{code}", response_model=RuleView, responses=READS)
async def read_rule(code: OwnCode, read: Lookup) -> Response:
    """One filing rule with its version."""
    return await read.of(taxonomy.read, taxonomy.RULE, code)


@router.put(
    "/filing-rules/{code}", max_body_size=Size.JSON, response_model=RuleView, responses=created(RuleView) | _WRITES
)
async def put_rule(code: OwnCode, body: RuleIn, write: AdministratorWrite) -> Response:
    """Creates a rule or gives it its next version; cases filed before keep the rule they were filed under."""
    return await write.by(taxonomy.put, code, body)
