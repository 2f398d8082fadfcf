"""Of who looks at a case at the desk it is known whether they write."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE looks ADD COLUMN writing BOOLEAN DEFAULT false NOT NULL")


def downgrade() -> None:
    op.drop_column("looks", "writing")
