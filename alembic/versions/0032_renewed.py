"""Whoever resumes a stream of hints by its number hears that cases changed meanwhile without the stream."""

import sqlalchemy as sa

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("change_head", sa.Column("renewed", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("change_head", "renewed")
