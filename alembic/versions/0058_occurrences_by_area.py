"""The cases behind a figure of a grid, village or town are found by where they lie, not among all of the county's."""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_occurrences_area", "occurrences", ["kind", "area_path", "at"])


def downgrade() -> None:
    op.drop_index("ix_occurrences_area", "occurrences")
