"""Why open cases are late 延误原因: each cause is a filter, and counts are made of the very same predicates."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import Boolean, ColumnElement, Text, and_, case, func, literal_column, not_, null, or_
from sqlalchemy.dialects.postgresql import array

from app.queries.cases.scope import cases
from app.workflow.states import Status
from app.workflow.supervision.causes import Cause


def _in(*statuses: Status) -> ColumnElement[bool]:
    return or_(*(cases.c.status == literal_column(f"'{status.value}'") for status in statuses))


_HOLDS: Mapping[Cause, Callable[[], ColumnElement[bool]]] = MappingProxyType(
    {
        Cause.UNDISPATCHED: lambda: and_(cases.c.lead_department_code.is_(None), not_(_in(Status.POOLED))),
        Cause.UNCLAIMED: lambda: _in(Status.POOLED),
        Cause.AUTO_SIGNED: lambda: cases.c.auto_signed,
        Cause.UNASSIGNED: lambda: and_(_in(Status.HANDLING), cases.c.handler_id.is_(None)),
        Cause.RETURNED: lambda: literal_column("return_departments <> '{}'", Boolean()),
        Cause.REDIRECTED: lambda: literal_column("redirect_count > 0", Boolean()),
        Cause.REWORKED: lambda: literal_column("rework_round > 0", Boolean()),
        Cause.SUSPENDED: lambda: literal_column("suspension_count > 0", Boolean()),
        Cause.ASKED: lambda: cases.c.pending_request.is_not(None),
    }
)


def causes() -> ColumnElement[Sequence[str | None]]:
    """Every cause of a case; one null where there is none."""
    each = [
        case((holds(), literal_column(f"'{cause.value}'", Text())), else_=null()) for cause, holds in _HOLDS.items()
    ]
    known = func.array_remove(array(each), null())
    nothing: ColumnElement[Sequence[str | None]] = literal_column("ARRAY[NULL::text]")
    return case((func.cardinality(known) == literal_column("0"), nothing), else_=known)


FILTERS: Mapping[str, Callable[[], ColumnElement[bool]]] = MappingProxyType(
    {f"cause_{cause.value}": holds for cause, holds in _HOLDS.items()}
    | {"without_cause": lambda: not_(or_(*(holds() for holds in _HOLDS.values())))}
)
