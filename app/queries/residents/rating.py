"""Rating links and the answers given through them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TypedDict

from sqlalchemy import ColumnElement, DateTime, bindparam, delete, exists, false, func, insert, select, true, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.case_part_rows import RatingRow
from app.models.case_parts import Rating
from app.models.lookup import RatingToken
from app.queries.cases.lists import Listing, predicate
from app.queries.cases.scope import cases
from app.queries.tables import table

ratings = table(Rating)
tokens = table(RatingToken)

_HASHED = bindparam("hashed", type_=VARCHAR())
_AT = bindparam("at", type_=DateTime(timezone=True))

ISSUE = Statement(insert(tokens), columns=("token_hash", "case_id", "round", "created_at", "expires_at"))


class RatingLink(TypedDict):
    """A link, and how its case stands."""

    case_id: uuid.UUID
    round: int
    expires_at: datetime
    used_at: datetime | None
    serial: int
    status: str
    description: str
    reported_at: datetime
    closed_at: datetime | None
    reply: str | None
    reopen_count: int
    is_answered: bool


FIND = Statement(
    select(
        tokens.c.case_id,
        tokens.c.round,
        tokens.c.expires_at,
        tokens.c.used_at,
        cases.c.serial,
        cases.c.status,
        cases.c.description,
        cases.c.reported_at,
        cases.c.closed_at,
        cases.c.reply,
        cases.c.reopen_count,
        exists().where(ratings.c.case_id == tokens.c.case_id, ratings.c.round == tokens.c.round).label("is_answered"),
    )
    .join(cases, cases.c.id == tokens.c.case_id)
    .where(tokens.c.token_hash == _HASHED),
    RatingLink,
)


class UsedLink(TypedDict):
    case_id: uuid.UUID
    round: int


USE = Statement(
    update(tokens)
    .where(tokens.c.token_hash == _HASHED, tokens.c.used_at.is_(None), tokens.c.expires_at > _AT)
    .values({tokens.c.used_at: _AT})
    .returning(tokens.c.case_id, tokens.c.round),
    UsedLink,
)
"""Consumes a link, once: a second use, or one too late, gives no row."""

ANSWER = Statement(
    insert(ratings),
    columns=("case_id", "round", "score", "solved", "words", "area_path", "created_at"),
)

OF_CASE = Statement(
    select(ratings).where(ratings.c.case_id == bindparam("case_id", type_=UUID())).order_by(ratings.c.round), RatingRow
)
"""What was said of each round of a case."""

_SOLVED = (("solved", true()), ("unsolved", false()))
MOST_GROUPS = 1_000
_GROUPS: Mapping[str, ColumnElement[str]] = MappingProxyType(
    {
        "department": cases.c.lead_department_code,
        "team": cases.c.team_code,
        "category": cases.c.category_code,
        "area": func.split_part(cases.c.area_path, "/", bindparam("depth")),
    }
)


class Figures(TypedDict):
    """How many answers say what; `key` is null where the case has no department or category."""

    key: str | None
    solved: int
    unsolved: int
    score_1: int
    score_2: int
    score_3: int
    score_4: int
    score_5: int


@lru_cache(maxsize=200)
def figures(listing: Listing, by: str) -> Statement[Figures]:
    """How the answers of a period fall on scores, by who has the case, by what it is about or by where it lies."""
    key = _GROUPS[by].label("key")
    scored = (func.count().filter(ratings.c.score == score).label(f"score_{score}") for score in range(1, 6))
    solved = (func.count().filter(ratings.c.solved.is_(told)).label(name) for name, told in _SOLVED)
    given = (ratings.c.created_at >= _period("from"), ratings.c.created_at < _period("to"))
    return Statement(
        select(key, *solved, *scored)
        .select_from(ratings.join(cases, cases.c.id == ratings.c.case_id))
        .where(*given, *predicate(listing))
        .group_by(key)
        .order_by(func.count().desc(), key),
        Figures,
    )


def _period(end: str) -> ColumnElement[datetime]:
    return bindparam(f"period_{end}", type_=DateTime(timezone=True))


FORGET = Statement(delete(tokens).where(tokens.c.expires_at < bindparam("before", type_=DateTime(timezone=True))))
"""Takes away links that have been over for so long: from then on nobody knows them."""
