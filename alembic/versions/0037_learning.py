"""What is learned of closed cases for suggestions: counts, words, what each case taught, and how far the reading is."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_TARGETS = "target IN ('department', 'category', 'rule')"


def _code(name: str, length: int = 32, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _codes(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, postgresql.ARRAY(sa.String(length=32)), server_default=sa.text("'{}'"), nullable=False)


def _number(name: str, kind: type[sa.types.TypeEngine[float]], default: str = "0") -> sa.Column[float]:
    return sa.Column(name, kind(), server_default=sa.text(f"'{default}'"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "learned_counts",
        _code("target"),
        _code("matter", 64),
        _code("place"),
        _code("answer"),
        _number("cases", sa.Integer),
        _number("weight", sa.Float),
        _number("returns", sa.Integer),
        _number("returned", sa.Float),
        sa.CheckConstraint(_TARGETS, name=op.f("ck_learned_counts_target_known")),
        sa.PrimaryKeyConstraint("target", "matter", "place", "answer", name=op.f("pk_learned_counts")),
    )
    op.create_table(
        "learned_words",
        _code("target"),
        _code("answer"),
        _number("total", sa.BigInteger),
        sa.Column("buckets", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(_TARGETS, name=op.f("ck_learned_words_target_known")),
        sa.PrimaryKeyConstraint("target", "answer", name=op.f("pk_learned_words")),
    )
    op.create_table(
        "lessons",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        _code("origin", 64),
        *(_code(name, nullable=True) for name in ("nature_code", "category_code", "rule_code", "department_code")),
        _codes("places"),
        _codes("returned_by"),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_lessons_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_lessons")),
    )
    op.create_table(
        "learning",
        sa.Column("id", sa.Integer(), nullable=False),
        _number("epoch", sa.Integer, "-1"),
        _number("number", sa.BigInteger),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning")),
    )
    op.execute("INSERT INTO learning (id) VALUES (1)")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON learned_counts, learned_words, lessons TO yikou_app")
    op.execute("GRANT SELECT, UPDATE ON learning TO yikou_app")


def downgrade() -> None:
    for table in ("learning", "lessons", "learned_words", "learned_counts"):
        op.drop_table(table)
