"""All that counts of one case, read from its history: the same history gives the same, whenever it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.workflow.actions import Action
from app.workflow.evaluation.facts import NO_FACTS, Fact, Kind, Occurrence
from app.workflow.evaluation.history import CountedCase, Round, Sending, Told, Working, rounds, sendings, unit_at
from app.workflow.evaluation.irregular import facts_of
from app.workflow.evaluation.stages import stages
from app.workflow.evaluation.work import assignments, closings, handlings, orders
from app.workflow.states import OPEN, UNFILED, Status

SATISFIED_FROM = 4  # stars
#: What an appeal makes exempt, and of which occurrences.
EXEMPTIONS: dict[str, tuple[Fact, tuple[Kind, ...]]] = {
    "overdue": (Fact.EXEMPT_OVERDUE, (Kind.SIGNING, Kind.HANDLING, Kind.CLOSING)),
    "rework": (Fact.EXEMPT_REWORK, (Kind.HANDLING, Kind.CLOSING, Kind.CHECK)),
    "return": (Fact.EXEMPT_RETURN, (Kind.ASSIGNMENT,)),
}


def occurrences(case: CountedCase, history: Sequence[Told], working: Working) -> list[Occurrence]:
    """What was to be done about a case, in no order; of an imported one only what its row tells."""
    if history and history[0].action is Action.IMPORT and len(history) == 1:
        found = list(_imported(case))
    else:
        sent, passed = sendings(history), rounds(history)
        found = [
            _report(case, history),
            *stages(case, history, sent, working),
            *assignments(case, sent),
            *handlings(case, passed, sent, working),
            *closings(case, passed, sent),
            *_ratings(case, passed, sent),
            *orders(history, sent),
        ]
    return [_excused(case, each) for each in found]


def _excused(case: CountedCase, each: Occurrence) -> Occurrence:
    facts = each.facts | facts_of(case.irregular, each.kind)
    for about in case.exempt:
        fact, kinds = EXEMPTIONS[about]
        facts |= fact if each.kind in kinds else NO_FACTS
    return each if facts == each.facts else replace(each, facts=facts)


def _report(case: CountedCase, history: Sequence[Told]) -> Occurrence:
    done = {event.action for event in history}
    facts = Fact.BY_WORKER if case.by_worker else NO_FACTS
    was_filed = Action.FILE in done or (Action.IMPORT in done and history[0].target not in UNFILED)
    facts |= Fact.FILED if was_filed else NO_FACTS
    facts |= Fact.SELF_HANDLED if case.self_handled else NO_FACTS
    ends = {Status.REJECTED: Fact.REJECTED, Status.MERGED: Fact.MERGED, Status.CANCELLED: Fact.CANCELLED}
    facts |= ends.get(case.status, NO_FACTS)
    place = history[0].area_path if history else case.area_path
    return Occurrence(Kind.REPORT, 0, case.reported_at, facts, place, None, case.reporter_id)


def _ratings(case: CountedCase, passed: Sequence[Round], sent: Sequence[Sending]) -> Iterator[Occurrence]:
    """What residents were to be asked, and what they said, of each round that was closed."""
    nth = 0
    for each in passed:
        if each.closed is None:
            continue
        facts = _answered(each, passed[nth + 1 :])
        if Fact.ANSWERED in facts or case.asks_resident:
            facts |= Fact.ASKABLE
        if Fact.ASKABLE in facts:
            unit = unit_at(sent, each.closed.at) or case.lead
            yield Occurrence(Kind.RATING, nth, each.closed.at, facts, each.closed.area_path, unit)
        nth += 1


def _answered(each: Round, later: Sequence[Round]) -> Fact:
    facts = Fact.ASKED if each.has(Action.ISSUE_RATING_LINK) else NO_FACTS
    rated = each.last(Action.RATE)
    if rated is None and later and later[0].events[0].actor_id is None:  # asked to do it again: an answer, too
        rated = later[0].events[0]
        return facts | Fact.ASKED | Fact.ANSWERED | _satisfied(rated.data.get("score"))
    if rated is None:
        return facts
    facts |= Fact.ASKED | Fact.ANSWERED | (Fact.SOLVED if rated.data.get("solved") is True else NO_FACTS)
    return facts | _satisfied(rated.data.get("score"))


def _satisfied(score: object) -> Fact:
    return Fact.SATISFIED if isinstance(score, int) and score >= SATISFIED_FROM else NO_FACTS


def _imported(case: CountedCase) -> Iterator[Occurrence]:
    """A case of an older system: when it came, was due and closed is known; who did what when is not."""
    told, place = Fact.IMPORTED, case.area_path
    yield Occurrence(Kind.REPORT, 0, case.reported_at, told | Fact.FILED, place, None, case.reporter_id)
    due, closed = case.due_at or case.deadline_at, case.closed_at
    at = due or closed
    if at is not None and (closed is not None or case.status in OPEN):
        facts = told
        if closed is not None:
            in_time = case.in_time if case.in_time is not None else due is None or closed <= due
            facts |= Fact.DONE | Fact.CLOSED | Fact.ONCE | (Fact.IN_TIME if in_time else NO_FACTS)
        yield Occurrence(Kind.CLOSING, 0, at, facts, place, case.lead)
    if case.rating is not None and closed is not None:
        facts = told | Fact.ASKABLE | Fact.ASKED | Fact.ANSWERED | _satisfied(case.rating)
        yield Occurrence(Kind.RATING, 0, closed, facts, place, case.lead)
