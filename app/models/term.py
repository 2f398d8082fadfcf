"""What a district calls the natures of demands 诉求性质 and the sources 来源 of reports: coded data of its own."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type


class TermKind(StrEnum):
    NATURE = "nature"  # 诉求性质: complaint, advice, question, praise …
    SOURCE = "source"  # 来源: where a report came from, as the district counts it


class Term(SQLModel, table=True):
    """One entry of a code list; codes are never deleted, only retired."""

    __tablename__ = "terms"
    __table_args__ = (enum_check("kind", TermKind),)

    kind: TermKind = Field(primary_key=True, sa_type=enum_type(TermKind))
    code: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=120)
    name_en: str | None = Field(default=None, max_length=120)
    is_active: bool = True
