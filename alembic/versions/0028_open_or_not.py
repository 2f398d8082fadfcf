"""Whether a case is open is a fact of its own: no index and no query knows the statuses any more."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_STATUSES = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)
_CELL = "floor(lat * 400), floor(lon * 400), ('2100-01-01 00:00:00+00'::timestamptz - reported_at)"
#: The name, what it is of, and what holds besides.
_INDEXES = (
    ("ix_cases_open_id", "(id)", ""),
    ("ix_cases_open_reported", "(reported_at, id)", ""),
    ("ix_cases_open_due", "(due_at, id)", ""),
    ("ix_cases_open_lead", "(lead_department_code, due_at, id)", ""),
    ("ix_cases_open_area", "(area_path, due_at, id)", ""),
    ("ix_cases_open_stage", "(stage_due_at, id)", ""),
    ("ix_cases_open_status", "(status, stage_due_at, id)", ""),
    ("ix_cases_open_redating", "(calendar_version, id)", " AND deadline_at IS NOT NULL"),
    ("ix_cases_open_assists", "USING gin (assist_codes)", ""),
    ("ix_cases_open_cell", f"({_CELL})", ""),
    ("ix_cases_checker", "(checker_id)", ""),
    ("ix_cases_open_handler", "(handler_id)", ""),
    ("ix_cases_verifier", "(verifier_id)", ""),
)


def _index(where: str) -> None:
    # Inside the one transaction of this migration, which an operator runs while the service stands still.
    for name, _, _ in _INDEXES:
        op.execute(f"-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX {name}")
    for name, of, besides in _INDEXES:
        op.execute(f"CREATE INDEX {name} ON cases {of} WHERE {where}{besides}")


def upgrade() -> None:
    op.execute("ALTER TABLE cases ADD COLUMN is_open BOOLEAN DEFAULT false NOT NULL")
    op.execute(f"UPDATE cases SET is_open = true WHERE {_STATUSES}")  # noqa: S608  (our own names)
    # From here on whoever writes a status says so; the version before writes none while this runs.
    op.execute("-- squawk-ignore ban-drop-default\nALTER TABLE cases ALTER COLUMN is_open DROP DEFAULT")
    _index("is_open")


def downgrade() -> None:
    _index(_STATUSES)
    op.drop_column("cases", "is_open")
