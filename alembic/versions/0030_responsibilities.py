"""Who is responsible: the matrix and the routing rules; the system may dispatch by them."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_TIMES = (
    "(starts IS NULL) = (ends IS NULL) AND starts BETWEEN 0 AND 1439 AND ends BETWEEN 1 AND 1440 AND starts <> ends"
)


def _code(name: str, of: str, table: str, *, nullable: bool = True) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    column: sa.Column[str] = sa.Column(name, sa.String(length=32), nullable=nullable)
    return column, sa.ForeignKeyConstraint([name], [f"{of}.code"], name=op.f(f"fk_{table}_{name}_{of}"))


def _several(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False)


def _times() -> list[sa.Column[object]]:
    return [
        sa.Column("weekdays", sa.String(length=7), nullable=True),
        sa.Column("starts", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
    ]


def _state() -> list[sa.Column[object]]:
    return [
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
    ]


def _checks(table: str, **checks: str) -> list[sa.CheckConstraint]:
    both = {"times_of_a_day": _TIMES, "weekdays_known": "weekdays ~ '^[1-7]{1,7}$'", "period": "valid_to >= valid_from"}
    return [sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}")) for name, said in (both | checks).items()]


def upgrade() -> None:
    name = "responsibilities"
    op.create_table(
        name,
        sa.Column("code", sa.String(length=32), nullable=False),
        *_code("category_code", "categories", name),
        *_code("rule_code", "filing_rules", name),
        *_code("area_code", "areas", name),
        *_times(),
        *_code("lead_code", "departments", name, nullable=False),
        _several("assist_codes"),
        sa.Column("basis", sa.String(length=500), nullable=True),
        *_state(),
        sa.PrimaryKeyConstraint("code", name=op.f(f"pk_{name}")),
        *_checks(name, one_subject="num_nonnulls(category_code, rule_code) = 1"),
    )
    name = "routing_rules"
    op.create_table(
        name,
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=True),
        *_code("category_code", "categories", name),
        *_code("area_code", "areas", name),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("nature_code", sa.String(length=32), nullable=True),
        sa.Column("source_code", sa.String(length=32), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=True),
        _several("words"),
        *_times(),
        sa.Column("working_time", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        *_code("lead_code", "departments", name),
        _several("assist_codes"),
        sa.Column("automatic", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        _several("eligible_codes"),
        *_code("fallback_code", "departments", name),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("threshold", sa.Double(), nullable=True),
        *_state(),
        sa.PrimaryKeyConstraint("code", name=op.f(f"pk_{name}")),
        *_checks(
            name,
            outcome_known="outcome IN ('dispatch', 'publish', 'suggestion', 'urgent')",
            channel_known="channel IN ('worker', 'clerk', 'resident', 'integration')",
            threshold_a_share="threshold BETWEEN 0 AND 1",
            dispatches_to_somebody="outcome <> 'dispatch' OR lead_code IS NOT NULL",
            suggests_above_something="outcome <> 'suggestion' OR threshold IS NOT NULL",
            publishes_to_some=(
                "outcome <> 'publish' OR (fallback_code IS NOT NULL AND minutes > 0 AND eligible_codes <> '{}')"
            ),
        ),
    )
    for table in ("responsibilities", "routing_rules"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO yikou_app")


def downgrade() -> None:
    op.drop_table("routing_rules")
    op.drop_table("responsibilities")
