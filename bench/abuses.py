"""The abuses that `bench.abuse` tries, each a coroutine that goes on until it is cancelled; loopback only.

`python -m bench.abuses NAME PORT TOKEN` is one of them in a process of its own, until its input ends. A new one is a
function here with `@abuse`.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import Awaitable, Callable, Iterable

from yikou_client.identifiers import new_id

Abuse = Callable[["Target"], Awaitable[None]]
ABUSES: dict[str, Abuse] = {}
MANY = 2_000
PIECE = b"x" * 65_536
MULTIPART = "multipart/form-data; boundary=b"
FILE = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
BETWEEN = 0.02  # seconds: two connections are to abuse the service, not the processor that all share here


def abuse(function: Abuse) -> Abuse:
    """Adds one; its docstring is what the table says."""
    ABUSES[function.__name__] = function
    return function


class Target:
    """The service, as an attacker sees it."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    def head(self, method: str, path: str, *fields: str, token: bool = False) -> bytes:
        bearer = [f"Authorization: Bearer {self.token}"] if token else []
        return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *fields, *bearer, "", ""]).encode()

    async def send(self, *pieces: bytes) -> None:
        """One request on a connection of its own, as much of it as the service takes; the answer is read."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            reader, writer = await self.connect()
            try:
                async with asyncio.timeout(10):
                    for piece in pieces:
                        writer.write(piece)
                        await writer.drain()
                    await reader.read(65_536)
            finally:
                writer.transport.abort()

    async def repeat(self, connections: int, *pieces: bytes, between: float = BETWEEN) -> None:
        async def over_and_over() -> None:
            while True:
                await self.send(*pieces)
                await asyncio.sleep(between)

        await asyncio.gather(*(over_and_over() for _ in range(connections)))

    async def hold(self, count: int, first: bytes, then: bytes = b"", every: float = 1.0) -> None:
        """So many connections that say `first` and then `then` again and again; those that end are opened again."""

        async def one() -> None:
            while True:
                with contextlib.suppress(OSError):
                    reader, writer = await self.connect()
                    writer.write(first)
                    ended = asyncio.create_task(reader.read(1))
                    while not ended.done() and not writer.is_closing():
                        await asyncio.wait([ended], timeout=every)
                        if then:
                            writer.write(then)
                    writer.transport.abort()
                    with contextlib.suppress(OSError):
                        await ended
                await asyncio.sleep(every)

        tasks = []
        for number in range(count):
            tasks.append(asyncio.create_task(one()))
            if number % 50 == 49:
                await asyncio.sleep(0.02)
        await asyncio.gather(*tasks)


def _announced(body: Iterable[bytes]) -> tuple[str, list[bytes]]:
    pieces = list(body)
    return f"Content-Length: {sum(map(len, pieces))}", pieces


@abuse
async def silent(target: Target) -> None:
    """2,000 connections that say nothing"""
    await target.hold(MANY, b"")


@abuse
async def huge_header(target: Target) -> None:
    """a header of 30 MB, on two connections"""
    await target.repeat(2, b"GET / HTTP/1.1\r\nX: ", *[PIECE] * 460)


@abuse
async def slow_headers(target: Target) -> None:
    """1,000 heads, a byte a second"""
    await target.hold(1_000, b"GET / HTTP/1.1\r\nX: ", b"a")


@abuse
async def slow_bodies(target: Target) -> None:
    """1,000 bodies, a byte a second"""
    await target.hold(1_000, target.head("POST", "/api/v1/cases", "Content-Length: 60000", token=True), b" ")


@abuse
async def never_reading(target: Target) -> None:
    """10 clients a second, 500 at most, that ask for a large answer and never read"""

    async def one() -> None:
        reader, writer = await target.connect()
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # the reader's own way, too
        writer.write(target.head("GET", "/openapi.json"))
        await asyncio.sleep(3_600)
        await reader.read()

    for _ in range(500):
        asyncio.get_running_loop().create_task(one())
        await asyncio.sleep(0.1)  # it is the reading that is tried, not the work of making the answers
    await asyncio.sleep(3_600)


@abuse
async def oversized_by_strangers(target: Target) -> None:
    """30 MB of body without a token, on two connections"""
    length, pieces = _announced([PIECE] * 460)
    await target.repeat(2, target.head("POST", "/api/v1/sync/push", length, "Content-Type: application/json"), *pieces)


@abuse
async def oversized_with_a_token(target: Target) -> None:
    """30 MB of body with a token, its length undeclared, on two connections"""
    head = target.head(
        "POST", "/api/v1/sync/push", "Transfer-Encoding: chunked", "Content-Type: application/json", token=True
    )
    await target.repeat(2, head, *[b"10000\r\n" + PIECE + b"\r\n"] * 460)


async def _push(target: Target, body: bytes) -> None:
    length, pieces = _announced(body[at : at + 65_536] for at in range(0, len(body), 65_536))
    head = target.head("POST", "/api/v1/sync/push", length, "Content-Type: application/json", token=True)
    await target.repeat(2, head, *pieces)


@abuse
async def deep_nesting(target: Target) -> None:
    """4 MB of [[[[, with a token, on two connections"""
    await _push(target, b"[" * 4_000_000)


@abuse
async def many_elements(target: Target) -> None:
    """2 million elements, with a token, on two connections"""
    await _push(target, b'{"sent_at": "2026-11-25T01:00:05Z", "operations": [' + b"1," * 1_999_900 + b"1]}")


@abuse
async def wrong_operations(target: Target) -> None:
    """500 operations of 8 kB that are wrong in 60 ways each, on two connections"""
    wrong = {f"f{number}": "x" * 100 for number in range(60)}
    await _push(target, json.dumps({"sent_at": "2026-11-25T01:00:05Z", "operations": [wrong] * 500}).encode())


@abuse
async def refused_operations(target: Target) -> None:
    """500 operations on cases that are not there, on two connections"""
    made = [
        {"id": new_id(), "kind": "comment", "case_id": new_id(), "body": {"note": "好" * 2_000}} for _ in range(500)
    ]
    told = {"sent_at": "2026-11-25T01:00:05Z", "operations": made}
    await _push(target, json.dumps(told, ensure_ascii=False).encode())


@abuse
async def multipart_of_strangers(target: Target) -> None:
    """photos of 15 MB without a token, on two connections"""
    length, pieces = _announced([FILE, *[PIECE] * 230, b"\r\n--b--\r\n"])
    path = f"/api/v1/cases/{new_id()}/attachments"
    await target.repeat(2, target.head("POST", path, length, f"Content-Type: {MULTIPART}"), *pieces)


@abuse
async def many_refused_bodies(target: Target) -> None:
    """20 connections of reports by a resident that are none"""
    length, pieces = _announced([b'{"id": 1}' + b" " * 16_000])
    head = target.head("POST", "/api/v1/public/cases", length, "Content-Type: application/json")
    await target.repeat(20, head, *pieces, between=0.1)


@abuse
async def garbage(target: Target) -> None:
    """20 connections that speak TLS, SSH and nothing"""
    await target.repeat(20, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03SSH-2.0-x\r\n", between=0.05)


async def main() -> None:
    name, port, token = sys.argv[1:4]
    running = asyncio.ensure_future(ABUSES[name](Target(int(port), token)))
    await asyncio.to_thread(sys.stdin.read)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


if __name__ == "__main__":
    asyncio.run(main())
