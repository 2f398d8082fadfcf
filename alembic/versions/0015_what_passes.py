"""What is kept for a while only: notices, refresh tokens and links by their age; what residents report and follow."""

import sqlalchemy as sa

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_AGES = (("notices", "created_at"), ("refresh_tokens", "expires_at"), ("rating_tokens", "expires_at"))


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _create_tables() -> None:
    op.create_table(
        "follow_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_follow_links")),
    )
    op.create_index("ix_follow_links_expires_at", "follow_links", ["expires_at"])
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(length=64), nullable=False),
        _moment("began_at"),
        sa.Column("count", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )


def upgrade() -> None:
    _create_tables()
    op.execute("GRANT SELECT, INSERT, DELETE ON follow_links TO yikou_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON attempts TO yikou_app")
    for table, column in _AGES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.execute("GRANT DELETE ON notices TO yikou_app")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON notices FROM yikou_app")
    for table, column in _AGES:
        # Inside the one transaction of this migration, which an operator runs while the service stands still.
        op.execute(f"-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_{table}_{column}")
    op.drop_table("attempts")
    op.drop_table("follow_links")
