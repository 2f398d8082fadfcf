"""Marks on the wire: a form that is filled in, by the group itself or by an inspector, and the photos beside it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.models.cobuilding_marks import InspectionState
from app.schemas.base import Day, Input, Note, Output, PartOfName, ShortText, example
from app.schemas.cases.lists import PageQuery
from app.schemas.cobuilding.groups import GROUP_ID, SOMEBODY
from app.schemas.cobuilding.schemes import FormItemView, ItemCode
from app.schemas.device import DevicePlace, DeviceTime
from app.workflow.cobuilding.standing import InspectorTie

PERIOD_ID = "0193a0c0-0000-7000-8000-0000000000e4"
ASSESSMENT_ID = "0193a0c0-0000-7000-8000-0000000000e5"
INSPECTION_ID = "0193a0c0-0000-7000-8000-0000000000e6"


class MarkIn(Input):
    """Points for one line of the form."""

    code: ItemCode = Field(description="The line of the form")
    points: Annotated[float, Field(ge=0, le=100, multiple_of=0.5)] = Field(description="Up to its `most`, by halves")
    note: ShortText | None = None


class AssessmentIn(Input):
    month: Day = Field(description="Any day of the month, which has begun; the quarter is not published yet")
    marks: list[MarkIn] = Field(min_length=1, max_length=40, description="Points for every line of the form, once each")
    note: Note | None = None
    model_config = example(
        month="2026-10-01", marks=[{"code": "A1", "points": 38}, {"code": "A2", "points": 55}], note="十月自查"
    )


class Assigned(Input):
    group_id: UUID = Field(description="A group of the quarter")
    inspector_id: UUID = Field(description="Who inspects: nobody of a unit of the group, nor of its community 考评回避")


class InspectionsIn(Input):
    assigned: list[Assigned] = Field(min_length=1, max_length=200, description="Who inspects which group")
    model_config = example(assigned=[{"group_id": GROUP_ID, "inspector_id": SOMEBODY}])


class InspectionMarks(Input):
    marks: list[MarkIn] = Field(min_length=1, max_length=40, description="Points for every line of the form, once each")
    note: Note | None = None
    location: DevicePlace = Field(default=None, description="Where the phone says it is; remarked upon alone")
    inspected_at: DeviceTime = Field(default=None, description="When, by the clock of the phone")
    sent_at: DeviceTime = Field(default=None, description="The clock of the phone as it sends")
    model_config = example(
        marks=[{"code": "A1", "points": 36.5}, {"code": "A2", "points": 51, "note": "北门堆物"}], note="总体良好"
    )


class InspectionQuery(PageQuery):
    period: UUID | None = Field(default=None, description="Of this quarter")
    group: UUID | None = Field(default=None, description="Only what belongs to this one 共建小组")
    mine: bool | None = Field(default=None, description="true: only those I am to do or did; false: only others'")


class InspectorQuery(Input):
    q: PartOfName = Field(description="A part of the name")


class InspectorView(Output):
    """Somebody with a post today, who might inspect."""

    inspector_id: UUID
    inspector_name: str | None
    post: str = Field(description="One of their posts")
    area_code: str | None
    area_name: str | None
    department_code: str | None
    department_name: str | None


class Inspectors(Output):
    items: list[InspectorView] = Field(description="30 at most: more of the name finds fewer")
    model_config = example(
        items=[{
            "inspector_id": SOMEBODY, "inspector_name": "赵督查", "post": "supervisor", "area_code": "440310",
            "area_name": "坪山区", "department_code": None, "department_name": None,
        }]
    )  # fmt: skip


class EvidencePhoto(Output):
    """A photo as evidence."""

    id: UUID
    item_code: str = Field(description="The line of the form, or the position of the stage; empty: of the whole")
    taken_at: datetime | None
    is_repeated: bool = Field(description="The very same bytes had been used before, here or elsewhere")
    uploaded_by: UUID
    uploaded_by_name: str | None
    created_at: datetime
    url: str = Field(description="Its copies: 1600 pixels, or with `?size=thumbnail` 320; for whoever sees it")
    model_config = example(
        id="0193a0c0-0000-7000-8000-0000000000f2", item_code="A2", taken_at=None, is_repeated=False,
        uploaded_by=SOMEBODY, uploaded_by_name="赵督查", created_at="2026-12-20T02:00:00Z",
        url="/api/v1/cobuilding/photos/0193a0c0-0000-7000-8000-0000000000f2",
    )  # fmt: skip


class MarkView(Output):
    """Points for one line of the form."""

    code: str
    points: float
    note: str | None


_MARKS = [{"code": "A1", "points": 36.5, "note": None}, {"code": "A2", "points": 51.0, "note": "北门堆物"}]
_FORM = [
    {"code": "A1", "name": "任务完成", "name_en": None, "most": 40, "guide": None, "needs_photo": False},
    {"code": "A2", "name": "环境面貌", "name_en": None, "most": 60, "guide": None, "needs_photo": True},
]
_ASSESSMENT = {
    "id": ASSESSMENT_ID, "group_id": GROUP_ID, "month": "2026-10-01", "revision": 1, "marks": _MARKS, "score": 87.5,
    "note": "十月自查", "is_late": False, "assessed_by": SOMEBODY, "assessed_by_name": "李处置",
    "created_at": "2026-11-02T02:00:00Z", "photos": [],
}  # fmt: skip


class AssessmentView(Output):
    """How a group assessed itself for a month, as it last did."""

    id: UUID
    group_id: UUID
    month: date = Field(description="Its first day")
    revision: int = Field(description="Counted from 1; the last one counts, and none is lost")
    marks: list[MarkView]
    score: float = Field(description="Per cent of the points of the form")
    note: str | None
    is_late: bool = Field(description="Handed in after the tenth of the following month; remarked upon alone")
    assessed_by: UUID
    assessed_by_name: str | None
    created_at: datetime
    photos: list[EvidencePhoto] = Field(description="Its evidence")
    model_config = example(**_ASSESSMENT)


class Assessments(Output):
    items: list[AssessmentView] = Field(description="The last revision of each month, the newest first; 60 at most")
    form: list[FormItemView] = Field(description="The form that would be filled in today; empty: no scheme holds here")
    model_config = example(items=[_ASSESSMENT], form=_FORM)


_INSPECTION = {
    "id": INSPECTION_ID, "period_id": PERIOD_ID, "quarter": "2026-Q4", "group_id": GROUP_ID,
    "group_name": "六联社区共建联盟", "area_code": "440310001001", "area_name": "六联社区",
    "inspector_id": SOMEBODY, "inspector_name": "赵督查", "state": "submitted", "score": 87.5,
    "submitted_at": "2026-12-20T02:00:00Z", "created_at": "2026-12-01T02:00:00Z",
}  # fmt: skip


class InspectionSummary(Output):
    id: UUID
    period_id: UUID
    quarter: str
    group_id: UUID
    group_name: str
    area_code: str
    area_name: str | None
    inspector_id: UUID
    inspector_name: str | None
    state: InspectionState
    score: float | None = Field(description="Per cent of the points of the form; null before it is handed in")
    submitted_at: datetime | None
    created_at: datetime


class InspectionView(InspectionSummary):
    """An inspection with its form, what was marked, and the photos."""

    form: list[FormItemView] = Field(description="Of the scheme of its quarter")
    marks: list[MarkView] = Field(description="Empty before it is handed in")
    note: str | None
    lat: float | None
    lon: float | None
    inspected_at: datetime | None
    photos: list[EvidencePhoto]
    barred: InspectorTie | None = Field(description="Why it does not count: what ties the inspector to the group")
    may_submit: bool = Field(description="Whether it waits for you")
    model_config = example(
        **_INSPECTION, form=_FORM, marks=_MARKS, note="总体良好", lat=None, lon=None, inspected_at=None, photos=[],
        barred=None, may_submit=False,
    )  # fmt: skip


class InspectionPage(Output):
    items: list[InspectionSummary]
    next_cursor: str | None
    model_config = example(items=[_INSPECTION], next_cursor=None)


class InspectionsAssigned(Output):
    items: list[InspectionSummary]
    model_config = example(items=[_INSPECTION])
