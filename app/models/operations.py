"""What keeps the service itself honest: the worker's beat."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.columns import moment


class WorkerBeat(SQLModel, table=True):
    """The one row that says when a worker last looked for work."""

    __tablename__ = "worker_beat"

    id: int = Field(primary_key=True)
    beat_at: datetime = moment()
