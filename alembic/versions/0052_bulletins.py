"""Bulletins: drafts, and issues with their files, addressees and receipts, which are only ever added."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from alembic import op

revision = "0052"
down_revision = "0054"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_CHANGES = (
    "title", "status", "version", "figures", "told", "editor_ids", "edited_at", "submitted_by", "submitted_at",
    "returned_note",
)  # fmt: skip
_ADDED = ("bulletin_issues", "bulletin_files", "bulletin_addressees", "bulletin_receipts")


def _path(nullable: bool = False) -> sa.Column[str]:
    return sa.Column("area_path", sa.String(length=160, collation="C"), nullable=nullable)


def _code(name: str = "area_code") -> sa.Column[str]:
    return sa.Column(name, sa.String(length=32), nullable=False)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = target.partition(".")[0]
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{name}"))


def _known(table: str, column: str, *values: str) -> sa.CheckConstraint:
    told = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({told})", name=op.f(f"ck_{table}_{column}_known"))


def upgrade() -> None:
    _drafts()
    _issues()
    _readers()
    op.execute("GRANT SELECT, INSERT ON bulletins TO yikou_app")
    op.execute(f"GRANT UPDATE ({', '.join(_CHANGES)}) ON bulletins TO yikou_app")
    op.execute("GRANT SELECT, INSERT, UPDATE ON bulletin_numbers TO yikou_app")
    op.execute(f"GRANT SELECT, INSERT ON {', '.join(_ADDED)} TO yikou_app")


def _drafts() -> None:
    op.create_table(
        "bulletins",
        sa.Column("id", sa.Uuid(), nullable=False),
        _code(),
        _path(),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("figures", JSONB(), nullable=False),
        sa.Column("told", JSONB(), nullable=False),
        sa.Column("editor_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("edited_at", _MOMENT, nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", _MOMENT, nullable=True),
        sa.Column("returned_note", sa.String(length=2000), nullable=True),
        _known("bulletins", "kind", "weekly", "monthly", "quarterly"),
        _known("bulletins", "status", "draft", "submitted", "published", "discarded"),
        sa.CheckConstraint("version > 0", name=op.f("ck_bulletins_version_positive")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_bulletins_dates_in_order")),
        _to("bulletins", "area_code", "areas.code"),
        _to("bulletins", "created_by", "users.id"),
        _to("bulletins", "submitted_by", "users.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletins")),
    )
    op.create_index("ix_bulletins_area", "bulletins", ["area_path", "id"])
    op.create_table(
        "bulletin_numbers",
        _code(),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        _to("bulletin_numbers", "area_code", "areas.code"),
        sa.PrimaryKeyConstraint("area_code", "year", name=op.f("pk_bulletin_numbers")),
    )


def _issues() -> None:
    op.create_table(
        "bulletin_issues",
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        _code(),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", _MOMENT, nullable=False),
        sa.Column("withdraws", sa.Uuid(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_bulletin_issues_number_positive")),
        sa.CheckConstraint("withdraws <> bulletin_id", name=op.f("ck_bulletin_issues_another")),
        _to("bulletin_issues", "bulletin_id", "bulletins.id"),
        _to("bulletin_issues", "area_code", "areas.code"),
        _to("bulletin_issues", "signed_by", "users.id"),
        _to("bulletin_issues", "withdraws", "bulletin_issues.bulletin_id"),
        sa.PrimaryKeyConstraint("bulletin_id", name=op.f("pk_bulletin_issues")),
    )
    op.create_index("uq_bulletin_issues_number", "bulletin_issues", ["area_code", "year", "number"], unique=True)
    op.execute(
        "CREATE UNIQUE INDEX uq_bulletin_issues_withdraws ON bulletin_issues (withdraws) WHERE withdraws IS NOT NULL"
    )
    op.create_table(
        "bulletin_files",
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        _known("bulletin_files", "format", "json", "pdf", "xlsx"),
        _to("bulletin_files", "bulletin_id", "bulletin_issues.bulletin_id"),
        sa.PrimaryKeyConstraint("bulletin_id", "format", "language", name=op.f("pk_bulletin_files")),
    )


def _readers() -> None:
    op.create_table(
        "bulletin_addressees",
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        _code("code"),
        _path(nullable=True),
        _known("bulletin_addressees", "kind", "unit", "area"),
        _to("bulletin_addressees", "bulletin_id", "bulletin_issues.bulletin_id"),
        sa.PrimaryKeyConstraint("bulletin_id", "kind", "code", name=op.f("pk_bulletin_addressees")),
    )
    op.create_index("ix_bulletin_addressees_code", "bulletin_addressees", ["code", "bulletin_id"])
    op.create_table(
        "bulletin_receipts",
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        _code("code"),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", _MOMENT, nullable=False),
        _known("bulletin_receipts", "kind", "unit", "area"),
        sa.ForeignKeyConstraint(
            ["bulletin_id", "kind", "code"],
            ["bulletin_addressees.bulletin_id", "bulletin_addressees.kind", "bulletin_addressees.code"],
            name=op.f("fk_bulletin_receipts_bulletin_id_bulletin_addressees"),
        ),
        _to("bulletin_receipts", "user_id", "users.id"),
        sa.PrimaryKeyConstraint("bulletin_id", "kind", "code", "user_id", name=op.f("pk_bulletin_receipts")),
    )


def downgrade() -> None:
    for table in (*reversed(_ADDED), "bulletin_numbers", "bulletins"):
        op.drop_table(table)
