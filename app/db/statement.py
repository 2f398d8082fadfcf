"""SQL written once in SQLAlchemy Core, compiled once when it is first used, run by asyncpg.

Compiling a statement costs more than most of ours cost to run; so each is a module constant, `Statement(select(…))`,
and carries finished SQL with `$1, $2, …` and the order its parameters go in. Lists go in as arrays (`= ANY(…)`).
A process uses few of them soon, or ever: those it never asks for it never compiles; a test prepares every one.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from types import NoneType
from typing import TYPE_CHECKING, Generic, get_args, overload

import asyncpg
from sqlalchemy import ClauseElement, Column, UpdateBase
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import iterate
from typing_extensions import TypeVar

_DIALECT = dialect()  # type: ignore[no-untyped-call]
_PARAMETER = re.compile(r"\$(\d+)")


RowT = TypeVar("RowT", default=asyncpg.Record, covariant=True)
ValueT = TypeVar("ValueT", covariant=True)


class Statement(Generic[RowT]):
    """Finished SQL; `arguments(values)` puts named values into its order.

    `Statement(clause, CaseRow)` says what its rows hold, and refuses a clause that selects anything else; unsaid, they
    are records of whatever.
    """

    __slots__ = ("_clause", "_columns", "_constants", "_names", "_while", "names", "only_reads", "row", "sql")

    sql: str
    names: frozenset[str]  # of the parameters it takes, constants included
    only_reads: bool
    _names: tuple[str, ...]
    _constants: dict[str, object]

    @overload
    def __init__(
        self: "Statement[asyncpg.Record]", clause: ClauseElement, *, columns: Sequence[str] | None = None
    ) -> None: ...

    @overload
    def __init__(
        self,
        clause: ClauseElement,
        row: type[RowT],
        *,
        never_null: Collection[str] = (),
        columns: Sequence[str] | None = None,
    ) -> None: ...

    def __init__(
        self,
        clause: ClauseElement,
        row: type[object] | None = None,
        *,
        never_null: Collection[str] = (),
        columns: Sequence[str] | None = None,
    ) -> None:
        """Values written into the clause become constants, `bindparam`s stay to be given.

        `columns` names the columns an INSERT or UPDATE without `values()` takes as parameters of the same names.
        `row` is a TypedDict of what it selects; `never_null` are columns that its conditions keep from being empty.
        """
        if row is not None:
            _require_same(_selected(clause), row, frozenset(never_null))
        self.row = row
        self._clause: ClauseElement | None = clause
        self._columns = columns
        self._while: dict[str, str] = {}

    if not TYPE_CHECKING:  # which would take every name for one of ours

        def __getattr__(self, name: str) -> object:
            """What compiling gives, for the first who asks; then it is there, and nothing stands between."""
            if name not in ("sql", "names", "only_reads", "_names", "_constants"):
                raise AttributeError(name)
            self._compile()
            return getattr(self, name)

    def _compile(self) -> None:
        """Compiles for asyncpg, and forgets the clause."""
        clause, columns = self._clause, self._columns
        if clause is None:
            return
        compiled = clause.compile(dialect=_DIALECT, column_keys=columns, compile_kwargs={"render_postcompile": True})
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("a Statement is made of SELECT, INSERT, UPDATE or DELETE")
        if "POSTCOMPILE" in compiled.string:
            raise TypeError("a Statement takes lists as arrays: write `= ANY(…)` instead of `IN`")
        self.only_reads = not any(isinstance(part, UpdateBase) for part in iterate(clause))
        self._names = tuple(compiled.positiontup or ())
        self.names = frozenset(self._names)
        self._constants = {
            name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required
        }
        self.sql = compiled.string
        self._clause = None

    def as_long_as(self, scalar: "Scalar[object]") -> str:
        """The same SQL, that gives rows only while a scalar gives the value that is the last parameter.

        Those of the scalar come before it, after those of the statement. Only of one that reads: the parts of a
        statement that write stand at its top.
        """
        sql = self._while.get(scalar.sql)
        if sql is None:
            here, last = len(self._names), len(self._names) + len(scalar._names) + 1
            asked = _PARAMETER.sub(lambda found: f"${int(found[1]) + here}", scalar.sql)
            sql = f"SELECT told.* FROM ({self.sql}) AS told WHERE ({asked}) = ${last}"  # noqa: S608  (our own)
            self._while[scalar.sql] = sql
        return sql

    def arguments(self, values: Mapping[str, object]) -> list[object]:
        """The values in the order of `$1, $2, …`.

        Raises:
            KeyError: a parameter that is neither given nor a constant; a name it does not know is a TypeError.
        """
        if not values.keys() <= self.names:
            raise TypeError(f"unknown parameters {sorted(values.keys() - self.names)}")
        constants = self._constants
        return [values[name] if name in values else constants[name] for name in self._names]


class Scalar(Statement[asyncpg.Record], Generic[ValueT]):
    """Finished SQL that gives one value, or none: what `Session.value` asks."""

    __slots__ = ("kind",)

    def __init__(self, clause: ClauseElement, kind: type[ValueT], *, columns: Sequence[str] | None = None) -> None:
        """As `Statement`; `kind` is the type of the one column it gives."""
        super().__init__(clause, columns=columns)
        if len(_selected(clause)) != 1:
            raise TypeError("a Scalar gives one column")
        self.kind = kind


def _selected(clause: ClauseElement) -> Mapping[str, bool]:
    """The columns of what a clause gives, and whether the table lets each be empty."""
    given = getattr(clause, "exported_columns", None)
    if not isinstance(given, ReadOnlyColumnCollection):
        raise TypeError("this clause gives no rows")
    return {name: isinstance(column, Column) and bool(column.nullable) for name, column in given.items()}


def _require_same(selected: Mapping[str, bool], row: type[object], never_null: frozenset[str]) -> None:
    """Refuses a row that does not hold exactly what is selected, or has no room for what may be empty."""
    said = row.__annotations__
    if said.keys() != selected.keys():
        raise TypeError(f"{row.__name__} is no row of this statement: {sorted(said.keys() ^ selected.keys())}")
    empty = {name for name, nullable in selected.items() if nullable and NoneType not in get_args(said[name])}
    if empty != never_null:
        raise TypeError(f"{row.__name__}: {sorted(empty ^ never_null)} may be empty, or are said to be and are not")
