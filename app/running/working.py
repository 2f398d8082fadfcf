"""The worker alone, beside services that have none."""

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from app import progress, worker
from app.concurrency.signals import Stop
from app.config import Settings
from app.crypto import keys
from app.db.session import open_database
from app.running.backend import backend
from app.services.photos.store import PhotoStore


def work(settings: Settings, begun: Callable[[], None], stop: Stop) -> None:
    """Works until told to stop; says when it has begun, which is when the database has let it in."""

    async def run(url: str) -> None:
        async with open_database(url, min_size=1, max_size=worker.CONNECTIONS) as database:
            begun()
            progress.say("The worker works. 后台任务运行中。 (Ctrl-C stops it 按 Ctrl-C 停止)")
            await worker.run(database, PhotoStore.of(settings), keys.read(settings))

    async def until_told(url: str) -> None:
        task = asyncio.create_task(run(url))
        with stop.by(partial(asyncio.get_running_loop().call_soon_threadsafe, task.cancel)):
            await task

    gc.enable()  # off while modules were imported
    with progress.shown(), backend(settings, joining=True) as at, suppress(asyncio.CancelledError):
        asyncio.run(until_told(at.url))
