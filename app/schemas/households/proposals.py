"""Proposals 评议 on the wire: what is asked of the council, the votes, and what became of it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Day, Input, Note, Output, example
from app.schemas.cases.lists import PageQuery
from app.schemas.households.records import AT, BY, HOUSEHOLD
from app.schemas.households.rules import MOST_PHOTOS, MOST_POINTS, RuleName
from app.workflow.households.terms import PointsRuleKind, ProposalState, VoteChoice


class ProposalIn(Input):
    household_id: UUID
    rule_code: Code
    points: int = Field(ge=1, le=MOST_POINTS, description="Within what the rule says, always a positive number")
    occurred_on: Day = Field(description="The day of the deed, whose rules hold; not after today")
    reason: Note
    photo_ids: list[UUID] = Field(default=[], max_length=MOST_PHOTOS, description="Photos sent to this village before")
    about_case_id: UUID | None = Field(default=None, description="A case that is evidence; of the normal tier alone")
    activity_id: UUID | None = Field(default=None, description="An activity of a group of this village, not called off")
    activity: RuleName | None = Field(default=None, description="An activity in words, where none is on record")
    model_config = example(
        household_id=HOUSEHOLD, rule_code="QJ-1", points=10, occurred_on="2026-11-21", reason="带头清理门前三包区域",
        activity="十一月清洁日",
    )  # fmt: skip


class ProposalQuery(PageQuery):
    state: ProposalState | None = None
    household: UUID | None = Field(default=None, description="Only those about this household")


class VoteIn(Input):
    seat_id: UUID
    choice: VoteChoice


class VotesIn(Input):
    """One's own vote, or those of a meeting as somebody of the village wrote them down."""

    votes: list[VoteIn] = Field(min_length=1, max_length=200)
    minutes: Note | None = Field(default=None, description="Of the meeting; needed for votes that are not one's own")
    model_config = example(
        votes=[{"seat_id": HOUSEHOLD, "choice": "yes"}], minutes="11 月 25 日评议会，应到 5 人，实到 5 人"
    )


class WithdrawProposalIn(Input):
    reason: Note
    model_config = example(reason="户号填错，另行提议")


class VoteView(Output):
    seat_id: UUID
    member_name: str | None
    choice: VoteChoice
    minutes: str | None
    voted_by: UUID
    voted_by_name: str | None
    created_at: datetime


_COUNT = {"voters": 5, "given": 4, "yes": 3, "no": 1, "abstain": 0, "quorum": 3}
_PROPOSAL = {
    "id": HOUSEHOLD, "household_id": HOUSEHOLD, "household_number": 12, "head_name": "王**", "kind": "award",
    "rule_code": "QJ-1", "rule_name": "参加清洁日", "rules_from": "2026-01-01", "points": 10,
    "occurred_on": "2026-11-21", "reason": "带头清理门前三包区域", "about_case_id": None, "activity_id": None,
    "activity": "十一月清洁日", "state": "open", "proposer_id": BY, "proposer_name": "张网格", "created_at": AT,
    "closes_at": "2026-12-04T02:00:00Z", "closed_at": None, "close_note": None, "count": _COUNT, "my_seat_id": None,
    "may": ["vote"],
}  # fmt: skip


class VoteCount(Output):
    voters: int
    given: int
    yes: int
    no: int
    abstain: int
    quorum: int


class ProposalItem(Output):
    """A proposal as lists show it."""

    id: UUID
    household_id: UUID
    household_number: int
    head_name: str | None
    kind: PointsRuleKind
    rule_code: str
    rule_name: str
    rules_from: date
    points: int
    occurred_on: date
    reason: str
    about_case_id: UUID | None
    activity_id: UUID | None
    activity: str | None
    state: ProposalState
    proposer_id: UUID
    proposer_name: str | None
    created_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    close_note: str | None
    count: VoteCount
    my_seat_id: UUID | None
    may: list[str]
    model_config = example(**_PROPOSAL)


class ProposalPage(Output):
    items: list[ProposalItem]
    next_cursor: str | None
    model_config = example(items=[_PROPOSAL], next_cursor=None)


_VOTE = {"seat_id": HOUSEHOLD, "member_name": "李**", "choice": "yes", "minutes": None, "voted_by": BY,
         "voted_by_name": "李代表", "created_at": AT}  # fmt: skip


class ProposalView(ProposalItem):
    """A proposal with its votes and evidence."""

    votes: list[VoteView]
    photo_ids: list[UUID]
    model_config = example(**_PROPOSAL, votes=[_VOTE], photo_ids=[])
