"""What rules decided by themselves in a period, and how often it did not last: the question and its answer."""

from datetime import datetime

from pydantic import Field

from app.schemas.base import Code, Input, Moment, Output, example
from app.schemas.supervision.questions import MOST_DAYS, USUAL_DAYS


class AutomaticQuery(Input):
    """Which cases are counted."""

    area: Code | None = Field(default=None, description="This area and all below it")
    since: Moment | None = Field(
        default=None, description=f"Reported from then on; {USUAL_DAYS} days before `until` unless given"
    )
    until: Moment | None = Field(
        default=None, description=f"Reported before then; the end of today unless given; within {MOST_DAYS} days"
    )


class AutomaticDecisions(Output):
    """Of one rule; a case counts once, by the first answer that the rule gave for it."""

    code: str = Field(description="Code of the rule that answered")
    matched: int = Field(description="Cases that the rule answered for")
    followed: int = Field(description="Of these, cases that went where it said")
    automatic: int = Field(description="Of these, cases that it dispatched by itself 自动派遣")
    returned: int = Field(description="Of the automatic ones, cases that the unit asked to return 退单")
    redirected: int = Field(description="Of the automatic ones, cases that were recalled or redirected 改派 since")
    elsewhere: int = Field(description="Of the automatic ones, cases that are over, and ended with another unit")
    wrong: int = Field(description="Of the automatic ones, cases to which at least one of the three happened")
    open: int = Field(description="Of the automatic ones, cases that are not over: their error may be still to come")
    error_rate: float | None = Field(description="`wrong` of `automatic`, from 0 to 1; null: it dispatched none")


class AutomaticFigures(Output):
    since: datetime = Field(description="The period counted, from this moment on")
    until: datetime = Field(description="The end of the period, itself not counted")
    dispatched: int = Field(description="Cases reported in the period that have been dispatched, by whomever")
    automatic: int = Field(description="Of these, cases that some rule dispatched by itself")
    share: float | None = Field(description="`automatic` of `dispatched`, from 0 to 1; null: none was dispatched")
    items: list[AutomaticDecisions] = Field(description="By rule, those that answered most first, at most 1,000")
    model_config = example(
        since="2026-10-27T00:00:00+08:00", until="2026-11-26T00:00:00+08:00", dispatched=400, automatic=120, share=0.3,
        items=[{"code": "RR-07", "matched": 150, "followed": 140, "automatic": 120, "returned": 3, "redirected": 4,
                "elsewhere": 2, "wrong": 5, "open": 10, "error_rate": 0.0417}],
    )  # fmt: skip
