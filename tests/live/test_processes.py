"""Real processes over one database: killed, told to stop, and with a relay that dies again and again."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest

from app.concurrency.background import running
from tests.conftest import KEY
from tests.ids import uuid7
from tests.live.browser import Browser, check
from tests.organisation import IN_GRID
from tests.service import YIKOU, Service, open_directory
from tests.test_crash import descendants
from tests.waiting import AT_MOST, eventually

pytestmark = pytest.mark.any_server

STREAMS = 500
TokenOf = Callable[[str], str]
Condition = Callable[[], Awaitable[bool]]
Table = dict[str, int]  # the last version of each case
Owner = asyncpg.Connection


class Town:
    """Two processes that serve, and a worker beside them."""

    def __init__(self, url: str, directory: Path, token_of: TokenOf) -> None:
        self.url, self.directory, self.token_of = url, directory, token_of
        self.stack = contextlib.ExitStack()
        self.worker: subprocess.Popen[bytes] | None = None

    async def serve(self) -> Service:
        """One process more, when it answers."""
        options = ("--no-worker", "--no-migrate", "--database-url", self.url)
        made = self.stack.enter_context(Service(self.directory, *options))

        async def answers() -> bool:
            assert made.process.poll() is None, made.output.read_text()
            with contextlib.suppress(httpx.TransportError):
                return (await asyncio.to_thread(made.get, "/healthz")).status_code == 200
            return False

        await eventually(answers)
        return made

    def work(self) -> None:
        """The worker; it ends with the town."""
        with (self.directory / "worker").open("wb") as output:
            self.worker = subprocess.Popen(
                [YIKOU, "worker", "--data-dir", str(self.directory / "data"), "--database-url", self.url],
                stdout=output, stderr=output,
            )  # fmt: skip
        self.stack.callback(self._end_worker)

    def _end_worker(self) -> None:
        if self.worker is not None:
            self.worker.terminate()
            self.worker.wait(AT_MOST)

    async def write(self, port: int, *, cases: int, comments: int) -> Table:
        """Several who write at once; gives the last version of each case."""
        url, told = f"http://127.0.0.1:{port}/api/v1", Table()
        headers = {"Authorization": f"Bearer {self.token_of('worker')}"}
        async with httpx.AsyncClient(base_url=url, headers=headers, timeout=AT_MOST) as client:

            async def one(case_id: UUID) -> None:
                body = {"id": str(case_id), "description": "路边有成堆垃圾", "location": IN_GRID}
                (await client.post("/cases", json=body)).raise_for_status()
                for number in range(comments):
                    answer = await client.post(f"/cases/{case_id}/comment", json={"note": str(number)})
                    told[str(case_id)] = answer.raise_for_status().json()["version"]

            await asyncio.gather(*(one(uuid7()) for _ in range(cases)))
        return told


@pytest.fixture
async def town(fresh_url: str, token_of: TokenOf, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setenv("YIKOU_SIGNING_KEY", KEY)
    monkeypatch.setenv("YIKOU_MAX_STREAMS_PER_USER", str(2 * STREAMS))
    with open_directory() as directory:
        made = Town(fresh_url, directory, token_of)
        try:
            yield made
        finally:
            await asyncio.to_thread(made.stack.close)


async def _heard(browsers: list[Browser], table: Table) -> None:
    async def all_of_it() -> bool:
        return all({id_: told[-1] for id_, told in each.versions().items()} == table for each in browsers)

    await eventually(all_of_it)


async def test_a_killed_process_loses_and_repeats_nothing_for_who_goes_on_at_another(town: Town) -> None:
    first, second = await town.serve(), await town.serve()
    town.work()
    browsers = [Browser(town.token_of("clerk"), (first.port, second.port)) for _ in range(20)]
    async with contextlib.AsyncExitStack() as stack:
        for browser in browsers:
            await stack.enter_async_context(running(browser.follow()))
        await eventually(_all(browsers, lambda each: each.connected))
        writing = asyncio.create_task(town.write(second.port, cases=6, comments=25))
        await eventually(_all(browsers, lambda each: len(each.heard) > 3))
        first.process.send_signal(signal.SIGKILL)
        table = await writing | await town.write(second.port, cases=2, comments=2)
        await _heard(browsers, table)

    assert {browser.connects for browser in browsers} == {2}
    for browser in browsers:
        check(browser, table)


def _all(browsers: list[Browser], condition: Callable[[Browser], bool]) -> Condition:
    async def met() -> bool:
        return all(condition(browser) for browser in browsers)

    return met


async def test_a_relay_that_is_killed_again_and_again_loses_no_hint_and_tells_none_out_of_order(
    town: Town, fresh_url: str
) -> None:
    service = await town.serve()
    town.work()
    assert town.worker is not None
    browsers = [Browser(town.token_of(who), (service.port,)) for who in ("clerk", "worker", "leader", "supervisor")]
    owner = await asyncpg.connect(fresh_url)
    async with contextlib.AsyncExitStack() as stack:
        for browser in browsers:
            await stack.enter_async_context(running(browser.follow()))
        await eventually(_all(browsers, lambda each: each.connected))
        writing = asyncio.create_task(town.write(service.port, cases=8, comments=40))
        killed = 0
        while not writing.done() or killed < 5:
            numbered = await owner.fetchval("SELECT number FROM change_head")
            for pid in descendants(town.worker.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
            browsers[killed % len(browsers)].break_off()
            await eventually(_beyond(owner, numbered, writing))
        table = await writing
        await _heard(browsers, table)
    assert await owner.fetchval("SELECT array_agg(number ORDER BY number) FROM changes") == list(range(1, 8 * 41 + 1))
    await owner.close()
    assert sum(browser.connects for browser in browsers) > len(browsers)
    for browser in browsers:
        check(browser, table)


def _beyond(owner: Owner, number: int, writing: "asyncio.Task[Table]") -> Condition:
    async def is_beyond() -> bool:
        waiting = await owner.fetchval("SELECT count(*) FROM outbox")
        return (await owner.fetchval("SELECT number FROM change_head")) > number or (writing.done() and not waiting)

    return is_beyond


async def test_a_process_with_many_open_streams_stops_at_once_and_ends_each_of_them(town: Town) -> None:
    service = await town.serve()
    browsers = [Browser(town.token_of("clerk"), (service.port,)) for _ in range(STREAMS)]
    async with contextlib.AsyncExitStack() as stack:
        following = [asyncio.create_task(browser.follow(once=True)) for browser in browsers]
        stack.callback(lambda: [task.cancel() for task in following])
        await eventually(_all(browsers, lambda each: each.connected))
        service.process.terminate()
        await asyncio.gather(*following)
        assert await asyncio.to_thread(service.process.wait, AT_MOST) == 0

    assert {browser.heard[-1].data["reason"] for browser in browsers} == {"stopping"}
    assert {browser.whole_ends for browser in browsers} == {1}
    assert "graceful" not in service.output.read_text()
