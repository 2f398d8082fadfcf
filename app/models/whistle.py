"""Whistles 吹哨 of a case and the calls of each: which units were called where, and how each answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, moment, path_column
from app.workflow.whistles import CallState, Presence, WhistleState


class Whistle(SQLModel, table=True):
    """Units called to a place and a time; one of a case is open at a time. `lat`, `lon` in WGS-84 degrees."""

    __tablename__ = "whistles"
    __table_args__ = (
        enum_check("state", WhistleState),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="place_on_earth"),
        CheckConstraint("meet_at <= respond_by", name="responded_from_then_on"),
        Index("uq_whistles_open", "case_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_whistles_called_at", "called_at", "id"),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    id: UUID = Field(primary_key=True)
    area_path: str = path_column()
    place: str = Field(max_length=300)
    lat: float | None = None
    lon: float | None = None
    meet_at: datetime = moment()
    respond_by: datetime = moment()
    note: str = Field(max_length=2000)  # what for
    called_by: UUID = Field(foreign_key="users.id")
    called_at: datetime = moment()
    state: WhistleState = Field(default=WhistleState.OPEN, sa_type=enum_type(WhistleState))
    result: str | None = Field(default=None, max_length=2000)  # or why it was withdrawn
    ended_by: UUID | None = Field(default=None, foreign_key="users.id")
    ended_at: datetime | None = moment(nullable=True)


class WhistleCall(SQLModel, table=True):
    """One unit called by a whistle, and its answer; `late` and `missed_at` by our own clock.

    `device_at` is when the phone says that it was there, put right by how far its clock is known to be off.
    """

    __tablename__ = "whistle_calls"
    __table_args__ = (
        enum_check("state", CallState),
        enum_check("presence", Presence),
        CheckConstraint("score BETWEEN 1 AND 5", name="score_range"),
        Index("ix_whistle_calls_called_at", "called_at", "department_code"),
        Index("ix_whistle_calls_department_code", "department_code", "called_at"),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    whistle_id: UUID = Field(primary_key=True)
    department_code: str = Field(primary_key=True, foreign_key="departments.code", max_length=32)
    area_path: str = path_column()
    called_at: datetime = moment()
    state: CallState = Field(default=CallState.CALLED, sa_type=enum_type(CallState))
    answered_by: UUID | None = Field(default=None, foreign_key="users.id")
    answered_at: datetime | None = moment(nullable=True)
    late: bool = False
    missed_at: datetime | None = moment(nullable=True)
    head_count: int | None = None
    note: str | None = Field(default=None, max_length=2000)
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    presence: Presence | None = Field(default=None, sa_type=enum_type(Presence))
    distance_m: int | None = None
    device_at: datetime | None = moment(nullable=True)
    device_in_time: bool | None = None
    score: int | None = None
    score_note: str | None = Field(default=None, max_length=2000)
    scored_by: UUID | None = Field(default=None, foreign_key="users.id")
    scored_at: datetime | None = moment(nullable=True)
