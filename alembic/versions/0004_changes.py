"""The numbered stream of changes, and the scope keys under which it is followed."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OPEN = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)


def upgrade() -> None:
    op.add_column(
        "outbox",
        sa.Column("scope_keys", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.execute(f"CREATE INDEX ix_cases_open_id ON cases (id) WHERE {_OPEN}")
    op.create_table(
        "changes",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("scope_keys", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_created_at", "changes", ["created_at"], unique=False)
    op.create_table(
        "change_keys",
        sa.Column("key", sa.String(length=170), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_change_keys")),
    )
    op.create_table(
        "change_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("forgotten", sa.BigInteger(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("epoch", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_head")),
    )
    op.execute("INSERT INTO change_head (id) VALUES (1)")
    op.execute("GRANT SELECT, INSERT, DELETE ON changes, change_keys TO yikou_app")
    op.execute("GRANT SELECT, UPDATE ON change_head TO yikou_app")
    op.execute("GRANT DELETE ON outbox TO yikou_app")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON outbox FROM yikou_app")
    op.drop_table("change_head")
    op.drop_table("change_keys")
    op.drop_index("ix_changes_created_at", table_name="changes")
    op.drop_table("changes")
    op.drop_index("ix_cases_open_id", table_name="cases")
    op.drop_column("outbox", "scope_keys")
