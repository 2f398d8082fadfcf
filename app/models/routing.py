"""Who is responsible 权责清单: the rows of the matrix, and the routing rules 派遣规则 above it.

Both are drafts until they are made active. Where no area is named they hold everywhere. `weekdays` are digits from
1 Monday to 7 Sunday, times minutes of the day; what ends before it starts ends on the day after.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Column, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.case import Channel
from app.models.columns import enum_check, enum_type
from app.workflow.routing.rules import RoutingOutcome

_TIMES = (
    "(starts IS NULL) = (ends IS NULL) AND starts BETWEEN 0 AND 1439 AND ends BETWEEN 1 AND 1440 AND starts <> ends"
)


def _several() -> list[str]:
    column: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False, server_default=text("'{}'")))
    return column


def _code(of: str) -> str | None:
    column: str | None = Field(default=None, foreign_key=of, max_length=32)
    return column


class Responsibility(SQLModel, table=True):
    """A row of the matrix: of a category or of a filing rule."""

    __tablename__ = "responsibilities"
    __table_args__ = (
        CheckConstraint("num_nonnulls(category_code, rule_code) = 1", name="one_subject"),
        CheckConstraint(_TIMES, name="times_of_a_day"),
        CheckConstraint("weekdays ~ '^[1-7]{1,7}$'", name="weekdays_known"),
        CheckConstraint("valid_to >= valid_from", name="period"),
    )

    code: str = Field(primary_key=True, max_length=32)
    category_code: str | None = _code("categories.code")
    rule_code: str | None = _code("filing_rules.code")
    area_code: str | None = _code("areas.code")
    weekdays: str | None = Field(default=None, max_length=7)
    starts: int | None = None
    ends: int | None = None
    valid_from: date
    valid_to: date | None = None
    lead_code: str = Field(foreign_key="departments.code", max_length=32)
    assist_codes: list[str] = _several()
    basis: str | None = Field(default=None, max_length=500)
    is_active: bool = False
    version: int = 1


class RoutingRule(SQLModel, table=True):
    """A rule of routing; the fields of a destination are those of its outcome."""

    __tablename__ = "routing_rules"
    __table_args__ = (
        enum_check("outcome", RoutingOutcome),
        enum_check("channel", Channel),
        CheckConstraint(_TIMES, name="times_of_a_day"),
        CheckConstraint("weekdays ~ '^[1-7]{1,7}$'", name="weekdays_known"),
        CheckConstraint("valid_to >= valid_from", name="period"),
        CheckConstraint("threshold BETWEEN 0 AND 1", name="threshold_a_share"),
        CheckConstraint("outcome <> 'dispatch' OR lead_code IS NOT NULL", name="dispatches_to_somebody"),
        CheckConstraint("outcome <> 'suggestion' OR threshold IS NOT NULL", name="suggests_above_something"),
        CheckConstraint(
            "outcome <> 'publish' OR (fallback_code IS NOT NULL AND minutes > 0 AND eligible_codes <> '{}')",
            name="publishes_to_some",
        ),
    )

    code: str = Field(primary_key=True, max_length=32)
    position: int
    name: str = Field(max_length=120)
    name_en: str | None = Field(default=None, max_length=120)
    category_code: str | None = _code("categories.code")
    area_code: str | None = _code("areas.code")
    channel: Channel | None = Field(default=None, sa_type=enum_type(Channel))
    nature_code: str | None = Field(default=None, max_length=32)
    source_code: str | None = Field(default=None, max_length=32)
    urgent: bool | None = None
    words: list[str] = _several()
    weekdays: str | None = Field(default=None, max_length=7)
    starts: int | None = None
    ends: int | None = None
    working_time: bool | None = None
    valid_from: date
    valid_to: date | None = None
    outcome: RoutingOutcome = Field(sa_type=enum_type(RoutingOutcome))
    lead_code: str | None = _code("departments.code")
    assist_codes: list[str] = _several()
    automatic: bool = False
    eligible_codes: list[str] = _several()
    fallback_code: str | None = _code("departments.code")
    minutes: int | None = None
    threshold: float | None = None
    is_active: bool = False
    version: int = 1
