"""What a person holds of open cases: verifications 核查, checks 核实, cases they handle 经办; and what a unit has."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, array

from app.db.statement import Statement
from app.models.case import ASSISTED_CASES, OPEN_CASES, OPEN_TO_THE_GRID
from app.queries.cases.scope import cases
from app.workflow.states import Status
from app.workflow.supervision.faults import HELD_BY


def _waits_for(user_id: ColumnElement[uuid.UUID], status: Status) -> ColumnElement[bool]:
    return and_(cases.c[HELD_BY[status]] == user_id, cases.c.status == literal(status.value))


def held_by(user_id: ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    """The open cases somebody holds, in the form their indexes serve."""
    return and_(
        OPEN_CASES,
        or_(
            *(_waits_for(user_id, status) for status in HELD_BY),
            and_(cases.c.handler_id == user_id, cases.c.lead_department_code.is_not(None)),
        ),
    )


_USER = bindparam("of_user", type_=UUID())
_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
_IN_REACH = select(literal(1)).select_from(_PATHS).where(func.starts_with(cases.c.area_path, _PATHS.c.path)).exists()
_HELD = and_(held_by(_USER), _IN_REACH)
_KIND = case(
    (_waits_for(_USER, Status.VERIFYING), literal("verification")),
    (_waits_for(_USER, Status.CHECKING), literal("check")),
    else_=literal("case"),
).label("kind")

_AFTER = or_(bindparam("after", type_=UUID()).is_(None), cases.c.id > bindparam("after", type_=UUID()))

_held = select(_KIND).where(_HELD).subquery("held")
COUNTS = Statement(select(_held.c.kind, func.count().label("count")).group_by(_held.c.kind))
"""How much of each kind."""

PAGE = Statement(
    select(
        cases.c.id,
        cases.c.serial,
        cases.c.status,
        cases.c.area_code,
        cases.c.lead_department_code,
        cases.c.due_at,
        cases.c.stage_due_at,
        _KIND,
        OPEN_TO_THE_GRID.label("is_open"),
    )
    .where(_HELD, _AFTER)
    .order_by(cases.c.id)
    .limit(bindparam("count"))
)
"""A page of what a user holds within some subtrees, by the id of the case."""


class PartCount(TypedDict):
    """How many cases a unit has in one part, `lead` or `assist`."""

    kind: str
    count: int


class UnitCase(TypedDict):
    """A case that a unit leads or assists in; `is_open` where the grid may see it."""

    id: uuid.UUID
    serial: int
    status: str
    area_code: str | None
    due_at: datetime | None
    stage_due_at: datetime | None
    kind: str
    is_open: bool


_UNIT = bindparam("of_unit", type_=VARCHAR())
_LED = cases.c.lead_department_code == _UNIT
_ASSISTED = and_(ASSISTED_CASES, cases.c.assist_codes.contains(array([_UNIT])))
_OF_UNIT = and_(OPEN_CASES, or_(_LED, _ASSISTED), _IN_REACH)
_PART = case((_LED, literal("lead")), else_=literal("assist")).label("kind")

_led = select(_PART).where(_OF_UNIT).subquery("led")
UNIT_COUNTS = Statement(select(_led.c.kind, func.count().label("count")).group_by(_led.c.kind), PartCount)
"""How many cases a unit leads, and in how many it assists."""

UNIT_PAGE = Statement(
    select(
        cases.c.id,
        cases.c.serial,
        cases.c.status,
        cases.c.area_code,
        cases.c.due_at,
        cases.c.stage_due_at,
        _PART,
        OPEN_TO_THE_GRID.label("is_open"),
    )
    .where(_OF_UNIT, _AFTER)
    .order_by(cases.c.id)
    .limit(bindparam("count")),
    UnitCase,
)
"""A page of what a unit leads and assists in within some subtrees, by the id of the case."""
