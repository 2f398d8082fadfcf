"""What a phone pushes and pulls."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, WrapValidator

from app.errors import TooLarge
from app.schemas.base import Input, Output, example
from app.schemas.cases.case import Candidate, MaskedContact, Point
from app.schemas.device import DeviceTime
from app.schemas.examples import case
from app.schemas.sync.operation import Operation, later

MOST_OPERATIONS = 500
MOST_PULLED = 2_000


def _no_more_than_a_batch(told: Any) -> Any:
    """Counts before it looks: the errors of two million elements would fill the memory.

    Raises:
        TooLarge: more operations than one batch may have.
    """
    if isinstance(told, list) and len(told) > MOST_OPERATIONS:
        raise TooLarge(
            zh=f"每批最多 {MOST_OPERATIONS} 项操作",
            en=f"A batch has at most {MOST_OPERATIONS} operations",
            limit=MOST_OPERATIONS,
        )
    return told


class Push(Input):
    """A batch of operations in the order made; what is wrong with one takes no other with it."""

    sent_at: DeviceTime = Field(description="The clock of the device as it sends: tells how far it is off")
    operations: Annotated[list[Annotated[Operation, WrapValidator(later)]], BeforeValidator(_no_more_than_a_batch)]
    model_config = example(
        sent_at="2026-11-25T01:00:05Z",
        operations=[
            {
                "id": "0193a0c0-0000-7000-8000-000000000011",
                "kind": "report",
                "case_id": "0193a0c0-0000-7000-8000-000000000001",
                "device_time": "2026-11-25T00:40:00Z",
                "body": {
                    "description": "路边井盖缺失，有安全隐患",
                    "location": {"lat": 22.6929, "lon": 114.3468, "datum": "wgs84"},
                },
            },
            {
                "id": "0193a0c0-0000-7000-8000-000000000012",
                "kind": "comment",
                "case_id": "0193a0c0-0000-7000-8000-000000000001",
                "after": "0193a0c0-0000-7000-8000-000000000011",
                "device_time": "2026-11-25T00:41:00Z",
                "body": {"note": "已放置警示牌"},
            },
        ],
    )


class Outcome(StrEnum):
    APPLIED = "applied"
    REPLAYED = "replayed"  # done before: the very same answer as the first time
    CONFLICT = "conflict"  # the case has moved on
    REJECTED = "rejected"  # never possible as it is
    DEFERRED = "deferred"  # not yet: a photo or an earlier operation is missing, or the service was busy


class CaseCopy(Output):
    """A case as a phone keeps it; what each of `actions` needs is in the reference data `words`."""

    id: UUID
    number: str
    version: int
    status: str
    channel: str
    title: str | None = Field(description="A few words, where the reporter gave any")
    nature_code: str | None = Field(description="诉求性质, a term of the district")
    nature_name: str | None
    source_code: str | None = Field(description="来源, a term of the district")
    source_name: str | None
    external_id: str | None = Field(
        description="The number the case bears in the system that sent it; to another system only its own"
    )
    description: str
    address: str | None
    location: Point | None
    area_code: str | None
    area_name: str | None
    area_path: str
    category_code: str | None
    category_name: str | None
    urgent: bool
    privacy_tier: str
    contact: MaskedContact | None
    lead_department_code: str | None
    lead_department_name: str | None
    team_code: str | None
    team_name: str | None
    assist_codes: list[str]
    assist_names: list[str]
    reporter_id: UUID | None
    reporter_name: str | None
    handler_id: UUID | None
    handler_name: str | None
    verifier_id: UUID | None
    verifier_name: str | None
    checker_id: UUID | None
    checker_name: str | None
    reported_at: datetime
    due_at: datetime | None
    warn_at: datetime | None = Field(description="From then on the light is yellow, from `due_at` on red")
    stage_due_at: datetime | None
    resume_at: datetime | None
    order_due_at: datetime | None
    closed_at: datetime | None
    rework_round: int
    result: str | None
    reply: str | None
    merged_into: UUID | None
    actions: list[str] = Field(description="What the caller may do now")


class Since(Output):
    """An event that the phone did not know of."""

    seq: int
    action: str
    label_zh: str
    label: str
    from_status: str | None
    to_status: str
    actor_name: str | None
    created_at: datetime


class SyncProblem(Output):
    """Why, as the problem document of the single command would say it; `errors` as its field errors."""

    code: str
    status: int
    title: str
    detail: str
    errors: list[dict[str, str]]


class Result(Output):
    """What became of one operation."""

    id: UUID | None = Field(description="null: it was no operation at all; count on the order")
    outcome: Outcome
    case: CaseCopy | None = Field(description="As it was after the operation; of a conflict as it is now")
    next_base_version: int | None = Field(
        description="Of an applied one: the version that later operations build on; a comment brings nobody further"
    )
    problem: SyncProblem | None
    since: list[Since] = Field(description="Of a conflict: what happened after `base_version`, newest last")
    waits_for: UUID | None = Field(
        description="Of a deferred one: the operation that has to be done first, if it bears an id"
    )
    duplicate_candidates: list[Candidate] = Field(description="Of a report: open cases it may repeat, best first")


class Pushed(Output):
    server_time: datetime
    skew_seconds: float | None = Field(description="How far the device is ahead; null: it did not say its time")
    results: list[Result] = Field(description="One for each operation, in their order")
    model_config = example(server_time="2026-11-25T01:00:05Z", skew_seconds=-0.42, results=[case.RESULT])


class Receipts(Output):
    """Results of operations that were applied, kept for 30 days."""

    items: list[Result]
    unknown: list[UUID] = Field(description="Never applied here: send them again")
    model_config = example(
        items=[case.RESULT | {"outcome": "replayed"}], unknown=["0193a0c0-0000-7000-8000-000000000013"]
    )


class PullQuery(Input):
    cursor: Annotated[str, Field(max_length=20_000)] | None = Field(
        default=None, description="Of the last pull; left out: from the beginning"
    )
    limit: int = Field(default=MOST_PULLED, ge=1, le=MOST_PULLED)


class Phase(StrEnum):
    SNAPSHOT = "snapshot"  # every open case I see, and my reports that ended lately
    SCOPE = "scope"  # my posts changed: what came into my scope, and what left it
    CHANGES = "changes"  # what happened since


class ReferenceSet(Output):
    version: str
    items: list[dict[str, Any]]


class Pulled(Output):
    server_time: datetime
    phase: Phase
    reset: bool = Field(description="Drop what you have unless it comes again before `more` ends")
    cases: list[CaseCopy]
    left: list[UUID] = Field(description="Cases that are no longer yours to see: forget them")
    reference: dict[str, ReferenceSet] = Field(
        description="What is new of `areas`, `departments`, `categories`, `rules`, `terms`, `calendar` and `words`"
    )
    cursor: str
    more: bool = Field(description="There is more to pull at once")
    model_config = example(**case.PULLED)
