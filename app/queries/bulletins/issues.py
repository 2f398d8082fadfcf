"""Issues 期 of bulletins: numbers, files, whom they were sent to, and who has read them."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import bindparam, cast, func, insert, literal, null, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.bulletin import AddresseeKind, BulletinFile, BulletinNumber
from app.models.department import Department
from app.queries.bulletins.rows import addressees, bulletins, issues, later, receipts
from app.queries.tables import table

numbers = table(BulletinNumber)
files = table(BulletinFile)
areas = table(Area)
departments = table(Department)
_ID = bindparam("bulletin_id", type_=UUID())

_next = upsert(numbers).values(
    area_code=bindparam("area_code", type_=VARCHAR()), year=bindparam("year", type_=numbers.c.year.type),
    latest=literal(1, numbers.c.latest.type),
)  # fmt: skip
NEXT_NUMBER = Scalar(
    _next.on_conflict_do_update(
        index_elements=[numbers.c.area_code, numbers.c.year], set_={"latest": numbers.c.latest + literal(1)}
    ).returning(numbers.c.latest),
    int,
)
"""The number after the latest: who asks next waits until this transaction ends, and takes it where it was undone."""

ISSUE = Statement(insert(issues), columns=tuple(column.name for column in issues.columns))
KEEP_FILE = Statement(insert(files), columns=tuple(column.name for column in files.columns))
ADDRESS = Statement(insert(addressees), columns=tuple(column.name for column in addressees.columns))


class FileRow(TypedDict):
    content: bytes
    sha256: str


FILE = Statement(
    select(files.c.content, files.c.sha256).where(
        files.c.bulletin_id == _ID,
        files.c.format == bindparam("format", type_=VARCHAR()),
        files.c.language == bindparam("language", type_=VARCHAR()),
    ),
    FileRow,
)


class FileHeadRow(TypedDict):
    format: str
    language: str
    sha256: str
    size: int


FILES = Statement(
    select(files.c.format, files.c.language, files.c.sha256, func.length(files.c.content).label("size"))
    .where(files.c.bulletin_id == _ID)
    .order_by(files.c.format, files.c.language),
    FileHeadRow,
)


class PublishedRow(TypedDict):
    """An issue that stands: its number, and whether a later one has taken it back."""

    bulletin_id: uuid.UUID
    year: int
    number: int
    signed_at: datetime
    is_withdrawn: bool


_IS_WITHDRAWN = select(literal(1)).where(later.c.withdraws == issues.c.bulletin_id).correlate(issues).exists()
_PUBLISHED = select(
    issues.c.bulletin_id, issues.c.year, issues.c.number, issues.c.signed_at, _IS_WITHDRAWN.label("is_withdrawn")
).select_from(issues.join(bulletins, bulletins.c.id == issues.c.bulletin_id))
_OF_AREA = issues.c.area_code == bindparam("area_code", type_=VARCHAR())

OF_AREA = Statement(_PUBLISHED.where(_OF_AREA, issues.c.bulletin_id == _ID), PublishedRow)
"""An issue of an area by its id."""

SAME_PERIOD = Statement(
    _PUBLISHED.where(
        _OF_AREA,
        bulletins.c.kind == bindparam("kind", type_=VARCHAR()),
        bulletins.c.starts_on == bindparam("starts_on", type_=bulletins.c.starts_on.type),
        ~_IS_WITHDRAWN,
    ),
    PublishedRow,
)
"""The issue of an area, a kind and a period that stands."""


class AddresseeRow(TypedDict):
    kind: str
    code: str
    area_path: str | None


ADDRESSEES = Statement(
    select(addressees.c.kind, addressees.c.code, addressees.c.area_path)
    .where(addressees.c.bulletin_id == _ID)
    .order_by(addressees.c.kind.desc(), addressees.c.code),
    AddresseeRow,
)


class ReceiptRow(TypedDict):
    kind: str
    code: str
    user_id: uuid.UUID
    read_at: datetime


RECEIPTS = Statement(
    select(receipts.c.kind, receipts.c.code, receipts.c.user_id, receipts.c.read_at)
    .where(receipts.c.bulletin_id == _ID)
    .order_by(receipts.c.read_at, receipts.c.user_id),
    ReceiptRow,
)
ACKNOWLEDGE = Statement(
    upsert(receipts).on_conflict_do_nothing(), columns=tuple(column.name for column in receipts.columns)
)


class PlaceRow(TypedDict):
    """An area, or a unit, which has no path."""

    kind: str
    code: str
    path: str | None


_CODES = bindparam("codes", type_=ARRAY(VARCHAR)).any_()
_KIND = (literal(kind.value, VARCHAR()).label("kind") for kind in (AddresseeKind.AREA, AddresseeKind.UNIT))
PLACES = Statement(
    union_all(
        select(next(_KIND), areas.c.code, areas.c.path.label("path")).where(areas.c.code == _CODES, areas.c.is_active),
        select(next(_KIND), departments.c.code, cast(null(), VARCHAR).label("path")).where(
            departments.c.code == _CODES, departments.c.is_active
        ),
    ),
    PlaceRow,
)
"""Areas and units of these codes that there are."""
