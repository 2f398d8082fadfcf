"""Reports in, cases out: the shapes every caller of /cases meets."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import (
    CaseId,
    Code,
    Contact,
    Description,
    Input,
    OneLine,
    Output,
    ShortText,
    Title,
    example,
)
from app.schemas.cases.offers import Choice, Need, Offer
from app.schemas.cases.repeats import Repeat
from app.schemas.cases.rounds import RoundRating
from app.schemas.device import DevicePlace, DeviceTime
from app.schemas.examples import case
from app.schemas.uploads import PendingPhoto
from app.workflow.timing.timeliness import Timeliness

ExternalId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), OneLine]


class ReportCase(Input):
    """A report 上报. The client makes the id, so that sending it twice is one case."""

    id: CaseId | None = Field(default=None, description="A UUIDv7 made by the client; left out: the server makes one")
    description: Description
    location: DevicePlace = None
    address: ShortText | None = None
    category_code: Code | None = None
    contact: Contact | None = Field(default=None, description="Whom to answer, where that is not the reporter")
    title: Title | None = Field(default=None, description="A few words for lists; left out: there is none")
    nature_code: Code | None = Field(default=None, description="诉求性质: a term of the district of kind `nature`")
    source_code: Code | None = Field(default=None, description="来源: a term of the district of kind `source`")
    external_id: ExternalId | None = Field(default=None, description="The id in the sending system; integrations only")
    device_time: DeviceTime = None
    model_config = example(
        id="0193a0c0-0000-7000-8000-000000000001",
        description="路边井盖缺失，有安全隐患",
        location={"lat": 22.6929, "lon": 114.3468, "datum": "wgs84", "accuracy_m": 12.5},
        address="坪山街道六联社区",
    )


class Point(Output):
    lat: float
    lon: float
    datum: str
    accuracy_m: float | None


class MaskedContact(Output):
    name: str
    phone: str


class FollowerContact(MaskedContact):
    """A resident who follows 关注: by a report that was merged 并案, or as somebody told who followed for them."""

    merged: bool
    told_by: str | None = Field(description="The user who reported or followed for them")
    since: datetime


class CaseSummary(Output):
    """A case as lists show it."""

    id: UUID
    number: str = Field(description="案卷号, with a check digit")
    status: str
    status_label_zh: str
    status_label: str
    stage: str
    light: str | None = Field(description="green, yellow (80 % used), red (overdue); null while no clock runs")
    version: int
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
    area_name: str | None = Field(description="This and every name: in the language of `Accept-Language`")
    area_path: str
    centre_code: str | None = Field(
        description="The area whose centre alone has it, escalated 上报 or delegated 下派; null: any of its place"
    )
    centre_name: str | None
    repeat_count: int | None = Field(
        description="How many reports of one caller, household, place or matter came before, the most of these; null: "
        "not counted yet"
    )
    category_code: str | None
    category_name: str | None
    urgent: bool
    responsible_department_code: str | None = Field(description="The unit that the filing rule names")
    responsible_department_name: str | None
    lead_department_code: str | None
    lead_department_name: str | None
    team_code: str | None
    team_name: str | None
    handler_id: UUID | None
    handler_name: str | None
    verifier_id: UUID | None
    verifier_name: str | None
    checker_id: UUID | None
    checker_name: str | None
    reported_at: datetime
    due_at: datetime | None
    stage_due_at: datetime | None
    closed_at: datetime | None
    rework_round: int
    return_count: int
    redirect_count: int = Field(description="How often it was recalled 撤回派单 or redirected 改派")
    resume_at: datetime | None = Field(description="When a suspended case resumes by itself")
    order_due_at: datetime | None = Field(description="A supervision order waits for its answer until then")
    auto_signed: bool
    model_config = example(**case.SUMMARY)


class CaseDetail(CaseSummary):
    """A case as whoever works on it sees it; the contact is masked."""

    privacy_tier: str
    parent_id: UUID | None = Field(
        description="The report it was split from 拆分; null where the reader does not see that"
    )
    part_count: int = Field(description="Into how many parts it was split 拆分: `GET /cases/{id}/parts`")
    delegation_count: int = Field(description="How often it was delegated 下派; three times at most")
    reporter_id: UUID | None
    reporter_name: str | None
    contact: MaskedContact | None
    residents_to_answer: int | None = Field(
        description="Whom to answer: the contact and the residents who follow, members of staff not counted; null: not "
        "for you to know"
    )
    follower_contacts: list[FollowerContact] = Field(
        description="Residents who follow, in the answer to reveal-contact alone; there in the clear"
    )
    assist_codes: list[str]
    assist_names: list[str] = Field(description="In the order of `assist_codes`")
    open_assists: list[str]
    pool_codes: list[str] = Field(description="In the pool 亮单中: the units that may claim it; else empty")
    pool_names: list[str] = Field(description="In the order of `pool_codes`")
    rule: dict[str, Any] | None = Field(description="As it was when it was applied; `department_name` as of today")
    filed_at: datetime | None
    dispatched_at: datetime | None
    signed_at: datetime | None
    signed_late: bool
    resolved_at: datetime | None
    deadline_at: datetime | None
    reopen_count: int
    supervision_level: int
    urged_at: datetime | None
    resident_urged_at: datetime | None = Field(description="By a resident's link")
    urge_count: int
    pending_request: str | None = Field(description="suspension or extension: asked for, undecided")
    request_endorsed: bool
    suspension_count: int
    extension_count: int
    ruling_binds: bool
    self_handled: bool
    check_skipped: bool
    force_closed: bool
    merged_into: UUID | None
    result: str | None
    reply: str | None
    stated_timeliness: Timeliness | None = Field(
        description="Whether it was in time, as its history says without moments; null: it has its own clock"
    )
    dates_only: list[str] = Field(
        description="Of `reported_at`, `due_at` and `closed_at` those that history knows by the day alone: show no hour"
    )
    rating: int | None = Field(description="The last score of a resident, 1 to 5, whichever round it was for")
    allowed_actions: list[Offer]
    model_config = example(**case.CASE)


class CaseRead(CaseDetail):
    """A case as it is read by itself."""

    repeats: list[Repeat] = Field(
        description="重复诉求: what came before it, by kind; all of it is at `GET /cases/{id}/before`"
    )
    ratings: list[RoundRating] = Field(
        description="What the resident said of each round of handling, first round first"
    )
    photos_pending: list[PendingPhoto] = Field(description="照片待传: photos on their way, 100 at most")
    needs: list[Need] = Field(description="办结要求: what ending the work will need, whoever does it")
    model_config = example(**case.READ)


class FindCandidates(Input):
    """A report before it is sent: as much of it as is known."""

    description: Description
    location: DevicePlace = Field(default=None, description="Left out: open cases in similar words are looked for")
    address: ShortText | None = None
    category_code: Code | None = None
    limit: Annotated[int, Field(ge=1, le=10)] = 3
    model_config = example(
        description="路边井盖缺失，有安全隐患",
        location={"lat": 22.6929, "lon": 114.3468, "datum": "wgs84", "accuracy_m": 12.5},
    )


class Candidate(Output):
    """An open case that may be the same matter."""

    id: UUID
    number: str
    status: str
    status_label_zh: str
    status_label: str
    description: str
    distance_m: int | None = Field(description="null where the report or the case has no location")
    reported_at: datetime
    score: float = Field(description="How likely it is the same matter, 0 to 1")
    reasons: list[Choice] = Field(description="place, words, category-same, …, time: why it is shown")


class Candidates(Output):
    """Best first."""

    items: list[Candidate]
    model_config = example(**case.CANDIDATES)


class ReportedCase(CaseDetail):
    """The answer to a report."""

    duplicate_candidates: list[Candidate]
    model_config = example(**case.REPORTED)
