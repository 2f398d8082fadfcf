"""Clocks: deadlines by the working calendar, suspension and extension, supervision orders, the ladder, the inbox."""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OPEN_BEFORE = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
)
_OPEN = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)
_STATUSES_BEFORE = (
    "reported", "verifying", "filed", "dispatched", "handling", "return_review", "resolved", "checking", "closed",
    "archived", "rejected", "merged", "cancelled",
)  # fmt: skip
_STATUSES = (*_STATUSES_BEFORE[:5], "suspended", *_STATUSES_BEFORE[5:])
_ACTIONS_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "dispatch", "sign", "auto_sign",
    "request_return", "approve_return", "refuse_return", "send_back", "complete_assist", "release_assist", "resolve",
    "request_check", "pass_check", "fail_check", "rework", "close", "force_close", "reopen", "rate", "archive",
    "cancel", "comment", "progress", "attach", "reveal_contact",
)  # fmt: skip
_ACTIONS = (
    *_ACTIONS_BEFORE, "request_suspension", "approve_suspension", "refuse_suspension", "resume", "request_extension",
    "approve_extension", "refuse_extension", "urge", "supervise", "answer_supervision", "raise_supervision", "warn",
    "remind_overdue", "raise_overdue", "redate",
)  # fmt: skip
#: table, column, the values before and after
_KNOWN = (
    ("cases", "status", _STATUSES_BEFORE, _STATUSES),
    ("case_events", "action", _ACTIONS_BEFORE, _ACTIONS),
    ("case_events", "from_status", _STATUSES_BEFORE, _STATUSES),
    ("case_events", "to_status", _STATUSES_BEFORE, _STATUSES),
    ("approvals", "kind", ("return",), ("return", "suspension", "extension")),
    ("approvals", "state", ("pending", "approved", "refused"), ("pending", "endorsed", "approved", "refused", "withdrawn")),
    (
        "case_timers", "kind", ("verification", "signing", "rating_window"),
        ("verification", "signing", "rating_window", "resumption", "warning", "reminder", "ladder", "supervision"),
    ),
)  # fmt: skip
#: name, method and columns of every index over the open rows
_OPEN_INDEXES = (
    ("ix_cases_open_due", "btree", "due_at, id"),
    ("ix_cases_open_lead", "btree", "lead_department_code, due_at, id"),
    ("ix_cases_open_area", "btree", "area_path, due_at, id"),
    ("ix_cases_open_status", "btree", "status, stage_due_at, id"),
    ("ix_cases_open_assists", "gin", "assist_codes"),
    ("ix_cases_open_place", "btree", "lat, lon"),
    ("ix_cases_checker", "btree", "checker_id"),
    ("ix_cases_verifier", "btree", "verifier_id"),
)
#: name, columns and predicate of the indexes behind the supervisor's questions and the redating
_NEW_INDEXES = (
    ("ix_cases_open_stage", "stage_due_at, id", _OPEN),
    ("ix_cases_open_redating", "calendar_version, id", f"{_OPEN} AND deadline_at IS NOT NULL AND rule IS NOT NULL"),
    ("ix_cases_suspended", "resume_at, id", "status = 'suspended'"),
    ("ix_cases_auto_signed", "signed_at, id", "auto_signed"),
    ("ix_cases_bounced", "reported_at, id", "return_departments <> '{}'"),
    ("ix_cases_orders", "order_due_at, id", "order_due_at IS NOT NULL"),
)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _counter(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), server_default=sa.text("'0'"), nullable=False)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("'false'"), nullable=False)


def _case_columns() -> list[sa.Column]:
    return [
        _moment("warn_at"),
        sa.Column("handling_left", sa.BigInteger(), nullable=True),
        _moment("resume_at"),
        _moment("return_until"),
        _counter("calendar_version"),
        _moment("warned_for"),
        _moment("reminded_for"),
        _counter("ladder_step"),
        _flag("auto_signed"),
        sa.Column("pending_request", sa.String(length=16), nullable=True),
        _flag("request_endorsed"),
        _counter("suspension_count"),
        _counter("extension_count"),
        _counter("extended"),
        _moment("order_due_at"),
        _moment("urged_at"),
        _counter("urge_count"),
    ]


def _approval_columns() -> list[sa.Column]:
    endorser = sa.ForeignKey("users.id", name="fk_approvals_endorsed_by_users")
    return [
        sa.Column("amount", sa.Integer(), nullable=True),
        _moment("resume_at"),
        sa.Column("endorsed_by", sa.Uuid(), endorser, nullable=True),
        _moment("endorsed_at"),
    ]


def upgrade() -> None:
    for column in _case_columns():
        op.add_column("cases", column)
    for column in _approval_columns():
        op.add_column("approvals", column)
    for table, column, _, values in _KNOWN:
        _know(table, column, values)
    _reindex(_OPEN, "state IN ('pending', 'endorsed')")
    for name, columns, predicate in _NEW_INDEXES:
        op.execute(f"CREATE INDEX {name} ON cases ({columns}) WHERE {predicate}")
    _create_tables()
    op.execute("GRANT SELECT, INSERT, UPDATE ON supervision_orders, notices TO yikou_app")
    op.execute(_BACKFILL_LIGHT)
    op.execute(_BACKFILL_RETURNS)
    op.execute(_BACKFILL_TIMERS)


#: Open cases get their light, their timers, and the moment until which they may be returned; what is overdue already is
#: told to nobody again.
_BACKFILL_LIGHT = f"""
UPDATE cases SET warn_at = clock_started_at + (due_at - clock_started_at) * 0.8,
  warned_for = CASE WHEN due_at < now() THEN due_at END, reminded_for = CASE WHEN due_at < now() THEN due_at END,
  ladder_step = CASE WHEN due_at < now() THEN 3 ELSE 0 END
WHERE due_at IS NOT NULL AND {_OPEN}
"""  # noqa: S608  (constants of this file)
_BACKFILL_RETURNS = "UPDATE cases SET return_until = dispatched_at + interval '2 hours' WHERE status = 'dispatched'"
_BACKFILL_TIMERS = f"""
INSERT INTO case_timers (case_id, kind, due_at)
SELECT id, kind, moment FROM cases CROSS JOIN LATERAL (VALUES ('warning', warn_at), ('reminder', due_at)) t(kind, moment)
WHERE due_at >= now() AND {_OPEN}
"""  # noqa: S608  (constants of this file)


def _know(table: str, column: str, values: tuple[str, ...]) -> None:
    name = f"ck_{table}_{column}_known"
    listed = ", ".join(f"'{value}'" for value in values)
    # The wider constraint takes its place in the same transaction: no guarantee is lost in between.
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))")


def _reindex(open_rows: str, undecided: str) -> None:
    for name, method, columns in _OPEN_INDEXES:
        # Inside the one transaction of this migration, which an operator runs while the service stands still.
        op.execute(f"-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX {name}")
        op.execute(f"CREATE INDEX {name} ON cases USING {method} ({columns}) WHERE {open_rows}")
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX uq_approvals_pending")
    op.execute(f"CREATE UNIQUE INDEX uq_approvals_pending ON approvals (case_id, kind) WHERE {undecided}")


def _create_tables() -> None:
    op.create_table(
        "supervision_orders",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("demand", sa.String(length=2000), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        _moment("answered_at"),
        sa.Column("answer", sa.String(length=2000), nullable=True),
        _moment("ended_at"),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_supervision_orders_level_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_supervision_orders_case_id_cases")),
        sa.ForeignKeyConstraint(["issued_by"], ["users.id"], name=op.f("fk_supervision_orders_issued_by_users")),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name=op.f("fk_supervision_orders_answered_by_users")),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_supervision_orders")),
    )
    op.execute("CREATE UNIQUE INDEX uq_supervision_orders_open ON supervision_orders (case_id) WHERE ended_at IS NULL")
    listed = ", ".join(f"'{action}'" for action in _ACTIONS)
    op.create_table(
        "notices",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _moment("read_at"),
        sa.CheckConstraint(f"action IN ({listed})", name=op.f("ck_notices_action_known")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_notices")),
    )
    op.execute("CREATE UNIQUE INDEX uq_notices_event ON notices (user_id, case_id, seq)")
    op.execute("CREATE INDEX ix_notices_unread ON notices (user_id, id) WHERE read_at IS NULL")
    op.execute("CREATE INDEX ix_notices_latest ON notices (user_id, created_at, id)")


def downgrade() -> None:
    """A database in which the new moves were made does not go back: its history would be untrue."""
    op.drop_table("notices")
    op.drop_table("supervision_orders")
    op.execute("DELETE FROM case_timers WHERE kind NOT IN ('verification', 'signing', 'rating_window')")
    for name, _, _ in _NEW_INDEXES:
        op.execute(f"DROP INDEX {name}")
    _reindex(_OPEN_BEFORE, "state = 'pending'")
    for table, column, values, _ in _KNOWN:
        _know(table, column, values)
    for column in reversed(_approval_columns()):
        op.drop_column("approvals", column.name)
    for column in reversed(_case_columns()):
        op.drop_column("cases", column.name)
