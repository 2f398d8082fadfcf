"""What in the record is odd: found, judged, with its file; thresholds of areas; where ratings came from."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0053"
down_revision = "0045"
branch_labels = None
depends_on = None

_KINDS = (
    "kind IN ('duplicate', 'reported_anew', 'repeated_photo', 'impossible_travel', 'self_handle_run', "
    "'rating_device', 'rating_network', 'rating_burst')"
)
_ENTRIES = "kind IN ('statement', 'confirmed', 'dismissed', 'withdrawn', 'found_again')"
_NUMBERS = ("times", "minutes", "metres", "percent", "kmh")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _path(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=160, collation="C"), nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}_{to.partition('.')[0]}"))


def _found() -> None:
    op.create_table(
        "irregularities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), server_default=sa.text("'found'"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("department_code", sa.String(length=32), nullable=True),
        _path("area_path"),
        _moment("happened_at"),
        _moment("found_at"),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        _moment("judged_at", nullable=True),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(_KINDS, name=op.f("ck_irregularities_kind_known")),
        sa.CheckConstraint(
            "state IN ('found', 'withdrawn', 'confirmed', 'dismissed')", name=op.f("ck_irregularities_state_known")
        ),
        sa.CheckConstraint(
            "num_nonnulls(person_id, department_code) > 0", name=op.f("ck_irregularities_concerns_somebody")
        ),
        sa.CheckConstraint(
            "(judged_at IS NULL) = (state IN ('found', 'withdrawn'))", name=op.f("ck_irregularities_judged_or_not")
        ),
        _refers("irregularities", "person_id", "users.id"),
        _refers("irregularities", "department_code", "departments.code"),
        _refers("irregularities", "judged_by", "users.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irregularities")),
    )
    op.create_index("ix_irregularities_happened", "irregularities", ["happened_at", "id"])
    op.create_index("ix_irregularities_area", "irregularities", ["area_path", "happened_at", "id"])
    for who, column in (("person", "person_id"), ("department", "department_code")):
        op.create_index(
            f"ix_irregularities_{who}", "irregularities", [column, "happened_at", "id"],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )  # fmt: skip
    op.create_table(
        "irregularity_cases",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("irregularity_id", sa.Uuid(), nullable=False),
        sa.Column("is_subject", sa.Boolean(), nullable=False),
        _refers("irregularity_cases", "case_id", "cases.id"),
        sa.PrimaryKeyConstraint("case_id", "irregularity_id", name=op.f("pk_irregularity_cases")),
    )
    op.create_index("ix_irregularity_cases_irregularity", "irregularity_cases", ["irregularity_id"])
    op.create_table(
        "irregularity_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("irregularity_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        _moment("created_at"),
        sa.CheckConstraint(_ENTRIES, name=op.f("ck_irregularity_entries_kind_known")),
        _refers("irregularity_entries", "irregularity_id", "irregularities.id"),
        _refers("irregularity_entries", "said_by", "users.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irregularity_entries")),
    )
    op.create_index("ix_irregularity_entries_of", "irregularity_entries", ["irregularity_id", "id"])


def _looked_at() -> None:
    op.create_table(
        "irregularity_thresholds",
        _path("scope_path"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default=sa.text("'true'"), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _NUMBERS),
        sa.CheckConstraint(_KINDS, name=op.f("ck_irregularity_thresholds_kind_known")),
        sa.PrimaryKeyConstraint("scope_path", "kind", name=op.f("pk_irregularity_thresholds")),
    )
    op.create_table(
        "rating_origins",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=True),
        sa.Column("network", sa.String(length=64), nullable=False),
        _moment("closed_at"),
        _moment("created_at"),
        _refers("rating_origins", "case_id", "cases.id"),
        _refers("rating_origins", "department_code", "departments.code"),
        sa.PrimaryKeyConstraint("case_id", "round", name=op.f("pk_rating_origins")),
    )
    op.create_index("ix_rating_origins_department", "rating_origins", ["department_code", "created_at"])
    op.create_index("ix_rating_origins_created", "rating_origins", ["created_at"])
    op.create_table(
        "irregularity_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), server_default=sa.text("'-1'"), nullable=False),
        sa.Column("number", sa.BigInteger(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_irregularity_reading")),
    )
    op.execute("INSERT INTO irregularity_reading (id) VALUES (1)")


def upgrade() -> None:
    _found()
    _looked_at()
    op.execute("CREATE INDEX ix_attachments_sha256 ON attachments USING hash (sha256)")
    op.execute("CREATE INDEX ix_case_events_actor ON case_events (actor_id, created_at) WHERE actor_id IS NOT NULL")
    op.execute("GRANT SELECT, INSERT, UPDATE ON irregularities TO yikou_app")
    op.execute(
        "GRANT SELECT, INSERT, DELETE ON irregularity_cases, irregularity_thresholds, rating_origins TO yikou_app"
    )
    op.execute("GRANT SELECT, INSERT ON irregularity_entries TO yikou_app")
    op.execute("GRANT SELECT, UPDATE ON irregularity_reading TO yikou_app")


def downgrade() -> None:
    for index in ("ix_case_events_actor", "ix_attachments_sha256"):
        op.execute(f"-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX {index}")
    for table in (
        "irregularity_reading", "rating_origins", "irregularity_thresholds", "irregularity_entries",
        "irregularity_cases", "irregularities",
    ):  # fmt: skip
        op.drop_table(table)
