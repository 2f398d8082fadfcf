"""Load from one asyncio process over raw HTTP/1.1 connections, so that the client costs little beside the service."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Request = tuple[str, str, Any]  # method, path, body


@dataclass(frozen=True, slots=True)
class Result:
    """Of one run: requests a second, seconds at the percentiles, CPU seconds of the service a request."""

    rate: float
    p50: float
    p99: float
    cpu: float
    failed: int


class Connection:
    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token

    async def open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def send(self, method: str, path: str, body: Any) -> int:
        content = json.dumps(body).encode() if body is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        self.writer.write(head.encode() + content)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        await self.reader.readexactly(length)
        return int(answer[9:12])


def cpu_of(pid: int, *, ended: bool = False) -> float:
    """CPU seconds a process has used, user and system; with those of its children that ended, if asked; 0 of none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except FileNotFoundError:  # it has just ended, and counts among its parent's
        return 0.0
    return sum(int(field) for field in fields[11 : 15 if ended else 13]) / 100


async def run(
    port: int, token: str, pid: int, make: Callable[[], Request | None], *, connections: int, count: int
) -> Result:
    """Sends `count` requests made by `make` over so many connections."""
    seconds: list[float] = []
    failed = 0
    left = count

    async def work() -> None:
        nonlocal left, failed
        connection = Connection(port, token)
        await connection.open()
        while left > 0:
            left -= 1
            request = make()
            if request is None:
                break
            started = time.perf_counter()
            status = await connection.send(*request)
            seconds.append(time.perf_counter() - started)
            failed += status >= 300
        connection.writer.close()

    before, started = cpu_of(pid), time.perf_counter()
    await asyncio.gather(*(work() for _ in range(connections)))
    elapsed = time.perf_counter() - started
    cpu = (cpu_of(pid) - before) / len(seconds)
    seconds.sort()
    p99 = seconds[int(0.99 * len(seconds))]
    return Result(len(seconds) / elapsed, seconds[len(seconds) // 2], p99, cpu, failed)
