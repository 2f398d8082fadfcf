"""The working calendar: years, days that differ, weekly windows."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_years")),
    )
    op.create_table(
        "calendar_days",
        sa.Column("scope_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=True),
        sa.Column("windows", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint("kind IN ('holiday', 'working')", name=op.f("ck_calendar_days_kind_known")),
        sa.PrimaryKeyConstraint("scope_path", "day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "working_windows",
        sa.Column("scope_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_working_windows_weekday_known")),
        sa.CheckConstraint(
            "0 <= starts AND starts < ends AND ends <= 1440", name=op.f("ck_working_windows_within_a_day")
        ),
        sa.PrimaryKeyConstraint("scope_path", "valid_from", "weekday", "starts", name=op.f("pk_working_windows")),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_years, calendar_days, working_windows TO yikou_app")


def downgrade() -> None:
    op.drop_table("working_windows")
    op.drop_table("calendar_days")
    op.drop_table("calendar_years")
