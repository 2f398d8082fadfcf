"""How far a computation of an evaluation is, for others to see while it runs."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE assessment_progress (
            period_id UUID NOT NULL,
            computation BIGINT NOT NULL,
            done INTEGER NOT NULL,
            total INTEGER NOT NULL,
            CONSTRAINT pk_assessment_progress PRIMARY KEY (period_id)
        )
        """
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON assessment_progress TO yikou_app")


def downgrade() -> None:
    op.drop_table("assessment_progress")
