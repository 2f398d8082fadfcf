"""An area's ladder 超期升级 and its reply times of orders 督办."""

from typing import TypeVar

from app.db.session import Session
from app.services.calendar.changing import begin, finish
from app.services.calendar.snapshot import NATIONAL, Snapshot
from app.services.escalation.change import EscalationChange
from app.services.escalation.checks import wrong_ladder, wrong_replies
from app.services.importing import values as read
from app.services.importing.collection import Collection, Record, Records, Told, field, kind
from app.services.importing.loading import Count
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas
from app.workflow.limits import Limit, LimitUnit
from app.workflow.supervision.notices import Audience
from app.workflow.timing.ladder import Escalation, Rung


@kind
class RungValues:
    """One rung of a ladder; without an area it is of the country."""

    area_code: str | None = field(read.code, empty=None, key=True)
    rung: int = field(read.count, key=True)
    limit_amount: int = field(read.count)
    limit_unit: LimitUnit = field(read.one_of(LimitUnit))
    audience: Audience = field(read.one_of(Audience))


@kind
class ReplyValues:
    """How long the reply to an order of a level may take."""

    area_code: str | None = field(read.code, empty=None, key=True)
    level: int = field(read.count, key=True)
    limit_amount: int = field(read.count)
    limit_unit: LimitUnit = field(read.one_of(LimitUnit))


ESCALATION_RUNGS = Collection("escalation_rungs", RungValues)
SUPERVISION_REPLIES = Collection("supervision_replies", ReplyValues)
LimitedT = TypeVar("LimitedT", RungValues, ReplyValues)
Rungs = list[Record[RungValues]]
Replies = list[Record[ReplyValues]]


class EscalationImport:
    """Both together; of an area that one of them leaves out, that part stays as it is."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._rungs = told.of(ESCALATION_RUNGS)
        self._replies = told.of(SUPERVISION_REPLIES)
        self._changes: list[EscalationChange] = []
        self._counts = [0, 0, 0]

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of."""
        return self._rungs.told(lambda rung: rung.area_code) | self._replies.told(lambda reply: reply.area_code)

    async def check(self, session: Session, areas: Areas) -> None:
        """What each area says must be what its administrator could say."""
        if not self._rungs.all and not self._replies.all:
            return
        snapshot = await begin(session)
        rungs, replies = self._by_scope(self._rungs, areas), self._by_scope(self._replies, areas)
        for scope in sorted(rungs.keys() | replies.keys()):
            said = self._said(snapshot, scope, rungs.get(scope, []), replies.get(scope, []))
            if said is not None:
                self._count(snapshot, EscalationChange(scope, said))

    def _by_scope(self, records: Records[LimitedT], areas: Areas) -> dict[str, list[Record[LimitedT]]]:
        found: dict[str, list[Record[LimitedT]]] = {}
        for record in records.all:
            place = record.values.area_code
            if place is not None and place not in areas:
                self._problems.unknown(TREE, place, records.collection.name, record.index, "area_code")
                continue
            found.setdefault(NATIONAL if place is None else areas[place].path, []).append(record)
        return found

    def _said(self, snapshot: Snapshot, scope: str, rungs: Rungs, replies: Replies) -> Escalation | None:
        """What a scope says, beside what it said before; None when it makes no sense."""
        stored = snapshot.escalations.get(scope)
        in_order = sorted(rungs, key=lambda record: record.values.rung)
        ladder = tuple(Rung(_limit(record.values), record.values.audience) for record in in_order)
        times = {record.values.level: _limit(record.values) for record in replies}
        if stored is not None:
            ladder, times = ladder or stored.rungs, times or dict(stored.replies)
        of_rungs, of_replies = _gap(in_order) or wrong_ladder(ladder), wrong_replies(times)
        first = [(ESCALATION_RUNGS.name, record.index) for record in rungs[:1]]
        first += [(SUPERVISION_REPLIES.name, record.index) for record in replies[:1]]
        if of_rungs is not None:
            self._problems.add(*first[0], *of_rungs)
        if of_replies is not None:
            self._problems.add(*first[-1], *of_replies)
        return None if of_rungs or of_replies else Escalation(ladder, times)

    def _count(self, snapshot: Snapshot, change: EscalationChange) -> None:
        stored = change.stored(snapshot)
        self._counts[2 if stored == change.said else 0 if stored is None else 1] += 1
        if stored != change.said:
            self._changes.append(change)

    async def write(self, session: Session) -> dict[str, Count]:
        """Makes the changes; the timers of overdue cases are moved afterwards, by the worker or the command."""
        for change in self._changes:
            await change.write(session)
        if self._changes:
            await finish(session)
        return {"escalations": Count(*self._counts)} if any(self._counts) else {}


def _gap(in_order: Rungs) -> tuple[str, str] | None:
    for number, record in enumerate(in_order, start=1):
        if record.values.rung != number:
            return f"缺少第 {number} 级", f"rung {number} is missing"
    return None


def _limit(values: RungValues | ReplyValues) -> Limit:
    return Limit(values.limit_amount, values.limit_unit)
