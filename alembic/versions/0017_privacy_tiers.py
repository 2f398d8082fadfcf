"""What a privacy tier promises is kept: phones that hold more of a private case than they may, start again."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE change_head SET epoch = epoch + 1 WHERE EXISTS (SELECT 1 FROM cases WHERE privacy_tier <> 'normal')"
    )


def downgrade() -> None:
    pass
