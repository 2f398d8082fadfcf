"""One-time passwords, to be changed; the trail of administration; and handing over 工作移交 what a leaver holds."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "dispatch", "sign", "auto_sign",
    "request_return", "approve_return", "refuse_return", "send_back", "complete_assist", "release_assist", "resolve",
    "request_check", "pass_check", "fail_check", "rework", "close", "force_close", "reopen", "issue_rating_link",
    "rate", "archive", "cancel", "comment", "progress", "attach", "reveal_contact", "request_suspension",
    "approve_suspension", "refuse_suspension", "resume", "request_extension", "approve_extension", "refuse_extension",
    "urge", "supervise", "answer_supervision", "raise_supervision", "warn", "remind_overdue", "raise_overdue",
    "redate", "view_original", "follow", "unfollow", "withdraw_supervision", "supplement", "refile", "recall",
    "redirect", "reassign",
)  # fmt: skip


def _know(table: str, actions: tuple[str, ...]) -> None:
    name = f"ck_{table}_action_known"
    listed = ", ".join(f"'{action}'" for action in actions)
    # The other constraint takes its place in the same transaction: no guarantee is lost in between.
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (action IN ({listed}))")


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
    for table in ("case_events", "notices"):
        _know(table, (*_BEFORE, "hand_over"))


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE action = 'hand_over'")
    op.execute("UPDATE case_events SET action = 'comment' WHERE action = 'hand_over'")
    for table in ("case_events", "notices"):
        _know(table, _BEFORE)
    op.drop_table("audit_entries")
    # Whoever has a one-time password would have it for ever.
    op.execute("UPDATE users SET password_hash = '!' WHERE password_expires_at IS NOT NULL")
    op.drop_column("users", "password_expires_at")
