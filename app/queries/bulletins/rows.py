"""The rows of bulletins 简报: drafts, issues, files, addressees and receipts."""

import uuid
from datetime import date, datetime
from functools import cache
from typing import NamedTuple, TypedDict

from sqlalchemy import (
    ColumnElement,
    Select,
    TableValuedAlias,
    and_,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.bulletin import (
    AddresseeKind,
    Bulletin,
    BulletinAddressee,
    BulletinIssue,
    BulletinReceipt,
)
from app.queries.tables import constant, table
from app.workflow.bulletins.life import BulletinStatus

bulletins = table(Bulletin)
issues = table(BulletinIssue)
addressees = table(BulletinAddressee)
receipts = table(BulletinReceipt)
later = issues.alias("later")


class HeadRow(TypedDict):
    """A bulletin without what it says; the latter part is of its issue."""

    id: uuid.UUID
    area_code: str
    area_path: str
    kind: str
    starts_on: date
    ends_on: date
    title: str
    status: str
    version: int
    editor_ids: list[uuid.UUID]
    created_by: uuid.UUID
    created_at: datetime
    edited_at: datetime
    submitted_by: uuid.UUID | None
    submitted_at: datetime | None
    returned_note: str | None
    year: int | None
    number: int | None
    signed_by: uuid.UUID | None
    signed_at: datetime | None
    withdraws: uuid.UUID | None
    withdrawn_in: uuid.UUID | None
    has_read: bool


class BulletinRow(HeadRow):
    """The same with what a draft says."""

    figures: dict[str, object]
    told: dict[str, object]


_ID = bindparam("bulletin_id", type_=UUID())
_ME = bindparam("me", type_=UUID())
_OF_ISSUE = (issues.c.year, issues.c.number, issues.c.signed_by, issues.c.signed_at, issues.c.withdraws)
_HAS_READ = (
    select(literal(1))
    .where(receipts.c.bulletin_id == bulletins.c.id, receipts.c.user_id == _ME)
    .correlate(bulletins)
    .exists()
)


def _paths(name: str) -> TableValuedAlias:
    return func.unnest(bindparam(name, type_=ARRAY(VARCHAR))).table_valued("path").render_derived(f"{name}_told")


def _select(*more: ColumnElement[object]) -> Select[*tuple[object, ...]]:
    heads = (bulletins.c[name] for name in HeadRow.__annotations__ if name in bulletins.c)
    joined = bulletins.outerjoin(issues, issues.c.bulletin_id == bulletins.c.id).outerjoin(
        later, later.c.withdraws == bulletins.c.id
    )
    withdrawn_in = later.c.bulletin_id.label("withdrawn_in")
    return select(*heads, *_OF_ISSUE, withdrawn_in, _HAS_READ.label("has_read"), *more).select_from(joined)


_SUPERVISED, _MINE = _paths("paths"), _paths("areas")
_IS_SUPERVISED = (
    select(literal(1)).select_from(_SUPERVISED).where(func.starts_with(bulletins.c.area_path, _SUPERVISED.c.path))
).exists()
_NEAR = (
    select(literal(1))
    .select_from(_MINE)
    .where(
        or_(
            func.starts_with(_MINE.c.path, addressees.c.area_path),
            func.starts_with(addressees.c.area_path, _MINE.c.path),
        )
    )
    .exists()
)
_IS_ADDRESSED = (
    select(literal(1))
    .where(
        addressees.c.bulletin_id == bulletins.c.id,
        or_(
            and_(
                addressees.c.kind == AddresseeKind.UNIT.value,
                addressees.c.code == bindparam("units", type_=ARRAY(VARCHAR)).any_(),
            ),
            and_(addressees.c.kind == AddresseeKind.AREA.value, _NEAR),
        ),
    )
    .correlate(bulletins)
    .exists()
)
#: Drafts are for those who supervise there; an issue also for whomever it was sent to.
_VISIBLE = and_(
    bulletins.c.status != BulletinStatus.DISCARDED.value,
    or_(_IS_SUPERVISED, and_(bulletins.c.status == BulletinStatus.PUBLISHED.value, _IS_ADDRESSED)),
)

ONE = Statement(_select(bulletins.c.figures, bulletins.c.told).where(bulletins.c.id == _ID, _VISIBLE), BulletinRow)
"""One that the reader sees."""

LOCK = Scalar(select(bulletins.c.version).where(bulletins.c.id == _ID).with_for_update(), int)
"""Nobody else changes it until the transaction ends."""


class Asked(NamedTuple):
    """Which filters a list has; the values of each bear its name."""

    kind: bool
    status: bool
    area: bool
    unread: bool
    after: bool


@cache
def page(asked: Asked, count: int) -> Statement[HeadRow]:
    """Those that the reader sees, the newest first."""
    rows = _select().where(_VISIBLE)
    for name in ("kind", "status"):
        if getattr(asked, name):
            rows = rows.where(bulletins.c[name] == bindparam(name, type_=VARCHAR()))
    if asked.area:
        rows = rows.where(func.starts_with(bulletins.c.area_path, bindparam("area", type_=VARCHAR())))
    if asked.unread:
        rows = rows.where(bulletins.c.status == BulletinStatus.PUBLISHED.value, _IS_ADDRESSED, ~_HAS_READ)
    if asked.after:
        rows = rows.where(bulletins.c.id < bindparam("after", type_=UUID()))
    return Statement(rows.order_by(bulletins.c.id.desc()).limit(constant(count)), HeadRow)


_DRAFT = (
    "id", "area_code", "area_path", "kind", "starts_on", "ends_on", "title", "status", "figures", "told", "editor_ids",
    "created_by", "created_at", "edited_at",
)  # fmt: skip
DRAFT = Statement(insert(bulletins), columns=_DRAFT)


def _writing(*names: str) -> Statement[object]:
    """Writes some columns of a bulletin, which is a version more then."""
    values = {name: bindparam(f"new_{name}", type_=bulletins.c[name].type) for name in names}
    return Statement(
        update(bulletins).where(bulletins.c.id == _ID).values(version=bulletins.c.version + literal(1), **values)
    )


EDIT = _writing("title", "told", "editor_ids", "edited_at", "returned_note")
REFRESH = _writing("figures", "editor_ids", "edited_at")
SUBMIT = _writing("status", "submitted_by", "submitted_at", "editor_ids")
SEND_BACK = _writing("status", "returned_note")
SET_STATUS = _writing("status")
