"""The newest cases of a cell of the earth, in an order that no other index gives."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OPEN = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)


def _index(newest_first: str) -> None:
    # Inside the one transaction of this migration, which an operator runs while the service stands still.
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_open_cell")
    op.execute(
        f"CREATE INDEX ix_cases_open_cell ON cases (floor(lat * 400), floor(lon * 400), {newest_first}) WHERE {_OPEN}"
    )


def upgrade() -> None:
    _index("('2100-01-01 00:00:00+00'::timestamptz - reported_at)")


def downgrade() -> None:
    _index("reported_at, id")
