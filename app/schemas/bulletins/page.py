"""A bulletin 简报 as it reads: its figures, what its editor says, and where it stands."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.models.bulletin import AddresseeKind, BulletinFormat
from app.schemas.base import Code, Input, Output, example
from app.schemas.cases.lists import PageQuery
from app.schemas.examples import bulletin as examples
from app.workflow.bulletins.life import BulletinAction, BulletinStatus
from app.workflow.bulletins.periods import BulletinKind


class BulletinQuery(PageQuery):
    """Which bulletins; all that are given must hold."""

    area: Code | None = Field(default=None, description="Of this area and all below it")
    kind: BulletinKind | None = None
    status: BulletinStatus | None = None
    unread: bool | None = Field(default=None, description="true: only issues sent to me that I have not acknowledged")


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


class FileOf(Output):
    format: BulletinFormat
    language: str = Field(description="`zh` or `en`; empty: of both")
    size: int = Field(description="Bytes")
    sha256: str = Field(description="SHA-256 of these bytes, which never change")


class BulletinHead(Output):
    """A bulletin as lists show it."""

    id: UUID
    area_code: str
    area_name: str | None
    kind: BulletinKind
    starts_on: date
    ends_on: date
    title: str
    status: BulletinStatus
    status_label_zh: str
    status_label: str
    version: int
    number: NumberOf | None
    created_at: datetime
    edited_at: datetime
    submitted_at: datetime | None
    returned_note: str | None = Field(description="Why it was sent back; to its editors alone")
    signed_at: datetime | None
    withdraws: UUID | None = Field(description="The earlier issue that it takes back")
    withdrawn_by: UUID | None = Field(description="The later issue that took it back; null: it stands")
    has_read: bool = Field(description="Whether I have acknowledged it")
    model_config = example(**examples.HEAD)


class BulletinList(Output):
    items: list[BulletinHead]
    next_cursor: str | None
    model_config = example(items=[examples.HEAD], next_cursor=None)


class BulletinView(BulletinHead):
    """A bulletin, what it says, and what I may do with it now."""

    allowed_actions: list[BulletinAction]
    files: list[FileOf] = Field(description="Of an issue, as they were signed")
    page: BulletinPage
    model_config = example(**examples.VIEW)


class BulletinLanguage(StrEnum):
    ZH = "zh"
    EN = "en"


class FileQuery(Input):
    """Which file."""

    format: BulletinFormat = Field(default=BulletinFormat.PDF, description="As which kind of file")
    language: BulletinLanguage = Field(default=BulletinLanguage.ZH, description="Of its fixed words and names")


class ReaderOf(Output):
    user_id: UUID
    name: str | None
    read_at: datetime


class ReceiptOf(Called):
    """An addressee, and who of it has read the bulletin."""

    kind: AddresseeKind
    has_read: bool
    readers: list[ReaderOf]


class BulletinReceipts(Output):
    """签阅回执 · Who has read it and who has not."""

    addressed: int
    read: int = Field(description="How many addressees have somebody who has read it")
    items: list[ReceiptOf] = Field(description="Those that have not read it first")
    model_config = example(**examples.RECEIPTS)
