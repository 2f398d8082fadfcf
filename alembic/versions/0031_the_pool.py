"""The pool: cases published to several units, claimed by one, delivered by a team; a unit's limit of what it claims."""

from alembic import op
from app.db.checks import allow

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_STATUSES = (
    "reported", "verifying", "filed", "dispatched", "handling", "suspended", "return_review", "resolved",
    "checking", "closed", "archived", "rejected", "merged", "cancelled",
)  # fmt: skip
_ACTIONS = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "refile", "dispatch", "recall",
    "redirect", "sign", "auto_sign", "request_return", "approve_return", "refuse_return", "send_back",
    "complete_assist", "release_assist", "request_suspension", "approve_suspension", "refuse_suspension", "resume",
    "request_extension", "approve_extension", "refuse_extension", "resolve", "request_check", "reassign",
    "pass_check", "fail_check", "rework", "close", "force_close", "reopen", "issue_rating_link", "rate", "archive",
    "cancel", "urge", "supervise", "answer_supervision", "withdraw_supervision", "raise_supervision", "warn",
    "remind_overdue", "raise_overdue", "redate", "hand_over", "follow", "unfollow", "supplement", "comment",
    "progress", "attach", "reveal_contact", "view_original", "correct_location",
)  # fmt: skip
_NEW_ACTIONS = ("publish", "claim", "deliver", "withdraw", "expire_pool")
_TIMERS = (
    "verification", "signing", "rating_window", "resumption", "warning", "reminder", "ladder", "supervision",
)  # fmt: skip
_STATUS_COLUMNS = (
    ("cases", "status"), ("cases", "status_before_merge"), ("case_events", "from_status"), ("case_events", "to_status"),
)  # fmt: skip


def upgrade() -> None:
    for table, column in _STATUS_COLUMNS:
        allow(table, column, (*_STATUSES, "pooled"))
    for table in ("case_events", "notices"):
        allow(table, "action", (*_ACTIONS, *_NEW_ACTIONS))
    allow("case_timers", "kind", (*_TIMERS, "pool"))
    allow("departments", "kind", ("bureau", "station", "team"))
    op.execute("ALTER TABLE departments ADD COLUMN claim_limit INTEGER")
    op.execute(
        "ALTER TABLE departments ADD CONSTRAINT ck_departments_claim_limit_known CHECK (claim_limit >= 0) NOT VALID"
    )
    op.execute("ALTER TABLE departments VALIDATE CONSTRAINT ck_departments_claim_limit_known")
    op.execute("ALTER TABLE cases ADD COLUMN pool_codes VARCHAR[] DEFAULT '{}' NOT NULL")
    op.execute("ALTER TABLE cases ADD COLUMN team_code VARCHAR(32)")
    op.execute(
        "ALTER TABLE cases ADD CONSTRAINT fk_cases_team_code_departments "
        "FOREIGN KEY (team_code) REFERENCES departments (code) NOT VALID"
    )
    op.execute("ALTER TABLE cases VALIDATE CONSTRAINT fk_cases_team_code_departments")
    op.execute("CREATE INDEX ix_cases_pool ON cases USING gin (pool_codes) WHERE pool_codes <> '{}'")
    op.execute("CREATE INDEX ix_cases_team ON cases (team_code, due_at, id) WHERE team_code IS NOT NULL")
    op.execute("""
CREATE TABLE publications (
  case_id UUID NOT NULL,
  id UUID NOT NULL,
  area_path VARCHAR(160) COLLATE "C" NOT NULL,
  eligible_codes VARCHAR[] NOT NULL,
  fallback_code VARCHAR(32) NOT NULL,
  published_at TIMESTAMP WITH TIME ZONE NOT NULL,
  published_by UUID,
  ended_at TIMESTAMP WITH TIME ZONE,
  outcome VARCHAR(32),
  claimed_by_code VARCHAR(32),
  CONSTRAINT pk_publications PRIMARY KEY (case_id, id),
  CONSTRAINT fk_publications_case_id_cases FOREIGN KEY (case_id) REFERENCES cases (id),
  CONSTRAINT fk_publications_fallback_code_departments FOREIGN KEY (fallback_code) REFERENCES departments (code),
  CONSTRAINT fk_publications_published_by_users FOREIGN KEY (published_by) REFERENCES users (id),
  CONSTRAINT fk_publications_claimed_by_code_departments FOREIGN KEY (claimed_by_code) REFERENCES departments (code),
  CONSTRAINT ck_publications_outcome_known CHECK (outcome IN ('claimed', 'withdrawn', 'expired', 'ended'))
)
""")
    op.execute("CREATE UNIQUE INDEX uq_publications_open ON publications (case_id) WHERE ended_at IS NULL")
    op.execute("GRANT SELECT, INSERT, UPDATE ON publications TO yikou_app")


def downgrade() -> None:
    op.drop_table("publications")
    op.execute("UPDATE cases SET status = 'filed' WHERE status = 'pooled'")
    op.execute("UPDATE case_events SET from_status = 'filed' WHERE from_status = 'pooled'")
    op.execute("UPDATE case_events SET to_status = 'filed' WHERE to_status = 'pooled'")
    new = ", ".join(f"'{action}'" for action in _NEW_ACTIONS)
    op.execute(f"DELETE FROM notices WHERE action IN ({new})")  # noqa: S608  (our own names)
    op.execute(f"UPDATE case_events SET action = 'comment' WHERE action IN ({new})")  # noqa: S608  (our own names)
    op.execute("DELETE FROM case_timers WHERE kind = 'pool'")
    op.execute("UPDATE departments SET kind = 'station' WHERE kind = 'team'")
    for table, column in _STATUS_COLUMNS:
        allow(table, column, _STATUSES)
    for table in ("case_events", "notices"):
        allow(table, "action", _ACTIONS)
    allow("case_timers", "kind", _TIMERS)
    allow("departments", "kind", ("bureau", "station"))
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_pool")
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_team")
    op.drop_column("cases", "pool_codes")
    op.drop_column("cases", "team_code")
    op.drop_column("departments", "claim_limit")
