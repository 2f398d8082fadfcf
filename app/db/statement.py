"""SQL written once in SQLAlchemy Core, compiled once at import, run by asyncpg.

Compiling a statement costs more than most of ours cost to run; so each is a module constant, `Statement(select(…))`,
and carries finished SQL with `$1, $2, …` and the order its parameters go in. Lists go in as arrays (`= ANY(…)`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Generic

import asyncpg
from sqlalchemy import ClauseElement
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler
from typing_extensions import TypeVar

_DIALECT = dialect()  # type: ignore[no-untyped-call]


RowT = TypeVar("RowT", default=asyncpg.Record, covariant=True)


class Statement(Generic[RowT]):
    """Finished SQL; `arguments(values)` puts named values into its order.

    `Statement[CaseRow]` says what its rows hold; unsaid, they are records of whatever.
    """

    __slots__ = ("_constants", "_names", "sql")

    def __init__(self, clause: ClauseElement, *, columns: Sequence[str] | None = None) -> None:
        """Compiles for asyncpg; values written into the clause become constants, `bindparam`s stay to be given.

        `columns` names the columns an INSERT or UPDATE without `values()` takes as parameters of the same names.
        """
        compiled = clause.compile(dialect=_DIALECT, column_keys=columns, compile_kwargs={"render_postcompile": True})
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("a Statement is made of SELECT, INSERT, UPDATE or DELETE")
        if "POSTCOMPILE" in compiled.string:
            raise TypeError("a Statement takes lists as arrays: write `= ANY(…)` instead of `IN`")
        self.sql = compiled.string
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._constants: dict[str, Any] = {
            name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required
        }

    @property
    def names(self) -> frozenset[str]:
        """The parameters it takes, constants included."""
        return frozenset(self._names)

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order of `$1, $2, …`.

        Raises:
            KeyError: a parameter that is neither given nor a constant; a name it does not know is a TypeError.
        """
        if not values.keys() <= set(self._names):
            raise TypeError(f"unknown parameters {sorted(values.keys() - set(self._names))}")
        constants = self._constants
        return [values[name] if name in values else constants[name] for name in self._names]
