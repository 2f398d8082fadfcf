"""A queue or a saved view as a desk shows it: each row has all that a decision needs."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.schemas.base import Output, example
from app.schemas.cases.case import CaseDetail, CaseSummary
from app.schemas.cases.lists import PageQuery
from app.schemas.cases.offers import Choice, FieldLimit
from app.schemas.cases.suggestions import CategorySuggestion, DepartmentSuggestion
from app.schemas.examples import desk

_PLACE = re.compile(r"-?\d{1,2}(\.\d{1,20})?,-?\d{1,3}(\.\d{1,20})?", re.ASCII)
_MOST_LAT, _MOST_LON = 90, 180


def point_in(told: str) -> tuple[float, float]:
    """The degrees in what a query says: latitude, comma, longitude.

    Raises:
        ValueError: it is no place on earth.
    """
    if not _PLACE.fullmatch(told):
        raise ValueError("a place is written as 22.6929,114.3468")
    lat, lon = (float(part) for part in told.split(","))
    if abs(lat) > _MOST_LAT or abs(lon) > _MOST_LON:
        raise ValueError("a latitude lies within 90 degrees, a longitude within 180")
    return lat, lon


def _a_point(told: str) -> str:
    point_in(told)
    return told


Near = Annotated[str, StringConstraints(max_length=60), AfterValidator(_a_point)]


class DeskQuery(PageQuery):
    near: Near | None = Field(
        default=None, description="A place as latitude,longitude in WGS-84: each row says how far it lies from there"
    )


class Button(Output):
    """What an action needs; the same for every row that offers it."""

    action: str
    path: str = Field(description="POST /api/v1/cases/{id}/{path}")
    label_zh: str
    label: str
    requires: list[str]
    accepts: list[str]
    reasons: list[Choice]
    photo_exemptions: list[Choice]
    photos: list[str] = Field(description="Purposes of the photos the action needs")


class DeskAction(Output):
    """An action the caller may take now on this case."""

    action: str
    button: int = Field(description="Which of `buttons` beside the rows draws it, counted from 0")
    limits: list[FieldLimit]
    photos_present: bool


class DeskReturn(Output):
    """One return 退单 that a unit asked for."""

    department_code: str
    department_name: str | None
    proposed_department_code: str | None = Field(description="Whose case it is instead, by the unit that returned it")
    proposed_department_name: str | None
    reason_code: str
    reason_label_zh: str
    reason_label: str
    state: str = Field(description="pending, approved, refused or withdrawn")
    note: str | None
    requested_at: datetime


class DeskRequest(Output):
    """A suspension 挂账 or an extension 延期 that is asked for and not decided."""

    kind: str = Field(description="suspension or extension")
    department_code: str
    department_name: str | None
    reason_code: str
    reason_label_zh: str
    reason_label: str
    amount: int | None = Field(description="Of an extension, in the unit of the rule")
    resume_at: datetime | None = Field(description="Of a suspension")
    note: str | None
    requested_at: datetime
    endorsed_at: datetime | None


class DeskNote(Output):
    """What was said last in the history."""

    note: str
    action: str
    label_zh: str
    label: str
    actor_name: str | None
    created_at: datetime


class DeskAnswer(Output):
    """Who is responsible 权责 at this moment, by rule, matrix or filing rule, and why."""

    by: str = Field(description="rule, matrix, filing_rule, or none")
    code: str | None = Field(description="Of the rule or the row that says so")
    outcome: str | None = Field(
        description="What a rule wants: dispatch, publish 亮单, or the suggestion; null: no rule says so"
    )
    department_code: str | None = Field(description="The lead; null: nobody is known, or it goes to a pool")
    department_name: str | None
    assist_codes: list[str]
    assist_names: list[str]
    urgent: bool = Field(description="A rule makes it urgent")
    why_zh: str
    why: str


class DeskRow(CaseSummary):
    """A case as a desk shows it."""

    privacy_tier: str
    rule_code: str | None
    assist_codes: list[str]
    assist_names: list[str]
    supervision_level: int
    urge_count: int
    status_since: datetime
    queued_since: datetime = Field(description="Since when it waits in this queue")
    waiting_seconds: int = Field(description="How long that is, by the clock on the wall")
    distance_m: int | None = Field(description="From `near`; null where none was given, or the case has no location")
    routing: DeskAnswer | None = Field(description="Who is responsible; null: the case has ended")
    suggested_department: DepartmentSuggestion | None = Field(
        description="The likeliest unit, learned from closed cases; null: the case waits for no decision of the reader"
    )
    suggested_category: CategorySuggestion | None = Field(description="The likeliest category, likewise")
    returns: list[DeskReturn] = Field(description="Every return so far, oldest first")
    request: DeskRequest | None
    last_note: DeskNote | None
    looked_at_by: UUID | None = Field(description="Who looks at it just now 正在查看; never a lock")
    looked_at_by_name: str | None
    looked_at_until: datetime | None
    looked_at_writing: bool = Field(description="Whether they write 正在办理, and do not only look")
    allowed_actions: list[DeskAction]
    model_config = example(**desk.ROW)


class Missing(Output):
    """Something that a saved view names and that is there no longer, or out of use."""

    field: str
    code: str
    retired: bool = Field(description="true: it exists and is out of use 停用; false: there is none such")
    detail_zh: str
    detail: str


class DeskPage(Output):
    """A page of a queue or of a saved view."""

    name: str = Field(description="The name of the queue, or the id of the view")
    label_zh: str
    label: str
    count: int = Field(description="Of the whole list, from the same predicate; up to `count_limit`")
    count_limit: int
    missing: list[Missing] = Field(description="Of a view: what it names that is there no longer")
    items: list[DeskRow]
    buttons: list[Button] = Field(description="What the actions of these rows need, each once")
    next_cursor: str | None
    model_config = example(**desk.PAGE)


class NextCase(Output):
    """The next case of a queue, with a look at it taken for the caller."""

    row: DeskRow
    buttons: list[Button]
    model_config = example(**desk.NEXT)


class CaseAndNext(CaseDetail):
    """The answer to an action that asked for the next case."""

    next: NextCase | None = Field(description="null: the queue has no more after this case that nobody looks at")
    model_config = example(**desk.CASE_AND_NEXT)
