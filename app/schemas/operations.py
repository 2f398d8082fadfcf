"""What operations routes answer."""

from datetime import datetime

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
