"""`GET /cases/{id}/deadline`: a deadline that shows its arithmetic, computed from the case's own history."""

from datetime import datetime, timedelta
from uuid import UUID

from app import clock
from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.session import Session
from app.errors import NotFound
from app.models.rule_snapshot import RuleSnapshot
from app.queries.cases import events
from app.queries.cases.events import ClockedCase
from app.queries.cases.scope import scope_of
from app.services.calendar.lookup import CalendarCache, lay_out
from app.services.calendar.snapshot import Snapshot
from app.services.cases.facts import limit_of
from app.services.cases.recomputing import moved
from app.services.reading.case_view import light
from app.services.reading.more_time import NO_MORE, MoreTime
from app.workflow.actions import ACTION_LABELS
from app.workflow.limits import Limit
from app.workflow.states import Status
from app.workflow.timing.calendar import Calendar, Interval, ticks
from app.workflow.timing.clocks import Clocks, Terms
from app.workflow.timing.phrases import amount_of, sentence
from app.workflow.timing.replay import CLOCK_ACTIONS, Moved, Running, Span, replay
from app.workflow.timing.unit_hours import in_force

MOST_INTERVALS = 500


async def explain(
    session: Session, actor: Actor, case_id: UUID, now: datetime, more: MoreTime = NO_MORE
) -> dict[str, object]:
    """What is promised, by which rule and calendar, which time counted and which did not, and how much is left.

    `more` asks besides when it would be due with more time.

    Raises:
        NotFound: there is no such case, or it is not theirs to see. Invalid: so much time no calendar knows.
    """
    scope = scope_of(actor)
    values = {**scope.values, "case_id": case_id, "actions": list(CLOCK_ACTIONS)}
    rows = await session.all(events.deadline(scope.shape), **values)
    if not rows:
        raise NotFound()
    case, known = rows[0], session.memory.of(CalendarCache)
    snapshot = await known.get(session, known=case["calendar_version"])  # never one that is older than its deadline
    limit = limit_of(case["rule"])
    calendar = snapshot.calendar_of(case["area_path"])
    await lay_out(calendar, case, Slices())
    history = [moved(row) for row in rows if row["has_event"]]
    imported = Clocks() if limit else Clocks(started_at=case["clock_started_at"])
    spans = replay(history, Terms(calendar, limit, urgent=case["urgent"]), imported)[1]
    left = _left(case, limit, calendar, now)
    words = sentence(limit.unit if limit else None, left, case["status"], case["due_at"], case["resume_at"], now)
    ended = spans[-1].since if spans and spans[-1].state is Running.STOPPED else now
    return {
        "running": case["due_at"] is not None,
        "light": light(case["warn_at"], case["due_at"], now),
        "sentence_zh": words[0],
        "sentence": words[1],
        **_moments(case),
        "due_at_then": more.due_at(case, limit, calendar, now),
        "stage_hours_of": _signs_by(case, snapshot, now),
        "left_seconds": None if case["due_at"] is None else int((case["due_at"] - now).total_seconds()),
        "left": None if limit is None or left is None else amount_of(left, limit.unit),
        **_by_rule(case["rule"]),
        "calendar_version": calendar.version,
        "provisional": _provisional(case, calendar),
        "extensions": _extensions(history, spans),
        "pauses": [_pause(span) for span in spans if span.state is not Running.RUNNING],
        "intervals": _intervals(spans, calendar, limit, ended),
    }


def _moments(case: ClockedCase) -> dict[str, object]:
    """When the clock started, when it is over, and when the stage is."""
    return {
        "started_at": case["clock_started_at"],
        "deadline_at": case["deadline_at"],
        "due_at": case["due_at"],
        "warn_at": case["warn_at"],
        "stage_due_at": case["stage_due_at"],
    }


def _by_rule(rule: RuleSnapshot | None) -> dict[str, object]:
    """What is promised, and by which filing rule 立案条件."""
    return {
        "limit_amount": rule and rule["limit_amount"],
        "limit_unit": rule and rule["limit_unit"],
        "limit_of": rule and rule.get("limit_of"),
        "rule_code": rule and rule["code"],
        "rule_version": rule and rule["version"],
    }


def _signs_by(case: ClockedCase, snapshot: Snapshot, now: datetime) -> str | None:
    """The unit by whose hours the time for signing runs; None: by the area's, or round the clock."""
    if case["status"] != Status.DISPATCHED or case["urgent"]:
        return None
    week = in_force(snapshot.weeks_of_unit(case["lead_department_code"]), now.astimezone(clock.LOCAL).date())
    return None if week is None else week.unit


def _left(case: ClockedCase, limit: Limit | None, calendar: Calendar, now: datetime) -> int | None:
    """Ticks of the limit's unit: of a suspended case what it keeps, of a running one what the calendar says."""
    if limit is None or case["due_at"] is None:
        return case["handling_left"]
    return calendar.between(now, case["due_at"], limit.unit)


def _provisional(case: ClockedCase, calendar: Calendar) -> bool:
    """Whether the deadline touches a year whose holidays are not published yet."""
    since, until = case["clock_started_at"], case["deadline_at"]
    return since is not None and until is not None and calendar.is_provisional(min(since, until), until)


def _extensions(history: list[Moved], spans: list[Span]) -> list[dict[str, object]]:
    """Those of the present limit: what was granted before a reopening counts no more."""
    since = spans[0].since if spans else clock.now()
    return [{"at": event.at, "amount": event.granted} for event in history if event.granted and event.at >= since]


def _pause(span: Span) -> dict[str, object]:
    zh, en = ACTION_LABELS[span.action]
    return {
        "since": span.since,
        "until": span.until,
        "kind": span.state.value,
        "counts": span.state is not Running.SUSPENDED,
        "label_zh": zh,
        "label": en,
    }


def _intervals(spans: list[Span], calendar: Calendar, limit: Limit | None, ended: datetime) -> list[dict[str, object]]:
    """The latest stretches of time since the clock started, with how much of the limit each used and why."""
    if limit is None:
        return []
    found: list[dict[str, object]] = []
    for span in reversed(spans):
        until = min(span.until or ended, ended)
        if until <= span.since or len(found) >= MOST_INTERVALS:
            continue
        if span.state is Running.SUSPENDED:
            found.insert(0, _interval(span.since, until, False, "suspended", None, False, 0))
            continue
        found = _counted(span.since, until, calendar, limit, MOST_INTERVALS - len(found)) + found
    return found


def _latest(since: datetime, until: datetime, calendar: Calendar, most: int) -> list[Interval]:
    """The latest stretches between two moments: a case may be as old as it likes, and nobody reads them all."""
    reach = timedelta(days=most)
    while until - reach > since:
        parts = calendar.explain(until - reach, until)
        if len(parts) > most:  # the first of them began earlier
            return parts[-most:]
        reach *= 2
    return calendar.explain(since, until)[-most:]


def _counted(since: datetime, until: datetime, calendar: Calendar, limit: Limit, most: int) -> list[dict[str, object]]:
    whole = ticks(Limit(1, limit.unit))
    found = []
    for part in _latest(since, until, calendar, most):
        used = calendar.between(part.since, part.until, limit.unit)
        used_of = round(used / whole, 4)
        counts, reason = used > 0, part.reason if part.counts or used == 0 else "continuous"
        found.append(_interval(part.since, part.until, counts, reason, part.name, part.provisional, used_of))
    return found


def _interval(
    since: datetime, until: datetime, counts: bool, reason: str, name: str | None, provisional: bool, used: float
) -> dict[str, object]:
    return {
        "since": since.astimezone(clock.LOCAL),
        "until": until.astimezone(clock.LOCAL),
        "counts": counts,
        "reason": reason,
        "name": name,
        "provisional": provisional,
        "used": used,
    }
