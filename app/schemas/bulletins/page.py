"""A bulletin 简报 as it reads: its figures, what its editor says, and where it stands."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.models.bulletin import AddresseeKind
from app.schemas.base import Output
from app.workflow.bulletins.periods import BulletinKind
from app.workflow.evaluation.scheme import Assessed


class Called(Output):
    """A code with its names as they were when it was counted; `code` is null for none."""

    code: str | None
    zh: str
    en: str


class CountsOf(Output):
    """What was counted of a period."""

    reported: int = Field(description="Came in within the period")
    filed: int = Field(description="Of these, filed 立案 by now")
    closed: int = Field(description="Closed 结案 within the period, by their latest closing")
    timed: int = Field(description="Of the closed ones, those that had a deadline")
    on_time: int = Field(description="Of these, done within it 按期")
    overdue: int = Field(description="Past the deadline and not done when the period ended, or now if it has not")
    on_time_rate: float | None = Field(description="`on_time` of `timed` in percent; null: there was none")


class Changes(Output):
    """By how much in percent, the rate in points; null: it began with nothing."""

    reported: float | None
    filed: float | None
    closed: float | None
    overdue: float | None
    on_time_rate: float | None


class FigureLine(Called):
    """The counts of a unit, an area or a category, or of all."""

    now: CountsOf
    before: CountsOf = Field(description="Of the period before 上期")
    year_ago: CountsOf = Field(description="Of the same period a year ago 去年同期")
    since_before: Changes = Field(description="Against the period before 环比")
    since_year_ago: Changes = Field(description="Against a year ago 同比")


class PeriodOf(Output):
    """From a day to a day, both included, and what it is called."""

    first: date
    last: date
    zh: str
    en: str


class DayOf(Output):
    day: date
    reported: int
    closed: int


class OrderAnswersOf(Output):
    """Orders 督办 issued in the period, and how they were answered."""

    orders: int
    in_time: int
    late: int
    waiting: int
    ended: int = Field(description="Withdrawn, or over without an answer")
    answer_rate: float | None = Field(description="Answered of those that were not withdrawn, in percent")


class OrderAnswersOfUnit(OrderAnswersOf, Called):
    pass


class OrderOf(Output):
    number: str = Field(description="Of the case")
    level: int
    issued_at: datetime
    reply_due_at: datetime
    answered_at: datetime | None
    state: str = Field(description="`in_time`, `late`, `waiting` or `ended`")
    unit: Called


class OrdersOf(Output):
    total: OrderAnswersOf
    before: OrderAnswersOf
    year_ago: OrderAnswersOf
    units: list[OrderAnswersOfUnit]
    lines: list[OrderOf] = Field(description="The 30 most pressing, those without an answer first")


class ColourOf(Called):
    """A colour of the scheme, or that there is none; how many have it, corrections included."""

    count: int


class RankedOf(Called):
    """One who is ranked, by the name it had."""

    rank: int = Field(description="As published; equal scores share one")
    score: float | None = Field(description="0 to 100, corrections included")
    colour: Called = Field(description="Corrections included")
    is_corrected: bool = Field(description="Whether an appeal has corrected it")


class RankingOf(Output):
    """What a published evaluation 考评 came to; those of workers are never told."""

    scheme: Called
    area: Called
    assessed: Assessed
    first: date
    last: date
    scored: int = Field(description="How many it assesses")
    ranked: int = Field(description="How many of these are ranked: who has too few cases is not")
    colours: list[ColourOf] = Field(description="From the best down")
    lines: list[RankedOf] = Field(description="The first ten and the last ten of who is ranked")


class FiguresOf(Output):
    """What was counted, as of a moment."""

    as_of: datetime
    is_over: bool = Field(description="Whether the period was over then")
    period: PeriodOf
    before: PeriodOf
    year_ago: PeriodOf
    total: FigureLine
    units: list[FigureLine]
    areas: list[FigureLine] = Field(description="The areas right below it")
    categories: list[FigureLine] = Field(description="The ten with the most reports")
    days: list[DayOf] = Field(description="Every day of the period")
    orders: OrdersOf
    rankings: list[RankingOf] = Field(
        default=[],
        description="Of its area and days, the widest area first, at most 20; older issues have none",
    )
    rankings_left_out: int = Field(default=0, description="How many more there are")


class MentionOf(Called):
    kind: AddresseeKind
    reason: str


class RecipientOf(Called):
    kind: AddresseeKind


class TypicalOf(Output):
    case_id: UUID | None = Field(description="Which case; null in an issue, and to whoever does not edit")
    title: str
    text: str
    comment: str | None
    category: Called
    area: Called = Field(description="The village it lies in")
    unit: Called
    reported_on: date
    closed_on: date | None
    rating: int | None


class NumberOf(Output):
    """What an issue is cited by: 〔2026〕第3期."""

    year: int
    number: int
    zh: str
    en: str


class WithdrawalOf(Output):
    """The earlier issue that it takes back, and why."""

    bulletin_id: UUID
    number: NumberOf
    reason: str


class BulletinPage(Output):
    """What it says: of an issue, exactly as it was signed."""

    number: NumberOf | None = Field(description="Null until it is signed")
    kind: BulletinKind
    area: Called
    title: str
    foreword: str | None
    remarks: str | None
    figures: FiguresOf
    typical: list[TypicalOf]
    praised: list[MentionOf]
    criticised: list[MentionOf]
    addressees: list[RecipientOf]
    withdraws: WithdrawalOf | None
    editors: list[str]
    signed_by: str | None
    signed_on: date | None
