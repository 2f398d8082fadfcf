"""The supervisor's questions, their answers, and the inbox."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from app.models.area import AreaLevel
from app.schemas.base import Code, Input, Moment, Output, example
from app.schemas.cases.case import CaseSummary
from app.schemas.cases.lists import PageQuery, SparseQuery
from app.schemas.examples import case
from app.workflow.states import Status
from app.workflow.supervision.ages import AgeBand
from app.workflow.supervision.answers import OrderAnswer
from app.workflow.supervision.causes import Cause
from app.workflow.supervision.faults import Fault


class Question(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    STAGE_OVERDUE = "stage-overdue"
    UPCOMING = "upcoming"
    AUTO_SIGNED = "auto-signed"
    SUSPENDED = "suspended"
    BOUNCED = "bounced"
    REDIRECTED = "redirected"
    ORDERS = "orders"
    REPORTED = "reported"
    CLOSED = "closed"
    WAS_OVERDUE = "was-overdue"
    ORDERED = "ordered"
    TYPED_TWICE = "typed-twice"
    UNREAD = "unread"


#: Days that a question of what has been looks back, unless it says otherwise, and at most.
USUAL_DAYS, MOST_DAYS = 30, 366
#: Days that what was overdue is told for: the cases of that time are found among those that were closed since.
MOST_DAYS_BACK = 90


class SummaryBy(StrEnum):
    DEPARTMENT = "department"
    AREA = "area"
    CATEGORY = "category"
    STATUS = "status"
    FAULT = "fault"
    WORKER = "worker"
    AGE = "age"
    LATENESS = "lateness"
    CAUSE = "cause"


class Narrowing(Input):
    """What narrows a question; all that are given must hold."""

    area: Code | None = Field(default=None, description="This area and all below it")
    department: Code | None = Field(default=None, description="This department and all below it, as lead")
    unit: Code | None = Field(default=None, description="Exactly this lead unit")
    category: Code | None = Field(default=None, description="This category and all below it")
    category_exactly: Code | None = Field(default=None, description="This category alone, without those below it")
    status: Status | None = None
    fault: Fault | None = Field(default=None, description="With whom the case is now")
    worker: UUID | None = Field(default=None, description="Who has it in hand: its verifier, checker or else handler")
    returned_by: Code | None = Field(default=None, description="A unit that returned it 退单, whoever has it now")
    returned_by_worker: UUID | None = Field(default=None, description="Who asked for a return of it")
    without: Annotated[SummaryBy, Field()] | None = Field(
        default=None,
        description="Only cases that have none: no department, category, worker or cause; not late; at `area` itself",
    )
    level: AreaLevel | None = Field(
        default=None,
        description="Groups of `by=area` are the areas of this level, not those right below; and with `without=area` "
        "only cases that lie in none of them",
    )
    age: AgeBand | None = Field(default=None, description="Days since it was reported")
    lateness: AgeBand | None = Field(default=None, description="Days since its deadline passed")
    cause: Cause | None = Field(default=None, description="Why it is late; of a case several may hold")
    answer: OrderAnswer | None = Field(default=None, description="For `ordered`: what became of the order")
    order_level: int | None = Field(default=None, ge=1, le=3, description="For `ordered`: the level it reached")
    hour: int | None = Field(default=None, ge=0, le=23, description="Reported in this hour of the day")
    due_from: Moment | None = Field(default=None, description="Its running deadline is then or later")
    due_to: Moment | None = Field(default=None, description="Its running deadline is before then")
    at: Moment | None = Field(
        default=None,
        description=f"For `was-overdue`: at this moment of the last {MOST_DAYS_BACK} days; now unless given",
    )
    within_hours: int = Field(default=8, ge=1, le=2_000, description="Working hours ahead, for `upcoming`")
    since: Moment | None = Field(
        default=None,
        description="For `auto-signed` (by when it was signed), `closed` (when it was closed), `ordered` (when the "
        "order was issued), `bounced`, `redirected`, `typed-twice`, `unread` and `reported` (by when it was reported): "
        f"from then on; {USUAL_DAYS} days before `until` unless given",
    )
    until: Moment | None = Field(
        default=None, description=f"For the same: before then; the end of today unless given; within {MOST_DAYS} days"
    )


class SummaryQuery(Narrowing):
    question: Question = Question.OVERDUE
    by: SummaryBy = SummaryBy.DEPARTMENT


class SupervisedCase(CaseSummary):
    """A case in the answer to a question."""

    fault: str | None = Field(description="triage, dispatch, signing, handling or checking: with whom it is now")
    fault_label_zh: str | None
    fault_label: str | None
    late_working_seconds: int | None = Field(description="Past the deadline in working time; null while in time")
    stage_late_working_seconds: int | None
    model_config = example(**case.SUPERVISED)


class QuestionQuery(Narrowing, SparseQuery):
    shape: ClassVar[type[Output]] = SupervisedCase


class SupervisedPage(Output):
    items: list[SupervisedCase]
    next_cursor: str | None
    model_config = example(items=[case.SUPERVISED], next_cursor=None)


class SummaryRow(Output):
    key: str | None
    name: str | None
    count: int
    href: str | None = Field(description="The list of exactly these cases")


class Summary(Output):
    as_of: datetime
    since: datetime | None = Field(description="The period of a question that has one")
    until: datetime | None
    total: int
    items: list[SummaryRow] = Field(description="The 1,000 largest groups; `total` counts all")
    model_config = example(**case.COUNTED)


class NoticeView(Output):
    id: UUID
    case_id: UUID
    number: str
    seq: int = Field(description="The event of the case it is about")
    action: str
    label_zh: str
    label: str
    description: str | None = Field(description="null, as the status: the case was taken away and is seen no more")
    status: str | None = Field(description="Of the case today")
    status_label_zh: str | None
    status_label: str | None
    created_at: datetime
    read_at: datetime | None


class Inbox(Output):
    items: list[NoticeView]
    next_cursor: str | None
    unread: int = Field(description="Counted up to 1,000")
    model_config = example(**case.INBOX)


class InboxQuery(PageQuery):
    unread: bool | None = Field(default=None, description="true: only what is not read yet; false: only what is")


class MarkRead(Input):
    ids: list[UUID] = Field(min_length=1, max_length=200)
    model_config = example(ids=["0193a0c0-0000-7000-8000-000000000001"])


class Order(Output):
    """A supervision order 督办."""

    id: UUID
    level: int
    demand: str
    issued_by: UUID | None
    issued_by_name: str | None
    issued_at: datetime
    reply_due_at: datetime
    answered_by: UUID | None
    answered_by_name: str | None
    answered_at: datetime | None
    answer: str | None
    ended_at: datetime | None


class Urge(Output):
    """A nudge 催办, and whether it was read."""

    seq: int = Field(description="The event of the case")
    actor_kind: str = Field(description="`user`, or `resident` by their link")
    actor_id: UUID | None
    actor_name: str | None
    note: str | None
    created_at: datetime
    told: int = Field(description="How many people found it in their inbox")
    read_at: datetime | None = Field(description="When the first of them read it")


class Orders(Output):
    items: list[Order]
    urges: list[Urge] = Field(description="The latest 50, latest first")
    model_config = example(items=[case.ORDER], urges=[])
