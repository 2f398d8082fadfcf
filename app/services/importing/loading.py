"""Writing many rows at once: one statement that creates, and updates only what differs."""

from dataclasses import dataclass
from typing import Any

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
    rows: list[dict[str, Any]],
    *,
    counted: str | None = None,
    keep: frozenset[str] = frozenset(),
) -> Count:
    """Creates or updates `rows`, which all have the same columns, by the table's primary key.

    `counted` names a column that counts the versions of a row; `keep` columns that an existing row keeps.
    """
    if not rows:
        return Count()
    columns = tuple(rows[0])
    statement = queries.upsert_all(model, columns, counted, keep)
    done = await session.one(statement, **{column: [row[column] for row in rows] for column in columns})
    return Count(done["created"], done["updated"], len(rows) - done["created"] - done["updated"])
