"""What ended and what is parked: old history goes to the archive, and both are found without reading all there is."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is past its window goes there here: a timer for each would delay those of living cases by hours.
    op.execute(
        """
        WITH ended AS (
            UPDATE cases SET status = 'archived', version = version + 1, seq = seq + 1,
                status_since = closed_at + INTERVAL '14 days'
            WHERE status = 'closed' AND closed_at + INTERVAL '14 days' <= now() AND NOT EXISTS
                (SELECT 1 FROM case_timers WHERE case_timers.case_id = cases.id AND kind = 'rating_window')
            RETURNING id, seq, area_path, status_since
        )
        INSERT INTO case_events (case_id, seq, action, from_status, to_status, actor_kind, area_path, data, created_at)
        SELECT id, seq, 'archive', 'closed', 'archived', 'system', area_path, '{}', status_since FROM ended
        """
    )
    op.execute(
        """
        INSERT INTO case_timers (case_id, kind, due_at, attempts)
        SELECT id, 'rating_window', closed_at + INTERVAL '14 days', 0 FROM cases
        WHERE status = 'closed' AND closed_at IS NOT NULL
        ON CONFLICT DO NOTHING
        """
    )

    # Before an area's first week of its own those above hold now: open deadlines are reckoned anew.
    op.execute("UPDATE reference_versions SET version = version + 1 WHERE name = 'calendar'")
    op.execute("CREATE INDEX ix_case_timers_parked ON case_timers (parked_at) WHERE parked_at IS NOT NULL")
    op.execute("CREATE INDEX ix_cases_reckoned ON cases (closed_at) WHERE closed_at IS NOT NULL AND rule IS NOT NULL")


def downgrade() -> None:
    """What was archived stays so."""
    op.drop_index("ix_cases_reckoned", table_name="cases")
    op.drop_index("ix_case_timers_parked", table_name="case_timers")
