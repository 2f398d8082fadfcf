"""What a resident without an account reports, and what the link they get shows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from app.schemas.base import CaseId, Code, Contact, Description, Input, Note, Output, OwnId, ShortText, example
from app.schemas.device import DevicePlace


class ResidentReport(Input):
    """A report 上报 of a resident; the contact is whom to answer, and may be left out."""

    id: CaseId = Field(description="A UUIDv7 made by the client: sent again, it is the same report")
    description: Description
    location: DevicePlace = Field(default=None, description="Left out where an address says where it is")
    address: ShortText | None = Field(default=None, description="In words; needed where nothing else says the place")
    area_code: Code | None = Field(
        default=None, description="Of the QR code that was scanned: where it is, unless the location lies in a grid"
    )
    category_code: Code | None = Field(default=None, description="What it is about, where the resident knows")
    contact: Contact | None = Field(default=None, description="Left out: nobody calls back, the link alone tells")
    _says_a_place: bool = PrivateAttr(default=False)
    model_config = example(
        id="0193a0c0-0000-7000-8000-000000000003",
        description="路灯不亮，夜间出行不便",
        location={"lat": 22.6929, "lon": 114.3468, "datum": "gcj02"},
        contact={"name": "王女士", "phone": "13800000000"},
    )

    @model_validator(mode="wrap")
    @classmethod
    def _remembers_what_was_said(cls, told: Any, read: ModelWrapValidatorHandler["ResidentReport"]) -> "ResidentReport":
        """A phone without a fix has said what it could: its 0,0 is no place, and no reason to refuse."""
        report = read(told)
        report._says_a_place = isinstance(told, dict) and told.get("location") is not None
        return report

    @property
    def says_a_place(self) -> bool:
        """Whether a place was given, even if it turned out to be none."""
        return self._says_a_place


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


class ResidentWords(Input):
    """What a resident adds 补充诉求, or why they object 提出异议."""

    id: OwnId = Field(description="A UUIDv7 made by the client: sent again, it is the same")
    note: Note
    model_config = example(id="0193a0c0-0000-7000-8000-000000000004", note="路灯在小区北门外，昨晚又有人摔倒")


class ResidentUrge(Input):
    """A nudge 催办 of a resident."""

    id: OwnId = Field(description="A UUIDv7 made by the client: sent again, it is the same")
    note: Note | None = None
    model_config = example(id="0193a0c0-0000-7000-8000-000000000005", note="已过三天，请尽快处理")


class Offered(StrEnum):
    """What a resident may do now; the last part of the address that does it."""

    PHOTOS = "photos"
    WORDS = "words"
    URGE = "urge"
    OBJECT = "object"
    RATING = "rating"


class Added(Output):
    """Something the resident of this link has added."""

    offer: Offered
    label_zh: str
    label: str
    note: str | None
    created_at: datetime


class PartOfReport(Output):
    """A part of one's own matter."""

    number: str
    status: str
    status_label_zh: str
    status_label: str
    title: str | None
    description: str | None
    closed_at: datetime | None


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
    parts: list[PartOfReport] = Field(description="Of a report that was split 拆分: how far each part is")
    added: list[Added] = Field(description="What was added by this link's resident, oldest first; nothing of others")
    offers: list[Offered] = Field(description="What may be added now: `POST …/{offer}` of this address")
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
        parts=[],
        added=[
            {
                "offer": "words",
                "label_zh": "补充诉求",
                "label": "Add to the report",
                "note": "昨晚又有人摔倒",
                "created_at": "2026-11-25T03:00:00Z",
            }
        ],
        offers=["photos", "words", "urge"],
    )
