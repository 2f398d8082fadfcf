"""Reads of the code lists: natures 诉求性质 and sources 来源."""

from typing import TypedDict

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import VARCHAR

from app.db.statement import Statement
from app.models.organisation_rows import TermRow
from app.models.term import Term
from app.queries.tables import table

terms = table(Term)

ONE = Statement(
    select(terms).where(
        terms.c.kind == bindparam("kind", type_=terms.c.kind.type), terms.c.code == bindparam("code", type_=VARCHAR())
    ),
    TermRow,
)


class RetiredTerm(TypedDict):
    kind: str
    code: str


RETIRED = Statement(select(terms.c.kind, terms.c.code).where(~terms.c.is_active), RetiredTerm)
ALL = Statement(select(terms).order_by(terms.c.kind, terms.c.code), TermRow)
