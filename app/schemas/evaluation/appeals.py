"""Appeals 申诉: of a unit about a closed case, and against a published result; who decided what, and until when."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Input, Note, Output, example
from app.schemas.cases.lists import PageQuery
from app.workflow.evaluation.period import AppealAbout, AppealState


class CaseAppealIn(Input):
    """Why what counts against the unit should not."""

    about: AppealAbout
    reason: Note
    evidence_ids: list[UUID] = Field(default=[], max_length=20, description="Photos of the case that show it")
    model_config = example(about="overdue", reason="停电导致无法施工，见现场照片", evidence_ids=[])


class AppealDecision(Input):
    grant: bool = Field(description="Whether the appeal is right")
    note: Note
    points: dict[Code, float] | None = Field(
        default=None, max_length=40, description="Of a result: the corrected points of items, by their codes"
    )
    model_config = example(grant=True, note="情况属实，予以免责")


_CASE_APPEAL: dict[str, object] = {
    "id": "0193a0c0-0000-7000-8000-0000000000e3", "case_id": "0193a0c0-0000-7000-8000-000000000001",
    "case_number": "100001-7", "about": "overdue", "department_code": "CGJ", "department_name": "城市管理局",
    "reason": "停电导致无法施工", "evidence_ids": [], "asked_at": "2026-11-25T02:00:00Z",
    "due_at": "2026-12-02T02:00:00Z", "state": "pending", "first_at": None, "first_by": None, "first_by_name": None,
    "first_note": None, "second_at": None, "second_by": None, "second_by_name": None, "second_note": None,
}  # fmt: skip


class CaseAppealView(Output):
    """A unit's appeal about a case. Granted by two reviewers, the case is exempt from it; the fact stays."""

    id: UUID
    case_id: UUID
    case_number: str = Field(description="As it is dictated over the phone")
    about: AppealAbout
    department_code: str
    department_name: str | None
    reason: str
    evidence_ids: list[UUID] = Field(description="Photos of the case that show it")
    asked_at: datetime = Field(description="When the unit appealed")
    due_at: datetime = Field(description="By when the next reviewer is to decide")
    state: AppealState = Field(description="How far it is, as `AppealState` lists it")
    first_at: datetime | None = Field(description="When the first reviewer decided")
    first_by: UUID | None
    first_by_name: str | None
    first_note: str | None = Field(description="What the first reviewer said")
    second_at: datetime | None = Field(description="When the second reviewer decided")
    second_by: UUID | None
    second_by_name: str | None
    second_note: str | None = Field(description="What the second reviewer said")
    model_config = example(**_CASE_APPEAL)


class CaseAppealPage(Output):
    items: list[CaseAppealView]
    next_cursor: str | None
    model_config = example(items=[_CASE_APPEAL], next_cursor=None)


class CaseAppeals(Output):
    """All appeals about one case."""

    items: list[CaseAppealView]
    model_config = example(items=[_CASE_APPEAL])


class ResultAppealView(Output):
    """An appeal against a published result: decided where the period is of, then by the area above."""

    id: UUID
    period_id: UUID
    subject: str
    name: str = Field(description="Whose result it is")
    reason: str
    evidence: str | None = Field(description="What shows it")
    asked_at: datetime = Field(description="When it was made")
    due_at: datetime = Field(description="By when it is to be decided, or raised to the area above")
    state: AppealState = Field(description="How far it is, as `AppealState` lists it")
    first_at: datetime | None = Field(description="When it was first decided")
    first_note: str | None = Field(description="What was said with it")
    second_at: datetime | None = Field(description="When the area above decided")
    second_note: str | None = Field(description="What the area above said")
    model_config = example(
        id="0193a0c0-0000-7000-8000-0000000000e4", period_id="0193a0c0-0000-7000-8000-0000000000e2",
        subject="440310001001001", name="第一网格", reason="3 件超期为系统停机所致", evidence=None,
        asked_at="2026-11-04T02:00:00Z", due_at="2026-11-11T02:00:00Z", state="pending", first_at=None,
        first_note=None, second_at=None, second_note=None,
    )  # fmt: skip


class AppealQuery(PageQuery):
    undecided: bool = Field(default=True, description="true: only those that wait for a decision")


class ResultAppealPage(Output):
    items: list[ResultAppealView]
    next_cursor: str | None
    model_config = example(items=[], next_cursor=None)
