"""Counting cases 计数: what was to be done about each, read from its history by whichever worker holds the one row.

A case is read again whenever the stream of changes names it; and all are, in the order of their ids, when the stream
does not tell all there was. Reading the same history gives the same rows, so it may happen any number of times. The
days and months in which something counts otherwise are summed up anew by `summing`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Database, Session
from app.models.case import Channel
from app.queries.evaluation import counting as queries
from app.queries.evaluation.counting import CaseToCount, EventToCount, OccurrenceRow, Position
from app.services.calendar.lookup import CalendarCache
from app.services.calendar.snapshot import Snapshot
from app.services.evaluation import excuses
from app.services.evaluation.excuses import NO_EXCUSE, Excuse
from app.workflow.actions import Action
from app.workflow.evaluation.history import CountedCase, Told, Working
from app.workflow.evaluation.occurrences import occurrences
from app.workflow.evaluation.subjects import Grain
from app.workflow.limits import LimitUnit
from app.workflow.states import Status
from app.workflow.timing.timeliness import Timeliness

BATCH = 500
_FIRST = UUID(int=0)
_TICKS_A_MINUTE = 60_000_000
#: So long after a change its day is summed up anew, and its month: one sum for many changes.
SOON = {Grain.DAY: timedelta(seconds=5), Grain.MONTH: timedelta(seconds=30)}


async def count(database: Database) -> int:
    """Reads a batch of cases; gives how many, 0 where there is nothing to read or somebody else is at it."""
    async with database.writing() as session:
        at = await session.first(queries.TAKE)
        if at is None:
            return 0
        if at["epoch"] != at["stream_epoch"] or at["number"] < at["forgotten"]:
            at = {**at, "epoch": at["stream_epoch"], "number": at["stream_number"], "after": _FIRST}
        return await (_follow(session, at) if at["after"] is None else _read(session, at, at["after"]))


async def _read(session: Session, at: Position, after: UUID) -> int:
    ids = [row["id"] for row in await session.all(queries.NEXT_CASES, after=after, count=BATCH)]
    await count_again(session, ids)
    to_case = ids[-1] if len(ids) == BATCH else None
    await session.run(queries.MARK, to_epoch=at["epoch"], to_number=at["number"], to_case=to_case)
    return len(ids)


async def _follow(session: Session, at: Position) -> int:
    rows = await session.all(queries.NEXT_CHANGES, after=at["number"], count=BATCH)
    if not rows:
        return 0
    await count_again(session, sorted({row["case_id"] for row in rows}))
    await session.run(queries.MARK, to_epoch=at["epoch"], to_number=rows[-1]["number"], to_case=None)
    return len(rows)


async def count_again(session: Session, case_ids: Sequence[UUID]) -> None:
    """Makes what counts of these cases what their history says, and marks the days and months that change with it."""
    if not case_ids:
        return
    now = await rows_of(session, case_ids)
    before: dict[UUID, list[tuple[object, ...]]] = defaultdict(list)
    for row in await session.all(queries.COUNTED, case_ids=list(case_ids)):
        before[row["case_id"]].append(tuple(row.values()))
    after: dict[UUID, list[tuple[object, ...]]] = defaultdict(list)
    for row in now:
        after[row["case_id"]].append(tuple(row.values()))
    changed = [case_id for case_id in case_ids if set(before[case_id]) != set(after[case_id])]
    if not changed:
        return
    days: set[date] = set()
    for case_id in changed:
        for told in set(before[case_id]) ^ set(after[case_id]):
            days.add(_day(told[_AT]))
    await session.run(queries.FORGET, case_ids=changed)
    await _put(session, [row for case_id in changed for row in after[case_id]])
    await make_sums(session, days)


_NAMES = tuple(OccurrenceRow.__annotations__)
_AT = _NAMES.index("at")


def _day(at: object) -> date:
    return at.astimezone(clock.LOCAL).date() if isinstance(at, datetime) else date.min


async def _put(session: Session, rows: Sequence[tuple[object, ...]]) -> None:
    columns = zip(*rows, strict=True) if rows else ([] for _ in _NAMES)
    await session.run(queries.PUT, **{f"{name}s": list(told) for name, told in zip(_NAMES, columns, strict=True)})


async def make_sums(session: Session, days: Collection[date]) -> None:
    """These days and their months are to be summed up anew."""
    wanted = {(Grain.DAY, day) for day in days} | {(Grain.MONTH, day.replace(day=1)) for day in days}
    for grain in Grain:
        starts = sorted(day for of, day in wanted if of is grain)
        due_at = clock.now() + SOON[grain]
        await session.run(queries.MAKE_SUMS, grains=[grain.value] * len(starts), starts=starts, due_at=due_at)


async def rows_of(session: Session, case_ids: Sequence[UUID]) -> list[OccurrenceRow]:
    """What counts of some cases, read from their history as it is now."""
    told = await session.all(queries.CASES, case_ids=list(case_ids))
    histories: dict[UUID, list[Told]] = defaultdict(list)
    slices = Slices()
    for event in await session.all(queries.EVENTS, case_ids=list(case_ids)):
        histories[event["case_id"]].append(_told(event))
        await slices.rest()
    excused = await excuses.of_cases(session, case_ids)
    working = _working(await session.memory.of(CalendarCache).get(session))
    found: list[OccurrenceRow] = []
    for case in told:
        found += _rows(case, histories[case["id"]], excused.get(case["id"], NO_EXCUSE), working)
        await slices.rest()
    return found


def _rows(case: CaseToCount, history: list[Told], excuse: Excuse, working: Working) -> Iterable[OccurrenceRow]:
    for each in occurrences(_counted(case, excuse), history, working):
        yield {
            "case_id": case["id"],
            "kind": each.kind.value,
            "nth": each.nth,
            "at": each.at,
            "facts": int(each.facts),
            "area_path": each.area_path,
            "unit": each.unit,
            "worker": each.worker,
            "category": case["category_code"],
            "channel": case["channel"],
            "minutes": each.minutes,
        }


def _told(event: EventToCount) -> Told:
    source = event["from_status"]
    return Told(
        event["created_at"], Action(event["action"]), None if source is None else Status(source),
        Status(event["to_status"]), event["actor_id"], event["area_path"], event["data"],
        event["stage_due_at"], event["due_at"],
    )  # fmt: skip


def _counted(case: CaseToCount, excuse: Excuse) -> CountedCase:
    stated = case["stated_timeliness"]
    return CountedCase(
        status=Status(case["status"]), by_worker=case["channel"] == Channel.WORKER,
        asks_resident=case["asks_resident"], area_path=case["area_path"], reporter_id=case["reporter_id"],
        lead=case["lead_department_code"], reported_at=case["reported_at"], stage_due_at=case["stage_due_at"],
        due_at=case["due_at"], deadline_at=case["deadline_at"], closed_at=case["closed_at"],
        self_handled=case["self_handled"], in_time=None if stated is None else stated == Timeliness.IN_TIME,
        rating=case["rating"], exempt=excuse.exempt, irregular=excuse.irregular,
    )  # fmt: skip


def _working(snapshot: Snapshot) -> Working:
    def minutes(area_path: str, since: datetime, until: datetime) -> int:
        calendar = snapshot.calendar_of(area_path)
        return max(0, calendar.between(since, until, LimitUnit.WORKING_HOURS)) // _TICKS_A_MINUTE

    return minutes
