"""The clock of a device, where it is off, of a session and of a photo on its way; and a wrong pin can be corrected."""

import sqlalchemy as sa

from alembic import op

revision = "0024"
down_revision = "0023"
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
    "redirect", "reassign", "hand_over",
)  # fmt: skip


def _know(table: str, actions: tuple[str, ...]) -> None:
    name = f"ck_{table}_action_known"
    listed = ", ".join(f"'{action}'" for action in actions)
    # The other constraint takes its place in the same transaction: no guarantee is lost in between.
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (action IN ({listed}))")


def upgrade() -> None:
    for table in ("case_events", "notices"):
        _know(table, (*_BEFORE, "correct_location"))
    op.add_column("token_families", sa.Column("clock_ahead_seconds", sa.Float(), nullable=True))
    op.add_column("token_families", sa.Column("clock_told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("uploads", sa.Column("clock_ahead_seconds", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("uploads", "clock_ahead_seconds")
    op.drop_column("token_families", "clock_told_at")
    op.drop_column("token_families", "clock_ahead_seconds")
    op.execute("DELETE FROM notices WHERE action = 'correct_location'")
    op.execute("UPDATE case_events SET action = 'comment' WHERE action = 'correct_location'")
    for table in ("case_events", "notices"):
        _know(table, _BEFORE)
