"""What hints are made of: the changes after a number, those under somebody's keys, and where their cases lie now."""

import uuid
from typing import TypedDict

from sqlalchemy import BigInteger, ColumnElement, Integer, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.queries.cases.scope import ScopeColumns, cases
from app.queries.sync.changes import change_keys, changes, heads

_AFTER = bindparam("after", type_=BigInteger())
_UNTIL = bindparam("until", type_=BigInteger())
_COUNT = bindparam("count", type_=Integer())
_FROM: ColumnElement[str | None] = changes.c.payload["from"].astext
_TO: ColumnElement[str | None] = changes.c.payload["to"].astext


class Head(TypedDict):
    """The stream as it is: `renewed` is the last number given before cases changed without it."""

    number: int
    forgotten: int
    epoch: int
    renewed: int


HEAD = Statement(select(heads.c.number, heads.c.forgotten, heads.c.epoch, heads.c.renewed), Head)


class ChangeRow(TypedDict):
    """A change with the keys its case bore before and after it, and the status before and after."""

    number: int
    case_id: uuid.UUID
    seq: int
    scope_keys: list[str]
    from_status: str | None
    to_status: str | None


_TOLD = (
    changes.c.number,
    changes.c.case_id,
    changes.c.seq,
    changes.c.scope_keys,
    _FROM.label("from_status"),
    _TO.label("to_status"),
)

AFTER = Statement(
    select(*_TOLD).where(changes.c.number > _AFTER).order_by(changes.c.number).limit(_COUNT),
    ChangeRow,
)
"""The next `count` changes, whoever they concern."""

_wanted = func.unnest(bindparam("keys", type_=ARRAY(VARCHAR()))).table_valued("key").render_derived("wanted")
_under_one = (
    select(change_keys.c.number)
    .where(change_keys.c.key == _wanted.c.key, change_keys.c.number > _AFTER, change_keys.c.number <= _UNTIL)
    .order_by(change_keys.c.number)
    .limit(_COUNT)
    .lateral("under_one")
)
_found = select(_under_one.c.number).select_from(_wanted.join(_under_one, true())).distinct().subquery("found")
UNDER_KEYS = Statement(
    select(*_TOLD).join(_found, _found.c.number == changes.c.number).order_by(changes.c.number).limit(_COUNT),
    ChangeRow,
)
"""The changes after one number up to another under any of `keys`: one probe of an index for each key."""


class CaseScope(ScopeColumns):
    """A case as its scope keys are made of it."""

    id: uuid.UUID


SCOPES = Statement(
    select(cases.c.id, *(cases.c[name] for name in ScopeColumns.__annotations__)).where(
        cases.c.id == bindparam("case_ids", type_=ARRAY(UUID())).any_()
    ),
    CaseScope,
)
"""Where some cases lie now: of the numbers apart, for cases and changes need not be on one node."""
