"""Which centre alone has a case, handed up or down; reports that are split into parts; and repeat demands."""

import sqlalchemy as sa

from alembic import op
from app.db.checks import allow

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "refile", "dispatch", "recall", "redirect",
    "sign", "auto_sign", "request_return", "approve_return", "refuse_return", "send_back", "complete_assist",
    "release_assist", "request_suspension", "approve_suspension", "refuse_suspension", "resume", "request_extension",
    "approve_extension", "refuse_extension", "resolve", "request_check", "reassign", "pass_check", "fail_check",
    "rework", "close", "force_close", "reopen", "issue_rating_link", "rate", "archive", "cancel", "urge", "supervise",
    "answer_supervision", "withdraw_supervision", "raise_supervision", "warn", "remind_overdue", "raise_overdue",
    "redate", "hand_over", "follow", "unfollow", "supplement", "comment", "progress", "attach", "reveal_contact",
    "view_original", "correct_location", "publish", "claim", "deliver", "withdraw", "expire_pool",
    "add_assist", "request_excuse", "approve_excuse", "refuse_excuse", "remind_assist", "whistle", "respond",
    "decline_whistle", "miss_whistle", "score_response", "end_whistle", "withdraw_whistle", "record_minutes",
    "transfer",
)  # fmt: skip
_NEW = ("escalate", "delegate", "split", "parts_ended", "part_reopened")
_STATUSES = (
    "reported", "verifying", "filed", "dispatched", "handling", "suspended", "return_review", "resolved", "checking",
    "closed", "archived", "rejected", "merged", "cancelled", "pooled",
)  # fmt: skip
_KINDS = "kind IN ('caller', 'household', 'place', 'matter')"
_OF_STATUS = (
    ("cases", "status"),
    ("cases", "status_before_merge"),
    ("case_events", "from_status"),
    ("case_events", "to_status"),
)


def upgrade() -> None:
    for table in ("case_events", "notices"):
        allow(table, "action", (*_BEFORE, *_NEW))
    for table, column in _OF_STATUS:
        allow(table, column, (*_STATUSES, "split"))
    op.add_column("cases", sa.Column("parent_id", sa.Uuid(), nullable=True))
    op.add_column("cases", sa.Column("part_count", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "split_parts",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_split_parts_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_split_parts")),
    )
    op.execute("CREATE UNIQUE INDEX uq_split_parts_part ON split_parts (part_id)")
    op.execute("CREATE INDEX ix_split_parts_changed ON split_parts (case_id) WHERE changed")
    op.execute("GRANT SELECT, INSERT, UPDATE ON split_parts TO yikou_app")
    op.add_column("cases", sa.Column("centre_path", sa.String(length=160, collation="C"), nullable=True))
    op.add_column("cases", sa.Column("delegation_count", sa.Integer(), server_default="0", nullable=False))
    op.execute("CREATE INDEX ix_cases_held ON cases (centre_path, id) WHERE is_open AND centre_path IS NOT NULL")

    _repeats()


def _kind(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(_KINDS, name=op.f(f"ck_{table}_kind_known"))


def _repeats() -> None:
    # Those of before count as looked at: nobody counts ten million anew, and nothing of them is raised from one day to the next.
    op.add_column("cases", sa.Column("repeat_count", sa.Integer(), server_default="0", nullable=True))
    op.execute("-- squawk-ignore ban-drop-default\nALTER TABLE cases ALTER COLUMN repeat_count DROP DEFAULT")
    op.execute("CREATE INDEX ix_cases_uncounted ON cases (id) WHERE repeat_count IS NULL")
    for table, *columns in (
        ("case_marks", sa.Column("mark", sa.String(length=64), nullable=False)),
        (
            "case_repeats",
            sa.Column("count", sa.Integer(), nullable=False),
            sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        ),
    ):
        op.create_table(
            table,
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("kind", sa.String(length=32), nullable=False),
            *columns,
            _kind(table),
            sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f(f"fk_{table}_case_id_cases")),
            sa.PrimaryKeyConstraint("case_id", "kind", name=op.f(f"pk_{table}")),
        )
    op.execute("CREATE INDEX ix_case_marks_mark ON case_marks (mark, case_id)")
    op.create_table(
        "repeat_rules",
        sa.Column("scope_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("raises", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        _kind("repeat_rules"),
        sa.CheckConstraint("times BETWEEN 2 AND 1000", name=op.f("ck_repeat_rules_times_known")),
        sa.CheckConstraint("window_days BETWEEN 1 AND 3650", name=op.f("ck_repeat_rules_window_known")),
        sa.PrimaryKeyConstraint("scope_path", "kind", name=op.f("pk_repeat_rules")),
    )
    op.execute("GRANT SELECT, INSERT ON case_marks, case_repeats TO yikou_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON repeat_rules TO yikou_app")


def downgrade() -> None:
    for table in ("repeat_rules", "case_repeats", "case_marks"):
        op.drop_table(table)
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_uncounted")
    op.drop_column("cases", "repeat_count")
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_held")
    op.drop_table("split_parts")
    op.execute("UPDATE cases SET status = 'reported' WHERE status = 'split'")
    for column in ("from_status", "to_status"):
        op.execute(f"UPDATE case_events SET {column} = 'reported' WHERE {column} = 'split'")  # noqa: S608  (our own)
    for table, column in _OF_STATUS:
        allow(table, column, _STATUSES)
    op.drop_column("cases", "part_count")
    op.drop_column("cases", "parent_id")
    op.drop_column("cases", "delegation_count")
    op.drop_column("cases", "centre_path")
    new = ", ".join(f"'{action}'" for action in _NEW)
    op.execute(f"DELETE FROM notices WHERE action IN ({new})")  # noqa: S608  (our own names)
    op.execute(f"UPDATE case_events SET action = 'comment' WHERE action IN ({new})")  # noqa: S608  (our own names)
    for table in ("case_events", "notices"):
        allow(table, "action", _BEFORE)
