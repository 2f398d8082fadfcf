"""Writing many rows at once: COPY into a temporary table, then one upsert that touches only what differs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData, func, literal_column, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import SQLModel

from app.db.session import Session
from app.db.statement import Statement
from app.queries.tables import table


@dataclass(frozen=True, slots=True)
class Count:
    """What an import did to one kind of rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


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
    Needs the owner's connection, in a transaction.
    """
    if not rows:
        return Count()
    target = table(model)
    columns = list(rows[0])
    incoming = target.to_metadata(MetaData(), name=f"incoming_{target.name}")
    await session.connection.execute(
        f"CREATE TEMPORARY TABLE {incoming.name} (LIKE {target.name} INCLUDING DEFAULTS) ON COMMIT DROP"
    )
    await session.connection.copy_records_to_table(
        incoming.name, records=(tuple(row[column] for column in columns) for row in rows), columns=columns
    )
    key = [column.name for column in target.primary_key]
    told = [column for column in columns if column not in key and column not in keep]
    insert = upsert(target).from_select(columns, select(*(incoming.c[column] for column in columns)))
    if told:
        new = {column: insert.excluded[column] for column in told}
        changes: dict[str, Any] = dict(new) | ({counted: target.c[counted] + 1} if counted else {})
        differs = tuple_(*(target.c[column] for column in told)).is_distinct_from(tuple_(*new.values()))
        insert = insert.on_conflict_do_update(index_elements=key, set_=changes, where=differs)
    else:
        insert = insert.on_conflict_do_nothing(index_elements=key)
    written = insert.returning(literal_column("xmax = 0").label("created")).cte("written")
    counts = await session.one(
        Statement(
            select(
                func.count().filter(written.c.created).label("created"),
                func.count().filter(~written.c.created).label("updated"),
            )
        )
    )
    await session.connection.execute(f"DROP TABLE {incoming.name}")
    return Count(counts["created"], counts["updated"], len(rows) - counts["created"] - counts["updated"])
