"""What a resident without an account reports, and what the link they get shows."""

from datetime import datetime

from pydantic import Field

from app.schemas.base import CaseId, Contact, Input, Output, ShortText, example
from app.schemas.cases import Description
from app.schemas.device import DevicePlace


class ResidentReport(Input):
    """A report 上报 of a resident; the contact is whom to answer."""

    id: CaseId = Field(description="A UUIDv7 made by the client: sent again, it is the same report")
    description: Description
    location: DevicePlace
    address: ShortText | None = None
    contact: Contact
    model_config = example(
        id="0193a0c0-0000-7000-8000-000000000003",
        description="路灯不亮，夜间出行不便",
        location={"lat": 22.6929, "lon": 114.3468, "datum": "gcj02"},
        contact={"name": "王女士", "phone": "13800000000"},
    )


class ResidentReceipt(Output):
    """The number to quote, and the link to follow it by: `token` is told here and nowhere else."""

    number: str
    status: str
    status_label_zh: str
    status_label: str
    reported_at: datetime
    url: str
    token: str
    expires_at: datetime
    model_config = example(
        number="1000028",
        status="reported",
        status_label_zh="已上报",
        status_label="Reported",
        reported_at="2026-11-25T01:00:05Z",
        url="http://127.0.0.1:8000/api/v1/public/cases/Hq3bC0n8Qk2sT7uY1wXz5aBdKf9LmNpR",
        token="Hq3bC0n8Qk2sT7uY1wXz5aBdKf9LmNpR",  # noqa: S106  (an example)
        expires_at="2028-11-24T01:00:05Z",
    )


class FollowedReport(Output):
    """One's own matter; of one that was merged 并案 where the matter stands that it is in."""

    number: str
    description: str
    reported_at: datetime
    status: str
    status_label_zh: str
    status_label: str
    due_at: datetime | None = Field(description="null while no clock runs")
    closed_at: datetime | None
    reply: str | None
    model_config = example(
        number="1000028",
        description="路灯不亮，夜间出行不便",
        reported_at="2026-11-25T01:00:05Z",
        status="handling",
        status_label_zh="处置中",
        status_label="Handling",
        due_at="2026-11-25T07:09:40Z",
        closed_at=None,
        reply=None,
    )
