"""The work on a case: each unit that was given it, the handling 处置 and the closing 结案 of each round, its orders."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from app.workflow.actions import Action
from app.workflow.evaluation.facts import NO_FACTS, Fact, Kind, Occurrence
from app.workflow.evaluation.history import CountedCase, Round, Sending, Told, Working, unit_at
from app.workflow.states import Status

_ENDED = (Status.CLOSED, Status.ARCHIVED)
_WORKED = (Action.RESOLVE, Action.PARTS_ENDED)
_AGAIN = (Action.REWORK, Action.FAIL_CHECK)


def assignments(case: CountedCase, sent: Sequence[Sending]) -> Iterator[Occurrence]:
    """Each unit that was given the case, from when; who was given it last ended it, where it is closed."""
    for nth, sending in enumerate(sent):
        facts = Fact.DONE | (Fact.FIRST if sending.is_first else NO_FACTS)
        for event in sending.events:
            facts |= _happened(event)
        if case.status in _ENDED:
            facts |= Fact.CLOSED
            if sending.is_first and all(other.unit == sending.unit for other in sent[nth:]):
                facts |= Fact.RIGHT
        begun = sending.begun
        yield Occurrence(Kind.ASSIGNMENT, nth, begun.at, facts, begun.area_path, sending.unit, begun.actor_id)


def _happened(event: Told) -> Fact:
    if event.action is Action.REQUEST_RETURN:
        return Fact.RETURNED
    if event.action is Action.REFUSE_RETURN:
        return Fact.WRONGLY_RETURNED
    if event.action is Action.APPROVE_EXTENSION and event.data.get("granted"):
        return Fact.EXTENDED
    if event.target is Status.SUSPENDED and event.moves:
        return Fact.SUSPENDED
    return NO_FACTS


def handlings(
    case: CountedCase, passed: Sequence[Round], sent: Sequence[Sending], working: Working
) -> Iterator[Occurrence]:
    """What units were to have done in each round: by the deadline that stood when it was done, or stands."""
    nth = 0
    for each in passed:
        done = each.last(*_WORKED)
        if done is not None and _is_undone(each, done):
            done = None
        unit = (unit_at(sent, done.at) if done is not None else None) or case.lead
        due = done.due_at if done is not None else _due_now(case, each, is_last=each is passed[-1])
        if due is None or unit is None:
            continue
        facts = NO_FACTS if done is None else Fact.DONE | (Fact.IN_TIME if done.at <= due else NO_FACTS)
        facts |= Fact.REWORKED if each.has(*_AGAIN) else NO_FACTS
        facts |= Fact.FORCED if each.closed is not None and each.closed.action is Action.FORCE_CLOSE else NO_FACTS
        begun = next((sending.begun.at for sending in reversed(sent) if done and sending.begun.at <= done.at), None)
        place = done.area_path if done is not None else case.area_path
        minutes = working(place, begun, done.at) if begun is not None and done is not None else None
        yield Occurrence(Kind.HANDLING, nth, due, facts, place, unit, done.actor_id if done else None, minutes)
        nth += 1


def _is_undone(each: Round, done: Told) -> bool:
    """Whether it went back to the unit afterwards, and is not done yet."""
    return any(event.action in _AGAIN and event.at >= done.at for event in each.events)


def _due_now(case: CountedCase, each: Round, *, is_last: bool) -> datetime | None:
    """The running deadline; of work that ended undone the one that stood at its end."""
    if each.closed is not None:
        return each.closed.due_at
    return case.due_at if is_last else None


def closings(case: CountedCase, passed: Sequence[Round], sent: Sequence[Sending]) -> Iterator[Occurrence]:
    """What was to be closed in each round, and how it was: the clock stops when the work is done, not when it is said.

    A round without a deadline, such as of what its reporter handled, is counted when it is closed.
    """
    nth = 0
    for each in passed:
        stopped = each.last(*_WORKED) or each.closed
        closed, is_last = each.closed, each is passed[-1]
        due = stopped.due_at if stopped is not None else None
        if closed is None:
            due = (case.due_at or case.deadline_at) if is_last and _is_open(case) else None
        at = due or (closed.at if closed is not None else None)
        if at is None:
            continue
        facts = _closing(each, closed, stopped, due)
        place = closed.area_path if closed is not None else case.area_path
        unit = (unit_at(sent, closed.at) if closed is not None else None) or case.lead
        yield Occurrence(Kind.CLOSING, nth, at, facts, place, unit, closed.actor_id if closed else None)
        nth += 1


def _is_open(case: CountedCase) -> bool:
    """With a clock that somebody waits for; what is suspended is not due."""
    return case.status not in (Status.SUSPENDED, Status.REJECTED, Status.MERGED, Status.CANCELLED, *_ENDED)


def _closing(each: Round, closed: Told | None, stopped: Told | None, due: datetime | None) -> Fact:
    facts = Fact.RAISED if each.has(Action.ESCALATE) else NO_FACTS
    if closed is None:
        return facts
    facts |= Fact.DONE | Fact.CLOSED
    if due is None or (stopped is not None and stopped.at <= due):
        facts |= Fact.IN_TIME
    if closed.action is Action.FORCE_CLOSE:
        facts |= Fact.FORCED
    if each.has(Action.SELF_HANDLE):
        facts |= Fact.SELF_HANDLED
    if each.is_reopened:
        facts |= Fact.REOPENED
    elif not each.has(*_AGAIN, Action.APPROVE_RETURN, Action.REDIRECT, Action.RECALL, Action.REFUSE_SELF_HANDLING):
        facts |= Fact.ONCE
    return facts


def orders(history: Sequence[Told], sent: Sequence[Sending]) -> Iterator[Occurrence]:
    """Each order 督办, due when its first answer was; one that rose was not answered in time, one withdrawn is none."""
    nth = 0
    given: Told | None = None
    facts, due = NO_FACTS, None
    for event in history:
        if event.action is Action.SUPERVISE:
            given, facts, due = event, _level(event), _moment(event.data.get("reply_due_at"))
        elif given is None or due is None:
            continue
        elif event.action is Action.RAISE_SUPERVISION:
            facts |= Fact.RAISED | _level(event)
        elif event.action is Action.WITHDRAW_SUPERVISION:
            given = None
        elif event.action is Action.ANSWER_SUPERVISION:
            in_time = event.at <= due and Fact.RAISED not in facts
            yield _order(nth, due, facts | Fact.DONE | (Fact.IN_TIME if in_time else NO_FACTS), given, sent, event)
            nth, given = nth + 1, None
    if given is not None and due is not None:
        yield _order(nth, due, facts, given, sent, None)


def _order(
    nth: int, due: datetime, facts: Fact, given: Told, sent: Sequence[Sending], answered: Told | None
) -> Occurrence:
    who: UUID | None = answered.actor_id if answered is not None else None
    return Occurrence(Kind.ORDER, nth, due, facts, given.area_path, unit_at(sent, given.at), who)


def _level(event: Told) -> Fact:
    return Fact.THIRD_LEVEL if event.data.get("level") == 3 else NO_FACTS


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None
