"""Computing 测算: what a scheme makes of everybody it assesses, in one transaction or not at all.

It begins when all that has happened is counted, and goes by what counts at that moment. A crash leaves the period to be
computed again, and nothing of it half written. How far it is others see meanwhile.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Database, Session
from app.models.area import AreaLevel
from app.models.department import DepartmentKind
from app.queries.evaluation import assessments, counting, progress, results
from app.queries.evaluation.assessments import PeriodWithScheme
from app.queries.evaluation.results import AssessedRow
from app.queries.sync import changes
from app.services.evaluation.documents import Period, explained, stored
from app.services.evaluation.summing import Durations, durations, numbers, start_of
from app.workflow.evaluation.figures import FIGURES, MINUTES_OF
from app.workflow.evaluation.scheme import Assessed, Scheme
from app.workflow.evaluation.scoring import Score, Told, ranks, score_of
from app.workflow.evaluation.sums import NOTHING, UNTIMED, Minutes, Sum, value_of

SIZE = "size"  # the input that is no item: households of a grid
_LEVELS = {Assessed.GRID: AreaLevel.GRID, Assessed.VILLAGE: AreaLevel.VILLAGE}
_KINDS = {Assessed.STATION: DepartmentKind.STATION, Assessed.DEPARTMENT: DepartmentKind.BUREAU}


TELL_EVERY = 0.5  # seconds
_PATIENCE = 0.2  # seconds until a connection is free
#: Takes how many are done, and of how many.
Tell = Callable[[int, int], Awaitable[None]]


async def _to_nobody(done: int, total: int) -> None:
    """Of a trial nobody asks."""


@dataclass(frozen=True, slots=True)
class Result:
    """Of one who is assessed."""

    subject: str
    name: str
    area_path: str | None
    score: Score
    rank: int | None
    document: dict[str, object]


async def compute_next(database: Database) -> int:
    """Computes one period that waits for it; 0 where none does, or not all is counted yet."""
    async with database.writing() as session:
        period = await session.first(assessments.TAKE_COMPUTING)
        if period is None or not await _all_is_counted(session):
            return 0
        await _compute(session, period, await _telling(database, session, period["id"]))
        return 1


async def _telling(database: Database, session: Session, period_id: UUID) -> Tell:
    """Says how far it is in transactions of their own, now and then: others see it while this one runs, not after.

    Where no second connection is free it is left unsaid: the computation waits for nobody who may wait for it.
    """
    computation, last = await session.one_value(progress.COMPUTATION), clock.monotonic() - TELL_EVERY

    async def tell(done: int, total: int) -> None:
        nonlocal last
        if clock.monotonic() - last < TELL_EVERY:
            return
        last = clock.monotonic()
        told = {"period_id": period_id, "computation": computation, "done": done, "total": total}
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE), database.writing() as beside:
                await beside.run(progress.TELL, **told)

    return tell


async def _all_is_counted(session: Session) -> bool:
    """Of what has happened, also that which the stream has yet to tell of."""
    if await session.one_value(changes.HAS_UNTOLD):
        return False
    at = await session.first(counting.TAKE)
    return at is not None and (at["epoch"], at["number"], at["after"]) == (
        at["stream_epoch"],
        at["stream_number"],
        None,
    )


async def _compute(session: Session, period: PeriodWithScheme, tell: Tell) -> None:
    version = await session.one(assessments.SCHEME, of_id=period["scheme_id"])
    scheme = stored(version["assessed"], version["document"])
    manual: dict[str, dict[str, float]] = defaultdict(dict)
    for given in await session.all(assessments.INPUTS, of_id=period["id"]):
        manual[given["subject"]][given["item"]] = given["points"]
    days = (period["first"], period["last"])
    found = await results_of(session, scheme, period["area_path"], days, manual, tell)
    await session.run(results.CLEAR, period_id=period["id"])
    await session.run(
        results.PUT,
        period_id=period["id"],
        subjects=[each.subject for each in found],
        names=[each.name for each in found],
        area_paths=[each.area_path for each in found],
        scores=[each.score.score for each in found],
        colours=[each.score.colour and each.score.colour.code for each in found],
        ranks=[each.rank for each in found],
        places=list(range(1, len(found) + 1)),
        documents=[orjson.dumps(each.document).decode() for each in found],
    )
    await session.run(progress.FORGET, period_id=period["id"])
    await session.run(assessments.COMPUTED, of_id=period["id"], at=clock.now(), steps=len(found))


async def results_of(
    session: Session,
    scheme: Scheme,
    area_path: str,
    period: Period,
    manual: Mapping[str, Mapping[str, float]],
    tell: Tell = _to_nobody,
) -> list[Result]:
    """What a scheme makes of everybody it assesses in an area, the best first; who is not ranked comes last.

    It tells how many of them are done.
    """
    people = await assessed_by(session, scheme, area_path, period)
    await tell(0, len(people))
    since, until = start_of(period[0]), start_of(period[1] + timedelta(days=1))
    stretch = (since, min(until, clock.now()))
    counted = await numbers(session, *stretch, listed_only=scheme.listed_only)
    took: Durations = {}
    if any(item.figure in MINUTES_OF for item in scheme.items):
        took = await durations(session, *stretch, listed_only=scheme.listed_only)
    scores, slices = dict[str, Score](), Slices()
    for each in people:
        of = (scheme.assessed.kind.value, each["subject"])
        given = manual.get(each["subject"], {})
        scores[each["subject"]] = _score(scheme, counted.get(of, {}), took.get(of, {}), given)
        await tell(len(scores), len(people))
        await slices.rest()
    places = ranks(scores)
    found = [
        Result(
            each["subject"], each["name"], each["area_path"], scores[each["subject"]], places.get(each["subject"]),
            explained(scheme, scores[each["subject"]], each["subject"], period),
        )
        for each in people
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.rank or len(found) + 1, -(each.score.score or 0.0), each.subject))


async def assessed_by(session: Session, scheme: Scheme, area_path: str, period: Period) -> list[AssessedRow]:
    """Everybody a scheme assesses in an area, on those days."""
    assessed = scheme.assessed
    if assessed is Assessed.WORKER:
        return await session.all(results.WORKERS, area_path=area_path, first=period[0], last=period[1])
    if assessed in _LEVELS:
        return await session.all(results.AREAS, area_path=area_path, level=_LEVELS[assessed].value)
    since, until = start_of(period[0]), start_of(period[1] + timedelta(days=1))
    return await session.all(
        results.UNITS, area_path=area_path, kind=_KINDS[assessed].value, last=period[1], since=since, until=until
    )


def _score(
    scheme: Scheme,
    counted: Mapping[str, Sequence[int]],
    took: Mapping[str, Minutes],
    manual: Mapping[str, float],
) -> Score:
    sums = {code: Sum(*told) for code, told in counted.items()}
    values = {
        code: value_of(FIGURES[code], sums.get(code, NOTHING), took.get(MINUTES_OF.get(code, ""), UNTIMED))
        for code in {item.figure for item in scheme.items if item.figure}
    }
    return score_of(scheme, Told(sums, values, manual, int(manual.get(SIZE, 0))))
