"""The organisation as its statements give it: for the types alone, as `case_row` says; a test holds it so."""

from datetime import date
from typing import TypedDict


class AreaRow(TypedDict):
    """An area, without its boundary, which may be large: only whether it has one."""

    code: str
    level: str
    parent_code: str | None
    path: str
    name: str
    name_en: str | None
    grid_kind: str | None
    is_active: bool
    keep_originals: bool
    has_boundary: bool


class DepartmentRow(TypedDict):
    code: str
    kind: str
    parent_code: str | None
    path: str
    is_active: bool
    claim_limit: int | None


class StandardRow(TypedDict):
    """A taxonomy of categories."""

    code: str
    name: str
    name_en: str | None
    version: str


class CategoryRow(TypedDict):
    code: str
    standard_code: str
    parent_code: str | None
    name: str
    name_en: str | None
    self_handle_allowed: bool
    retired_on: date | None


class FilingRuleRow(TypedDict):
    code: str
    category_code: str
    condition: str
    limit_amount: int
    limit_unit: str
    close_condition: str
    department_code: str | None
    version: int
    is_active: bool


class TermRow(TypedDict):
    """A nature 诉求性质 or a source 来源."""

    kind: str
    code: str
    name: str
    name_en: str | None
    is_active: bool
