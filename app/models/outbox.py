"""What others must be told, written in the transaction of the change; one relay drains it in an order of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.columns import document, moment


class OutboxMessage(SQLModel, table=True):
    """One event of one case to be delivered; (case, seq) is its identity for every receiver.

    `scope_keys` are those of the case before and after the event: whoever saw it or sees it now has to hear.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_created_at", "created_at"),)

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    seq: int = Field(primary_key=True)
    topic: str = Field(max_length=64)
    payload: dict[str, Any] = document()
    scope_keys: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False, server_default=text("'{}'")))
    created_at: datetime = moment()
