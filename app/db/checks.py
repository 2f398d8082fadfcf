"""What a migration says of the values a column may have: the CHECK of an enum, replaced by one with more or fewer."""

from collections.abc import Iterable

from alembic import op


def allow(table: str, column: str, values: Iterable[str]) -> None:
    """Lets a column have these values and no others; its writers go on while the rows that are there are read.

    Whoever takes a value away changes the rows that have it before.
    """
    name = f"ck_{table}_{column}_known"
    listed = ", ".join(f"'{value}'" for value in values)
    # The other constraint takes its place in the same transaction: no guarantee is lost in between.
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed})) NOT VALID")
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
