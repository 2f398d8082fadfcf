"""The background worker: fires timers, computes deadlines anew, numbers the changes, learns, copies photos."""

import asyncio
import functools
import random
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from app import clock
from app.db.session import Database
from app.files import FilesUnavailable
from app.logs import Log
from app.queries import operations as queries
from app.queries.operations import DueTimer
from app.refusals import AWAY, PASSING
from app.services.cases import rereading
from app.services.desk import looks
from app.services.evaluation import counting as counting_of_cases
from app.services.evaluation.computing import compute_next
from app.services.evaluation.summing import sum_next
from app.services.households import voting
from app.services.irregularities.following import find_irregularities
from app.services.operations import timekeeping
from app.services.operations.pruning import prune
from app.services.photos.copies import make_next
from app.services.photos.store import PhotoStore
from app.services.repeating import counting
from app.services.security import signing
from app.services.suggesting.learning import learn
from app.services.sync.relay import relay
from app.services.timing import centres, deadline_sweep, splitting, timers
from app.services.uploads.collecting import collect
from app.services.uploads.completion import settle_next
from app.workflow.timing.timers import TimerKind

log = Log()

EVERY = 1.0  # seconds between looks when nothing is due
RELAY_EVERY = 0.25  # seconds until a change that nobody else relays has its number
PRUNE_EVERY = 3_600.0
REREAD_EVERY = 60.0
LOOKS_EVERY = 60.0
RELEASE_EVERY = 60.0
LEARN_EVERY = 5.0
SETTLE_EVERY = 60.0  # votes on points that close by themselves
BATCH = 200
CONNECTIONS = 4  # of one worker, at most
AT_ONCE = 4  # transactions of one worker side by side
RETRY_AFTER = timedelta(seconds=10)


async def run(database: Database, store: PhotoStore, key: str | None) -> None:
    """Works until cancelled; a database that is away is waited for. Without its key, callers are left to who has it."""

    async def read_again(database: Database) -> int:
        fits = key is not None and await signing.fits(database, key)
        return await rereading.reread(database, rereading.marks(key) if key and fits else None)

    async def count_repeats(database: Database) -> int:
        fits = key is not None and await signing.fits(database, key)
        return await counting.follow(database, key if fits else None)

    tasks = (
        (sweep, EVERY),
        (relay, RELAY_EVERY),
        (prune, PRUNE_EVERY),
        (read_again, REREAD_EVERY),
        (centres.release, RELEASE_EVERY),
        (looks.sweep, LOOKS_EVERY),
        (splitting.follow, EVERY),
        (count_repeats, EVERY),
        (learn, LEARN_EVERY),
        (counting_of_cases.count, EVERY),
        (sum_next, EVERY),
        (find_irregularities, LEARN_EVERY),
        (voting.settle_due, SETTLE_EVERY),
        (compute_next, EVERY),
    )
    of_photos = ((settle_next, EVERY), (make_next, EVERY), (collect, PRUNE_EVERY))
    async with asyncio.TaskGroup() as group:
        for task, every in tasks:
            group.create_task(_for_ever(database, task, every))
        for photo_task, every in of_photos:
            group.create_task(_for_ever(database, _with(store, photo_task), every))


def _with(
    store: PhotoStore, task: Callable[[Database, PhotoStore], Awaitable[int]]
) -> Callable[[Database], Awaitable[int]]:
    @functools.wraps(task)
    async def work(database: Database) -> int:
        return await task(database, store)

    return work


async def _for_ever(database: Database, task: Callable[[Database], Awaitable[int]], every: float) -> None:
    """Does a task again at once while it finds something to do, else after `every` seconds."""
    while True:
        try:
            done = await task(database)
        except FilesUnavailable:
            log.warning("worker_waits_for_files", task=task.__name__)
            done = 0
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("worker_waits_for_database", task=task.__name__, error=type(error).__name__)
            done = 0
        except Exception:  # a fault in one task ends neither itself nor the others
            log.exception("worker_failed", task=task.__name__)
            done = 0
        if not done:
            await asyncio.sleep(every)


async def sweep(database: Database) -> int:
    """Beats, fires what is due now, redates what an older calendar dated; gives how much it did."""
    async with database.reading() as session:
        await timekeeping.follow(session)
    at = clock.now()
    async with database.writing() as session:
        await session.run(queries.BEAT, at=at)
    async with database.reading() as session:
        due = await session.all(queries.DUE_TIMERS, at=at, count=BATCH)
    random.shuffle(due)  # several workers look at the same timers: they should not meet at each
    fired = await _side_by_side([_firing(database, timer, at) for timer in due])
    return fired + await deadline_sweep.sweep(database)


def _firing(database: Database, timer: DueTimer, at: datetime) -> Callable[[], Coroutine[Any, Any, bool]]:
    return lambda: _fire(database, timer, at)


async def _side_by_side(tasks: list[Callable[[], Coroutine[Any, Any, bool]]]) -> int:
    """Whatever ends it, none of them is still at work afterwards, with a case locked."""
    done = 0
    waiting = iter(tasks)

    async def work() -> None:
        nonlocal done
        for task in waiting:
            did = await task()
            done += did  # in two steps: others count while this one waits

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())
    except ExceptionGroup as failed:  # the database is away, which each of them finds
        raise failed.exceptions[0] from None
    return done


async def _fire(database: Database, timer: DueTimer, at: datetime) -> bool:
    case_id, kind = timer["case_id"], TimerKind(timer["kind"])
    try:
        async with database.writing() as session:
            return await timers.fire(session, case_id, kind, at)
    except PASSING:  # looked at again at the next look
        return False
    except AWAY:
        raise
    except Exception as error:  # whatever a poisoned row raises: it is counted, parked, and delays no other
        log.error("timer_failed", case_id=str(case_id), kind=kind.value, error=type(error).__name__)
        async with database.writing() as session:
            again_at = at + RETRY_AFTER
            await session.run(queries.COUNT_FAILURE, of_case=case_id, of_kind=kind, at=at, again_at=again_at)
        return True
