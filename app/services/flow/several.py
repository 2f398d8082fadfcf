"""Many things of one request 成批: each whole or not at all, and what is wrong with one takes no other with it.

A few go together in one transaction, which costs much less; where one of them cannot be done, none was, and from there
on each goes by itself. Between any two the others have their turn.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import asyncpg

from app import refusals
from app.db.session import Database, Session
from app.errors import AppError, InternalError
from app.logs import Log
from app.workflow.actions import Action

TOGETHER = 10  # in one transaction: their cases are held until the last of them is done
T = TypeVar("T")
R = TypeVar("R")
log = Log()


async def carried_out(
    items: Sequence[T],
    together: Callable[[Sequence[T]], Awaitable[list[R] | None]],
    alone: Callable[[T], Awaitable[R]],
) -> list[R]:
    """What became of each, in their order. `together` gives None where nothing was done of its few."""
    told: list[R] = []
    one_by_one = False  # from the first that cannot go with others: what is undone is never more than a few
    for start in range(0, len(items), TOGETHER):
        group = items[start : start + TOGETHER]
        done = None if one_by_one else await together(group)
        if done is not None:
            told += done
            continue
        one_by_one = True
        for item in group:
            told.append(await alone(item))
            await asyncio.sleep(0)  # what is refused asks no database: the others have their turn all the same
    return told


async def all_or_none(database: Database, act: Callable[[Session], Awaitable[R]]) -> R | None:
    """What `act` made in a transaction; None where it could not, and nothing is done."""
    try:
        async with database.writing() as session:
            return await act(session)
    except refusals.AWAY:
        raise
    except Exception:  # whatever it is: one of them, which goes by itself and is answered then
        return None


async def by_itself(database: Database, act: Callable[[Session], Awaitable[R]], kind: Action) -> R | AppError:
    """What `act` made in a transaction of its own, or why it did not; a fault of ours takes no other with it."""
    try:
        async with database.writing() as session:
            return await act(session)
    except AppError as error:
        return error
    except refusals.AWAY:
        raise
    except asyncpg.PostgresError as error:
        meaning = refusals.meaning_of(error)
        if meaning is None:
            log.error("operation_failed", kind=kind.value, error=type(error).__name__, exc_info=error)
        return meaning or InternalError()
    except Exception as error:
        log.error("operation_failed", kind=kind.value, error=type(error).__name__, exc_info=error)
        return InternalError()
