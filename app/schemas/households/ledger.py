"""The ledger 积分流水 on the wire: entries, corrections as entries of their own, and appeals 申诉."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Input, Note, Output, example
from app.schemas.cases.lists import PageQuery
from app.schemas.households.records import AT, BY, HOUSEHOLD
from app.schemas.households.rules import MOST_PHOTOS, MOST_POINTS
from app.workflow.households.terms import LedgerKind, PointsAppealState

_ENTRY = {
    "id": HOUSEHOLD, "household_id": HOUSEHOLD, "entry_number": 3, "kind": "award", "points": 10, "balance": 85,
    "year": 2026, "occurred_on": "2026-11-21", "rule_code": "QJ-1", "rule_name": "参加清洁日",
    "proposal_id": HOUSEHOLD, "corrects_id": None, "redemption_id": None, "other_household_id": None,
    "about_case_id": None, "activity_id": None, "activity": "十一月清洁日", "reason": None, "appeal_until": None,
    "appeal_state": None, "made_by": None, "made_by_name": None, "created_at": AT,
}  # fmt: skip


class LedgerEntry(Output):
    """An entry of the ledger."""

    id: UUID
    household_id: UUID
    entry_number: int
    kind: LedgerKind
    points: int
    balance: int
    year: int
    occurred_on: date
    rule_code: str | None
    rule_name: str | None
    proposal_id: UUID | None
    corrects_id: UUID | None
    redemption_id: UUID | None
    other_household_id: UUID | None
    about_case_id: UUID | None
    activity_id: UUID | None
    activity: str | None
    reason: str | None
    appeal_until: datetime | None
    appeal_state: PointsAppealState | None
    made_by: UUID | None
    made_by_name: str | None
    created_at: datetime
    model_config = example(**_ENTRY)


class LedgerPage(Output):
    items: list[LedgerEntry]
    next_cursor: str | None
    model_config = example(items=[_ENTRY], next_cursor=None)


class LedgerQuery(PageQuery):
    year: int | None = Field(default=None, ge=2000, le=2100)


class CorrectEntryIn(Input):
    """What an entry should have said; the difference is written as an entry of its own."""

    should_be: int = Field(ge=-MOST_POINTS, le=MOST_POINTS)
    reason: Note
    photo_ids: list[UUID] = Field(default=[], max_length=MOST_PHOTOS, description="Photos sent to this village before")
    minutes: Note | None = Field(default=None, description="Where it was decided: evidence where there is no photo")
    model_config = example(should_be=5, reason="分值录入有误", minutes="11 月 28 日村委会核对记录")


class PointsAppealIn(Input):
    grounds: Note
    photo_ids: list[UUID] = Field(default=[], max_length=MOST_PHOTOS, description="Photos sent to this village before")
    model_config = example(grounds="当日全家在外，垃圾并非本户所倒")


class DecideAppealIn(Input):
    state: PointsAppealState
    restore: int | None = Field(
        default=None, ge=1, le=MOST_POINTS, description="Points given back, where it is partly so"
    )
    decision: Note
    model_config = example(state="granted", decision="经核实，确非该户所为，撤销扣分")


_APPEAL = {
    "id": HOUSEHOLD, "household_id": HOUSEHOLD, "household_number": 12, "head_name": "王**", "entry_id": HOUSEHOLD,
    "points": -10, "rule_name": "乱倒垃圾", "grounds": "当日全家在外", "state": "open", "filed_by": BY,
    "filed_by_name": "李受理", "created_at": AT, "decide_by": "2026-12-05T02:00:00Z", "is_late": False,
    "decider_id": None, "decider_name": None, "decided_at": None, "decision": None, "photo_ids": [],
    "may": ["decide"],
}  # fmt: skip


class PointsAppealView(Output):
    """An appeal against points that were taken."""

    id: UUID
    household_id: UUID
    household_number: int
    head_name: str | None
    entry_id: UUID
    points: int
    rule_name: str | None
    grounds: str
    state: PointsAppealState
    filed_by: UUID
    filed_by_name: str | None
    created_at: datetime
    decide_by: datetime
    is_late: bool
    decider_id: UUID | None
    decider_name: str | None
    decided_at: datetime | None
    decision: str | None
    photo_ids: list[UUID]
    may: list[str]
    model_config = example(**_APPEAL)


class PointsAppealPage(Output):
    items: list[PointsAppealView]
    next_cursor: str | None
    model_config = example(items=[_APPEAL], next_cursor=None)


class PointsAppealQuery(PageQuery):
    state: PointsAppealState | None = None
