"""Column forms the tables share: enums as VARCHAR + CHECK, moments as timestamptz, documents as jsonb."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CheckConstraint, Column, DateTime, DefaultClause, Enum, String, Table, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

import app.db.naming  # noqa: F401  (the naming convention must exist before the first table)


def enum_type(kind: type[StrEnum]) -> Enum:
    """A VARCHAR that stores the enum's values; the CHECK is `enum_check`, so that migrations see it."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def enum_check(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """The CHECK that holds a column to the values of its enum (a test holds enum == CHECK)."""
    values = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def moment(*, nullable: bool = False) -> Any:
    """A point in time: timestamptz, always aware."""
    return Field(
        default=None if nullable else ...,
        sa_type=DateTime(timezone=True),
        nullable=nullable,
    )


def document(*, nullable: bool = False, empty: bool = False) -> Any:
    """A jsonb document; `empty`: with nothing in it where a row does not say."""
    default = {"server_default": text("'{}'")} if empty else {}
    return Field(default=None if nullable else ..., sa_type=JSONB, nullable=nullable, sa_column_kwargs=default)


def path_column(*, primary_key: bool = False, nullable: bool = False) -> Any:
    """A materialised path. It sorts bytewise, so that a subtree is a range of any index that begins with it."""
    column = Column(String(160, collation="C"), nullable=nullable, primary_key=primary_key)
    return Field(default=None if nullable else ..., sa_column=column)


def give_server_defaults() -> None:
    """Lets the database know the plain defaults of the models: statements name only the columns they mean."""
    for mapper in SQLModel._sa_registry.mappers:
        fields = mapper.class_.model_fields
        table = cast(Table, mapper.local_table)
        for column in cast(Iterable[Column[Any]], table.columns):
            value = fields[column.name].default if column.name in fields else None
            if column.server_default is None and isinstance(value, bool | int | str):
                written = str(value).lower() if isinstance(value, bool) else str(value)
                column.server_default = DefaultClause(text(f"'{written}'"))
            column.default = None  # SQLModel's own, which Core would send with every INSERT
