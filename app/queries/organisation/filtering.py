"""What the lists of administration are filtered by, and how they are paged. A filter that is null lets all in."""

from collections.abc import Callable

from sqlalchemy import Boolean, ColumnElement, Integer, Select, bindparam, collate, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR

from app.queries.organisation.folding import folded

Text = ColumnElement[str]
PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")


def if_given(name: str, condition: Callable[[Text], ColumnElement[bool]]) -> ColumnElement[bool]:
    """The condition on a text, when it is not null."""
    value = bindparam(name, type_=VARCHAR())
    return or_(value.is_(None), condition(value))


def is_(name: str, column: Text) -> ColumnElement[bool]:
    """The same, that a column is it."""
    return if_given(name, lambda value: column == value)


def flag(name: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a condition holds or not, when that is asked."""
    value = bindparam(name, type_=Boolean())
    return or_(value.is_(None), condition == value)


def said(code: Text, *texts: Text) -> ColumnElement[bool]:
    """What somebody types, folded: the beginning of a code, or a part of a text."""
    return if_given("q", lambda q: or_(begins(code, q), *(holds_words(text, q) for text in texts)))


def begins(code: Text, q: Text) -> ColumnElement[bool]:
    """The beginning of a code."""
    return func.starts_with(func.lower(code), q)


def holds_words(text: Text, q: Text) -> ColumnElement[bool]:
    """A part of a text, folded."""
    return func.strpos(folded(text), q) > 0


def in_reach(path: Text) -> ColumnElement[bool]:
    """Within the reach of whoever asks."""
    return select(literal(1)).select_from(PATHS).where(func.starts_with(path, PATHS.c.path)).exists()


def paged(
    chosen: "Select[*tuple[object, ...]]", key: Text, *where: ColumnElement[bool]
) -> "Select[*tuple[object, ...]]":
    """A page in the order of a key, after the one that was the last."""
    place = collate(key, "C")
    return (
        chosen.add_columns(key.label("key"))
        .where(place > bindparam("after", type_=VARCHAR()), *where)
        .order_by(place)
        .limit(bindparam("count", type_=Integer()))
    )
