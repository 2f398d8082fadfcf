"""A case is given to a colleague; who is away has a substitute; texts for replies and results are kept.

Few rows each: of substitutes as many as there are holidays, of texts as many as units write.
"""

import sqlalchemy as sa

from alembic import op
from app.db.checks import allow

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "refile", "dispatch", "recall",
    "redirect", "publish", "claim", "deliver", "withdraw", "expire_pool", "sign", "auto_sign", "request_return",
    "approve_return", "refuse_return", "send_back", "complete_assist", "release_assist", "add_assist",
    "request_excuse", "approve_excuse", "refuse_excuse", "remind_assist", "whistle", "respond", "decline_whistle",
    "miss_whistle", "score_response", "end_whistle", "withdraw_whistle", "record_minutes", "request_suspension",
    "approve_suspension", "refuse_suspension", "resume", "request_extension", "approve_extension",
    "refuse_extension", "resolve", "request_check", "reassign", "pass_check", "fail_check", "rework", "close",
    "force_close", "reopen", "issue_rating_link", "rate", "archive", "cancel", "urge", "supervise",
    "answer_supervision", "withdraw_supervision", "raise_supervision", "warn", "remind_overdue", "raise_overdue",
    "redate", "hand_over", "follow", "unfollow", "supplement", "comment", "progress", "attach", "reveal_contact",
    "view_original", "correct_location",
)  # fmt: skip
_NEW = ("transfer",)
_KINDS = "'result', 'reply', 'reject_reply', 'note'"


def _substitutions() -> None:
    op.create_table(
        "substitutions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_substitutions_dates_in_order")),
        sa.CheckConstraint("absent_id <> substitute_id", name=op.f("ck_substitutions_another")),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_substitutions_{column}_users"))
            for column in ("absent_id", "substitute_id", "named_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitutions")),
    )
    for who in ("absent", "substitute"):
        op.create_index(
            f"ix_substitutions_{who}", "substitutions", [f"{who}_id", "valid_to"],
            postgresql_where=sa.text("ended_at IS NULL"),
        )  # fmt: skip
    op.execute("GRANT SELECT, INSERT, UPDATE ON substitutions TO yikou_app")


def _templates() -> None:
    op.create_table(
        "reply_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("category_code", sa.String(length=32), nullable=True),
        sa.Column("department_code", sa.String(length=32), nullable=True),
        sa.Column("area_code", sa.String(length=32), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("'true'"), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_reply_templates_kind_known")),
        sa.CheckConstraint("num_nonnulls(department_code, area_code) = 1", name=op.f("ck_reply_templates_one_owner")),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_reply_templates_{column}_{to.partition('.')[0]}"))
            for column, to in (
                ("category_code", "categories.code"),
                ("department_code", "departments.code"),
                ("area_code", "areas.code"),
                ("written_by", "users.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_reply_templates")),
    )
    current = sa.text("is_current")
    op.create_index("uq_reply_templates_current", "reply_templates", ["id"], unique=True, postgresql_where=current)
    for owner in ("department", "area"):
        op.create_index(
            f"ix_reply_templates_{owner}", "reply_templates", [f"{owner}_code", "id"], postgresql_where=current
        )
    op.execute("GRANT SELECT, INSERT, UPDATE ON reply_templates TO yikou_app")


def upgrade() -> None:
    for table in ("case_events", "notices"):
        allow(table, "action", (*_BEFORE, *_NEW))
    _substitutions()
    _templates()


def downgrade() -> None:
    op.drop_table("reply_templates")
    op.drop_table("substitutions")
    new = ", ".join(f"'{action}'" for action in _NEW)
    op.execute(f"DELETE FROM notices WHERE action IN ({new})")  # noqa: S608  (our own names)
    op.execute(f"UPDATE case_events SET action = 'comment' WHERE action IN ({new})")  # noqa: S608  (our own names)
    for table in ("case_events", "notices"):
        allow(table, "action", _BEFORE)
