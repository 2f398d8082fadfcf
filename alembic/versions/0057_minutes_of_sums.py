"""Sums by day and month tell how long things took: medians are read from them, and no more from every occurrence."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("figure_sums", sa.Column("minutes", JSONB(), server_default=sa.text("'{}'"), nullable=False))
    op.execute(
        "INSERT INTO sums_to_make (grain, starts_on, due_at) SELECT DISTINCT grain, starts_on, now() FROM figure_sums"
        " ON CONFLICT (grain, starts_on) DO NOTHING"
    )


def downgrade() -> None:
    op.drop_column("figure_sums", "minutes")
