"""What operations routes answer."""

from datetime import datetime

from pydantic import Field

from app.schemas.base import Output


class Health(Output):
    status: str
    time: datetime


class Readiness(Output):
    ready: bool
    database: str
    migrations: str
    worker: str
    embedded_restarts: int
    parked_timers: int
    parked_photos: int
    clock_skew_seconds: float | None = Field(description="How far this host is ahead of the database; null: unknown")
