"""Whether the timers and the deadlines of a case are what its row and its history say."""

from app.db.session import Row, Session
from app.queries.cases import events
from app.services.calendar.lookup import rules_in_force_at
from app.services.cases.facts import clocks_of, timer_facts_of
from app.services.cases.recomputing import recomputed
from app.workflow.states import OPEN
from app.workflow.timing.replay import CLOCK_ACTIONS
from app.workflow.timing.timers import timers_of


async def agree(session: Session, case: Row, told: object = None) -> None:
    """Fails where they do not; `told` is what the failure says besides."""
    held = await rules_in_force_at(session, case["area_path"])
    kept = await session.connection.fetch("SELECT kind, due_at FROM case_timers WHERE case_id = $1", case["id"])
    first = await session.connection.fetchval(
        """SELECT min(due_at) FROM assignments WHERE case_id = $1 AND role = 'assist' AND done_at IS NULL
           AND ended_at IS NULL AND reminded_for IS DISTINCT FROM due_at""",
        case["id"],
    )
    assert case["assist_due_at"] == first, (case["status"], told)
    wanted = timers_of(timer_facts_of(case), held.calendar, held.escalation)
    assert {row["kind"]: row["due_at"] for row in kept} == wanted, (case["status"], told)
    if case["status"] in OPEN:
        history = await session.all(events.CLOCK_EVENTS_OF, case_id=case["id"], actions=list(CLOCK_ACTIONS))
        hours = held.hours_of(case["lead_department_code"])
        assert recomputed(case, history, held.calendar, hours) == clocks_of(case), (case["status"], told)
