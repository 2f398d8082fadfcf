"""What was found to be odd, its evidence and its file; a judgement, and a statement of whoever is concerned."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, field_validator

from app.schemas.base import Code, Input, Moment, Note, Output, example
from app.schemas.cases.lists import PageQuery
from app.workflow.irregularities.kinds import JUDGED, EntryKind, IrregularityKind, IrregularityState

_CASE = {
    "id": "0193a0c0-0000-7000-8000-000000000001", "number": "10000017", "status": "handling",
    "reported_at": "2026-11-24T02:40:00Z", "is_subject": True,
}  # fmt: skip
_VIEW: dict[str, object] = {
    "id": "4c7b3d8c-3f5e-5b0e-9f0a-2f3f1d4b5a6c", "kind": "duplicate", "kind_label_zh": "同人重复上报",
    "kind_label": "Duplicate by the same hand", "state": "found", "state_label_zh": "待核定",
    "state_label": "To be judged", "person_id": "0193a0c0-0000-7000-8000-0000000000a1", "person_name": "张网格",
    "department_code": None, "department_name": None, "area_code": "44031000100101", "area_name": "第一网格",
    "happened_at": "2026-11-24T02:40:00Z", "found_at": "2026-11-24T02:40:06Z",
    "evidence_zh": "同一人 35 分钟前在相距 4 米处上报过同类事项，文字相同 100%，当时尚未结案；此类未结上报共 1 件",
    "evidence": "The same person had reported the same category 35 min before, 4 m away, in words 100 % the same, and "
                "it was open; 1 such in all",
    "figures": {"times": 1, "minutes": 35, "metres": 4, "percent": 100},
    "thresholds": {"minutes": 4320, "metres": 30, "percent": 80}, "cases": [_CASE], "cases_unseen": 0,
    "judged_at": None, "judged_by": None, "judged_by_name": None,
}  # fmt: skip
_ENTRY = {
    "id": "0193a0c0-0000-7000-8000-0000000000e1", "kind": "statement",
    "said_by": "0193a0c0-0000-7000-8000-0000000000a1", "said_by_name": "张网格",
    "note": "两处垃圾分列道路两侧", "created_at": "2026-11-24T03:00:00Z",
}  # fmt: skip


class IrregularityQuery(PageQuery):
    """Which of them; all that are given must hold."""

    mine: bool = Field(default=False, description="true: those that concern me or my unit, and nobody else's")
    kind: IrregularityKind | None = None
    state: IrregularityState | None = None
    area: Code | None = Field(default=None, description="Only those that lie wholly in this area")
    person: UUID | None = Field(default=None, description="Only those that concern this person")
    unit: Code | None = Field(default=None, description="Only those that concern the ratings of this unit")
    since: Moment | None = Field(default=None, description="Only what happened from then on")
    until: Moment | None = Field(default=None, description="Only what happened before then")


class CaseOfIrregularity(Output):
    id: UUID
    number: str
    status: str
    reported_at: datetime
    is_subject: bool = Field(description="true: odd itself; false: what it is compared with")


class IrregularityView(Output):
    """Something odd in the record, with the evidence by which a person judges it."""

    id: UUID
    kind: IrregularityKind
    kind_label_zh: str
    kind_label: str
    state: IrregularityState = Field(description="`found`: nobody has judged it, and it counts against nobody")
    state_label_zh: str
    state_label: str
    person_id: UUID | None = Field(description="The worker it concerns")
    person_name: str | None
    department_code: str | None = Field(description="The unit whose ratings it concerns")
    department_name: str | None
    area_code: str | None = Field(description="The smallest area in which all of it lies")
    area_name: str | None
    happened_at: datetime
    found_at: datetime
    evidence_zh: str
    evidence: str
    figures: dict[str, object] = Field(description="The numbers of the evidence")
    thresholds: dict[str, int] = Field(description="From which on it was odd when it was found")
    cases: list[CaseOfIrregularity]
    cases_unseen: int = Field(description="How many of its cases the reader does not see")
    judged_at: datetime | None
    judged_by: UUID | None
    judged_by_name: str | None
    model_config = example(**_VIEW)


class IrregularityPage(Output):
    items: list[IrregularityView]
    next_cursor: str | None
    model_config = example(items=[_VIEW], next_cursor=None)


class IrregularityEntryView(Output):
    """An entry of the file: it is never changed."""

    id: UUID
    kind: EntryKind
    said_by: UUID | None = Field(description="null: the service itself")
    said_by_name: str | None
    note: str | None
    created_at: datetime


class IrregularityFile(IrregularityView):
    """One with its file, and what the reader may do."""

    entries: list[IrregularityEntryView] = Field(description="Oldest first")
    statement_until: datetime = Field(description="Before then it is not confirmed unless the concerned have spoken")
    may_state: bool = Field(description="Whether the reader is concerned and may state their side")
    may_judge: bool = Field(description="Whether the reader supervises there and is not concerned")
    model_config = example(
        **_VIEW, entries=[_ENTRY], statement_until="2026-11-27T02:40:06Z", may_state=False, may_judge=True
    )


class Judgement(Input):
    verdict: IrregularityState = Field(description="`confirmed` 属实 or `dismissed` 不属实")
    reason: Note = Field(description="Why; it stands in the file")
    model_config = example(verdict="dismissed", reason="两处垃圾分列道路两侧，确系两件")

    @field_validator("verdict")
    @classmethod
    def _is_one(cls, told: IrregularityState) -> IrregularityState:
        if told not in JUDGED:
            raise ValueError("a verdict is `confirmed` or `dismissed`")
        return told


class Statement(Input):
    statement: Note = Field(description="What whoever is concerned has to say; it stands in the file")
    model_config = example(statement="两处垃圾分列道路两侧，非同一堆")
