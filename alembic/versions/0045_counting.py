"""What counts of each case, its sums by day and month; an event keeps the deadlines that stood when it happened.

The new columns of events are empty in older ones: what they would say of stages is not known, and is not counted.
"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_KINDS = (
    "report", "triage", "verification", "dispatching", "pooling", "assignment", "signing", "handling", "check",
    "closing", "rating", "order",
)  # fmt: skip
_SUBJECTS = ("area", "unit", "worker", "category", "channel")
_GRAINS = ("day", "month")


def _known(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    told = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({told})", name=op.f(f"ck_{table}_{column}_known"))


def _occurrences() -> None:
    op.create_table(
        "occurrences",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.BigInteger(), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=True),
        sa.Column("worker", sa.Uuid(), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        _known("occurrences", "kind", _KINDS),
        _known("occurrences", "channel", ("worker", "clerk", "resident", "integration")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_occurrences_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "kind", "nth", name=op.f("pk_occurrences")),
    )
    op.create_index("ix_occurrences_at", "occurrences", ["kind", "at", "case_id"])
    op.create_index("ix_occurrences_unit", "occurrences", ["unit", "kind", "at"])
    op.create_index("ix_occurrences_worker", "occurrences", ["worker", "kind", "at"])


def _sums() -> None:
    op.create_table(
        "figure_sums",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("grain", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("sums", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _known("figure_sums", "kind", _SUBJECTS),
        _known("figure_sums", "grain", _GRAINS),
        sa.PrimaryKeyConstraint("kind", "subject", "grain", "starts_on", name=op.f("pk_figure_sums")),
    )
    op.create_index("ix_figure_sums_starts_on", "figure_sums", ["grain", "starts_on", "kind"])
    op.create_table(
        "sums_to_make",
        sa.Column("grain", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        _known("sums_to_make", "grain", _GRAINS),
        sa.PrimaryKeyConstraint("grain", "starts_on", name=op.f("pk_sums_to_make")),
    )
    op.create_index("ix_sums_to_make_due_at", "sums_to_make", ["due_at"])


def upgrade() -> None:
    op.execute("ALTER TABLE case_events ADD COLUMN stage_due_at TIMESTAMPTZ, ADD COLUMN due_at TIMESTAMPTZ")
    _occurrences()
    _sums()
    op.create_table(
        "counting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), server_default=sa.text("'-1'"), nullable=False),
        sa.Column("number", sa.BigInteger(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counting")),
    )
    op.execute("INSERT INTO counting (id) VALUES (1)")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON occurrences, figure_sums, sums_to_make TO yikou_app")
    op.execute("GRANT SELECT, UPDATE ON counting TO yikou_app")


def downgrade() -> None:
    for table in ("counting", "sums_to_make", "figure_sums", "occurrences"):
        op.drop_table(table)
    op.drop_column("case_events", "due_at")
    op.drop_column("case_events", "stage_due_at")
