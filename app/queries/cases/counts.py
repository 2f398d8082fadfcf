"""Counts of lists of cases, from the very predicate of the list: in all, and by what the cases fall to."""

import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TypedDict

from sqlalchemy import CTE, ColumnElement, Select, and_, cast, func, select
from sqlalchemy.dialects.postgresql import VARCHAR

from app.db.statement import Scalar, Statement
from app.queries.cases.causes import causes
from app.queries.cases.filters import approvals, in_hand
from app.queries.cases.lists import Listing, predicate
from app.queries.cases.past import age, area_of_level, lateness
from app.queries.cases.scope import cases
from app.queries.tables import constant
from app.workflow.approvals import ApprovalKind


@lru_cache(maxsize=2_000)
def count(listing: Listing, most: int) -> Scalar[int]:
    """How many rows the list has, up to `most` (beyond that nobody counts on a request); it stands in the statement."""
    some = select(cases.c.id).where(*predicate(listing)).limit(constant(most)).subquery()
    return Scalar(select(func.count()).select_from(some), int)


class GroupRow(TypedDict):
    """How many fall to a key, which is null for those that have none; and how many there are in all."""

    key: str | None
    count: int
    total: Decimal | int


@lru_cache(maxsize=200)
def counts_by(listing: Listing, by: str) -> Statement[GroupRow]:
    """How many rows of the list fall to each department, category, age, cause or area (an ancestor `depth` codes deep).

    Of more than 1,000 groups the largest; each tells how many rows there are in `total`.
    """
    keys: dict[str, Callable[[], ColumnElement[str]]] = {
        "department": lambda: cases.c.lead_department_code,
        "category": lambda: cases.c.category_code,
        "area": area_of_level,
        "age": age,
        "lateness": lateness,
        "status": lambda: cases.c.status,
        "worker": lambda: cast(in_hand(), VARCHAR),
    }
    if by in _SEVERAL:
        return _counts_of_several(listing, _SEVERAL[by])
    key = keys[by]().label("key")
    total = func.sum(func.count()).over().label("total")
    rows = select(key, func.count().label("count"), total).where(*predicate(listing)).group_by(key)
    return Statement(rows.order_by(func.count().desc(), key).limit(1_000), GroupRow)


#: Who returned a case 退单, where whoever has it now is none of them, and why it is late: several may be of one case.
_SEVERAL: Mapping[str, Callable[[CTE], Select[uuid.UUID, str]]] = MappingProxyType(
    {
        "returned_by": lambda found: select(found.c.id, func.unnest(found.c.return_departments).label("key")),
        "returned_by_worker": lambda found: select(
            found.c.id, cast(approvals.c.requested_by, VARCHAR).label("key")
        ).select_from(
            found.join(approvals, and_(approvals.c.case_id == found.c.id, approvals.c.kind == ApprovalKind.RETURN))
        ),
        "cause": lambda found: select(found.c.id, func.unnest(found.c.causes).label("key")),
    }
)


def _counts_of_several(listing: Listing, pairs: Callable[[CTE], Select[uuid.UUID, str]]) -> Statement[GroupRow]:
    """The same where a case falls to several keys; `total` counts every case once."""
    told = (cases.c.id, cases.c.return_departments, causes().label("causes"))
    found = select(*told).where(*predicate(listing)).cte("found")
    each = pairs(found).distinct().subquery()
    total = select(func.count()).select_from(found).scalar_subquery().label("total")
    rows = select(each.c.key, func.count().label("count"), total).group_by(each.c.key)
    return Statement(rows.order_by(func.count().desc(), each.c.key).limit(1_000), GroupRow)
