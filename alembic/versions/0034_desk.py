"""The dispatch desk: who looks at a case just now, and saved views of lists of cases."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_looks")),
        prefixes=["UNLOGGED"],  # of two minutes: nothing of it is worth a write to disk
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", postgresql.JSONB(), nullable=False),
        sa.Column("area_code", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_saved_views_owner_id_users")),
        sa.ForeignKeyConstraint(["area_code"], ["areas.code"], name=op.f("fk_saved_views_area_code_areas")),
    )
    op.create_index("uq_saved_views_name", "saved_views", ["owner_id", "name"], unique=True)
    op.create_index(
        "ix_saved_views_area_code", "saved_views", ["area_code"], postgresql_where=sa.text("area_code IS NOT NULL")
    )
    for table in ("looks", "saved_views"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO yikou_app")


def downgrade() -> None:
    op.drop_table("saved_views")
    op.drop_table("looks")
