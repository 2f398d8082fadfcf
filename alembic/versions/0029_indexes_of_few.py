"""What few open cases have, somebody in hand or an assist, is indexed alone; and what is open says who reported it.

Each change of a case writes every index that it is in. The new ones are made beside the old, so that reading goes on until
they take their places. Besides, PostgreSQL learns which statuses are open.
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

#: The name, what it is of, and which open cases it holds.
_INDEXES = (
    ("ix_cases_checker", "(checker_id)", "checker_id IS NOT NULL"),
    ("ix_cases_open_handler", "(handler_id)", "handler_id IS NOT NULL"),
    ("ix_cases_verifier", "(verifier_id)", "verifier_id IS NOT NULL"),
    ("ix_cases_open_assists", "USING gin (assist_codes)", "assist_codes <> '{}'"),
)


def _replace(*, few: bool) -> None:
    for name, of, besides in _INDEXES:
        op.execute(f"CREATE INDEX {name}_new ON cases {of} WHERE is_open{f' AND {besides}' if few else ''}")
    for name, _, _ in _INDEXES:
        op.execute(f"-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX {name}")
        op.execute(f"ALTER INDEX {name}_new RENAME TO {name}")


def upgrade() -> None:
    # Else it takes a status for as rare among the open as among all, and looks for a page of a unit by the status. First,
    # for this keeps nobody from reading and writing.
    op.execute("CREATE STATISTICS st_cases_open_status (dependencies, mcv) ON is_open, status FROM cases")
    op.execute("ANALYZE cases")
    op.execute(
        "CREATE INDEX ix_cases_open_reporter ON cases (reporter_id, reported_at, id) "
        "WHERE is_open AND reporter_id IS NOT NULL"
    )
    _replace(few=True)


def downgrade() -> None:
    op.execute("DROP STATISTICS st_cases_open_status")
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_open_reporter")
    _replace(few=False)
