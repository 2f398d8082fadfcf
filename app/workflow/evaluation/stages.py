"""The stages of a case 各环节: triage, verification, dispatch, the pool, signing, checking; each with its own deadline.

A stage whose deadline no event tells, because it is older than that was kept, is not counted.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from app.workflow.actions import Action
from app.workflow.evaluation.facts import NO_FACTS, Fact, Kind, Occurrence
from app.workflow.evaluation.history import CountedCase, Sending, Stretch, Told, Working, named, stretches, unit_at
from app.workflow.states import Status

_TRIAGED = frozenset({Action.FILE, Action.REJECT, Action.MERGE, Action.SPLIT, Action.FORCE_CLOSE})
_DISPATCHED = frozenset({Action.DISPATCH, Action.PUBLISH, Action.MERGE, Action.SPLIT, Action.SEND_BACK,
                         Action.FORCE_CLOSE})  # fmt: skip
_SIGNED = frozenset({Action.SIGN, Action.AUTO_SIGN})
_CHECKED = {
    Action.PASS_CHECK: Fact.DONE | Fact.PASSED,
    Action.FAIL_CHECK: Fact.DONE | Fact.FAILED,
    Action.REFUSE_SELF_HANDLING: Fact.DONE | Fact.FAILED,
}


def stages(
    case: CountedCase, history: Sequence[Told], sent: Sequence[Sending], working: Working
) -> Iterator[Occurrence]:
    """What was to be done in each stage of a case."""
    counted = dict.fromkeys(Kind, 0)
    for stretch in stretches(case, history):
        found = _of(case, stretch, history, sent, working)
        if found is not None:
            kind, at, facts, unit, worker, minutes = found
            place = (stretch.ended or stretch.begun).area_path
            yield Occurrence(kind, counted[kind], at, facts, place, unit, worker, minutes)
            counted[kind] += 1


_Found = tuple[Kind, datetime, Fact, str | None, UUID | None, int | None]


def _of(
    case: CountedCase, stretch: Stretch, history: Sequence[Told], sent: Sequence[Sending], working: Working
) -> _Found | None:
    due = stretch.due_at
    if stretch.status is Status.POOLED:
        return _pool(stretch, working)
    if due is None:
        return None
    match stretch.status:
        case Status.REPORTED:
            return _stage(Kind.TRIAGE, stretch, due, _TRIAGED)
        case Status.FILED:
            return _stage(Kind.DISPATCHING, stretch, due, _DISPATCHED)
        case Status.DISPATCHED:
            return _signing(case, stretch, due, sent)
        case Status.VERIFYING:
            return _verification(stretch, due, history)
        case Status.CHECKING:
            return _check(stretch, due, history, sent)
        case _:
            return None


def _verification(stretch: Stretch, due: datetime, history: Sequence[Told]) -> _Found | None:
    ended = stretch.ended
    if ended is not None and ended.action is Action.SUBMIT_VERIFICATION:
        return Kind.VERIFICATION, due, _timely(ended, due), None, ended.actor_id, None
    if ended is not None and ended.action is not Action.EXPIRE_VERIFICATION:
        return None
    person = named(_last_naming(history, stretch, "verifier_id", "person_id"), "verifier_id", "person_id")
    return Kind.VERIFICATION, due, NO_FACTS, None, person, None


def _timely(ended: Told | None, due: datetime, facts: Fact = Fact.DONE) -> Fact:
    return facts | (Fact.IN_TIME if ended is not None and ended.at <= due else NO_FACTS)


def _stage(kind: Kind, stretch: Stretch, due: datetime, done_by: frozenset[Action]) -> _Found | None:
    """A stage of a centre: it is done by some actions; by any other there was nothing more to do about it."""
    ended = stretch.ended
    if ended is None:
        return kind, due, NO_FACTS, None, None, None
    if ended.action not in done_by:
        return None
    return kind, due, _timely(ended, due), None, ended.actor_id, None


def _pool(stretch: Stretch, working: Working) -> _Found | None:
    ended = stretch.ended
    if ended is None or ended.action not in (Action.CLAIM, Action.EXPIRE_POOL, Action.WITHDRAW):
        return None
    if ended.action is Action.WITHDRAW and ended.actor_id is not None:
        return None  # taken back by the dispatcher: nobody was to claim it any more
    if ended.action is not Action.CLAIM:
        return Kind.POOLING, ended.at, Fact.DONE, None, None, None
    unit = ended.data.get("department")
    minutes = working(ended.area_path, stretch.begun.at, ended.at)
    return Kind.POOLING, ended.at, Fact.DONE | Fact.CLAIMED, unit if isinstance(unit, str) else None, None, minutes


def _signing(case: CountedCase, stretch: Stretch, due: datetime, sent: Sequence[Sending]) -> _Found | None:
    ended = stretch.ended
    asked = Fact.ASKABLE if case.asks_resident else NO_FACTS
    if ended is not None and ended.action not in _SIGNED:
        return None
    facts = NO_FACTS
    if ended is not None and ended.action is Action.SIGN:
        facts = _timely(ended, due)
    elif ended is not None:
        facts = Fact.DONE | Fact.AUTOMATIC
    unit = unit_at(sent, (ended or stretch.begun).at)
    return Kind.SIGNING, due, facts | asked, unit, ended.actor_id if ended else None, None


def _check(stretch: Stretch, due: datetime, history: Sequence[Told], sent: Sequence[Sending]) -> _Found | None:
    """By whoever was to check; where the dispatcher decided instead, the check was due and not done."""
    ended = stretch.ended
    facts = NO_FACTS if ended is None else _CHECKED.get(ended.action, NO_FACTS)
    if ended is not None and not facts and ended.at <= due:
        return None  # decided otherwise before it was due
    person = named(_last_naming(history, stretch, "checker_id", "person_id"), "checker_id", "person_id")
    worker = ended.actor_id if ended is not None and facts else person
    unit = unit_at(sent, stretch.begun.at)
    return Kind.CHECK, due, _timely(ended, due, facts) if facts else NO_FACTS, unit, worker, None


def _last_naming(history: Sequence[Told], stretch: Stretch, *names: str) -> Told | None:
    """The last event of a stretch, its first included, that names a person."""
    until = stretch.ended.at if stretch.ended is not None else None
    within = [
        event
        for event in history
        if event.at >= stretch.begun.at
        and (until is None or event.at <= until)
        and any(isinstance(event.data.get(name), str) for name in names)
    ]
    return within[-1] if within else None
