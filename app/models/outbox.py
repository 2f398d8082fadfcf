"""What others must be told, written in the transaction of the change; one relay drains it in an order of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.columns import document, moment


class OutboxMessage(SQLModel, table=True):
    """One event of one case to be delivered; (case, seq) is its identity for every receiver."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_created_at", "created_at"),)

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    seq: int = Field(primary_key=True)
    topic: str = Field(max_length=64)
    payload: dict[str, Any] = document()
    created_at: datetime = moment()
