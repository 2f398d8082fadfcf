"""Requests for suspension 挂账 and extension 延期 that wait for a decision are found by their deadline."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_cases_requests ON cases (due_at, id) WHERE pending_request IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP INDEX ix_cases_requests")
