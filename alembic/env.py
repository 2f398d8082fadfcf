"""Runs migrations as the owner of the schema, on the asyncpg connection that `app.db.migrations` hands over."""

from sqlalchemy import Connection

import app.models  # noqa: F401  (registers every table)
from alembic import context
from app.db.naming import metadata


def run(connection: Connection) -> None:
    """Migrates on a connection that its caller began and ends."""
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    context.configure(dialect_name="postgresql", target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    run(context.config.attributes["connection"])
