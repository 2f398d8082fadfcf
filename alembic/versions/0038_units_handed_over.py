"""A unit that is dissolved or merged hands over what it has."""

from alembic import op
from app.db.checks import allow

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "refile", "dispatch", "recall",
    "redirect", "publish", "claim", "deliver", "withdraw", "expire_pool", "sign", "auto_sign", "request_return",
    "approve_return", "refuse_return", "send_back", "escalate", "delegate", "split", "parts_ended", "part_reopened",
    "complete_assist", "release_assist", "add_assist", "request_excuse", "approve_excuse", "refuse_excuse",
    "remind_assist", "whistle", "respond", "decline_whistle", "miss_whistle", "score_response", "end_whistle",
    "withdraw_whistle", "record_minutes", "request_suspension", "approve_suspension", "refuse_suspension", "resume",
    "request_extension", "approve_extension", "refuse_extension", "transfer", "resolve", "request_check",
    "reassign", "pass_check", "fail_check", "rework", "close", "force_close", "reopen", "issue_rating_link", "rate",
    "archive", "cancel", "urge", "supervise", "answer_supervision", "withdraw_supervision", "raise_supervision",
    "warn", "remind_overdue", "raise_overdue", "redate", "hand_over", "follow", "unfollow", "supplement", "comment",
    "progress", "attach", "reveal_contact", "view_original", "correct_location",
)  # fmt: skip
_NEW = ("hand_over_unit",)


def upgrade() -> None:
    for table in ("case_events", "notices"):
        allow(table, "action", (*_BEFORE, *_NEW))


def downgrade() -> None:
    listed = ", ".join(f"'{word}'" for word in _NEW)
    op.execute(f"DELETE FROM notices WHERE action IN ({listed})")  # noqa: S608  (our own words)
    op.execute(f"UPDATE case_events SET action = 'comment' WHERE action IN ({listed})")  # noqa: S608  (the same)
    for table in ("case_events", "notices"):
        allow(table, "action", _BEFORE)
