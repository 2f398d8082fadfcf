"""What few open cases have is indexed alone, what is open by who reported it, and counts of it read an index only.

Each change of a case writes every index that it is in. The new ones are made beside the old, so that reading goes on until
they take their places. Besides, PostgreSQL learns which statuses are open.
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

#: The name, what it is of, and what is new of it: which open cases it holds, or what it tells besides.
_INDEXES = (
    ("ix_cases_checker", "(checker_id)", "", " AND checker_id IS NOT NULL"),
    ("ix_cases_open_handler", "(handler_id)", "", " AND handler_id IS NOT NULL"),
    ("ix_cases_verifier", "(verifier_id)", "", " AND verifier_id IS NOT NULL"),
    ("ix_cases_open_assists", "USING gin (assist_codes)", "", " AND assist_codes <> '{}'"),
    ("ix_cases_open_due", "(due_at, id)", " INCLUDE (lead_department_code, area_path)", ""),
)
#: That an index alone is read where it says all, most pages must be known as seen by everybody: vacuumed sooner than after
#: a fifth of the table.
_VACUUMED = (
    "autovacuum_vacuum_scale_factor",
    "autovacuum_vacuum_insert_scale_factor",
    "autovacuum_analyze_scale_factor",
)


def _replace(*, new: bool) -> None:
    for name, of, told, besides in _INDEXES:
        what = f"{of}{told} WHERE is_open{besides}" if new else f"{of} WHERE is_open"
        op.execute(f"CREATE INDEX {name}_new ON cases {what}")
    for name, *_ in _INDEXES:
        op.execute(f"-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX {name}")
        op.execute(f"-- squawk-ignore renaming-object\nALTER INDEX {name}_new RENAME TO {name}")


def upgrade() -> None:
    # Else it takes a status for as rare among the open as among all, and looks for a page of a unit by the status. First,
    # for this keeps nobody from reading and writing.
    op.execute("CREATE STATISTICS st_cases_open_status (dependencies, mcv) ON is_open, status FROM cases")
    op.execute("ANALYZE cases")
    op.execute(
        "CREATE INDEX ix_cases_open_reporter ON cases (reporter_id, reported_at, id) "
        "WHERE is_open AND reporter_id IS NOT NULL"
    )
    _replace(new=True)
    op.execute(f"ALTER TABLE cases SET ({', '.join(f'{name} = 0.05' for name in _VACUUMED)})")


def downgrade() -> None:
    op.execute(f"ALTER TABLE cases RESET ({', '.join(_VACUUMED)})")
    op.execute("DROP STATISTICS st_cases_open_status")
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_open_reporter")
    _replace(new=False)
