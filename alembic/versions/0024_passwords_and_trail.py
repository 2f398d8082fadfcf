"""One-time passwords, good until a moment and to be changed; and the trail of administration."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0024"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("password_expires_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=64), nullable=False),
        sa.Column("target", sa.String(length=100), nullable=False),
        sa.Column("target_name", sa.String(length=120), nullable=True),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_created_at", "audit_entries", ["created_at", "id"])
    op.create_index("ix_audit_entries_target", "audit_entries", ["target", "created_at", "id"])
    op.execute("GRANT SELECT, INSERT ON audit_entries TO yikou_app")


def downgrade() -> None:
    op.drop_table("audit_entries")
    # Whoever has a one-time password would have it for ever.
    op.execute("UPDATE users SET password_hash = '!' WHERE password_expires_at IS NOT NULL")
    op.drop_column("users", "password_expires_at")
