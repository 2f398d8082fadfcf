"""Rows of the responsibility matrix and routing rules as statements give them: for the types alone."""

from datetime import date
from typing import TypedDict


class TimedRow(TypedDict):
    """When a row or a rule holds, and of what."""

    code: str
    category_code: str | None
    area_code: str | None
    weekdays: str | None
    starts: int | None
    ends: int | None
    valid_from: date
    valid_to: date | None
    assist_codes: list[str]
    is_active: bool
    version: int


class StoredResponsibility(TimedRow):
    """The columns of a row of the matrix."""

    rule_code: str | None
    lead_code: str
    basis: str | None


class StoredRule(TimedRow):
    """The columns of a routing rule."""

    position: int
    name: str
    name_en: str | None
    channel: str | None
    nature_code: str | None
    source_code: str | None
    urgent: bool | None
    words: list[str]
    working_time: bool | None
    outcome: str
    lead_code: str | None
    automatic: bool
    eligible_codes: list[str]
    fallback_code: str | None
    minutes: int | None
    threshold: float | None


class ResponsibilityRow(StoredResponsibility):
    """With its area."""

    area_path: str | None
    area_name: str | None
    area_name_en: str | None


class RoutingRuleRow(StoredRule):
    """With its area."""

    area_path: str | None
    area_name: str | None
    area_name_en: str | None


class ListedResponsibility(StoredResponsibility):
    """In a list, with its key."""

    key: str


class ListedRule(StoredRule):
    """In a list, with its key."""

    key: str
