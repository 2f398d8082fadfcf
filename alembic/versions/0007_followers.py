"""Followers of a case see it, and what is near a report is found by cells of the earth."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OPEN = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)
_ACTIONS_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "dispatch", "sign", "auto_sign",
    "request_return", "approve_return", "refuse_return", "send_back", "complete_assist", "release_assist", "resolve",
    "request_check", "pass_check", "fail_check", "rework", "close", "force_close", "reopen", "rate", "archive",
    "cancel", "comment", "progress", "attach", "reveal_contact", "request_suspension", "approve_suspension",
    "refuse_suspension", "resume", "request_extension", "approve_extension", "refuse_extension", "urge", "supervise",
    "answer_supervision", "raise_supervision", "warn", "remind_overdue", "raise_overdue", "redate", "view_original",
)  # fmt: skip
_ACTIONS = (*_ACTIONS_BEFORE, "follow", "unfollow")

#: Whoever reported a case that was merged follows the other one.
_BACKFILL = """
UPDATE cases SET follower_ids = f.ids FROM (
  SELECT case_id, array_agg(DISTINCT user_id) ids FROM followers
  WHERE ended_at IS NULL AND user_id IS NOT NULL GROUP BY case_id
) f WHERE f.case_id = cases.id
"""


def _know(table: str, values: tuple[str, ...]) -> None:
    name = f"ck_{table}_action_known"
    listed = ", ".join(f"'{value}'" for value in values)
    # The wider constraint takes its place in the same transaction: no guarantee is lost in between.
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (action IN ({listed}))")


def upgrade() -> None:
    op.add_column(
        "cases",
        sa.Column("follower_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("followers", sa.Column("merged", sa.Boolean(), server_default=sa.text("'true'"), nullable=False))
    # The default was for the rows there are; the service is down while an operator runs this.
    op.execute("-- squawk-ignore ban-drop-default\nALTER TABLE followers ALTER COLUMN merged DROP DEFAULT")
    op.execute(_BACKFILL)
    op.execute("CREATE INDEX ix_cases_followers ON cases USING gin (follower_ids) WHERE follower_ids <> '{}'")
    op.execute(
        f"CREATE INDEX ix_cases_open_cell ON cases (floor(lat * 400), floor(lon * 400), reported_at, id) WHERE {_OPEN}"
    )
    # Inside the one transaction of this migration, which an operator runs while the service stands still.
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_open_place")
    for table in ("case_events", "notices"):
        _know(table, _ACTIONS)


def downgrade() -> None:
    """A database in which somebody follows does not go back: its history would be untrue."""
    for table in ("case_events", "notices"):
        _know(table, _ACTIONS_BEFORE)
    op.execute(f"CREATE INDEX ix_cases_open_place ON cases USING btree (lat, lon) WHERE {_OPEN}")
    op.execute("DROP INDEX ix_cases_open_cell")
    op.execute("DROP INDEX ix_cases_followers")
    op.drop_column("followers", "merged")
    op.drop_column("cases", "follower_ids")
