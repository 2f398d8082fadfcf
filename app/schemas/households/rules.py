"""Points 文明积分 on the wire: a village's own rules, and its council 评议会."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.base import Code, Day, Input, OneLine, Output, example
from app.schemas.cases.lists import PageQuery
from app.schemas.households.records import AT, BY, HOUSEHOLD, INSTEAD, OF_A_USER, PERSON
from app.workflow.households.terms import (
    PointsListLabel,
    PointsRuleKind,
    TieRule,
    VoteMajority,
)

RuleName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), OneLine]
MOST_PHOTOS = 9
MOST_POINTS = 100_000


class PointsRuleIn(Input):
    code: Code
    kind: PointsRuleKind
    name: RuleName
    least: int = Field(ge=1, le=MOST_POINTS, description="Points at least, always a positive number")
    most: int = Field(ge=1, le=MOST_POINTS, description="Points that it gives or takes at most")
    most_a_year: int | None = Field(
        default=None, ge=1, le=MOST_POINTS, description="Points by this rule at most for a household in a year"
    )
    photo_needed: bool = Field(default=False, description="A photo has to be among the evidence")


_RULE = {"code": "QJ-1", "kind": "award", "name": "参加清洁日", "least": 5, "most": 10, "most_a_year": 60,
         "photo_needed": True}  # fmt: skip
_FINE = {"code": "LJ-1", "kind": "deduct", "name": "乱倒垃圾", "least": 5, "most": 20, "most_a_year": None,
         "photo_needed": True}  # fmt: skip
_RULES = {
    "rules": [_RULE, _FINE], "quorum_percent": 60, "majority": "more_than_half", "deduction_majority": "two_thirds",
    "voting_days": 5, "appeal_days": 10, "decision_days": 5, "list_label": "masked_name", "help_lowest": 3,
    "titles": 10, "tie_rules": ["fewest_deducted", "first_reached"], "deduction_bars": True,
}  # fmt: skip


class PointsRulesIn(Input):
    """The whole of a village's own rules."""

    rules: list[PointsRuleIn] = Field(min_length=1, max_length=100)
    quorum_percent: int = Field(ge=1, le=100)
    majority: VoteMajority
    deduction_majority: VoteMajority
    voting_days: int = Field(ge=1, le=30)
    appeal_days: int = Field(ge=1, le=60)
    decision_days: int = Field(ge=1, le=60)
    list_label: PointsListLabel
    help_lowest: int = Field(ge=1, le=50)
    titles: int = Field(ge=1, le=100)
    tie_rules: list[TieRule] = Field(max_length=3)
    deduction_bars: bool
    model_config = example(**_RULES)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        codes = [rule.code for rule in self.rules]
        if len(set(codes)) != len(codes):
            raise PydanticCustomError("rules", "{en}", {"zh": "规则代码重复", "en": "two rules bear the same code"})
        if any(rule.least > rule.most for rule in self.rules):
            words = {"zh": "分值下限高于上限", "en": "a rule gives more at least than at most"}
            raise PydanticCustomError("rules", "{en}", words)
        if len(set(self.tie_rules)) != len(self.tie_rules):
            raise PydanticCustomError("rules", "{en}", {"zh": "并列规则重复", "en": "a rule for ties is named twice"})
        return self


_RULES_VIEW = {**_RULES, "valid_from": "2026-01-01", "is_current": True, "rules_by": BY, "rules_by_name": "陈书记",
               "created_at": AT}  # fmt: skip


class PointsRuleView(Output):
    code: str
    kind: PointsRuleKind
    name: str
    least: int
    most: int
    most_a_year: int | None
    photo_needed: bool


class PointsRulesView(Output):
    """A village's rules as they hold from a day on."""

    rules: list[PointsRuleView]
    quorum_percent: int
    majority: VoteMajority
    deduction_majority: VoteMajority
    voting_days: int
    appeal_days: int
    decision_days: int
    list_label: PointsListLabel
    help_lowest: int
    titles: int
    tie_rules: list[TieRule]
    deduction_bars: bool

    valid_from: date
    is_current: bool
    rules_by: UUID
    rules_by_name: str | None
    created_at: datetime
    model_config = example(**_RULES_VIEW)


class PointsRulesHistory(Output):
    items: list[PointsRulesView] = Field(description="The newest first, 100 at most")
    model_config = example(items=[_RULES_VIEW])


class SeatIn(Input):
    """A seat of a resident, by their person, or of a user of the service; of one of them."""

    person_id: UUID | None = None
    user_id: UUID | None = Field(default=None, description=OF_A_USER)
    username: Code | None = Field(default=None, description=INSTEAD)
    valid_from: Day
    valid_to: Day | None = None
    model_config = example(person_id=PERSON, valid_from="2026-01-01")


class SeatEnd(Input):
    valid_to: Day
    model_config = example(valid_to="2026-12-31")


_SEAT = {"id": HOUSEHOLD, "person_id": PERSON, "member_name": "王**", "user_id": None, "valid_from": "2026-01-01",
         "valid_to": None, "household_number": 12, "votes_alone": False, "created_at": AT}  # fmt: skip


class SeatView(Output):
    """A seat of the council."""

    id: UUID
    person_id: UUID | None
    member_name: str | None
    user_id: UUID | None
    valid_from: date
    valid_to: date | None
    household_number: int | None
    votes_alone: bool
    created_at: datetime
    model_config = example(**_SEAT)


class SeatPage(Output):
    items: list[SeatView]
    next_cursor: str | None
    model_config = example(items=[_SEAT], next_cursor=None)


class SeatQuery(PageQuery):
    current: bool | None = Field(default=None, description="true: seats held today; false: all others")
