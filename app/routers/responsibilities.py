"""`/responsibilities`, `/routing-rules`, `/routing/dry-run`: who is responsible 权责清单, as data."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import WriteSession, writer
from app.schemas.base import Code
from app.schemas.organisation.filters import ResponsibilityQuery, RoutingRuleQuery
from app.schemas.organisation.routing import (
    DryRunIn,
    DryRunOut,
    ResponsibilityIn,
    ResponsibilityPage,
    ResponsibilityView,
    RoutingRuleIn,
    RoutingRulePage,
    RoutingRuleView,
)
from app.services.administration import lists, routing, routing_trial
from app.services.administration.routing import ROW, RULE
from app.web import responses
from app.web import routing as web_routing
from app.web.administering import READS, WRITES, AdministratorWrite, Lookup, created
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems

router = web_routing.router(tags=["routing"])
_LISTS = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
Administrator = Annotated[Actor, writer(Permission.ADMINISTER)]
OwnCode = Annotated[Code, Path()]


@router.get("/responsibilities", response_model=ResponsibilityPage, responses=_LISTS)
async def list_responsibilities(query: Annotated[ResponsibilityQuery, Query()], read: Lookup) -> Response:
    """权责清单 · The rows of the responsibility matrix, in the order of their codes."""
    return await read.page(lists.responsibilities, query)


@router.get("/responsibilities/{code}", response_model=ResponsibilityView, responses=READS)
async def read_responsibility(code: OwnCode, read: Lookup) -> Response:
    """One row of the matrix."""
    return await read.of(routing.read, ROW, code)


@router.put(
    "/responsibilities/{code}",
    max_body_size=Size.JSON,
    response_model=ResponsibilityView,
    responses=created(ResponsibilityView) | WRITES,
)
async def put_responsibility(code: OwnCode, body: ResponsibilityIn, write: AdministratorWrite) -> Response:
    """Creates a row as a draft, or replaces what it says; one that is active stays so."""
    return await write.by(routing.put, ROW, code, body)


@router.post("/responsibilities/{code}/activate", response_model=ResponsibilityView, responses=WRITES)
async def activate_responsibility(code: OwnCode, write: AdministratorWrite) -> Response:
    """启用 · Makes a row active: from now on it counts."""
    return await write.by(routing.switch, ROW, code, active=True)


@router.post("/responsibilities/{code}/deactivate", response_model=ResponsibilityView, responses=WRITES)
async def deactivate_responsibility(code: OwnCode, write: AdministratorWrite) -> Response:
    """停用 · Makes a row a draft again."""
    return await write.by(routing.switch, ROW, code, active=False)


@router.get("/routing-rules", response_model=RoutingRulePage, responses=_LISTS)
async def list_routing_rules(query: Annotated[RoutingRuleQuery, Query()], read: Lookup) -> Response:
    """派遣规则 · The routing rules, in the order of their codes."""
    return await read.page(lists.routing_rules, query)


@router.get("/routing-rules/{code}", response_model=RoutingRuleView, responses=READS)
async def read_routing_rule(code: OwnCode, read: Lookup) -> Response:
    """One routing rule."""
    return await read.of(routing.read, RULE, code)


@router.put(
    "/routing-rules/{code}",
    max_body_size=Size.JSON,
    response_model=RoutingRuleView,
    responses=created(RoutingRuleView) | WRITES,
)
async def put_routing_rule(code: OwnCode, body: RoutingRuleIn, write: AdministratorWrite) -> Response:
    """Creates a rule as a draft, or replaces what it says; one that is active stays so."""
    return await write.by(routing.put, RULE, code, body)


@router.post("/routing-rules/{code}/activate", response_model=RoutingRuleView, responses=WRITES)
async def activate_routing_rule(code: OwnCode, write: AdministratorWrite) -> Response:
    """启用 · Makes a rule active: from now on it counts."""
    return await write.by(routing.switch, RULE, code, active=True)


@router.post("/routing-rules/{code}/deactivate", response_model=RoutingRuleView, responses=WRITES)
async def deactivate_routing_rule(code: OwnCode, write: AdministratorWrite) -> Response:
    """停用 · Makes a rule a draft again."""
    return await write.by(routing.switch, RULE, code, active=False)


@router.post(
    "/routing/dry-run",
    max_body_size=Size.JSON,
    response_model=DryRunOut,
    responses=problems(*SIGNED_IN, errors.NotFound, errors.BadCursor),
)
async def dry_run(body: DryRunIn, session: WriteSession, actor: Administrator) -> Response:
    """试运行 · Which cases of the last days would have gone elsewhere; nothing of it is written."""
    return responses.json(await routing_trial.dry_run(session, actor, body))
