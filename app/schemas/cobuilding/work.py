"""Tasks and projects of a co-building group on the wire, with their history and their evidence."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.models.cobuilding_work import GroupEntryKind, GroupProjectState, GroupTaskState
from app.schemas.base import Code, Day, Input, Note, Output, ShortText, Title, example
from app.schemas.cases.lists import PageQuery
from app.schemas.cobuilding.groups import GROUP_ID, SOMEBODY
from app.schemas.cobuilding.marks import EvidencePhoto

TASK_ID = "0193a0c0-0000-7000-8000-0000000000e7"
PROJECT_ID = "0193a0c0-0000-7000-8000-0000000000e8"


class CobuildingTaskIn(Input):
    title: Title = Field(description="What is to be done, in few words")
    description: Note | None = None
    evidence: ShortText | None = Field(default=None, description="What will show that it is done")
    department_code: Code = Field(description="The unit that does it: a member today")
    due_on: Day = Field(description="By this day, not before today; it says in which quarter the task counts")
    model_config = example(title="清理北门堆物", evidence="前后对比照片", department_code="CGJ", due_on="2026-11-30")


class ResultIn(Input):
    result: Note = Field(description="What was done, and what came of it")
    model_config = example(result="已清理三车，设置围挡")


class ReviewIn(Input):
    accepted: bool = Field(description="false: it goes back to the unit 退回")
    note: Note | None = Field(default=None, description="Why it goes back")
    model_config = example(accepted=False, note="缺少清理后的照片")


class TaskChange(Input):
    department_code: Code | None = Field(default=None, description="Another unit of the group; left out: it stays")
    due_on: Day | None = Field(default=None, description="Another day of the same quarter; left out: it stays")
    note: Note = Field(description="Why it is changed")
    model_config = example(due_on="2026-12-10", note="连日降雨，顺延")


class ReasonIn(Input):
    note: Note = Field(description="Why, for the history")
    model_config = example(note="重复下达")


class WorkQuery(PageQuery):
    group: UUID | None = Field(default=None, description="Only what belongs to this one 共建小组")
    mine: bool | None = Field(default=None, description="true: only what units of mine have to do; false: only others'")
    open: bool | None = Field(default=None, description="true: only what goes on; false: only what is over")


_ENTRY = {
    "id": "0193a0c0-0000-7000-8000-0000000000f1", "kind": "created", "note": None, "entered_by": SOMEBODY,
    "entered_by_name": "赵督查", "created_at": "2026-11-02T02:00:00Z",
}  # fmt: skip


class HistoryEntry(Output):
    """Who did what, and when; never changed."""

    id: UUID
    kind: GroupEntryKind
    note: str | None
    entered_by: UUID
    entered_by_name: str | None
    created_at: datetime


_TASK = {
    "id": TASK_ID, "group_id": GROUP_ID, "group_name": "六联社区共建联盟", "quarter": "2026-Q4",
    "title": "清理北门堆物",
    "description": None, "evidence": "前后对比照片", "department_code": "CGJ", "department_name": "城市管理局",
    "due_on": "2026-11-30", "state": "open", "is_overdue": False, "result": None, "done_at": None,
    "created_at": "2026-11-02T02:00:00Z",
}  # fmt: skip


class CobuildingTaskSummary(Output):
    id: UUID
    group_id: UUID
    group_name: str
    quarter: str
    title: str
    description: str | None
    evidence: str | None
    department_code: str
    department_name: str | None
    due_on: date
    state: GroupTaskState
    is_overdue: bool = Field(description="Not reported done, and its day is over; or reported done after it")
    result: str | None
    done_at: datetime | None
    created_at: datetime


class CobuildingTaskView(CobuildingTaskSummary):
    """A task with its evidence and its history."""

    photos: list[EvidencePhoto]
    history: list[HistoryEntry]
    may_report: bool = Field(description="Whether you may report it done and add evidence")
    may_review: bool = Field(description="Whether you may accept it or send it back, change or withdraw it")
    model_config = example(**_TASK, photos=[], history=[_ENTRY], may_report=True, may_review=False)


class CobuildingTaskPage(Output):
    items: list[CobuildingTaskSummary]
    next_cursor: str | None
    model_config = example(items=[_TASK], next_cursor=None)


class StageIn(Input):
    """A stage of a project."""

    title: Title = Field(description="What the stage brings")
    due_on: Day = Field(description="By this day; no earlier than the stage before")


class ProjectIn(Input):
    title: Title = Field(description="What the project is called")
    description: Note | None = None
    department_code: Code = Field(description="The unit that runs it: a member today")
    stages: list[StageIn] = Field(min_length=1, max_length=20, description="Done one after the other")
    model_config = example(
        title="口袋公园", department_code="CGJ",
        stages=[{"title": "选址公示", "due_on": "2026-11-30"}, {"title": "建成开放", "due_on": "2027-03-31"}],
    )  # fmt: skip


class StageView(Output):
    """A stage, done or to come."""

    position: int = Field(description="From 1 on; a photo of the stage names it as `item_code`")
    title: str
    due_on: date
    done_at: datetime | None
    result: str | None
    is_overdue: bool = Field(description="Not done and its day is over; or done after it")


_STAGE = {
    "position": 1, "title": "选址公示", "due_on": "2026-11-30", "done_at": None, "result": None, "is_overdue": False,
}  # fmt: skip
_PROJECT = {
    "id": PROJECT_ID, "group_id": GROUP_ID, "group_name": "六联社区共建联盟", "title": "口袋公园", "description": None,
    "department_code": "CGJ", "department_name": "城市管理局", "state": "running",
    "created_at": "2026-11-02T02:00:00Z", "stages": [_STAGE],
}  # fmt: skip


class ProjectSummary(Output):
    id: UUID
    group_id: UUID
    group_name: str
    title: str
    description: str | None
    department_code: str
    department_name: str | None
    state: GroupProjectState
    created_at: datetime
    stages: list[StageView]


class ProjectView(ProjectSummary):
    """A project with its evidence and its history."""

    photos: list[EvidencePhoto]
    history: list[HistoryEntry]
    may_report: bool = Field(description="Whether you may finish its next stage and add evidence")
    may_review: bool = Field(description="Whether you may stop it")
    model_config = example(**_PROJECT, photos=[], history=[_ENTRY], may_report=True, may_review=False)


class ProjectPage(Output):
    items: list[ProjectSummary]
    next_cursor: str | None
    model_config = example(items=[_PROJECT], next_cursor=None)
