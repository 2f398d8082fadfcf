"""What lists show of a case, and what the light, the number and the privacy of people are made of.

All of it stands in the row of the case: while that has not been written anew, it reads the same.
"""

from datetime import datetime
from typing import TypedDict, final
from uuid import UUID

from sqlalchemy import Integer, bindparam, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUIDS

from app.db.statement import Statement
from app.queries.cases.scope import cases


class CaseAsWritten(TypedDict):
    """A case as one write left it: `xmin` is the transaction that wrote the row, whoever ran it, whatever it wrote."""

    id: UUID
    version: int
    xmin: int


class ListedColumns(TypedDict):
    """These columns of a case, and of its rule the unit alone."""

    id: UUID
    version: int
    xmin: int
    serial: int
    status: str
    channel: str
    title: str | None
    nature_code: str | None
    source_code: str | None
    description: str
    address: str | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    area_code: str | None
    area_path: str
    centre_path: str | None
    repeat_count: int | None
    category_code: str | None
    rule_code: str | None
    urgent: bool
    lead_department_code: str | None
    team_code: str | None
    handler_id: UUID | None
    verifier_id: UUID | None
    checker_id: UUID | None
    reported_at: datetime
    due_at: datetime | None
    stage_due_at: datetime | None
    warn_at: datetime | None
    closed_at: datetime | None
    rework_round: int
    return_departments: list[str]
    redirect_count: int
    resume_at: datetime | None
    order_due_at: datetime | None
    auto_signed: bool
    signed_at: datetime | None
    privacy_tier: str
    reporter_id: UUID | None
    follower_ids: list[UUID]
    external_id: str | None
    responsible_department_code: str | None


@final
class ListedCase(ListedColumns):
    """A row of a list."""


_MADE = {
    "xmin": literal_column("cases.xmin", Integer()).label("xmin"),
    "responsible_department_code": cases.c.rule["department_code"].astext.label("responsible_department_code"),
}
AS_WRITTEN = tuple(_MADE[name] if name in _MADE else cases.c[name] for name in CaseAsWritten.__annotations__)
LISTED = tuple(_MADE[name] if name in _MADE else cases.c[name] for name in ListedCase.__annotations__)

AMONG = Statement(select(*LISTED).where(cases.c.id == bindparam("case_ids", type_=ARRAY(UUIDS())).any_()), ListedCase)
"""Of cases that a list gave to somebody: whether they still are what it gave, is told by how they are written."""
