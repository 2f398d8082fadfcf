"""Supervisors ask what was redirected, and what residents said in a period."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_cases_redirected ON cases (reported_at, id) WHERE redirect_count > 0")
    op.execute("CREATE INDEX ix_ratings_created ON ratings (created_at, case_id)")


def downgrade() -> None:
    op.drop_index("ix_ratings_created", "ratings")
    op.drop_index("ix_cases_redirected", "cases")
