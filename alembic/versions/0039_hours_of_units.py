"""A unit that works other hours than the offices of its area says them itself."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_weeks",
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("windows", JSONB(), nullable=False),
        sa.Column("keeps_holidays", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_unit_weeks_department_code_departments")
        ),
        sa.PrimaryKeyConstraint("department_code", "valid_from", name=op.f("pk_unit_weeks")),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON unit_weeks TO yikou_app")


def downgrade() -> None:
    op.drop_table("unit_weeks")
