"""An area may ask for photos as they were taken, where a phone is on Wi-Fi."""

import sqlalchemy as sa

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("areas", sa.Column("keep_originals", sa.Boolean(), server_default=sa.text("'false'"), nullable=False))


def downgrade() -> None:
    op.drop_column("areas", "keep_originals")
