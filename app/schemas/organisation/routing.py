"""The responsibility matrix 权责清单 and the routing rules 派遣规则 on the wire, and their dry run."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.case import Channel
from app.schemas.base import Code, Day, Input, Output, Plain, example
from app.schemas.examples import routing
from app.workflow.limits import LONGEST_POOL, SHORTEST_POOL
from app.workflow.routing.answer import AnsweredBy, CandidateVerdict
from app.workflow.routing.matrix import UnmetCondition
from app.workflow.routing.rules import RoutingOutcome

Text = Annotated[str, StringConstraints(strip_whitespace=True), Plain]
Weekdays = Annotated[str, StringConstraints(pattern=r"^[1-7]{1,7}$")]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]


class TimesIn(Input):
    """When something holds."""

    weekdays: Weekdays | None = Field(default=None, description="Digits from 1 Monday to 7 Sunday; left out: every day")
    starts: TimeOfDay | None = Field(default=None, description="From this time of day; left out: all day")
    ends: TimeOfDay | None = Field(default=None, description="To this one; earlier than `starts`: on the day after")
    valid_from: Day
    valid_to: Day | None = None


class ResponsibilityIn(TimesIn):
    model_config = example(**routing.RESPONSIBILITY_IN)
    category_code: Code | None = Field(default=None, description="With all below it; this or a filing rule")
    rule_code: Code | None = Field(default=None, description="A filing rule")
    area_code: Code | None = Field(default=None, description="With all below it; left out: everywhere")
    lead_code: Text = Field(description="The lead, by its code or anything it is called")
    assist_codes: list[Text] = Field(default=[], max_length=10)
    basis: Text | None = Field(default=None, description="依据: why it is theirs")


class ResponsibilityView(Output):
    code: str
    category_code: str | None
    category_name: str | None
    rule_code: str | None
    area_code: str | None
    area_name: str | None
    weekdays: str | None
    starts: str | None
    ends: str | None
    valid_from: date
    valid_to: date | None
    lead_code: str
    lead_name: str | None
    assist_codes: list[str]
    assist_names: list[str]
    basis: str | None
    is_active: bool
    version: int
    model_config = example(**routing.RESPONSIBILITY)


class ResponsibilityPage(Output):
    items: list[ResponsibilityView]
    next_cursor: str | None
    model_config = example(items=[routing.RESPONSIBILITY], next_cursor=None)


class RoutingRuleIn(TimesIn):
    model_config = example(**routing.RULE_IN)
    position: int = Field(ge=1, le=100_000, description="The lower comes first")
    name: Text
    name_en: Text | None = None
    category_code: Code | None = Field(default=None, description="With all below it")
    area_code: Code | None = Field(default=None, description="With all below it; left out: everywhere")
    channel: Channel | None = None
    nature_code: Code | None = None
    source_code: Code | None = None
    urgent: bool | None = None
    words: list[Text] = Field(default=[], max_length=50, description="One of them is in the report")
    working_time: bool | None = Field(default=None, description="In working time there, or outside it")
    outcome: RoutingOutcome
    lead_code: Text | None = Field(default=None, description="Of `dispatch`: the lead")
    assist_codes: list[Text] = Field(default=[], max_length=10)
    automatic: bool = Field(default=False, description="It acts when a case is filed; else it proposes")
    eligible_codes: list[Text] = Field(default=[], max_length=50, description="Of `publish`: who may claim")
    fallback_code: Text | None = Field(default=None, description="Of `publish`: who has it when nobody claims")
    minutes: int | None = Field(
        default=None, ge=SHORTEST_POOL, le=LONGEST_POOL, description="Of `publish`: how long it may be claimed"
    )
    threshold: float | None = Field(default=None, ge=0, le=1, description="Of `suggestion`: the lowest score")


class RoutingRuleView(Output):
    code: str
    position: int
    name: str
    name_en: str | None
    category_code: str | None
    category_name: str | None
    area_code: str | None
    area_name: str | None
    channel: Channel | None
    nature_code: str | None
    nature_name: str | None
    source_code: str | None
    source_name: str | None
    urgent: bool | None
    words: list[str]
    weekdays: str | None
    starts: str | None
    ends: str | None
    working_time: bool | None
    valid_from: date
    valid_to: date | None
    outcome: RoutingOutcome
    lead_code: str | None
    lead_name: str | None
    assist_codes: list[str]
    assist_names: list[str]
    automatic: bool
    eligible_codes: list[str]
    eligible_names: list[str]
    fallback_code: str | None
    fallback_name: str | None
    minutes: int | None
    threshold: float | None
    is_active: bool
    version: int
    model_config = example(**routing.RULE)


class RoutingRulePage(Output):
    items: list[RoutingRuleView]
    next_cursor: str | None
    model_config = example(items=[routing.RULE], next_cursor=None)


class SkippedCandidate(Output):
    by: AnsweredBy
    code: str
    unit: str
    reason: str
    detail_zh: str
    detail: str


class RoutingCandidate(Output):
    by: AnsweredBy
    code: str
    label_zh: str
    label: str
    verdict: CandidateVerdict
    unmet: UnmetCondition | None
    department_code: str | None
    department_name: str | None


class RoutingAnswer(Output):
    by: AnsweredBy
    code: str | None
    outcome: RoutingOutcome | None
    department_code: str | None
    department_name: str | None
    assist_codes: list[str]
    assist_names: list[str]
    automatic: bool
    eligible_codes: list[str]
    eligible_names: list[str]
    fallback_code: str | None
    fallback_name: str | None
    minutes: int | None
    score: float | None
    urgent: bool
    urgent_by: str | None
    why_zh: str
    why: str
    skipped: list[SkippedCandidate]
    candidates: list[RoutingCandidate]
    model_config = example(**routing.ANSWER)


class TriedResponsibility(ResponsibilityIn):
    code: Code


class TriedRule(RoutingRuleIn):
    code: Code


class TriedCode(Input):
    collection: Literal["responsibilities", "routing_rules"]
    code: Code


class DryRunIn(Input):
    model_config = example(days=30, activate=[{"collection": "responsibilities", "code": "QZ-012"}])
    days: int = Field(default=30, ge=1, le=90)
    responsibilities: list[TriedResponsibility] = Field(default=[], max_length=200, description="As if written, active")
    routing_rules: list[TriedRule] = Field(default=[], max_length=100, description="As if written, active")
    activate: list[TriedCode] = Field(default=[], max_length=200)
    deactivate: list[TriedCode] = Field(default=[], max_length=200)
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=500)


class DryRunFigures(Output):
    looked_at: int
    is_whole: bool
    concerned: int
    elsewhere: int
    ended_there: int
    same: int
    published: int
    to_nobody: int
    undispatched: int


class DryRunCase(Output):
    id: UUID
    number: str
    reported_at: datetime
    area_code: str | None
    category_code: str | None
    went_to: str | None
    would_go_to: str | None
    by: AnsweredBy
    code: str | None
    ended_at: str | None
    is_open: bool
    ended_there: bool


class RoutingFinding(Output):
    kind: str
    severity: Literal["error", "warning"]
    code: str | None
    detail_zh: str
    detail: str


class DryRunOut(Output):
    days: int
    figures: DryRunFigures | None
    findings: list[RoutingFinding]
    items: list[DryRunCase]
    next_cursor: str | None
    model_config = example(**routing.DRY_RUN)
