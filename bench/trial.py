"""A service of a trial's own that may be killed, workers who share a password, and photos to send it."""

import asyncio
import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from PIL import Image

from bench import generate, service
from bench.service import owner_url

USERS = 20
_ENV = {"YIKOU_ACCESS_TOKEN_MINUTES": "1", "YIKOU_POOL_MAX": "16"}


class Service:
    """A service that can be killed and comes back on its port; told to stop in the end."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir, self.port = data_dir, service.free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    async def __aenter__(self) -> "Service":
        await self.start()
        return self

    async def __aexit__(self, *ended: object) -> None:
        self.kill(signal.SIGTERM)

    async def start(self) -> None:
        command = [*service.YIKOU, "serve", "--data-dir", str(self.data_dir), "--port", str(self.port)]
        with (self.data_dir / "service.log").open("ab") as output:  # before anything runs
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | _ENV)  # noqa: ASYNC220
        async with httpx.AsyncClient() as client:
            for _ in range(600):
                try:
                    if (await client.get(f"http://127.0.0.1:{self.port}/healthz")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        raise SystemExit("the service does not come up; its log says why")

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(60)
        self.kills += how is signal.SIGKILL


def picture(chance: random.Random, side: int) -> bytes:
    """A photo that nothing compresses away."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3)).save(out, "JPEG", quality=60)
    return out.getvalue()


async def _same_password(url: str) -> None:
    """Everybody signs in with the password of the first."""
    owner = await asyncpg.connect(url)
    await owner.execute("UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE username = 'worker0')")
    await owner.close()


def trial(run: Callable[[Path, str], Coroutine[Any, Any, list[str]]]) -> None:
    """Runs on a service of its own with workers who share a password; ends the process with 1 if anything broke."""
    with service.scratch() as data_dir:
        (data_dir / "phones").mkdir()
        where = ("--data-dir", str(data_dir))
        service.yikou("migrate", *where)
        with service.served(data_dir):
            asyncio.run(generate.organisation(owner_url(data_dir)))
            for number in range(USERS):
                name = f"worker{number}"
                post = ("--post", "full_time_worker", "--area", f"T{number + 1}")
                service.yikou("user", "add", name, "--name", name, *post, *where)
            password = service.password_of("worker0", data_dir)
            asyncio.run(_same_password(owner_url(data_dir)))
        broken = asyncio.run(run(data_dir, password))
    for told in broken[:20]:
        print(f"  BROKEN {told}"[:300])
    sys.exit(1 if broken else 0)
