"""PostgreSQL: the naming of constraints, statements, sessions, migrations, and the embedded server."""
