"""Activities of a co-building group on the wire: planned, attended, minuted; and what was adopted 认领共管."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.cobuilding_work import AdoptionKind, GroupActivityKind, GroupActivityState
from app.schemas.base import (
    Code,
    Day,
    Description,
    Input,
    Location,
    Moment,
    Note,
    OneLine,
    Output,
    Phone,
    ShortText,
    Title,
    example,
)
from app.schemas.cases.lists import PageQuery
from app.schemas.cobuilding.groups import GROUP_ID, SOMEBODY
from app.schemas.cobuilding.marks import EvidencePhoto
from app.schemas.cobuilding.work import HistoryEntry
from app.schemas.device import DevicePlace, DeviceTime
from app.workflow.cobuilding.on_the_spot import CheckInRemark
from app.workflow.cobuilding.purposes import AdopterPurpose

ACTIVITY_ID = "0193a0c0-0000-7000-8000-0000000000e9"
ADOPTION_ID = "0193a0c0-0000-7000-8000-0000000000ea"


class ActivityIn(Input):
    kind: GroupActivityKind
    title: Title = Field(description="What it is about")
    place: ShortText = Field(description="Where people meet, in words")
    location: Location | None = Field(default=None, description="The same on the map, to compare with who is there")
    starts_at: Moment = Field(description="When it begins")
    ends_at: Moment = Field(description="When it ends; within two days of its beginning")
    department_code: Code = Field(description="The unit that holds it: a member today")
    model_config = example(
        kind="labour_day", title="周末清洁行动", place="六联社区北门", starts_at="2026-11-07T01:00:00Z",
        ends_at="2026-11-07T03:00:00Z", department_code="CGJ",
    )  # fmt: skip


class CheckIn(Input):
    location: DevicePlace = Field(default=None, description="Where the phone says it is; remarked upon alone")
    at: DeviceTime = Field(default=None, description="When, by the clock of the phone; remarked upon alone")
    sent_at: DeviceTime = Field(default=None, description="The clock of the phone as it sends")
    model_config = example(at="2026-11-07T01:02:00Z")


class MinutesIn(Input):
    minutes: Description = Field(description="What was done and agreed; up to 4,000 characters")
    residents_present: int = Field(default=0, ge=0, le=10_000, description="Residents who took part")
    model_config = example(minutes="清理卫生死角 6 处", residents_present=23)


class ActivityQuery(PageQuery):
    group: UUID | None = Field(default=None, description="Only what belongs to this one 共建小组")
    kind: GroupActivityKind | None = None
    state: GroupActivityState | None = None


_ATTENDANCE = {
    "attendee_id": SOMEBODY, "attendee_name": "李处置", "department_code": "CGJ", "department_name": "城市管理局",
    "distance_m": 42, "remarks": [], "checked_in_at": "2026-11-07T01:02:00Z",
}  # fmt: skip
_ACTIVITY = {
    "id": ACTIVITY_ID, "group_id": GROUP_ID, "group_name": "六联社区共建联盟", "kind": "labour_day",
    "title": "周末清洁行动", "place": "六联社区北门", "lat": 22.6931, "lon": 114.3402,
    "starts_at": "2026-11-07T01:00:00Z", "ends_at": "2026-11-07T03:00:00Z", "department_code": "CGJ",
    "department_name": "城市管理局", "state": "held", "residents_present": 23, "attended": 1, "units_attended": 1,
    "created_at": "2026-11-02T02:00:00Z",
}  # fmt: skip


class Attendance(Output):
    """Somebody who was there."""

    attendee_id: UUID
    attendee_name: str | None
    department_code: str | None = Field(description="The member unit they came for; null: of the community or another")
    department_name: str | None
    distance_m: int | None = Field(description="Metres between the phone and the place; null: not known")
    remarks: list[CheckInRemark] = Field(description="What was odd about it; nothing of this refuses anybody")
    checked_in_at: datetime


class ActivitySummary(Output):
    id: UUID
    group_id: UUID
    group_name: str
    kind: GroupActivityKind
    title: str
    place: str
    lat: float | None
    lon: float | None
    starts_at: datetime
    ends_at: datetime
    department_code: str
    department_name: str | None
    state: GroupActivityState
    residents_present: int | None
    attended: int = Field(description="People who checked in")
    units_attended: int = Field(description="Member units that they came for")
    created_at: datetime


class ActivityView(ActivitySummary):
    """An activity with who was there, its minutes, evidence and history."""

    minutes: str | None
    attendances: list[Attendance] = Field(description="Who checked in, the first one first; 500 at most")
    photos: list[EvidencePhoto]
    history: list[HistoryEntry]
    may_minute: bool = Field(description="Whether you may write its minutes, cancel it and add evidence")
    is_there: bool = Field(description="Whether you have checked in")
    model_config = example(
        **_ACTIVITY, minutes="清理卫生死角 6 处", attendances=[_ATTENDANCE], photos=[], history=[], may_minute=True,
        is_there=True,
    )  # fmt: skip


class ActivityPage(Output):
    items: list[ActivitySummary]
    next_cursor: str | None
    model_config = example(items=[_ACTIVITY], next_cursor=None)


ResidentName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), OneLine]


class AdoptionIn(Input):
    kind: AdoptionKind
    title: Title = Field(description="Which place or matter; nothing personal")
    description: Note | None = None
    location: Location | None = Field(default=None, description="Where it lies")
    department_code: Code | None = Field(default=None, description="The unit that adopts it; or a resident does")
    resident_name: ResidentName | None = Field(default=None, description="The resident; masked in every read")
    resident_phone: Phone | None = Field(default=None, description="Their phone; masked in every read")
    valid_from: Day = Field(description="From this day on")
    valid_to: Day | None = Field(default=None, description="Until this day; left out: until it is ended")
    model_config = example(
        kind="place", title="3 号楼前花坛", resident_name="王女士", resident_phone="13800000000",
        valid_from="2026-11-01",
    )  # fmt: skip


class DoneIn(Input):
    note: Note = Field(description="What was done; nothing personal")
    model_config = example(note="浇水除草，补种月季 12 株")


class AdoptionEnd(Input):
    valid_to: Day = Field(description="The last day, today or before it")
    note: Note = Field(description="Why it ends")
    model_config = example(valid_to="2026-12-31", note="搬离本社区")


class RevealIn(Input):
    reason_code: AdopterPurpose = Field(description="For what the contact is needed; it is logged with who looked")
    model_config = example(reason_code="contact_adopter")


class AdoptionQuery(PageQuery):
    group: UUID | None = Field(default=None, description="Only what belongs to this one 共建小组")
    current: bool | None = Field(default=None, description="true: only those that go on; false: only those that ended")


_ADOPTION = {
    "id": ADOPTION_ID, "group_id": GROUP_ID, "group_name": "六联社区共建联盟", "kind": "place",
    "title": "3 号楼前花坛", "description": None, "lat": None, "lon": None, "department_code": None,
    "department_name": None, "resident_name": "王***", "resident_phone": "*******0000", "valid_from": "2026-11-01",
    "valid_to": None, "done": 1, "created_at": "2026-11-01T02:00:00Z",
}  # fmt: skip


class AdoptionSummary(Output):
    id: UUID
    group_id: UUID
    group_name: str
    kind: AdoptionKind
    title: str
    description: str | None
    lat: float | None
    lon: float | None
    department_code: str | None = Field(description="The unit that adopted it; null: a resident did")
    department_name: str | None
    resident_name: str | None = Field(description="Masked; null: a unit adopted it")
    resident_phone: str | None = Field(description="Masked; null: none was told")
    valid_from: date
    valid_to: date | None
    done: int = Field(description="How often something was done")
    created_at: datetime


class AdoptionView(AdoptionSummary):
    """An adoption with what was done, and its evidence."""

    photos: list[EvidencePhoto]
    history: list[HistoryEntry] = Field(description="What was done, and when; 500 at most")
    may_record: bool = Field(description="Whether you may enter what was done, end it and add evidence")
    may_reveal: bool = Field(description="Whether you may look at the contact, with a purpose that is logged")
    model_config = example(**_ADOPTION, photos=[], history=[], may_record=True, may_reveal=False)


class AdoptionPage(Output):
    items: list[AdoptionSummary]
    next_cursor: str | None
    model_config = example(items=[_ADOPTION], next_cursor=None)


class AdopterContact(Output):
    resident_name: str = Field(description="As it was told; you looked, and that is logged")
    resident_phone: str | None = Field(description="As it was told; null: none was")
    model_config = example(resident_name="王女士", resident_phone="13800000000")
