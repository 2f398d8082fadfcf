"""That a rating link was issued is an event of the case."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ACTIONS_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "dispatch", "sign", "auto_sign",
    "request_return", "approve_return", "refuse_return", "send_back", "complete_assist", "release_assist", "resolve",
    "request_check", "pass_check", "fail_check", "rework", "close", "force_close", "reopen", "rate", "archive",
    "cancel", "comment", "progress", "attach", "reveal_contact", "request_suspension", "approve_suspension",
    "refuse_suspension", "resume", "request_extension", "approve_extension", "refuse_extension", "urge", "supervise",
    "answer_supervision", "raise_supervision", "warn", "remind_overdue", "raise_overdue", "redate", "view_original",
    "follow", "unfollow",
)  # fmt: skip
_ACTIONS = (*_ACTIONS_BEFORE, "issue_rating_link")


def _know(values: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    for table in ("case_events", "notices"):
        name = f"ck_{table}_action_known"
        # The other constraint takes its place in the same transaction: no guarantee is lost in between.
        op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (action IN ({listed}))")


def upgrade() -> None:
    _know(_ACTIONS)


def downgrade() -> None:
    """A database in which a link was issued does not go back: its history would be untrue."""
    _know(_ACTIONS_BEFORE)
