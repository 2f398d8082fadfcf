"""A page in a browser has a session by cookie; the accounts of the demo can be tried without their passwords."""

import sqlalchemy as sa

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_sessions",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["token_families.id"], name=op.f("fk_page_sessions_family_id_token_families")
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_page_sessions")),
    )
    op.create_index(op.f("ix_page_sessions_family_id"), "page_sessions", ["family_id"], unique=True)
    op.create_table(
        "demo_accounts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("password", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_demo_accounts_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_demo_accounts")),
    )
    op.execute("GRANT SELECT, INSERT, DELETE ON page_sessions, demo_accounts TO yikou_app")


def downgrade() -> None:
    op.drop_table("demo_accounts")
    op.drop_index(op.f("ix_page_sessions_family_id"), table_name="page_sessions")
    op.drop_table("page_sessions")
