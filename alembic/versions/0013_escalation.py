"""The ladder of overdue cases and the reply times of orders as rows of an area."""

import sqlalchemy as sa

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_UNITS = "limit_unit IN ('urgent_hours', 'working_hours', 'working_days', 'calendar_days')"
_AUDIENCES = (
    "audience IN ('holder', 'unit', 'department_lead', 'dispatcher', 'centre_leader', 'supervisor', "
    "'upper_supervisor', 'issuer', 'reporter', 'followers')"
)
_OPEN = (
    "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'suspended', "
    "'verifying')"
)
_CLOCKED = f"{_OPEN} AND deadline_at IS NOT NULL"


def _scope() -> sa.Column:
    return sa.Column("scope_path", sa.String(length=160, collation="C"), nullable=False)


def _limit() -> list[sa.Column]:
    return [
        sa.Column("limit_amount", sa.Integer(), nullable=False),
        sa.Column("limit_unit", sa.String(length=32), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "escalation_rungs",
        _scope(),
        sa.Column("rung", sa.Integer(), nullable=False),
        *_limit(),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.CheckConstraint("rung BETWEEN 1 AND 6", name=op.f("ck_escalation_rungs_rung_known")),
        sa.CheckConstraint("limit_amount BETWEEN 1 AND 8760", name=op.f("ck_escalation_rungs_within_a_year")),
        sa.CheckConstraint(_UNITS, name=op.f("ck_escalation_rungs_limit_unit_known")),
        sa.CheckConstraint(_AUDIENCES, name=op.f("ck_escalation_rungs_audience_known")),
        sa.PrimaryKeyConstraint("scope_path", "rung", name=op.f("pk_escalation_rungs")),
    )
    op.create_table(
        "supervision_replies",
        _scope(),
        sa.Column("level", sa.Integer(), nullable=False),
        *_limit(),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_supervision_replies_level_known")),
        sa.CheckConstraint("limit_amount BETWEEN 1 AND 8760", name=op.f("ck_supervision_replies_within_a_year")),
        sa.CheckConstraint(_UNITS, name=op.f("ck_supervision_replies_limit_unit_known")),
        sa.PrimaryKeyConstraint("scope_path", "level", name=op.f("pk_supervision_replies")),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON escalation_rungs, supervision_replies TO yikou_app")
    _reindex(_CLOCKED)
    op.execute(_AT_THE_TOP)


#: Imported cases have no rule, yet rungs that follow the ladder: they are swept as well when it changes.
def _reindex(predicate: str) -> None:
    # Inside the one transaction of this migration, which an operator runs while the service stands still.
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_cases_open_redating")
    op.execute(f"CREATE INDEX ix_cases_open_redating ON cases (calendar_version, id) WHERE {predicate}")


#: Old cases came in at the top of the only ladder there was, without a word. They are at the top of any: a rung that is
#: put in above tells nobody of what has been late for years. Cases that climbed it have events, by which they count anew.
_AT_THE_TOP = f"UPDATE cases SET ladder_step = 6 WHERE ladder_step >= 3 AND {_OPEN}"  # noqa: S608  (constants)


def downgrade() -> None:
    op.execute("UPDATE cases SET ladder_step = 3 WHERE ladder_step > 3")
    _reindex(f"{_CLOCKED} AND rule IS NOT NULL")
    op.drop_table("supervision_replies")
    op.drop_table("escalation_rungs")
