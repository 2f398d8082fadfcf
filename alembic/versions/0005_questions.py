"""What is open, the oldest first; and who has read an urge."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPEN = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)


def upgrade() -> None:
    op.execute(f"CREATE INDEX ix_cases_open_reported ON cases (reported_at, id) WHERE {_OPEN}")
    op.execute("CREATE INDEX ix_notices_urges ON notices (case_id, seq) WHERE action = 'urge'")


def downgrade() -> None:
    op.drop_index("ix_notices_urges", table_name="notices")
    op.drop_index("ix_cases_open_reported", table_name="cases")
