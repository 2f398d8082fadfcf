"""Writing many rows at once: one statement that creates, and updates only what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import SQLModel

from app.db.session import Session
from app.queries.importing import loading as queries


@dataclass(frozen=True, slots=True)
class Count:
    """What an import did to one kind of rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> bool:
        """Whether it did anything."""
        return bool(self.created or self.updated)


async def load(
    session: Session,
    model: type[SQLModel],
    columns: Mapping[str, Sequence[object]],
    *,
    counted: str | None = None,
    keep: frozenset[str] = frozenset(),
) -> Count:
    """Creates or updates rows, told by their columns, by the table's primary key.

    `counted` names a column that counts the versions of a row; `keep` columns that an existing row keeps.
    """
    total = len(next(iter(columns.values())))
    if not total:
        return Count()
    done = await session.one(queries.upsert_all(model, tuple(columns), counted, keep), **columns)
    return Count(done["created"], done["updated"], total - done["created"] - done["updated"])
