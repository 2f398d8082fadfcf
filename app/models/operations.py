"""What keeps the service itself honest: the worker's beat, and the one signing key."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.columns import moment


class WorkerBeat(SQLModel, table=True):
    """The one row that says when a worker last looked for work."""

    __tablename__ = "worker_beat"

    id: int = Field(primary_key=True)
    beat_at: datetime = moment()


class SigningKey(SQLModel, table=True):
    """The one row that says which signing key this database goes with: a keyed digest, and nothing of the key."""

    __tablename__ = "signing_key"

    id: int = Field(primary_key=True)
    fingerprint: str = Field(max_length=64)
    known_since: datetime = moment()
