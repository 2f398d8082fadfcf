"""A dispatch is recalled or redirected, a case filed under another rule, a check given to another."""

from alembic import op

revision = "0022"
down_revision = "0021"
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
    "redate", "view_original", "follow", "unfollow", "withdraw_supervision", "supplement",
)  # fmt: skip
_NEW = ("refile", "recall", "redirect", "reassign")
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
        _know(table, (*_BEFORE, *_NEW))
    op.execute("ALTER TABLE cases ADD COLUMN redirect_count INTEGER DEFAULT 0 NOT NULL")
    op.execute("ALTER TABLE cases ADD COLUMN progress_at TIMESTAMP WITH TIME ZONE")
    # Units that have the case and are at work already are not taken off it from one day to the next.
    op.execute(f"""
UPDATE cases SET progress_at = (
  SELECT max(e.created_at) FROM case_events e WHERE e.case_id = cases.id
  AND e.action IN ('progress', 'complete_assist', 'resolve', 'approve_suspension', 'approve_extension')
) WHERE {_OPEN} AND dispatched_at IS NOT NULL
""")  # noqa: S608  (nothing in it comes from outside)


def downgrade() -> None:
    op.drop_column("cases", "progress_at")
    op.drop_column("cases", "redirect_count")
    new = ", ".join(f"'{action}'" for action in _NEW)
    op.execute(f"DELETE FROM notices WHERE action IN ({new})")  # noqa: S608  (our own names)
    op.execute(f"UPDATE case_events SET action = 'comment' WHERE action IN ({new})")  # noqa: S608  (our own names)
    for table in ("case_events", "notices"):
        _know(table, _BEFORE)
