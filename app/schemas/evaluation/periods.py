"""Periods 考评周期 and their results: each score with its arithmetic, and what is said of it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Input, NearDay, Note, Output, ShortText, example
from app.schemas.cases.lists import PageQuery
from app.schemas.evaluation.figures import SubjectKey
from app.workflow.evaluation.period import PeriodState
from app.workflow.evaluation.scheme import Assessed


class PeriodIn(Input):
    """Which scheme, of which area, from when until when."""

    scheme_id: UUID = Field(description="The version of the scheme; the period keeps it")
    area_code: Code = Field(description="The area whose grids, units or people are scored")
    first: NearDay = Field(description="From this day on")
    last: NearDay = Field(description="Until this day, itself included; within 400 days")
    model_config = example(
        scheme_id="0193a0c0-0000-7000-8000-0000000000e1", area_code="440310", first="2026-10-01", last="2026-10-31"
    )


class PeriodView(Output):
    """One period, and how far it is."""

    id: UUID
    scheme_id: UUID
    scheme_code: str
    scheme_name: str
    assessed: Assessed
    area_code: str
    area_name: str | None
    first: date
    last: date
    state: PeriodState = Field(description="How far it is, as `PeriodState` lists it")
    version: int
    done: int = Field(description="How many of those it assesses are computed; it rises meanwhile")
    total: int = Field(description="How many it assesses; 0: the computation has not begun")
    computed_at: datetime | None = Field(description="When it was last computed")
    reviewed_at: datetime | None = Field(description="When it was reviewed; null: not since it was computed")
    published_at: datetime | None = Field(description="When it was published and frozen; null: not yet")
    appeal_until: datetime | None = Field(description="Until when it may be appealed against")
    pays: bool = Field(description="Whether its scheme has pay bands: published, it has a pay list")
    model_config = example(
        id="0193a0c0-0000-7000-8000-0000000000e2", scheme_id="0193a0c0-0000-7000-8000-0000000000e1",
        scheme_code="grid-month", scheme_name="网格月度考评", assessed="grid", area_code="440310", area_name="坪山区",
        first="2026-10-01", last="2026-10-31", state="published", version=4, done=3, total=3,
        computed_at="2026-11-02T01:00:00Z", reviewed_at="2026-11-02T02:00:00Z", published_at="2026-11-03T01:00:00Z",
        appeal_until="2026-11-10T01:00:00Z", pays=False,
    )  # fmt: skip


class PeriodQuery(PageQuery):
    assessed: Assessed | None = Field(
        default=None, description="Only those of workers, grids, villages, stations or departments"
    )
    published: bool | None = Field(default=None, description="true: only published ones; false: only others")


class PeriodPage(Output):
    items: list[PeriodView]
    next_cursor: str | None
    model_config = example(items=[], next_cursor=None)


class ManualPoint(Input):
    """Points given by hand, or the size of a grid."""

    subject: SubjectKey = Field(description="A code, or the id of a worker")
    item: Code = Field(description="Code of a manual item of the scheme; `size`: households of the grid")
    points: float = Field(ge=0, le=1_000_000, description="At most the weight of the item")
    reason: ShortText | None = Field(default=None, description="Why, in a few words")


class ManualPoints(Input):
    points: list[ManualPoint] = Field(min_length=1, max_length=500, description="One entry for each subject and item")
    model_config = example(
        points=[{"subject": "440310001001001", "item": "conduct", "points": 18, "reason": "巡查认真"}]
    )


class ResultView(Output):
    """What a period makes of one subject. Of a published one it is what was published, with what corrected it."""

    period_id: UUID
    subject: str
    name: str = Field(description="What it was called then")
    score: float | None = Field(description="0 to 100, two places, corrections included; null: nothing to score")
    colour: str | None = Field(description="Code of its colour, corrections included")
    colour_label_zh: str | None
    colour_label: str | None
    rank: int | None = Field(description="Its place; equal scores share one. null: too few cases to be ranked")
    published_score: float | None = Field(description="The score as it was computed; it never changes once published")
    published_colour: str | None = Field(description="The colour as it was computed")
    is_corrected: bool = Field(description="Whether an appeal has corrected it")
    appeal_id: UUID | None = Field(description="The appeal against it, if there is one")


_RESULT = {
    "period_id": "0193a0c0-0000-7000-8000-0000000000e2", "subject": "440310001001001", "name": "第一网格",
    "score": 91.5, "colour": "red", "colour_label_zh": "红", "colour_label": "Red", "rank": 1,
    "published_score": 91.5, "published_colour": "red", "is_corrected": False, "appeal_id": None,
}  # fmt: skip


class ResultPage(Output):
    items: list[ResultView]
    next_cursor: str | None
    model_config = example(items=[_RESULT], next_cursor=None)


class Trial(Output):
    """What a scheme would make of a period; nothing of it is kept."""

    items: list[dict[str, object]] = Field(description="As results are explained, the best first")
    model_config = example(items=[])


class Correction(Output):
    """What a granted appeal changed."""

    score: float | None = Field(description="From then on")
    colour: str | None = Field(description="From then on")
    reason: str = Field(description="Why it was granted")
    made_at: datetime


class ExplainedResult(ResultView):
    """The same with its arithmetic: items, deductions, triggers, the distance to the next colour, the cases behind."""

    explanation: dict[str, object] = Field(
        description="Each item with its figure, value, hits, counted, exempt, weight and points, and the lists behind;"
        " deductions, triggers, the colour above and how many points are missing, the pay band; `irregular` tells what"
        " was found irregular of the subject's reports, and the kinds that the scheme counts all the same"
    )
    corrections: list[Correction] = Field(description="Every correction, the first first")
    model_config = example(**_RESULT, explanation={"items": [], "to_next": 3.5}, corrections=[])


class OwnResults(Output):
    """My own results of published periods, the latest first."""

    items: list[ResultView]
    next_cursor: str | None
    model_config = example(items=[_RESULT], next_cursor=None)


class AppealIn(Input):
    """Why a published result is not right."""

    subject: SubjectKey = Field(description="A code, or the id of a worker: whose result")
    reason: Note
    evidence: Note | None = Field(default=None, description="What shows it: numbers of cases, facts, witnesses")
    model_config = example(subject="440310001001001", reason="3 件超期为系统停机所致", evidence="停机公告 2026-10-12")
