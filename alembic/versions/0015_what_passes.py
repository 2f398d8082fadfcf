"""What is kept for a while only can be found and taken away: notices, refresh tokens, links."""

from alembic import op

revision = "0015"
down_revision = "0010"
branch_labels = None
depends_on = None

_AGES = (("notices", "created_at"), ("refresh_tokens", "expires_at"), ("rating_tokens", "expires_at"))


def upgrade() -> None:
    for table, column in _AGES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.execute("GRANT DELETE ON notices TO yikou_app")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON notices FROM yikou_app")
    for table, column in _AGES:
        # Inside the one transaction of this migration, which an operator runs while the service stands still.
        op.execute(f"-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_{table}_{column}")
