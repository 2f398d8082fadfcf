"""History imported before goes to the archive when its time has come."""

from alembic import op

revision = "0014"
down_revision = "0010"
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


def downgrade() -> None:
    """What was archived stays so."""
