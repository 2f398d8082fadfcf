"""Filters of lists by who has a case in hand, how it presses them, and by when it was closed."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import cast

from sqlalchemy import ColumnElement, DateTime, and_, bindparam, literal_column, or_
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from app.models.case import COMPUTED_CASES
from app.queries.cases.scope import cases
from app.queries.tables import any_of

_NOW = any_of(bindparam("now", type_=DateTime(timezone=True)))


def _of_any(column: ColumnElement[uuid.UUID], name: str) -> ColumnElement[bool]:
    return column == bindparam(name, type_=ARRAY(UUID())).any_()


def _end(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=DateTime(timezone=True))


#: Each by its name; those by people take their ids, as many as stand in for each other.
FILTERS: Mapping[str, Callable[[], ColumnElement[bool]]] = MappingProxyType(
    {
        "handled_by": lambda: _of_any(cases.c.handler_id, "handled_by"),
        "verified_by": lambda: _of_any(cases.c.verifier_id, "verified_by"),
        "checked_by": lambda: _of_any(cases.c.checker_id, "checked_by"),
        "unhandled": lambda: cases.c.handler_id.is_(None),
        "again": lambda: cases.c.rework_round > literal_column("0"),
        "pressing": lambda: or_(cases.c.due_at < _NOW, cases.c.warn_at <= _NOW),
        "closed_within": lambda: and_(
            cast(ColumnElement[bool], COMPUTED_CASES),
            cases.c.closed_at >= _end("period_from"),
            cases.c.closed_at < _end("period_to"),
        ),
    }
)
