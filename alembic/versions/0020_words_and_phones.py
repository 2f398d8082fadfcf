"""Phones in all their forms and whose they are; cases by their caller and by the number elsewhere; cases read again."""

import sqlalchemy as sa

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

#: What the rows that are there are known by until their phone is told again: as before, its last eleven digits; those
#: of a landline of eight digits are twelve.
_KEYS = r"""
UPDATE users SET phone_keys = CASE WHEN digits ~ '^0\d{9,11}$' THEN digits ELSE right(digits, 11) END
FROM (SELECT id, regexp_replace(phone, '\D', '', 'g') AS digits FROM users WHERE phone IS NOT NULL) AS told
WHERE told.id = users.id AND digits <> ''
"""


def upgrade() -> None:
    op.execute("-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX ix_users_phone")
    for table, column in (("users", "phone"), ("cases", "contact_phone"), ("followers", "contact_phone")):
        # Wider: no row is touched.
        op.execute(
            f"-- squawk-ignore changing-column-type\nALTER TABLE {table} ALTER COLUMN {column} TYPE VARCHAR(100)"
        )
    op.add_column("users", sa.Column("phone_keys", sa.String(length=100), nullable=True))
    op.execute(_KEYS)
    op.execute("CREATE INDEX ix_users_phone_keys ON users USING gin (string_to_array(phone_keys, '/'))")
    op.execute("CREATE INDEX ix_cases_external_id ON cases (external_id) WHERE external_id IS NOT NULL")
    op.create_table(
        "case_callers",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_callers_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "mark", name=op.f("pk_case_callers")),
    )
    op.create_index(op.f("ix_case_callers_mark"), "case_callers", ["mark", "case_id"])
    op.create_table(
        "rereadings",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rereadings")),
    )
    op.execute("GRANT SELECT, INSERT, DELETE ON case_callers TO yikou_app")
    op.execute("GRANT SELECT, INSERT, UPDATE ON rereadings TO yikou_app")
    op.execute("GRANT SELECT ON signing_key TO yikou_app")  # a keyed digest: the worker asks whether its key fits


def downgrade() -> None:
    """What is longer than before is cut."""
    op.execute("REVOKE SELECT ON signing_key FROM yikou_app")
    op.drop_table("rereadings")
    op.drop_table("case_callers")
    op.drop_index("ix_cases_external_id", table_name="cases")
    op.drop_index("ix_users_phone_keys", table_name="users")
    op.drop_column("users", "phone_keys")
    for table, column in (("users", "phone"), ("cases", "contact_phone"), ("followers", "contact_phone")):
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE VARCHAR(32) USING left({column}, 32)")
    op.execute(
        r"CREATE INDEX ix_users_phone ON users (right(regexp_replace(phone, '\D', '', 'g'), 11)) "
        "WHERE phone IS NOT NULL"
    )
