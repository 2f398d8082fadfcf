"""What keeps the service itself honest: the worker's beat, the one signing key, and what is left to be read again."""

from datetime import datetime
from uuid import UUID

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


class Rereading(SQLModel, table=True):
    """How far the cases of before have been read again, in the order of their ids, into what is looked for today.

    With another `form` it begins anew: that of the folding, or the mark of the key.
    """

    __tablename__ = "rereadings"

    name: str = Field(primary_key=True, max_length=16)
    form: str = Field(max_length=64)
    after: UUID
    finished_at: datetime | None = moment(nullable=True)
