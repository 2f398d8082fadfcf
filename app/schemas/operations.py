"""What operations routes answer."""

from datetime import datetime

from pydantic import Field

from app.schemas.base import Output, example


class Health(Output):
    status: str
    time: datetime
    model_config = example(status="ok", time="2026-11-25T01:00:05Z")


class Readiness(Output):
    ready: bool
    database: str = Field(
        description="`up`, `down`, `restarting`; or why writes failed within 30 seconds: `full`, `read-only`, `failing`"
    )
    server_version: str | None = Field(description="PostgreSQL's own version; null: it does not answer")
    migrations: str
    worker: str
    embedded_restarts: int
    parked_timers: int
    parked_photos: int
    clock_skew_seconds: float | None = Field(description="How far this host is ahead of the database; null: unknown")
    model_config = example(
        ready=True,
        database="up",
        server_version="18.4",
        migrations="current",
        worker="beating",
        embedded_restarts=0,
        parked_timers=0,
        parked_photos=0,
        clock_skew_seconds=0.002,
    )
