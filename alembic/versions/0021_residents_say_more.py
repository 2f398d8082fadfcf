"""Residents go on telling by their link: further words, photos, an urge a day; who handles what is counted by an index."""

from alembic import op

revision = "0021"
down_revision = "0020"
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
    "redate", "view_original", "follow", "unfollow", "withdraw_supervision",
)  # fmt: skip
_OPEN = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)


def _know(table: str, actions: tuple[str, ...]) -> None:
    name = f"ck_{table}_action_known"
    listed = ", ".join(f"'{action}'" for action in actions)
    # The other constraint takes its place in the same transaction: no guarantee is lost in between.
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (action IN ({listed}))")


def upgrade() -> None:
    for table in ("case_events", "notices"):
        _know(table, (*_BEFORE, "supplement"))
    op.execute("ALTER TABLE cases ADD COLUMN resident_urged_at TIMESTAMP WITH TIME ZONE")
    # A resident has no account: whoever reads it may find nobody.
    op.execute("-- squawk-ignore ban-drop-not-null\nALTER TABLE attachments ALTER COLUMN uploaded_by DROP NOT NULL")
    op.execute(f"CREATE INDEX ix_cases_open_handler ON cases (handler_id) WHERE {_OPEN}")


def downgrade() -> None:
    """What residents added is taken away: the schema of before has no room for it."""
    op.execute("DROP INDEX ix_cases_open_handler")
    op.execute("DELETE FROM attachments WHERE uploaded_by IS NULL")
    op.execute("ALTER TABLE attachments ALTER COLUMN uploaded_by SET NOT NULL")
    op.drop_column("cases", "resident_urged_at")
    op.execute("DELETE FROM notices WHERE action = 'supplement'")
    op.execute("UPDATE case_events SET action = 'comment' WHERE action = 'supplement'")
    for table in ("case_events", "notices"):
        _know(table, _BEFORE)
