"""The rounds of a case as its resident rated them 评价."""

from datetime import datetime

from pydantic import Field

from app.schemas.base import Output


class RoundRating(Output):
    """What the resident said of one round of handling."""

    round: int = Field(description="0: the first; one more after each reopening")
    score: int = Field(description="How content they were, 1 to 5")
    solved: bool | None = Field(description="Whether it was solved; null: history tells the score alone")
    words: str | None = Field(description="null: they said no more")
    created_at: datetime
