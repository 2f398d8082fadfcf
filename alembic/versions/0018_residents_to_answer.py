"""Contacts of followers stand beside the case's own: who gave each, and how many residents can be answered."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _same(phone: str) -> str:
    return rf"right(regexp_replace({phone}, '\D', '', 'g'), 11)"


_COUNT = f"""
UPDATE cases SET residents_to_answer = found.residents
FROM (
    SELECT told.case_id, count(DISTINCT told.phone) AS residents
    FROM (
        SELECT id AS case_id, {_same("contact_phone")} AS phone FROM cases WHERE contact_phone IS NOT NULL
        UNION ALL
        SELECT case_id, {_same("contact_phone")} FROM followers WHERE contact_phone IS NOT NULL AND ended_at IS NULL
    ) AS told
    WHERE NOT EXISTS (
        SELECT 1 FROM users WHERE is_active AND phone IS NOT NULL AND {_same("phone")} = told.phone
    )
    GROUP BY told.case_id
) AS found
WHERE cases.id = found.case_id
"""  # noqa: S608  (nothing in it comes from outside)


def upgrade() -> None:
    op.execute(f"CREATE INDEX ix_users_phone ON users ({_same('phone')}) WHERE phone IS NOT NULL")
    op.execute("ALTER TABLE followers ADD COLUMN told_by UUID")
    op.execute(
        "ALTER TABLE followers ADD CONSTRAINT fk_followers_told_by_users "
        "FOREIGN KEY (told_by) REFERENCES users (id) NOT VALID"
    )
    op.execute("ALTER TABLE followers VALIDATE CONSTRAINT fk_followers_told_by_users")
    op.execute("UPDATE followers SET told_by = user_id WHERE contact_phone IS NOT NULL")
    op.execute("ALTER TABLE cases ADD COLUMN residents_to_answer INTEGER NOT NULL DEFAULT 0")
    # What a follower lent goes back to where it came from: it stands among the followers already.
    op.execute("UPDATE cases SET contact_name = NULL, contact_phone = NULL WHERE contact_from IS NOT NULL")
    op.execute("-- squawk-ignore ban-drop-column\nALTER TABLE cases DROP COLUMN contact_from")
    op.execute(_COUNT)


def downgrade() -> None:
    """Contacts stay where they are: beside those of the cases."""
    op.execute("ALTER TABLE cases ADD COLUMN contact_from UUID")
    op.drop_column("cases", "residents_to_answer")
    op.drop_column("followers", "told_by")
    op.drop_index("ix_users_phone", table_name="users")
