"""The hours of units 单位工时: their weeks, and which units go by whose."""

from datetime import date
from typing import TypedDict

from sqlalchemy import Date, and_, bindparam, delete, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.calendar import UnitWeek
from app.models.case import Case
from app.models.case_row import CaseRow
from app.models.department import Department
from app.queries.cases.scope import FACTS
from app.queries.tables import table
from app.workflow.states import Status

weeks = table(UnitWeek)
departments = table(Department)
cases = table(Case)

_CODE = bindparam("code", type_=VARCHAR())
_CODES = bindparam("codes", type_=ARRAY(VARCHAR())).any_()


class WeekRow(TypedDict):
    """A week of a unit: by weekday the windows in minutes of the day."""

    department_code: str
    valid_from: date
    windows: dict[str, list[list[int]]]
    keeps_holidays: bool


WEEKS = Statement(select(weeks).order_by(weeks.c.department_code, weeks.c.valid_from), WeekRow)
WEEKS_OF = Statement(select(weeks).where(weeks.c.department_code == _CODE).order_by(weeks.c.valid_from), WeekRow)


class ByWhose(TypedDict):
    """A unit, and one at or above it that has hours."""

    code: str
    of: str


_with_hours = departments.alias("with_hours")
_ABOVE = func.starts_with(departments.c.path, _with_hours.c.path)
_HAS_HOURS = exists(select(weeks.c.department_code).where(weeks.c.department_code == _with_hours.c.code))
BY_WHOSE = Statement(
    select(departments.c.code, _with_hours.c.code.label("of"))
    .select_from(_with_hours.join(departments, _ABOVE))
    .where(_HAS_HOURS)
    .order_by(departments.c.code, func.length(_with_hours.c.path)),
    ByWhose,
)
"""Of each unit that has hours, its own or inherited, whose; the outermost first."""


class PathRow(TypedDict):
    """A unit with the codes from the outermost one down to it, each followed by "/"."""

    code: str
    path: str


BELOW = Statement(
    select(departments.c.code, departments.c.path)
    .select_from(_with_hours.join(departments, _ABOVE))
    .where(_with_hours.c.code == _CODE)
    .order_by(departments.c.path),
    PathRow,
)
"""A unit and all below it."""

REACHES = Scalar(
    select(
        exists(select(departments.c.code).join(_with_hours, _ABOVE).where(departments.c.code == _CODES, _HAS_HOURS))
    ),
    bool,
)
"""Whether one of these units lies at or below one that has hours."""

_put = upsert(weeks)
PUT = Statement(
    _put.on_conflict_do_update(
        index_elements=["department_code", "valid_from"],
        set_={"windows": _put.excluded.windows, "keeps_holidays": _put.excluded.keeps_holidays},
    ),
    columns=("department_code", "valid_from", "windows", "keeps_holidays"),
)
DROP = Statement(
    delete(weeks).where(weeks.c.department_code == _CODE, weeks.c.valid_from == bindparam("since", type_=Date()))
)

TO_SIGN = Statement(
    select(*FACTS)
    .where(
        and_(cases.c.lead_department_code == _CODES, cases.c.status == Status.DISPATCHED, cases.c.rule.is_not(None)),
    )
    .order_by(cases.c.id)
    .limit(bindparam("count")),
    CaseRow,
)
"""What these units have to sign, whole: its time goes by their hours."""
