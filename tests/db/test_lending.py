"""A session that is lent to a thread: its statements run on the loop, and it comes back when the thread is done."""

import asyncio
import gc
import threading

import pytest

from app.concurrency import collecting
from app.db.lending import in_a_thread
from app.db.session import Session


async def test_a_thread_computes_and_the_loop_asks(session: Session) -> None:
    async def work(lent: Session) -> tuple[int, object]:
        return threading.get_ident(), await lent.connection.fetchval("SELECT 40 + 2")

    thread, answer = await in_a_thread(session, work)

    assert (thread != threading.get_ident(), answer) == (True, 42)


async def test_what_a_thread_raises_comes_out(session: Session) -> None:
    async def work(lent: Session) -> None:
        await lent.connection.execute("SELECT 1")
        raise LookupError("of the thread")

    with pytest.raises(LookupError, match="of the thread"):
        await in_a_thread(session, work)


async def test_whoever_leaves_takes_the_connection_along_only_when_the_thread_has_let_go(session: Session) -> None:
    begun, left = threading.Event(), threading.Event()
    ended: list[str] = []

    async def work(lent: Session) -> None:
        begun.set()
        left.wait()
        try:
            await lent.connection.execute("SELECT 1")
        except Exception as error:
            ended.append(type(error).__name__)

    asked = asyncio.create_task(in_a_thread(session, work))
    await asyncio.to_thread(begun.wait)
    asked.cancel()
    await asyncio.sleep(0)
    left.set()
    with pytest.raises(asyncio.CancelledError):
        await asked

    assert ended == ["_Withdrawn"]
    assert await session.connection.fetchval("SELECT 1") == 1


async def test_the_collector_waits_until_the_last_who_computes_is_done(session: Session) -> None:
    async def work(lent: Session) -> bool:
        return gc.isenabled()

    assert gc.isenabled()
    with collecting.paused():
        assert await in_a_thread(session, work) is False
        assert not gc.isenabled()
    assert gc.isenabled()
