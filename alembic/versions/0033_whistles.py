"""Assists have times of their own and may be excused; units are called to a place by a whistle, and answer."""

import sqlalchemy as sa

from alembic import op
from app.db.checks import allow

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_ACTIONS_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "dispatch", "sign", "auto_sign",
    "request_return", "approve_return", "refuse_return", "send_back", "complete_assist", "release_assist", "resolve",
    "request_check", "pass_check", "fail_check", "rework", "close", "force_close", "reopen", "issue_rating_link",
    "rate", "archive", "cancel", "comment", "progress", "attach", "reveal_contact", "request_suspension",
    "approve_suspension", "refuse_suspension", "resume", "request_extension", "approve_extension", "refuse_extension",
    "urge", "supervise", "answer_supervision", "raise_supervision", "warn", "remind_overdue", "raise_overdue",
    "redate", "view_original", "follow", "unfollow", "withdraw_supervision", "supplement", "refile", "recall",
    "redirect", "reassign", "hand_over", "correct_location", "publish", "claim", "deliver", "withdraw", "expire_pool",
)  # fmt: skip
_ACTIONS = (
    "add_assist", "request_excuse", "approve_excuse", "refuse_excuse", "remind_assist", "whistle", "respond",
    "decline_whistle", "miss_whistle", "score_response", "end_whistle", "withdraw_whistle", "record_minutes",
)  # fmt: skip
_TIMERS_BEFORE = (
    "verification", "signing", "rating_window", "resumption", "warning", "reminder", "ladder", "supervision",
    "pool",
)  # fmt: skip
_TIMERS = ("assist", "response", "whistle")
_PURPOSES_BEFORE = ("before", "after", "scene")
_PURPOSES = ("response",)
_UNITS = "limit_unit IN ('urgent_hours', 'working_hours', 'working_days', 'calendar_days')"
_OF_CASES = ("pending_excuses", "called_codes", "open_calls")
_MOMENTS_OF_CASES = ("assist_due_at", "whistle_due_at", "whistle_ends_at")
_OF_ASSISTS = (
    ("late", "BOOLEAN DEFAULT 'false' NOT NULL"),
    ("limit_amount", "INTEGER"),
    ("limit_unit", "VARCHAR(32)"),
    ("counts_from", "TIMESTAMP WITH TIME ZONE"),
    ("ticks_left", "BIGINT"),
    ("warn_at", "TIMESTAMP WITH TIME ZONE"),
    ("due_at", "TIMESTAMP WITH TIME ZONE"),
    ("reminded_for", "TIMESTAMP WITH TIME ZONE"),
)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _path() -> sa.Column:
    return sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{target.partition('.')[0]}"))


def upgrade() -> None:
    _know(new=True)
    for name in _OF_CASES:
        op.execute(f"ALTER TABLE cases ADD COLUMN {name} VARCHAR[] DEFAULT '{{}}' NOT NULL")
    for name in _MOMENTS_OF_CASES:
        op.execute(f"ALTER TABLE cases ADD COLUMN {name} TIMESTAMP WITH TIME ZONE")
    op.execute("CREATE INDEX ix_cases_called ON cases USING gin (called_codes) WHERE called_codes <> '{}'")
    op.execute("CREATE INDEX ix_cases_excuses ON cases (stage_due_at, id) WHERE is_open AND pending_excuses <> '{}'")
    for name, kind in _OF_ASSISTS:
        op.execute(f"ALTER TABLE assignments ADD COLUMN {name} {kind}")
    op.execute(f"ALTER TABLE assignments ADD CONSTRAINT ck_assignments_limit_unit_known CHECK ({_UNITS}) NOT VALID")
    op.execute("ALTER TABLE assignments VALIDATE CONSTRAINT ck_assignments_limit_unit_known")
    op.execute(
        "CREATE INDEX ix_assignments_open_assists ON assignments (department_code) "
        "WHERE role = 'assist' AND done_at IS NULL AND ended_at IS NULL"
    )
    _excuses()
    _whistles()
    _calls()
    op.execute("GRANT SELECT, INSERT, UPDATE ON assist_excuses, whistles, whistle_calls TO yikou_app")


def _excuses() -> None:
    op.create_table(
        "assist_excuses",
        _id("case_id"),
        _id("assignment_id"),
        _path(),
        _text("department_code", 32),
        _text("reason_code", 32),
        _text("note", 2000),
        _id("asked_by"),
        _moment("asked_at"),
        sa.Column("approved", sa.Boolean(), nullable=True),
        _id("decided_by", nullable=True),
        _moment("decided_at", nullable=True),
        _text("decision_note", 2000, nullable=True),
        _key("assist_excuses", "case_id", "cases.id"),
        _key("assist_excuses", "department_code", "departments.code"),
        _key("assist_excuses", "asked_by", "users.id"),
        _key("assist_excuses", "decided_by", "users.id"),
        sa.PrimaryKeyConstraint("case_id", "assignment_id", name=op.f("pk_assist_excuses")),
    )


def _whistles() -> None:
    op.create_table(
        "whistles",
        _id("case_id"),
        _id("id"),
        _path(),
        _text("place", 300),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        _moment("meet_at"),
        _moment("respond_by"),
        _text("note", 2000),
        _id("called_by"),
        _moment("called_at"),
        sa.Column("state", sa.String(32), server_default=sa.text("'open'"), nullable=False),
        _text("result", 2000, nullable=True),
        _id("ended_by", nullable=True),
        _moment("ended_at", nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'withdrawn', 'expired', 'over')", name=op.f("ck_whistles_state_known")
        ),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_whistles_place_on_earth")
        ),
        sa.CheckConstraint("meet_at <= respond_by", name=op.f("ck_whistles_responded_from_then_on")),
        _key("whistles", "case_id", "cases.id"),
        _key("whistles", "called_by", "users.id"),
        _key("whistles", "ended_by", "users.id"),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_whistles")),
    )
    op.create_index(
        "uq_whistles_open", "whistles", ["case_id"], unique=True, postgresql_where=sa.text("state = 'open'")
    )
    op.create_index("ix_whistles_called_at", "whistles", ["called_at", "id"])


def _calls() -> None:
    op.create_table(
        "whistle_calls",
        _id("case_id"),
        _id("whistle_id"),
        _text("department_code", 32),
        _path(),
        _moment("called_at"),
        sa.Column("state", sa.String(32), server_default=sa.text("'called'"), nullable=False),
        _id("answered_by", nullable=True),
        _moment("answered_at", nullable=True),
        sa.Column("late", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        _moment("missed_at", nullable=True),
        sa.Column("head_count", sa.Integer(), nullable=True),
        _text("note", 2000, nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        _text("presence", 32, nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        _moment("device_at", nullable=True),
        sa.Column("device_in_time", sa.Boolean(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        _text("score_note", 2000, nullable=True),
        _id("scored_by", nullable=True),
        _moment("scored_at", nullable=True),
        sa.CheckConstraint(
            "state IN ('called', 'responded', 'declined', 'missed')", name=op.f("ck_whistle_calls_state_known")
        ),
        sa.CheckConstraint("presence IN ('near', 'far', 'unknown')", name=op.f("ck_whistle_calls_presence_known")),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_whistle_calls_score_range")),
        _key("whistle_calls", "case_id", "cases.id"),
        _key("whistle_calls", "department_code", "departments.code"),
        _key("whistle_calls", "answered_by", "users.id"),
        _key("whistle_calls", "scored_by", "users.id"),
        sa.PrimaryKeyConstraint("case_id", "whistle_id", "department_code", name=op.f("pk_whistle_calls")),
    )
    op.create_index("ix_whistle_calls_called_at", "whistle_calls", ["called_at", "department_code"])
    op.create_index("ix_whistle_calls_department_code", "whistle_calls", ["department_code", "called_at"])


def _know(*, new: bool) -> None:
    for table in ("case_events", "notices"):
        allow(table, "action", (*_ACTIONS_BEFORE, *(_ACTIONS if new else ())))
    allow("case_timers", "kind", (*_TIMERS_BEFORE, *(_TIMERS if new else ())))
    allow("attachments", "purpose", (*_PURPOSES_BEFORE, *(_PURPOSES if new else ())))
    allow("uploads", "purpose", (*_PURPOSES_BEFORE, *(_PURPOSES if new else ())))


#: The same bytes of a round are one photo of a purpose.
_SHOWN_TWICE = """
DELETE FROM attachments a WHERE a.purpose = 'response' AND EXISTS (
  SELECT 1 FROM attachments s WHERE s.case_id = a.case_id AND s.purpose = 'scene' AND s.round = a.round
  AND s.sha256 = a.sha256
)
"""


def downgrade() -> None:
    actions = ", ".join(f"'{action}'" for action in _ACTIONS)
    timers = ", ".join(f"'{kind}'" for kind in _TIMERS)
    op.execute(f"DELETE FROM notices WHERE action IN ({actions})")  # noqa: S608  (our own names)
    op.execute(f"UPDATE case_events SET action = 'comment' WHERE action IN ({actions})")  # noqa: S608  (our own names)
    op.execute(f"DELETE FROM case_timers WHERE kind IN ({timers})")  # noqa: S608  (our own names)
    op.execute(_SHOWN_TWICE)
    op.execute("UPDATE attachments SET purpose = 'scene' WHERE purpose = 'response'")
    op.execute("UPDATE uploads SET purpose = 'scene' WHERE purpose = 'response'")
    _know(new=False)
    for table in ("whistle_calls", "whistles", "assist_excuses"):
        op.drop_table(table)
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_assignments_open_assists")
    op.execute(
        "-- squawk-ignore ban-drop-constraint\nALTER TABLE assignments DROP CONSTRAINT ck_assignments_limit_unit_known"
    )
    for name, _ in reversed(_OF_ASSISTS):
        op.drop_column("assignments", name)
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_excuses")
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_called")
    for name in (*_MOMENTS_OF_CASES, *_OF_CASES):
        op.drop_column("cases", name)
