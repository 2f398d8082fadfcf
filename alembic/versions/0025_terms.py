"""Natures and sources as coded data of a district; a case has a title, a nature and a source."""

import sqlalchemy as sa

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("'true'"), nullable=False),
        sa.PrimaryKeyConstraint("kind", "code", name=op.f("pk_terms")),
        sa.CheckConstraint("kind IN ('nature', 'source')", name=op.f("ck_terms_kind_known")),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON terms TO yikou_app")
    for column, length in (("title", 120), ("nature_code", 32), ("source_code", 32)):
        op.add_column("cases", sa.Column(column, sa.String(length=length), nullable=True))


def downgrade() -> None:
    for column in ("source_code", "nature_code", "title"):
        op.drop_column("cases", column)
    op.drop_table("terms")
