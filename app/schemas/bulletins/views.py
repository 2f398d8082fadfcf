"""Bulletins 简报 on their way: lists, views, files, and who has read them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.models.bulletin import AddresseeKind, BulletinFormat
from app.schemas.base import Code, Input, Output, example
from app.schemas.bulletins.page import BulletinPage, Called, NumberOf
from app.schemas.cases.lists import PageQuery
from app.schemas.examples import bulletin as examples
from app.workflow.bulletins.life import BulletinAction, BulletinStatus
from app.workflow.bulletins.periods import BulletinKind


class BulletinQuery(PageQuery):
    """Which bulletins; all that are given must hold."""

    area: Code | None = Field(default=None, description="Of this area and all below it")
    kind: BulletinKind | None = None
    status: BulletinStatus | None = None
    unread: bool | None = Field(default=None, description="true: only issues sent to me that I have not acknowledged")


class FileOf(Output):
    format: BulletinFormat
    language: str = Field(description="`zh` or `en`; empty: of both")
    size: int = Field(description="Bytes")
    sha256: str = Field(description="SHA-256 of these bytes, which never change")


class BulletinHead(Output):
    """A bulletin as lists show it."""

    id: UUID
    area_code: str
    area_name: str | None
    kind: BulletinKind
    starts_on: date
    ends_on: date
    title: str
    status: BulletinStatus
    status_label_zh: str
    status_label: str
    version: int
    number: NumberOf | None
    created_at: datetime
    edited_at: datetime
    submitted_at: datetime | None
    returned_note: str | None = Field(description="Why it was sent back; to its editors alone")
    signed_at: datetime | None
    withdraws: UUID | None = Field(description="The earlier issue that it takes back")
    withdrawn_in: UUID | None = Field(description="The later issue that took it back; null: it stands")
    has_read: bool = Field(description="Whether I have acknowledged it")
    model_config = example(**examples.HEAD)


class BulletinList(Output):
    items: list[BulletinHead]
    next_cursor: str | None
    model_config = example(items=[examples.HEAD], next_cursor=None)


class BulletinView(BulletinHead):
    """A bulletin, what it says, and what I may do with it now."""

    allowed_actions: list[BulletinAction]
    files: list[FileOf] = Field(description="Of an issue, as they were signed")
    page: BulletinPage
    model_config = example(**examples.VIEW)


class BulletinLanguage(StrEnum):
    ZH = "zh"
    EN = "en"


class FileQuery(Input):
    """Which file."""

    format: BulletinFormat = Field(default=BulletinFormat.PDF, description="As which kind of file")
    language: BulletinLanguage = Field(default=BulletinLanguage.ZH, description="Of its fixed words and names")


class ReaderOf(Output):
    user_id: UUID
    name: str | None
    read_at: datetime


class ReceiptOf(Called):
    """An addressee, and who of it has read the bulletin."""

    kind: AddresseeKind
    has_read: bool
    readers: list[ReaderOf]


class BulletinReceipts(Output):
    """签阅回执 · Who has read it and who has not."""

    addressed: int
    read: int = Field(description="How many addressees have somebody who has read it")
    items: list[ReceiptOf] = Field(description="Those that have not read it first")
    model_config = example(**examples.RECEIPTS)
