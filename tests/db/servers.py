"""What tests of the embedded server share: where it lies, how it is asked, what is alive."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.db.embedded import EmbeddedPostgres

PROGRAMS = Path(os.environ["YIKOU_POSTGRES_BIN"]) if "YIKOU_POSTGRES_BIN" in os.environ else None
needs_root = pytest.mark.needs("root")  # who else has no other account to drop to
needs_linux = pytest.mark.needs("proc")  # looks processes up there


def embedded(data_dir: Path, *, durable: bool = False) -> EmbeddedPostgres:
    return EmbeddedPostgres(data_dir, binaries=PROGRAMS, durable=durable)


def ask(url: str, statement: str) -> Any:
    async def run() -> Any:
        connection = await asyncpg.connect(url, timeout=5)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(run())


def postmaster_of(cluster: Path) -> int:
    return int((cluster / "postmaster.pid").read_text().splitlines()[0])


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False
