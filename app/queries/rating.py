"""Rating links and the answers given through them."""

from sqlalchemy import DateTime, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.case_parts import Rating
from app.models.lookup import RatingToken
from app.queries.scope import cases
from app.queries.tables import table

tokens = table(RatingToken)

_HASHED = bindparam("hashed", type_=VARCHAR())
_AT = bindparam("at", type_=DateTime(timezone=True))

ISSUE = Statement(insert(tokens), columns=("token_hash", "case_id", "round", "created_at", "expires_at"))

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
    )
    .join(cases, cases.c.id == tokens.c.case_id)
    .where(tokens.c.token_hash == _HASHED)
)

USE = Statement(
    update(tokens)
    .where(tokens.c.token_hash == _HASHED, tokens.c.used_at.is_(None), tokens.c.expires_at > _AT)
    .values({tokens.c.used_at: _AT})
    .returning(tokens.c.case_id, tokens.c.round)
)
"""Consumes a link, once: a second use, or one too late, gives no row."""

ANSWER = Statement(
    insert(table(Rating)),
    columns=("case_id", "round", "score", "solved", "words", "area_path", "created_at"),
)

ratings = table(Rating)
OF_CASE = Statement(
    select(ratings).where(ratings.c.case_id == bindparam("case_id", type_=UUID())).order_by(ratings.c.round)
)
"""What was said of each round of a case."""

FORGET = Statement(delete(tokens).where(tokens.c.expires_at < bindparam("before", type_=DateTime(timezone=True))))
"""Takes away links that have been over for so long: from then on nobody knows them."""
