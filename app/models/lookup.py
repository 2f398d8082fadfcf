"""What must be unique across cases, each in a table keyed by itself and written in the case's own transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.case import Channel
from app.models.columns import enum_check, enum_type, moment


class ExternalReference(SQLModel, table=True):
    """The id a case bears in the system that sent it."""

    __tablename__ = "external_references"
    __table_args__ = (enum_check("channel", Channel),)

    channel: Channel = Field(primary_key=True, sa_type=enum_type(Channel))
    source: str = Field(primary_key=True, max_length=64)  # the id of the user that the integration is
    external_id: str = Field(primary_key=True, max_length=100)
    case_id: UUID


class RatingToken(SQLModel, table=True):
    """A single-use link of a resident to one round of a case; only the hash of the token is kept."""

    __tablename__ = "rating_tokens"
    __table_args__ = (
        Index("ix_rating_tokens_case_id", "case_id"),
        Index("ix_rating_tokens_expires_at", "expires_at"),
    )

    token_hash: str = Field(primary_key=True, max_length=64)
    case_id: UUID
    round: int
    created_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)


class FollowLink(SQLModel, table=True):
    """A link by which a resident without an account sees what became of their report; only its hash is kept."""

    __tablename__ = "follow_links"
    __table_args__ = (Index("ix_follow_links_expires_at", "expires_at"),)

    token_hash: str = Field(primary_key=True, max_length=64)
    case_id: UUID
    created_at: datetime = moment()
    expires_at: datetime = moment()


class Attempt(SQLModel, table=True):
    """How often somebody without an account has tried since `began_at`; `key` is a digest of who it was."""

    __tablename__ = "attempts"

    key: str = Field(primary_key=True, max_length=64)
    began_at: datetime = moment()
    count: int = 1


class IdempotencyRecord(SQLModel, table=True):
    """The answer a user's write got under its Idempotency-Key, given again byte for byte when it is sent again."""

    __tablename__ = "receipts"
    __table_args__ = (Index("ix_receipts_created_at", "created_at"),)

    user_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True, max_length=100)
    request_hash: str = Field(max_length=64)
    status_code: int
    body: str
    etag: str | None = Field(default=None, max_length=16)
    created_at: datetime = moment()
