"""From rows of the organisation to what an administrator reads, in the declared shapes."""

from collections.abc import Mapping

import orjson

from app.db.session import Row
from app.text import phones
from app.workflow.timing.working_days import time_of

Known = Mapping[str, object] | Row


def _of(row: Known, *names: str) -> dict[str, object]:
    return {name: row[name] for name in names}


_AREA = ("code", "level", "parent_code", "path", "name", "name_en", "grid_kind", "is_active", "keep_originals")


def area(row: Known) -> dict[str, object]:
    """An area as lists show it."""
    return _of(row, *_AREA, "has_boundary")


def whole_area(row: Known, boundary: str | None) -> dict[str, object]:
    """An area with its boundary, which is not taken apart on its way from the database."""
    return _of(row, *_AREA, "has_boundary") | {"boundary": None if boundary is None else orjson.Fragment(boundary)}


def department(row: Row) -> dict[str, object]:
    """A department as lists show it, with its name of today."""
    return _of(row, "code", "kind", "parent_code", "path", "is_active", "claim_limit", "name")


def whole_department(row: Known, names: list[Row], aliases: list[str], jurisdictions: list[str]) -> dict[str, object]:
    """A department with all its names, its aliases and its jurisdiction."""
    told = [_of(name, "valid_from", "name", "name_en") for name in names]
    own = _of(row, "code", "kind", "parent_code", "path", "is_active", "claim_limit")
    return own | {"names": told, "aliases": aliases, "jurisdictions": jurisdictions}


def standard(row: Known) -> dict[str, object]:
    """A category standard."""
    return _of(row, "code", "name", "name_en", "version")


def category(row: Known) -> dict[str, object]:
    """A category."""
    names = ("code", "standard_code", "parent_code", "name", "name_en", "self_handle_allowed", "retired_on")
    return _of(row, *names)


def crosswalk(row: Row) -> dict[str, object]:
    """One line of the crosswalk."""
    return _of(row, "from_code", "to_code", "relation")


def term(row: Known) -> dict[str, object]:
    """A nature or a source."""
    return _of(row, "kind", "code", "name", "name_en", "is_active")


def rule(row: Known) -> dict[str, object]:
    """A filing rule with its version."""
    names = ("code", "category_code", "condition", "limit_amount", "limit_unit", "close_condition", "department_code")
    return _of(row, *names, "version", "is_active")


_SCOPE = ("code", "category_code", "area_code", "weekdays", "valid_from", "valid_to")
_STATE = ("lead_code", "assist_codes", "is_active", "version")


def responsibility(row: Known) -> dict[str, object]:
    """A row of the matrix, its times as people write them."""
    return _of(row, *_SCOPE, "rule_code", "basis", *_STATE) | _times(row)


def routing_rule(row: Known) -> dict[str, object]:
    """A routing rule."""
    own = (
        "position", "name", "name_en", "channel", "nature_code", "source_code", "urgent", "words", "working_time",
        "outcome", "automatic", "eligible_codes", "fallback_code", "minutes", "threshold",
    )  # fmt: skip
    return _of(row, *_SCOPE, *own, *_STATE) | _times(row)


def _times(row: Known) -> dict[str, object]:
    return {name: time_of(at) if isinstance(at := row[name], int) else None for name in ("starts", "ends")}


def user(row: Row) -> dict[str, object]:
    """A user as lists show them, the phone masked."""
    phone = phones.masked(row["phone"]) if row["phone"] else None
    return _of(row, "id", "username", "display_name", "is_active") | {"phone": phone}


def whole_user(row: Row, posts: list[Row]) -> dict[str, object]:
    """A user with their phone and every post in the caller's reach."""
    told = _of(row, "id", "username", "display_name", "is_active", "phone", "created_at")
    display_name = row["display_name"]
    return told | {"appointments": [_post(post) | {"display_name": display_name} for post in posts]}


def appointment(row: Row) -> dict[str, object]:
    """A post somebody holds."""
    return _post(row) | _of(row, "display_name")


def _post(row: Row) -> dict[str, object]:
    names = ("id", "user_id", "username", "post", "area_code", "department_code", "valid_from", "valid_to")
    return _of(row, *names)
