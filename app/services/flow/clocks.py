"""The clocks of a move: the new deadlines, and the timers that follow from them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from app.models.case_row import CaseChanges
from app.services.calendar.checks import within_its_years
from app.services.calendar.lookup import rules_in_force_at
from app.services.cases.facts import clocks_of, limit_of, timer_facts_of
from app.services.cases.journal import TimerChange
from app.services.escalation.rungs import carried
from app.services.flow.move import Move
from app.workflow.timing import clocks
from app.workflow.timing.clocks import Clocks, Terms
from app.workflow.timing.timers import TimerKind, timers_of
from app.workflow.transition import Clock

#: Any other move keeps part of what an older calendar said; such a case is still to be redated.
_COMPUTED_WHOLE = frozenset({Clock.START, Clock.RESTART, Clock.CLEAR})


async def settle(move: Move) -> TimerChange:
    """Computes the clocks of a move to its target and gives what becomes of the timers.

    Raises:
        Invalid: a deadline would lie beyond the years of the calendar.
    """
    before = timers_of(timer_facts_of(move.case), move.calendar, move.escalation)
    if "area_path" in move.changes:
        held = await rules_in_force_at(move.session, move.changes["area_path"])
        move.calendar, move.escalation, move.hours_of = held
    if "ladder_step" not in move.changes and ("area_path" in move.changes or _is_behind(move)):
        step = await carried(move.session, move.case, move.escalation)
        move.changes |= {} if step == move.case["ladder_step"] else {"ladder_step": step}
    target = move.row.target
    if target is not None:
        at = move.counts_from or move.now
        source, terms = move.facts.status, terms_of(move)
        with within_its_years():
            after = clocks.move(clocks_of(move.case), move.row.clock, target, at, terms, source=source)
        move.changes |= columns_of(after)
        if move.case["deadline_at"] is None or move.row.clock in _COMPUTED_WHOLE:
            move.changes["calendar_version"] = move.calendar.version
    return _timers(move, before)


def terms_of(move: Move) -> Terms:
    """The terms of the case as the move leaves it."""
    case, changes = move.case, move.changes
    return Terms(
        calendar=move.calendar,
        limit=limit_of(changes.get("rule", case["rule"])),
        extended=changes.get("extended", case["extended"]),
        added=move.granted,
        urgent=changes.get("urgent", case["urgent"]),
        dispatched_at=changes.get("dispatched_at", case["dispatched_at"]),
        stage_minutes=move.stage_minutes,
        hours=move.hours_of(move.lead_department),
    )


def columns_of(after: Clocks) -> CaseChanges:
    """The columns that hold the clocks."""
    left = after.triage_left
    return {
        "clock_started_at": after.started_at,
        "deadline_at": after.deadline_at,
        "due_at": after.due_at,
        "warn_at": after.warn_at,
        "handling_left": after.left,
        "stage_due_at": after.stage_due_at,
        "triage_left_seconds": None if left is None else int(left.total_seconds()),
    }


def _timers(move: Move, before: Mapping[TimerKind, datetime]) -> TimerChange:
    after = timers_of(timer_facts_of(move.case, move.changes), move.calendar, move.escalation)
    anew = _outdated(move)
    changed = {kind: moment for kind, moment in after.items() if kind in anew or before.get(kind) != moment}
    return TimerChange(changed, [kind for kind in TimerKind if kind not in after and (kind in before or kind in anew)])


def _outdated(move: Move) -> Collection[TimerKind]:
    """The timers whose rows may not be what `before` says: an older calendar or ladder set them."""
    if move.resets_timers:
        return frozenset(TimerKind)
    on_the_ladder = move.case["due_at"] is not None and move.case["due_at"] == move.case["reminded_for"]
    return (TimerKind.LADDER,) if on_the_ladder and _is_behind(move) else ()


def _is_behind(move: Move) -> bool:
    return move.case["calendar_version"] < move.calendar.version
