"""The stream of changes: draining the outbox into it, and what of it is new under an actor's scope keys."""

import uuid
from typing import TypedDict

from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    distinct,
    func,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.area import ReferenceVersion
from app.models.changes import Change, ChangeHead, ChangeKey
from app.models.outbox import OutboxMessage
from app.queries.tables import table

outbox = table(OutboxMessage)
changes = table(Change)
change_keys = table(ChangeKey)
heads = table(ChangeHead)
versions = table(ReferenceVersion)

_HEAD = bindparam("head", type_=BigInteger())
_LAST = bindparam("last", type_=BigInteger())
_COUNT = bindparam("count", type_=Integer())

LOCK_HEAD = Scalar(select(heads.c.number).with_for_update(skip_locked=True), int)
"""The last number given, held until the transaction ends; no row while another process holds it."""

#: Who listens on it hears that changes have got their numbers, when they are there to be read.
CHANNEL = "yikou_changes"
_SAID = cast(func.pg_notify(CHANNEL, ""), Text)  # of no type at all, else
ADVANCE = Scalar(update(heads).values({heads.c.number: _HEAD}).returning(_SAID.label("said")), str)
"""Raises the last number given, and says so. To notify takes a lock of the whole database: only the relay does it."""


def _drain() -> Select[int]:
    # The clocks of two hosts may differ: an event is ready no sooner than those of its case before it.
    waiting = select(
        outbox.c.case_id,
        outbox.c.seq,
        func.max(outbox.c.created_at).over(partition_by=outbox.c.case_id, order_by=outbox.c.seq).label("ready"),
    ).subquery("waiting")
    oldest = select(waiting).order_by(waiting.c.ready, waiting.c.case_id, waiting.c.seq).limit(_COUNT).cte("oldest")
    same = and_(outbox.c.case_id == oldest.c.case_id, outbox.c.seq == oldest.c.seq)
    taken = delete(outbox).where(same).returning(outbox, oldest.c.ready).cte("taken")
    order = func.row_number().over(order_by=(taken.c.ready, taken.c.case_id, taken.c.seq))
    numbered = select(taken, (_HEAD + order).label("number")).cte("numbered")
    names = list(changes.c.keys())
    stream = insert(changes).from_select(names, select(*(numbered.c[name] for name in names))).cte("stream")
    key = func.unnest(numbered.c.scope_keys).table_valued("key").render_derived("one").lateral()
    under_each = select(key.c.key, numbered.c.number, numbered.c.case_id).select_from(numbered.join(key, true()))
    keyed = insert(change_keys).from_select(["key", "number", "case_id"], under_each).cte("keyed")
    return select(func.count()).select_from(numbered).add_cte(stream, keyed)


DRAIN = Scalar(_drain(), int)
"""Moves the oldest `count` messages into the stream, numbered from `head` on; gives how many they were."""

HAS_UNTOLD = Scalar(select(select(outbox.c.seq).exists()), bool)
"""Whether anything has happened that the stream does not tell of yet."""


def look() -> Select[*tuple[object, ...]]:
    """What `LOOK` asks, for a statement that asks more."""
    wanted = func.unnest(bindparam("keys", type_=ARRAY(VARCHAR))).table_valued("key").render_derived("wanted")
    under_one = (
        select(change_keys.c.number, change_keys.c.case_id)
        .where(change_keys.c.key == wanted.c.key, change_keys.c.number > bindparam("after", type_=BigInteger()))
        .order_by(change_keys.c.number)
        .limit(_COUNT)
        .lateral("under_one")
    )
    found = (
        select(under_one.c.number, under_one.c.case_id)
        .select_from(wanted.join(under_one, true()))
        .order_by(under_one.c.number)
        .limit(_COUNT)
        .subquery("found")
    )
    news = select(
        func.count().label("found"),
        func.max(found.c.number).label("last"),
        func.array_agg(distinct(found.c.case_id)).label("case_ids"),
    ).subquery("news")
    known = select(func.jsonb_object_agg(versions.c.name, versions.c.version)).scalar_subquery()
    return select(heads.c.number, heads.c.forgotten, heads.c.epoch, known.label("versions"), news).select_from(
        heads.join(news, true())
    )


class Look(TypedDict):
    """The stream and the reference data as they are, and what is new in the one."""

    number: int
    forgotten: int
    epoch: int
    versions: dict[str, int] | None
    found: int
    last: int | None
    case_ids: list[uuid.UUID] | None


LOOK = Statement(look(), Look)
"""Head and reference versions in one row, with the next `count` changes after `after` under any of `keys`.

It is all that an empty pull costs: one probe of an index for each key.
"""

RAISE_EPOCH = Statement(update(heads).values({heads.c.epoch: heads.c.epoch + 1, heads.c.renewed: heads.c.number}))
"""Cases changed without the outbox: everybody starts again."""

FORGOTTEN = Scalar(select(heads.c.forgotten).with_for_update(), int)

LAST_BEFORE = Scalar(
    select(func.max(changes.c.number)).where(
        changes.c.created_at < bindparam("moment", type_=DateTime(timezone=True)),
        changes.c.number <= bindparam("most", type_=BigInteger()),
    ),
    int,
)


def _forget() -> Select[int]:
    old = delete(changes).where(changes.c.number <= _LAST)
    gone = old.returning(changes.c.number, changes.c.scope_keys).cte("gone")
    key = func.unnest(gone.c.scope_keys).table_valued("key").render_derived("one").lateral()
    under_each = select(key.c.key, gone.c.number).select_from(gone.join(key, true())).subquery("under_each")
    keys = (
        delete(change_keys)
        .where(and_(change_keys.c.key == under_each.c.key, change_keys.c.number == under_each.c.number))
        .cte("keys")
    )
    head = update(heads).values({heads.c.forgotten: _LAST}).cte("head")
    return select(func.count()).select_from(gone).add_cte(keys, head)


FORGET = Scalar(_forget(), int)
"""Takes the changes up to `last` out of the stream; gives how many they were."""
