"""What history says: days without an hour, in time or overdue, a score alone; and what units are called besides."""

import sqlalchemy as sa

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "department_aliases",
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("alias", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_department_aliases_department_code_departments")
        ),
        sa.PrimaryKeyConstraint("department_code", "alias", name=op.f("pk_department_aliases")),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON department_aliases TO yikou_app")
    op.add_column("cases", sa.Column("stated_timeliness", sa.String(length=32), nullable=True))
    op.execute("ALTER TABLE cases ADD COLUMN dates_only VARCHAR[] DEFAULT '{}' NOT NULL")
    # Only rows of history will have a value: the check reads the table once.
    op.create_check_constraint(
        op.f("ck_cases_stated_timeliness_known"), "cases", "stated_timeliness IN ('in_time', 'overdue')"
    )
    # Whoever reads ratings comes with this version.
    op.execute("-- squawk-ignore ban-drop-not-null\nALTER TABLE ratings ALTER COLUMN solved DROP NOT NULL")


def downgrade() -> None:
    op.execute("DELETE FROM ratings WHERE solved IS NULL")
    op.execute("ALTER TABLE ratings ALTER COLUMN solved SET NOT NULL")
    op.drop_column("cases", "dates_only")
    op.drop_column("cases", "stated_timeliness")
    op.drop_table("department_aliases")
