"""Quarters on the wire: opened, computed, published; results that say what they come from, and their corrections."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.cobuilding import QuarterState
from app.schemas.base import Code, Input, Note, OneLine, Output, example
from app.schemas.cases.lists import PageQuery
from app.schemas.cobuilding.groups import GROUP_ID, SOMEBODY
from app.schemas.cobuilding.marks import INSPECTION_ID, PERIOD_ID
from app.schemas.cobuilding.schemes import SCHEME, SCHEME_ID, CobuildingSchemeView, Percent
from app.workflow.cobuilding.ranking import GroupVerdict
from app.workflow.cobuilding.scheme import MissingPart, ScorePart
from app.workflow.cobuilding.standing import InspectorTie


class QuarterIn(Input):
    area_code: Code = Field(description="All communities in this area are assessed together")
    year: int = Field(ge=2000, le=2100)
    number: int = Field(ge=1, le=4, description="Which quarter of the year; it has begun")
    model_config = example(area_code="440310001", year=2026, number=4)


class QuarterQuery(PageQuery):
    area: Code | None = Field(default=None, description="Of exactly this area")


class BallotsIn(Input):
    group_id: UUID = Field(description="The group whose effect is asked about")
    count: int = Field(ge=1, le=200, description="How many links, one for each resident who is asked")
    model_config = example(group_id=GROUP_ID, count=2)


class MarkCorrectionIn(Input):
    group_id: UUID = Field(description="A group of the published quarter")
    part: ScorePart = Field(description="The part that was wrong; the scheme asks for it")
    value: Percent = Field(description="What it should have been, per cent")
    reason: Note = Field(description="Why, and what shows it")
    model_config = example(group_id=GROUP_ID, part="inspection", value=88.5, reason="复核照片后更正第 2 项")


class BallotAnswer(Input):
    score: int = Field(ge=1, le=5, description="1 nothing has become better, 5 much has")
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), OneLine] | None = Field(
        default=None, description="In the resident's own words; up to 500 characters"
    )
    model_config = example(score=5, words="小区干净多了")


class BallotInvitation(Output):
    group_name: str
    area_name: str
    quarter: str
    expires_at: datetime
    model_config = example(
        group_name="六联社区共建联盟", area_name="六联社区", quarter="2026-Q4", expires_at="2027-01-15T16:00:00Z"
    )


class BallotThanks(Output):
    score: int
    model_config = example(score=5)


class BallotLinks(Output):
    urls: list[str] = Field(description="Told this once: each for one resident and one answer. A hash alone is kept")
    expires_at: datetime
    model_config = example(urls=["https://yikou.example/g/0123456789abcdef"], expires_at="2027-01-15T16:00:00Z")


_PERIOD = {
    "id": PERIOD_ID, "area_code": "440310001", "area_name": "坪山街道", "year": 2026, "number": 4,
    "quarter": "2026-Q4", "first_day": "2026-10-01", "last_day": "2026-12-31", "state": "published", "version": 3,
    "scheme_id": SCHEME_ID, "scheme_version": 1, "computed_at": "2027-01-04T02:00:00Z",
    "published_at": "2027-01-05T02:00:00Z", "published_by": SOMEBODY, "published_by_name": "赵督查",
    "created_at": "2026-10-01T02:00:00Z",
}  # fmt: skip


class QuarterSummary(Output):
    id: UUID
    area_code: str
    area_name: str | None
    year: int
    number: int
    quarter: str
    first_day: date
    last_day: date
    state: QuarterState
    version: int = Field(description="Grows with each change, also in `ETag`; send it as `If-Match`")
    scheme_id: UUID
    scheme_version: int
    computed_at: datetime | None
    published_at: datetime | None
    published_by: UUID | None
    published_by_name: str | None
    created_at: datetime


class QuarterView(QuarterSummary):
    """A quarter with the scheme it is assessed by."""

    scheme: CobuildingSchemeView
    may_manage: bool = Field(description="Whether you may name inspectors, compute and publish")
    model_config = example(**_PERIOD, scheme=SCHEME, may_manage=True)


class QuarterPage(Output):
    items: list[QuarterSummary]
    next_cursor: str | None
    model_config = example(items=[_PERIOD], next_cursor=None)


class MonthMark(Output):
    """A month of the group's own assessment."""

    month: date
    score: float | None = Field(description="null: it was not assessed")
    is_late: bool


class InspectionMark(Output):
    """An inspection, and whether it counts."""

    id: UUID
    inspector_name: str
    score: float | None = Field(description="null: it was not handed in")
    left_out: InspectorTie | None = Field(description="Why it does not count: what ties the inspector to the group")


class PartResult(Output):
    """One part of a score, and what it came from."""

    part: ScorePart
    weight: int = Field(description="As the scheme has it, per cent")
    counted: float = Field(description="What it counted for in the end, per cent")
    value: float | None = Field(description="null: it is missing")
    missing: MissingPart | None = Field(description="What was done because it is missing; null: it is not")


class GroupResult(Output):
    """A group in the list of a quarter."""

    group_id: UUID
    group_name: str = Field(description="As it was called when it was computed")
    area_code: str
    area_name: str
    lead_name: str | None = Field(description="The lead unit, as it was called when it was computed")
    score: float | None = Field(description="null: not ranked, because a part is missing")
    rank: int | None
    is_tied: bool = Field(description="Whether others have the same rank 并列")
    verdict: GroupVerdict
    parts: list[PartResult]
    corrected: bool = Field(description="Whether a correction stands beside it")
    corrected_score: float | None = Field(description="With all corrections; null: none, or not ranked")
    corrected_rank: int | None
    corrected_verdict: GroupVerdict | None


_RESULT = {
    "group_id": GROUP_ID, "group_name": "六联社区共建联盟", "area_code": "440310001001", "area_name": "六联社区",
    "lead_name": "城市管理局", "score": 88.6, "rank": 1, "is_tied": False, "verdict": "ordinary",
    "parts": [
        {"part": "own", "weight": 30, "counted": 37.5, "value": 92.0, "missing": None},
        {"part": "inspection", "weight": 50, "counted": 62.5, "value": 86.56, "missing": None},
        {"part": "residents", "weight": 20, "counted": 0.0, "value": None, "missing": "reweigh"},
    ],
    "corrected": False, "corrected_score": None, "corrected_rank": None, "corrected_verdict": None,
}  # fmt: skip


class QuarterResults(Output):
    """The list of a quarter: ranked first, by rank; then those that are not."""

    state: QuarterState
    computed_at: datetime | None
    published_at: datetime | None
    items: list[GroupResult] = Field(description="Every group of the quarter")
    model_config = example(
        state="published", computed_at="2027-01-04T02:00:00Z", published_at="2027-01-05T02:00:00Z", items=[_RESULT]
    )


class MarkCorrectionView(Output):
    """What a published result should have said of one part."""

    id: UUID
    part: ScorePart
    before: float | None
    value: float
    reason: str
    corrected_by: UUID
    corrected_by_name: str | None
    created_at: datetime


class ResultExplained(GroupResult):
    """A group's result with everything it came from."""

    members: list[str] = Field(description="The units of the group in the quarter, as they were called")
    months: list[MonthMark]
    inspections: list[InspectionMark]
    asked: int = Field(description="How many residents were asked")
    answered: int = Field(description="How many of them answered")
    least_answers: int
    to_commendation: float | None = Field(description="Points up to the line of commendation; 0: reached")
    activities: int = Field(description="Activities held in the quarter")
    tasks: int = Field(description="Tasks of the quarter, those withdrawn aside")
    tasks_done: int = Field(description="Those of them reported done by their day")
    corrections: list[MarkCorrectionView]
    model_config = example(
        **_RESULT, members=["城市管理局", "水务局"],
        months=[{"month": "2026-10-01", "score": 92.0, "is_late": False}],
        inspections=[{"id": INSPECTION_ID, "inspector_name": "赵督查", "score": 86.56, "left_out": None}],
        asked=20, answered=4, least_answers=10, to_commendation=1.4, activities=3, tasks=4, tasks_done=3,
        corrections=[],
    )  # fmt: skip
