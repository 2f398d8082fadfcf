"""What was closed and which orders were issued in a period are found by when: the supervisor's board asks for both."""

from alembic import op

revision = "0041"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_cases_closed ON cases (closed_at, id) WHERE closed_at IS NOT NULL")
    op.execute("CREATE INDEX ix_supervision_orders_issued_at ON supervision_orders (issued_at)")


def downgrade() -> None:
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_supervision_orders_issued_at")
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_closed")
