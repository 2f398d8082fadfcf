"""What counts of a case tells in which ways it was confirmed to be irregular; of ratings only these are concerned."""

from alembic import op

revision = "0055"
down_revision = "0046"
branch_labels = None
depends_on = None

_EXCLUDED = 1 << 34
_KINDS = (
    "duplicate", "reported_anew", "repeated_photo", "impossible_travel", "self_handle_run", "rating_device",
    "rating_network", "rating_burst",
)  # fmt: skip
_FACT_OF = " ".join(f"WHEN '{kind}' THEN {1 << 35 + place}" for place, kind in enumerate(_KINDS))
_CONFIRMED = f"""
    SELECT c.case_id, bit_or(CASE i.kind {_FACT_OF} ELSE 0 END) AS facts,
           bool_or(i.kind NOT LIKE 'rating_%') AS is_of_the_case
    FROM irregularities AS i JOIN irregularity_cases AS c ON c.irregularity_id = i.id
    WHERE i.state = 'confirmed' AND c.is_subject GROUP BY c.case_id
"""  # noqa: S608  (our own)


def upgrade() -> None:
    op.execute(
        f"""
        UPDATE occurrences AS o
        SET facts = CASE
            WHEN o.kind = 'rating' OR confirmed.is_of_the_case THEN o.facts | confirmed.facts
            ELSE o.facts & ~{_EXCLUDED}::bigint END
        FROM ({_CONFIRMED}) AS confirmed WHERE confirmed.case_id = o.case_id
        """  # noqa: S608  (our own)
    )


def downgrade() -> None:
    before = (_EXCLUDED << 1) - 1
    op.execute(f"UPDATE occurrences SET facts = facts & {before}::bigint WHERE facts > {before}")  # noqa: S608
