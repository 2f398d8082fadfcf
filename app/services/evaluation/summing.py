"""Summing up 汇总: the days and months that are to be made anew, each in one transaction, by any worker."""

import calendar
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

import orjson

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Database, Session
from app.queries.evaluation import counting
from app.queries.evaluation import sums as queries
from app.queries.evaluation.listed import held
from app.workflow.evaluation.facts import Kind
from app.workflow.evaluation.figures import MINUTES_OF
from app.workflow.evaluation.irregular import held_against
from app.workflow.evaluation.subjects import Grain
from app.workflow.irregularities.kinds import IrregularityKind

#: How often the present day and month are made anew: what falls due counts from then on.
_AGAIN = {Grain.DAY: timedelta(minutes=2), Grain.MONTH: timedelta(minutes=10)}
Numbers = dict[tuple[str, str], dict[str, list[int]]]
Durations = dict[tuple[str, str], dict[str, dict[int, int]]]


async def sum_next(database: Database) -> int:
    """Makes the sums of one day or month anew; 0 where none is due."""
    async with database.writing() as session:
        taken = await session.first(queries.TAKE_NEXT, now=clock.now())
        if taken is None:
            return 0
        await _make(session, Grain(taken["grain"]), taken["starts_on"])
        return 1


async def _make(session: Session, grain: Grain, starts_on: date) -> None:
    now, (since, until) = clock.now(), stretch(grain, starts_on)
    if until > now:  # more of it will have come to pass
        again = min(max(since, now) + _AGAIN[grain], until)
        await session.run(counting.MAKE_SUMS, grains=[grain.value], starts=[starts_on], due_at=again)
    if since >= now:
        return
    found, took = await numbers(session, since, min(until, now)), await durations(session, since, min(until, now))
    await session.run(queries.CLEAR, grain=grain, starts_on=starts_on)
    await session.run(
        queries.PUT,
        grain=grain, starts_on=starts_on,
        kinds=[kind for kind, _ in found], subjects=[subject for _, subject in found],
        told=[orjson.dumps(told).decode() for told in found.values()],
        took=[orjson.dumps(took.get(of, {}), option=orjson.OPT_NON_STR_KEYS).decode() for of in found],
    )  # fmt: skip


def stretch(grain: Grain, starts_on: date) -> tuple[datetime, datetime]:
    """When a day or month begins, and when the next does."""
    days = 1 if grain is Grain.DAY else calendar.monthrange(starts_on.year, starts_on.month)[1]
    return start_of(starts_on), start_of(starts_on + timedelta(days=days))


def start_of(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), clock.LOCAL)


async def numbers(
    session: Session, since: datetime, until: datetime, *, listed_only: Collection[IrregularityKind] = ()
) -> Numbers:
    """What the figures of every subject come to from a moment until before another: hits, counted, exempt of each.

    What is irregular counts for nobody, unless its kinds are listed only.
    """
    against = int(held_against(listed_only))
    found: Numbers = defaultdict(dict)
    slices = Slices()
    for kind in Kind:
        figures = queries.figures_about(kind)
        for row in await session.all(queries.sums_of(kind), since=since, until=until, held=against):
            told = row["numbers"]
            for nth, figure in enumerate(figures):
                three = told[3 * nth : 3 * nth + 3]
                if any(three):
                    found[row["kind"], row["subject"]][figure.code] = three
            await slices.rest()
    return found


async def durations(
    session: Session, since: datetime, until: datetime, *, listed_only: Collection[IrregularityKind] = ()
) -> Durations:
    """How long the hits of every timed figure took, of every subject: minutes, and how many took so long."""
    found: Durations = defaultdict(dict)
    slices = Slices()
    for code in sorted(set(MINUTES_OF.values())):
        asked = held(code, listed_only)
        for row in await session.all(queries.minutes_of(code), since=since, until=until, **asked):
            found[row["kind"], row["subject"]][code] = {int(told): many for told, many in row["minutes"].items()}
            await slices.rest()
    return found
