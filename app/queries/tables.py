"""The Core table behind a SQLModel class: what statements are written against."""

from typing import TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Label,
    ScalarSelect,
    Table,
    Text,
    cast,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR
from sqlmodel import SQLModel

ValueT = TypeVar("ValueT")


def table(model: type[SQLModel]) -> Table:
    """The table of a `table=True` class."""
    return model.metadata.tables[str(model.__tablename__)]


def among(column: ColumnElement[str], values: tuple[str, ...]) -> ColumnElement[bool]:
    """`column = ANY(values)`: the form of IN that keeps the text of a statement fixed."""
    return column == literal(list(values), ARRAY(VARCHAR)).any_()


def constant(number: int) -> ColumnElement[int]:
    """A number that stands in the statement: of a limit that is a parameter the planner expects a tenth of all rows."""
    return literal_column(str(number), Integer())


def any_of(value: BindParameter[ValueT]) -> ScalarSelect[ValueT]:
    """That parameter, as `(SELECT $1)`: PostgreSQL does not look at it when it plans.

    A plan for one value is no cheaper then than one for any, so that after some runs it keeps the latter and plans no
    more.
    """
    return select(value).scalar_subquery()


def as_text(column: ColumnElement[object]) -> Label[str]:
    """A document 文档 as its text, under its own name: for one that may be large and is handed on as it is."""
    return cast(column, Text).label(str(column.key))
