"""What of an answered case anybody may read: released by a clerk, taken back by a clerk, and never lost."""

import sqlalchemy as sa

from alembic import op

revision = "0054"
down_revision = "0050"
branch_labels = None
depends_on = None

_STANDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "case_releases",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=32), nullable=False),
        sa.Column("category_code", sa.String(length=32), nullable=True),
        sa.Column("question", sa.String(length=2000), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdraw_reason", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdraw_reason IS NULL)",
            name=op.f("ck_case_releases_withdrawn_by_somebody"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_case_releases_{column}_{to.partition('.')[0]}"))
            for column, to in (
                ("case_id", "cases.id"),
                ("area_code", "areas.code"),
                ("category_code", "categories.code"),
                ("released_by", "users.id"),
                ("withdrawn_by", "users.id"),
            )
        ),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_case_releases")),
    )
    op.create_index("uq_case_releases_standing", "case_releases", ["case_id"], unique=True, postgresql_where=_STANDS)
    op.create_index(
        "ix_case_releases_village", "case_releases", ["area_code", "released_at", "id"], postgresql_where=_STANDS
    )
    op.create_index("ix_case_releases_released", "case_releases", ["released_at", "id"])
    op.execute("GRANT SELECT, INSERT, UPDATE ON case_releases TO yikou_app")


def downgrade() -> None:
    op.drop_table("case_releases")
