"""Sessions are rows of their own, families of refresh tokens; and the database knows the signing key it goes with."""

import sqlalchemy as sa

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_GATHER = """
INSERT INTO token_families (id, user_id, created_at, used_at, expires_at, ended_at)
SELECT family_id, (array_agg(user_id))[1], min(created_at), max(created_at), max(expires_at), max(revoked_at)
FROM refresh_tokens GROUP BY family_id
"""
_SPREAD = """
UPDATE refresh_tokens SET user_id = f.user_id, revoked_at = f.ended_at FROM token_families f WHERE f.id = family_id
"""


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "token_families",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=True),
        _moment("created_at"),
        _moment("used_at"),
        _moment("expires_at"),
        _moment("ended_at", nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_token_families_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token_families")),
    )
    for column in ("user_id", "network", "expires_at"):
        op.create_index(op.f(f"ix_token_families_{column}"), "token_families", [column])
    op.execute(_GATHER)
    op.create_foreign_key(
        op.f("fk_refresh_tokens_family_id_token_families"), "refresh_tokens", "token_families", ["family_id"], ["id"]
    )
    # What every token of a family repeated is said once, by the family; the service is down meanwhile.
    for column in ("user_id", "revoked_at"):
        op.execute(f"-- squawk-ignore ban-drop-column\nALTER TABLE refresh_tokens DROP COLUMN {column}")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON token_families TO yikou_app")
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        _moment("known_since"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
    )


def downgrade() -> None:
    op.drop_table("signing_key")
    op.add_column("refresh_tokens", sa.Column("user_id", sa.Uuid(), nullable=True))
    op.add_column("refresh_tokens", _moment("revoked_at", nullable=True))
    op.execute(_SPREAD)
    op.alter_column("refresh_tokens", "user_id", nullable=False)
    op.create_foreign_key(op.f("fk_refresh_tokens_user_id_users"), "refresh_tokens", "users", ["user_id"], ["id"])
    op.create_index(op.f("ix_refresh_tokens_user_id"), "refresh_tokens", ["user_id"])
    op.drop_constraint(op.f("fk_refresh_tokens_family_id_token_families"), "refresh_tokens", type_="foreignkey")
    op.drop_table("token_families")
