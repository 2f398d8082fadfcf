"""`/departments`: the administration of departments 部门 with their dated names and jurisdictions 管辖."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, reader
from app.schemas.administration import DepartmentQuery
from app.schemas.base import Code
from app.schemas.organisation import DepartmentIn, DepartmentPage, DepartmentView
from app.services.administration import departments, lists
from app.web import responses
from app.web.idempotency import AdministratorWrite
from app.web.problems import SIGNED_IN, Responses, problems

router = APIRouter(prefix="/departments", tags=["organisation"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused)
_CREATES: Responses = {201: {"model": DepartmentView, "description": "It is new"}}
Administrator = Annotated[Actor, reader(Permission.ADMINISTER)]
DepartmentCode = Annotated[Code, Path(description="Code of the department")]


@router.get("", response_model=DepartmentPage, responses=_READS | problems(errors.BadCursor))
async def list_departments(
    request: Request, query: Annotated[DepartmentQuery, Query()], session: ReadSession, actor: Administrator
) -> Response:
    """The departments that serve the areas I administer, or a part of them."""
    return responses.page(request, await lists.departments(session, actor, query))


@router.get("/{code}", response_model=DepartmentView, responses=_READS)
async def read_department(code: DepartmentCode, session: ReadSession, actor: Administrator) -> Response:
    """One department with all its names and its jurisdiction."""
    return responses.json(await departments.read(session, actor, code))


@router.put("/{code}", response_model=DepartmentView, responses=_CREATES | _WRITES)
async def put_department(code: DepartmentCode, body: DepartmentIn, write: AdministratorWrite) -> Response:
    """Creates a department or replaces it whole; `is_active: false` retires it 停用."""
    return await write.by(departments.put, code, body)
