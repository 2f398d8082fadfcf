"""What residents said in a period, counted: the question and its answer."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from app.schemas.base import Code, Input, Moment, Output, example
from app.schemas.supervision.questions import MOST_DAYS, USUAL_DAYS


class RatingsBy(StrEnum):
    DEPARTMENT = "department"
    TEAM = "team"
    AREA = "area"
    CATEGORY = "category"


class RatingQuery(Input):
    """Which answers are counted; all that are given must hold."""

    by: RatingsBy = RatingsBy.DEPARTMENT
    area: Code | None = Field(default=None, description="This area and all below it")
    department: Code | None = Field(default=None, description="This department and all below it, as lead")
    category: Code | None = Field(default=None, description="This category and all below it")
    since: Moment | None = Field(
        default=None, description=f"Given from then on; {USUAL_DAYS} days before `until` unless given"
    )
    until: Moment | None = Field(
        default=None, description=f"Given before then; the end of today unless given; within {MOST_DAYS} days"
    )


class Answers(Output):
    """Answers of residents counted; one round of a case is one answer."""

    count: int = Field(description="How many answers were given")
    average: float | None = Field(description="Of the scores, to two places; null: nobody answered")
    solved: int = Field(description="How many called it solved")
    unsolved: int = Field(description="How many called it not solved; imported answers may say neither")
    scores: list[int] = Field(description="How many gave 1, 2, 3, 4 and 5")


class AnswersOf(Answers):
    key: str | None
    name: str | None


class RatingFigures(Answers):
    since: datetime = Field(description="The period counted, from this moment on")
    until: datetime = Field(description="The end of the period, itself not counted")
    items: list[AnswersOf] = Field(description="The 1,000 groups with the most answers")
    model_config = example(
        since="2026-10-27T00:00:00+08:00", until="2026-11-26T00:00:00+08:00", count=3, average=3.33, solved=2,
        unsolved=1, scores=[1, 0, 0, 1, 1],
        items=[{"key": "CGJ", "name": "城市管理和综合执法局", "count": 3, "average": 3.33, "solved": 2, "unsolved": 1,
                "scores": [1, 0, 0, 1, 1]}],
    )  # fmt: skip
