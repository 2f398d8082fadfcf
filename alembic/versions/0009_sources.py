"""The source of an external reference is the id of the user that sent it: a name shown may change or be shared."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Where one user sent the same id under two names, the older case keeps the reference and the other its name.
_BY_USER = """
UPDATE external_references AS held SET source = told.user_id
FROM (
    SELECT DISTINCT ON (r.channel, c.reporter_id, r.external_id)
        r.channel, r.source, r.external_id, c.reporter_id::text AS user_id
    FROM external_references AS r JOIN cases AS c ON c.id = r.case_id
    WHERE c.reporter_id IS NOT NULL AND r.source !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    ORDER BY r.channel, c.reporter_id, r.external_id, c.serial
) AS told
WHERE held.channel = told.channel AND held.source = told.source AND held.external_id = told.external_id
"""


def upgrade() -> None:
    op.execute(_BY_USER)


def downgrade() -> None:
    """Nothing to take back: the column is what it was, and the names of that time are not known any more."""
