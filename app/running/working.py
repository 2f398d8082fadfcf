"""The worker alone, beside services that have none."""

import asyncio
import gc

from app import progress, worker
from app.config import Settings
from app.crypto import keys
from app.db.session import open_database
from app.running.backend import backend, stop_in_order
from app.services.photos.store import PhotoStore


def work(settings: Settings) -> None:
    """Works until told to stop."""

    async def run(url: str) -> None:
        async with open_database(url, min_size=1, max_size=worker.CONNECTIONS) as database:
            await worker.run(database, PhotoStore.of(settings), keys.read(settings))

    gc.enable()  # off while modules were imported
    stop_in_order()
    with progress.shown(), backend(settings, joining=True) as at:
        progress.say("The worker works. 后台任务运行中。 (Ctrl-C stops it 按 Ctrl-C 停止)")
        asyncio.run(run(at.url))
