"""`/departments`: the administration of departments 部门 with their dated names and jurisdictions 管辖."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.base import Code, Day
from app.schemas.calendar import UnitChangeOut, UnitWeekIn
from app.schemas.flow.handing_over import HandOverUnitIn, UnitHandedOver, UnitWorkView
from app.schemas.organisation.filters import DepartmentQuery
from app.schemas.organisation.load import UnitLoad
from app.schemas.organisation.units import DepartmentIn, DepartmentPage, DepartmentView
from app.services.administration import departments, lists, succession, unit_hours
from app.services.units import load
from app.web import responses, routing
from app.web.administering import LISTS, READS, WRITES, AdministratorRead, AdministratorWrite, Lookup, created, writes
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems
from app.workflow.timing.unit_hours import UnitWeek

router = routing.router("/departments", tags=["organisation"])
_CHANGES = problems(*SIGNED_IN, errors.NotFound, errors.AltersClosed, errors.Busy)
Administrator = Annotated[Actor, writer(Permission.ADMINISTER)]
Preview = Annotated[bool, Query(description="Say what would move, and change nothing")]
DepartmentCode = Annotated[Code, Path(description="Code of the department")]


@router.get("", response_model=DepartmentPage, responses=LISTS)
async def list_departments(query: Annotated[DepartmentQuery, Query()], read: Lookup) -> Response:
    """The departments that serve the areas where I see cases or administer, or a part of them."""
    return await read.page(lists.departments, query)


@router.get("/{code}", response_model=DepartmentView, responses=READS)
async def read_department(code: DepartmentCode, read: Lookup) -> Response:
    """One department with all its names, its aliases and its jurisdiction."""
    return await read.of(departments.read, code)


@router.get("/{code}/load", response_model=UnitLoad, responses=READS)
async def read_load(
    code: DepartmentCode, session: ReadSession, actor: Annotated[Actor, reader(Permission.HANDLE)]
) -> Response:
    """Who of my unit has how much in hand 在手量, and what is nobody's yet; of units below mine, too."""
    return responses.json(await load.of_unit(session, actor, code))


@router.put(
    "/{code}", max_body_size=Size.JSON, response_model=DepartmentView, responses=created(DepartmentView) | WRITES
)
async def put_department(code: DepartmentCode, body: DepartmentIn, write: AdministratorWrite) -> Response:
    """Creates a department or replaces it whole; `is_active: false` retires it 停用."""
    return await write.read_by(departments.read).by(departments.put, code, body)


@router.put("/{code}/weeks/{valid_from}", max_body_size=Size.JSON, response_model=UnitChangeOut, responses=_CHANGES)
async def put_week(
    code: DepartmentCode,
    valid_from: Day,
    body: UnitWeekIn,
    session: WriteSession,
    actor: Administrator,
    preview: Preview = False,
) -> Response:
    """The hours of a unit 单位工时 from a day on: its time for signing and the window of returning go by them."""
    week = UnitWeek(code, body.week(), body.keeps_holidays)
    return responses.json(await unit_hours.put(session, actor, code, valid_from, week, preview=preview))


@router.delete("/{code}/weeks/{valid_from}", response_model=UnitChangeOut, responses=_CHANGES)
async def delete_week(
    code: DepartmentCode, valid_from: Day, session: WriteSession, actor: Administrator, preview: Preview = False
) -> Response:
    """Withdraws the hours of a unit that come into force on this day."""
    return responses.json(await unit_hours.put(session, actor, code, valid_from, None, preview=preview))


@router.get("/{code}/open-work", response_model=UnitWorkView, responses=READS)
async def read_open_work(code: DepartmentCode, read: AdministratorRead) -> Response:
    """What a unit has of open cases, before it is handed over to another 移交预览."""
    return await read.of(succession.preview, code)


@router.post("/{code}/hand-over", max_body_size=Size.JSON, response_model=UnitHandedOver, responses=writes(errors.Busy))
async def hand_over_unit(code: DepartmentCode, body: HandOverUnitIn, write: AdministratorWrite) -> Response:
    """单位移交 · What a dissolved or merged unit has goes to another, up to 200 cases at once; each tells of it."""
    return await write.by(succession.hand_over, code, body)
