"""The cases of the last days as a dry run 试运行 looks at them: where each went first, and where it is now."""

from datetime import datetime
from typing import TypedDict, final
from uuid import UUID

from sqlalchemy import DateTime, bindparam, func, literal, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR
from sqlalchemy.dialects.postgresql import UUID as UUIDS

from app.db.statement import Statement
from app.models.case_event import CaseEvent
from app.queries.cases.scope import cases
from app.queries.tables import table
from app.workflow.actions import Action

events = table(CaseEvent)


@final
class TriedCase(TypedDict):
    """What of a case decides who is responsible, and what became of it; nobody is named."""

    id: UUID
    serial: int
    reported_at: datetime
    filed_at: datetime | None
    title: str | None
    description: str
    address: str | None
    channel: str
    nature_code: str | None
    source_code: str | None
    area_code: str | None
    area_path: str
    privacy_tier: str
    category_code: str | None
    rule_code: str | None
    urgent: bool
    is_open: bool
    lead_department_code: str | None
    responsible_department_code: str | None
    first_lead: str | None
    first_at: datetime | None


_first = (
    select(events.c.data["lead"].astext.label("lead"), events.c.created_at.label("at"))
    .where(events.c.case_id == cases.c.id, events.c.action == literal(Action.DISPATCH.value))
    .order_by(events.c.seq)
    .limit(1)
    .lateral("first")
)
_mine = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
_MADE = {
    "responsible_department_code": cases.c.rule["department_code"].astext.label("responsible_department_code"),
    "first_lead": _first.c.lead.label("first_lead"),
    "first_at": _first.c.at.label("first_at"),
}
_SINCE, _BEFORE = (bindparam(name, type_=DateTime(timezone=True)) for name in ("since", "before"))

TRIED = Statement(
    select(*(_MADE[name] if name in _MADE else cases.c[name] for name in TriedCase.__annotations__))
    .select_from(cases.outerjoin(_first, true()))
    .where(
        cases.c.reported_at >= _SINCE,
        tuple_(cases.c.reported_at, cases.c.id) < tuple_(_BEFORE, bindparam("before_id", type_=UUIDS())),
        select(literal(1)).select_from(_mine).where(func.starts_with(cases.c.area_path, _mine.c.path)).exists(),
    )
    .order_by(cases.c.reported_at.desc(), cases.c.id.desc())
    .limit(bindparam("count")),
    TriedCase,
)
"""Those reported since a moment that lie in some areas, the youngest first, from before one of them on."""
