"""A case remembers whose contact it has, what it was when it was merged, who endorsed and who ordered."""

import sqlalchemy as sa

from alembic import op

revision = "0014"
down_revision = "0013"
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
    "redate", "view_original", "follow", "unfollow",
)  # fmt: skip
_ACTIONS = (*_ACTIONS_BEFORE, "withdraw_supervision")
_STATUSES = (
    "reported", "verifying", "filed", "dispatched", "handling", "suspended", "return_review", "resolved", "checking",
    "closed", "archived", "rejected", "merged", "cancelled",
)  # fmt: skip
_OPEN = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)
_CHILDREN = ("approvals", "assignments", "attachments", "followers", "ratings", "supervision_orders")

_BACKFILL = (
    # The status a merged case goes back to stands in its own history.
    """
UPDATE cases SET status_before_merge = (
  SELECT from_status FROM case_events e
  WHERE e.case_id = cases.id AND e.action = 'merge' AND e.to_status = 'merged' ORDER BY e.seq DESC LIMIT 1
) WHERE status = 'merged'
""",
    # A case without a contact has that of a resident whose report was merged into it.
    """
UPDATE cases SET contact_name = f.contact_name, contact_phone = f.contact_phone, contact_from = f.from_case_id
FROM (
  SELECT DISTINCT ON (case_id) case_id, from_case_id, contact_name, contact_phone FROM followers
  WHERE ended_at IS NULL AND contact_phone IS NOT NULL ORDER BY case_id, merged DESC, since
) f WHERE f.case_id = cases.id AND cases.contact_phone IS NULL
""",
    """
UPDATE cases SET endorsed_by = a.endorsed_by FROM approvals a
WHERE a.case_id = cases.id AND a.state = 'endorsed' AND cases.request_endorsed
""",
    # An order that nobody can answer any more, because its unit was taken off the case, is over.
    """
UPDATE supervision_orders o SET ended_at = now() FROM cases
WHERE cases.id = o.case_id AND o.ended_at IS NULL AND cases.lead_department_code IS NULL
""",
    "UPDATE cases SET order_due_at = NULL WHERE order_due_at IS NOT NULL AND lead_department_code IS NULL",
    """
DELETE FROM case_timers t USING cases
WHERE cases.id = t.case_id AND t.kind = 'supervision' AND cases.order_due_at IS NULL
""",
    """
UPDATE cases SET order_issued_by = o.issued_by FROM supervision_orders o
WHERE o.case_id = cases.id AND o.ended_at IS NULL
""",
    """
UPDATE approvals a SET state = 'withdrawn', decided_at = now() FROM cases
WHERE cases.id = a.case_id AND a.kind = 'return' AND a.state = 'pending' AND cases.status <> 'return_review'
""",
    f"UPDATE cases SET force_closed = false WHERE force_closed AND {_OPEN}",  # noqa: S608  (a text of our own)
    "UPDATE cases SET supervision_level = 3 WHERE supervision_level > 3",
    "UPDATE cases SET resolved_at = NULL WHERE resolved_at IS NOT NULL AND status IN ('reported', 'verifying')",
    *(
        f"UPDATE {table} child SET area_path = cases.area_path FROM cases "  # noqa: S608  (names of our own)
        "WHERE cases.id = child.case_id AND child.area_path <> cases.area_path"
        for table in _CHILDREN
    ),
)


def _know(table: str, values: tuple[str, ...]) -> None:
    name = f"ck_{table}_action_known"
    listed = ", ".join(f"'{value}'" for value in values)
    # The other constraint takes its place in the same transaction: no guarantee is lost in between.
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (action IN ({listed}))")


def _user(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("users.id", name=f"fk_cases_{name}_users"), nullable=True)


def upgrade() -> None:
    op.add_column("cases", sa.Column("contact_from", sa.Uuid(), nullable=True))
    op.add_column("cases", sa.Column("status_before_merge", sa.String(length=32), nullable=True))
    listed = ", ".join(f"'{value}'" for value in _STATUSES)
    op.create_check_constraint(
        op.f("ck_cases_status_before_merge_known"), "cases", f"status_before_merge IN ({listed})"
    )
    for name in ("endorsed_by", "order_issued_by"):
        op.add_column("cases", _user(name))
    # "Followed" is a case that somebody follows; this is one that others were merged into. The service stands still.
    op.execute("-- squawk-ignore renaming-column\nALTER TABLE cases RENAME COLUMN followed TO has_merged_cases")
    # A rating is append-only but for where its case lies, which may move.
    op.execute("GRANT UPDATE (area_path) ON ratings TO yikou_app")
    for statement in _BACKFILL:
        op.execute(statement)
    for table in ("case_events", "notices"):
        _know(table, _ACTIONS)


def downgrade() -> None:
    """A database in which an order was withdrawn does not go back: its history would be untrue."""
    for table in ("case_events", "notices"):
        _know(table, _ACTIONS_BEFORE)
    op.execute("REVOKE UPDATE (area_path) ON ratings FROM yikou_app")
    op.execute("ALTER TABLE cases RENAME COLUMN has_merged_cases TO followed")
    for name in ("order_issued_by", "endorsed_by", "status_before_merge", "contact_from"):
        op.drop_column("cases", name)
