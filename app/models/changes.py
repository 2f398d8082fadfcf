"""The stream of changes 变更流: what the outbox held, numbered by one relay, and under which keys it is found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.columns import document, moment


class Change(SQLModel, table=True):
    """One event of one case, in the order in which everybody reads the stream; the numbers have no gaps."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_created_at", "created_at"),)

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    case_id: UUID  # keyed by its number, not by the case: never a foreign key to cases
    seq: int
    topic: str = Field(max_length=64)
    payload: dict[str, Any] = document()
    scope_keys: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False, server_default=text("'{}'")))
    created_at: datetime = moment()


class ChangeKey(SQLModel, table=True):
    """A change under one scope key of its case, before or after it: who follows that key has to hear of it."""

    __tablename__ = "change_keys"

    key: str = Field(primary_key=True, max_length=170)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    case_id: UUID


class ChangeHead(SQLModel, table=True):
    """The one row whose lock makes a relay the only one: the last number given, and the last one forgotten."""

    __tablename__ = "change_head"

    id: int = Field(primary_key=True)
    number: int = Field(default=0, sa_type=BigInteger)
    forgotten: int = Field(default=0, sa_type=BigInteger)  # changes up to here are no longer kept
    epoch: int = 0  # raised when cases changed without the outbox: everybody has to start again
    renewed: int = Field(default=0, sa_type=BigInteger)  # the last number given before that
