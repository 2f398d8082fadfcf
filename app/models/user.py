"""Users and their dated appointments 任职 (一长三员 and the posts of centres, departments and supervision)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, DateTime, Index, String, literal_column
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.authz import Post
from app.models.columns import enum_check, enum_type, moment
from app.text.phones import LONGEST

#: Whose a phone is, however it is written: one key for each of its numbers.
PHONE_KEYS: ColumnElement[Any] = literal_column("string_to_array(phone_keys, '/')", ARRAY(String()))


#: Instead of a hash: nobody signs in until a password is set.
LOCKED = "!"


class User(SQLModel, table=True):
    __tablename__ = "users"
    __table_args__ = (Index("ix_users_phone_keys", PHONE_KEYS, postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    username: str = Field(max_length=64, unique=True)
    display_name: str = Field(max_length=64)
    phone: str | None = Field(default=None, max_length=LONGEST)
    phone_keys: str | None = Field(default=None, max_length=LONGEST)
    password_hash: str = Field(max_length=200)
    password_expires_at: datetime | None = moment(nullable=True)  # of a one-time password, which is to be changed
    is_active: bool = True
    created_at: datetime = moment()


class Appointment(SQLModel, table=True):
    """A post a user holds at an area, and for department posts in a department, from a day until a day (inclusive)."""

    __tablename__ = "appointments"
    __table_args__ = (
        enum_check("post", Post),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("area_code IS NOT NULL OR department_code IS NOT NULL", name="somewhere"),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", index=True)
    post: Post = Field(sa_type=enum_type(Post))
    area_code: str | None = Field(default=None, foreign_key="areas.code", max_length=32, index=True)
    department_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32, index=True)
    valid_from: date
    valid_to: date | None = None


class TokenFamily(SQLModel, table=True):
    """One signing in and every token that came of it: what a user and an administrator know as a session.

    `network` is a keyed digest of where it was last refreshed from: it tells an owner from a stranger, and no address.
    """

    __tablename__ = "token_families"

    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", index=True)
    network: str | None = Field(default=None, max_length=64, index=True)
    created_at: datetime = moment()
    used_at: datetime = moment()
    expires_at: datetime = Field(sa_type=DateTime(timezone=True), index=True)
    ended_at: datetime | None = moment(nullable=True)
    clock_ahead_seconds: float | None = None  # of the device, where it is off
    clock_told_at: datetime | None = moment(nullable=True)


class RefreshToken(SQLModel, table=True):
    """A rotating refresh token, stored hashed; using one twice ends its whole family."""

    __tablename__ = "refresh_tokens"

    token_hash: str = Field(primary_key=True, max_length=64)
    family_id: UUID = Field(foreign_key="token_families.id", index=True)
    created_at: datetime = moment()
    expires_at: datetime = Field(sa_type=DateTime(timezone=True), index=True)
    used_at: datetime | None = moment(nullable=True)
    used_by: str | None = Field(default=None, max_length=64)  # the digest of the attempt's Idempotency-Key


class PageSession(SQLModel, table=True):
    """A session held by the cookie of a page, whose secret is stored hashed; all else of it is its family's."""

    __tablename__ = "page_sessions"

    secret_hash: str = Field(primary_key=True, max_length=64)
    family_id: UUID = Field(foreign_key="token_families.id", index=True, unique=True)
    idle_seconds: int  # that it may rest; its family expires so long after it was last used
    ends_at: datetime = moment()  # however much it is used


class DemoAccount(SQLModel, table=True):
    """An account of the demo that anybody may try, as long as its password is still the one it was made with."""

    __tablename__ = "demo_accounts"

    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    password: str = Field(max_length=64)
    password_hash: str = Field(max_length=200)
