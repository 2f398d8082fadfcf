"""What lists show of a case, and what the light, the number and the privacy of people are made of."""

from datetime import datetime
from typing import TypedDict, final
from uuid import UUID

from app.queries.cases.scope import cases


class ListedColumns(TypedDict):
    """These columns of a case, and of its rule the unit alone."""

    id: UUID
    serial: int
    status: str
    version: int
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
    category_code: str | None
    urgent: bool
    lead_department_code: str | None
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


_OF_THE_RULE = "responsible_department_code"
LISTED = (
    *(cases.c[name] for name in ListedCase.__annotations__ if name != _OF_THE_RULE),
    cases.c.rule["department_code"].astext.label(_OF_THE_RULE),
)
