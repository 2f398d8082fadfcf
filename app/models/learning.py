"""What is learned of closed cases: counts in contexts, words, what each case taught, and how far the reading is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.likeness.learned.contexts import Target
from app.models.columns import enum_check, enum_type, moment


class LearnedCount(SQLModel, table=True):
    """How many closed cases of a matter at a place had this answer, and how many a unit returned; weighed by age."""

    __tablename__ = "learned_counts"
    __table_args__ = (enum_check("target", Target),)

    target: Target = Field(primary_key=True, sa_type=enum_type(Target))
    matter: str = Field(primary_key=True, max_length=64)  # empty: of any
    place: str = Field(primary_key=True, max_length=32)  # the code of an area; empty: anywhere
    answer: str = Field(primary_key=True, max_length=32)
    cases: int = 0
    weight: float = 0
    returns: int = 0
    returned: float = 0


class LearnedWords(SQLModel, table=True):
    """In how many cases of an answer each of a fixed number of buckets of words stood; the empty answer has all."""

    __tablename__ = "learned_words"
    __table_args__ = (enum_check("target", Target),)

    target: Target = Field(primary_key=True, sa_type=enum_type(Target))
    answer: str = Field(primary_key=True, max_length=32)
    total: int = Field(default=0, sa_type=BigInteger)
    buckets: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Lesson(SQLModel, table=True):
    """What a closed case taught, so that it teaches once and can be taken back exactly; of its words only buckets."""

    __tablename__ = "lessons"

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    version: int  # of the case it was learned from
    closed_at: datetime = moment()
    origin: str = Field(max_length=64)
    nature_code: str | None = Field(default=None, max_length=32)
    category_code: str | None = Field(default=None, max_length=32)
    rule_code: str | None = Field(default=None, max_length=32)
    department_code: str | None = Field(default=None, max_length=32)
    places: list[str] = Field(sa_column=Column(ARRAY(String(32)), nullable=False, server_default=text("'{}'")))
    returned_by: list[str] = Field(sa_column=Column(ARRAY(String(32)), nullable=False, server_default=text("'{}'")))
    words: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Learning(SQLModel, table=True):
    """The one row whose lock makes a learner the only one: how far it has read."""

    __tablename__ = "learning"

    id: int = Field(primary_key=True)
    epoch: int = -1  # of the stream when the cases were last read from the first on
    number: int = Field(default=0, sa_type=BigInteger)  # the last change that was looked at
    after: UUID | None = None  # the last case of the reading from the first on; null: it is finished
