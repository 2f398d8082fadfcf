"""What a client can draw out or pile up below HTTP, and where that ends."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any, cast

import pytest
import uvicorn
from prometheus_client import REGISTRY
from uvicorn.server import ServerState

from app.edge import census as rooms
from app.edge import connection
from app.edge.census import Census
from app.edge.connection import Connection
from app.edge.limits import Limits

NEVER = 1_000.0  # seconds: of the limits that a test is not about
PATIENCE = 60.0
LIMITS = Limits(
    connections=100, head_seconds=NEVER, idle_seconds=NEVER, body_seconds=NEVER, body_rate=0, answer_seconds=NEVER,
    head_bytes=8_000, target_bytes=2_000, fields=20, linger_seconds=0.2,
)  # fmt: skip
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
PIECE = b"x" * 65_536


class Application:
    """Answers what it is told to, after as much of the body as it is told to read."""

    def __init__(self) -> None:
        self.answer, self.reads = b"hello", True
        self.heard: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.ended: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.heard.append(scope)
        await self.gate.wait()
        if self.reads and not await self._read(receive):
            return
        length = str(len(self.answer)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": self.answer})

    async def _read(self, receive: Any) -> bool:
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.ended.append("disconnected")
                return False
            body += message["body"]
            if not message["more_body"]:
                self.bodies.append(body)
                return True


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, *said: bytes) -> "Client":
        for piece in said:
            self.writer.write(piece)
        return self

    async def head(self) -> bytes:
        return await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), PATIENCE)

    async def all(self) -> bytes:
        """Everything until the other side ends it."""
        with contextlib.suppress(ConnectionError):
            return await asyncio.wait_for(self.reader.read(-1), PATIENCE)
        return b"(reset)"

    async def refusal(self) -> tuple[int, str]:
        """Status and code of the problem document that ends the connection."""
        head, _, body = (await self.all()).partition(b"\r\n\r\n")
        assert b"connection: close" in head.lower()
        assert b"application/problem+json" in head
        told = json.loads(body)
        assert told["status"] == int(head.split()[1])
        return told["status"], told["code"]


class Place:
    """A server on a port of its own."""

    def __init__(self, application: Application, census: Census, port: int) -> None:
        self.application, self.census, self.port = application, census, port
        self.clients: list[Client] = []

    async def connect(self, *said: bytes) -> Client:
        client = Client(*await asyncio.open_connection("127.0.0.1", self.port))
        self.clients.append(client)
        return client.send(*said)

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110  # of many things, few of which could set an event
                await asyncio.sleep(0.01)


@asynccontextmanager
async def served(**limits: Any) -> AsyncIterator[Place]:
    application, census = Application(), Census(replace(LIMITS, **limits))
    config = uvicorn.Config(application, ws="none", log_level="critical", lifespan="off", timeout_keep_alive=1_000)
    config.load()
    protocol = partial(Connection, census, config, ServerState(), {})
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    place = Place(application, census, server.sockets[0].getsockname()[1])
    try:
        yield place
    finally:
        server.close()
        for client in place.clients:
            client.writer.transport.abort()
        await place.until(lambda: len(census) == 0)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "INTERVAL", 0.02)


def ended(reason: str) -> float:
    return REGISTRY.get_sample_value("yikou_connections_closed_total", {"reason": reason}) or 0.0


async def test_a_request_is_answered_and_the_connection_goes_on() -> None:
    async with served() as place:
        client = await place.connect(GET)
        assert (await client.head()).startswith(b"HTTP/1.1 200")
        assert await client.reader.readexactly(5) == b"hello"
        client.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
        assert (await client.head()).startswith(b"HTTP/1.1 200")

        assert place.application.bodies == [b"", b"abc"]


# --- too many -------------------------------------------------------------------------------------------------------


async def test_silent_connections_lock_nobody_out() -> None:
    async with served(connections=20) as place:
        silent = [await place.connect() for _ in range(50)]
        honest = await place.connect(GET)

        assert (await honest.head()).startswith(b"HTTP/1.1 200")
        assert len(place.census) <= 20
        assert await silent[0].all() in (b"", b"(reset)"), "the one that was silent longest went"


async def test_who_is_being_answered_stays_when_there_is_no_room() -> None:
    async with served(connections=5) as place:
        place.application.gate.clear()
        working = [await place.connect(GET) for _ in range(4)]
        await place.until(lambda: len(place.application.heard) == 4)
        for _ in range(10):
            await place.connect()
        place.application.gate.set()

        for client in working:
            assert (await client.head()).startswith(b"HTTP/1.1 200")


async def test_where_all_are_being_answered_a_newcomer_is_told() -> None:
    async with served(connections=3) as place:
        place.application.gate.clear()
        for _ in range(3):
            await place.connect(GET)
        await place.until(lambda: len(place.application.heard) == 3)

        assert await (await place.connect()).refusal() == (503, "unavailable")


async def test_the_address_that_holds_most_loses_its_own_first(monkeypatch: pytest.MonkeyPatch) -> None:
    peers = iter(["10.0.0.1", *["10.0.0.2"] * 100])
    monkeypatch.setattr("app.edge.connection.network", lambda _: next(peers))
    async with served(connections=10) as place:
        alone = await place.connect()
        await place.until(lambda: len(place.census) == 1)
        for _ in range(40):
            await place.connect()
        alone.send(GET)

        assert (await alone.head()).startswith(b"HTTP/1.1 200"), "it was silent longest, but one of one"


# --- heads ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [b"G", b"GET / HTTP/1.1\r\nHost", b"\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_a_head_that_does_not_end_is_a_408(said: bytes) -> None:
    async with served(head_seconds=0.2) as place:
        assert await (await place.connect(said)).refusal() == (408, "request-timeout")


async def test_a_head_that_trickles_is_a_408() -> None:
    async with served(head_seconds=0.3) as place:
        client = await place.connect(b"GET / HTTP/1.1\r\nX: ")
        answered = asyncio.create_task(client.refusal())
        while not answered.done():
            client.send(b"a")
            await asyncio.sleep(0.01)

        assert await answered == (408, "request-timeout")


async def test_who_says_nothing_at_all_is_told_nothing() -> None:
    async with served(head_seconds=0.2) as place:
        before = ended("silent")

        assert await (await place.connect()).all() == b""
        assert ended("silent") == before + 1


async def test_the_next_head_has_a_deadline_too() -> None:
    async with served(head_seconds=0.2) as place:
        client = await place.connect(GET)
        await client.head()
        await client.reader.readexactly(5)
        client.send(b"\r\n\r\nGET /")

        assert await client.refusal() == (408, "request-timeout")


async def test_a_header_of_30_mb_is_refused_before_it_is_there() -> None:
    async with served() as place:
        client = await place.connect(b"GET / HTTP/1.1\r\nX: ")
        answered = asyncio.create_task(client.refusal())
        sent = 0
        while sent < 30_000_000 and not answered.done():
            client.send(PIECE)
            with contextlib.suppress(ConnectionError):
                await client.writer.drain()
            sent += len(PIECE)
            await asyncio.sleep(0)

        assert await answered == (431, "headers-too-large")
        assert sent < 6_000_000, "more was taken than is read to let the refusal through"


@pytest.mark.parametrize(
    ("head", "refusal"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 9_000 + b"\r\n\r\n", (431, "headers-too-large")),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 21 + b"\r\n", (431, "headers-too-large")),
        (b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 500 + b"\r\n" + (b"Y: " + b"b" * 500 + b"\r\n") * 19 + b"\r\n",
         (431, "headers-too-large")),
        (b"GET /" + b"a" * 2_100 + b" HTTP/1.1\r\n\r\n", (414, "address-too-long")),
        (b"GET /?" + b"a=1&" * 600 + b" HTTP/1.1\r\n\r\n", (414, "address-too-long")),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (400, "bad-request")),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, "bad-request")),
        (b"SSH-2.0-OpenSSH_9.2\r\n", (400, "bad-request")),
        (b"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", (400, "bad-request")),
        (b"GET http:// HTTP/1.1\r\n\r\n", (400, "bad-request")),
        (b"GET /\xff\xfe HTTP/1.1\r\n\r\n", (400, "bad-request")),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", (400, "bad-request")),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", (400, "bad-request")),
        (b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", (400, "bad-request")),
    ],
    ids=range(14),
)  # fmt: skip
async def test_a_head_that_is_none_is_refused(head: bytes, refusal: tuple[int, str]) -> None:
    async with served() as place:
        assert await (await place.connect(head)).refusal() == refusal
        assert place.application.heard == []


async def test_refusals_are_in_the_language_of_the_headers() -> None:
    async with served() as place:
        client = await place.connect(b"GET / HTTP/1.1\r\nAccept-Language: en\r\nX: " + b"a" * 9_000 + b"\r\n\r\n")

        assert b"header fields are more" in await client.all()


# --- bodies ---------------------------------------------------------------------------------------------------------

POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_a_body_that_stops_coming_is_a_408_and_the_application_hears_of_it() -> None:
    async with served(body_seconds=0.2) as place:
        assert await (await place.connect(POST, b"abc")).refusal() == (408, "request-timeout")
        assert place.application.ended == ["disconnected"]


@pytest.mark.parametrize("said", [b"GET", POST + b"abc"], ids=["head", "body"])
async def test_who_was_refused_and_stays_is_not_waited_for(said: bytes) -> None:
    async with served(head_seconds=0.2, body_seconds=0.2) as place:
        client = await place.connect(said)
        await client.head()

        await place.until(lambda: len(place.census) == 0)


async def trickled(place: Place, head: bytes, piece: bytes) -> tuple[int, str]:
    client = await place.connect(head)
    answered = asyncio.create_task(client.refusal())
    while not answered.done():
        client.send(piece)
        await asyncio.sleep(0.01)
    return await answered


async def test_a_body_that_trickles_is_a_408() -> None:
    async with served(body_grace=0.3, body_rate=100_000) as place:
        assert await trickled(place, POST, b"a") == (408, "request-timeout")


async def test_chunks_that_trickle_are_a_408() -> None:
    async with served(body_grace=0.3, body_rate=100_000) as place:
        assert await trickled(place, CHUNKED, b"1\r\na\r\n") == (408, "request-timeout")


async def test_the_extension_of_a_chunk_is_no_progress() -> None:
    async with served(body_seconds=0.3) as place:
        assert await trickled(place, CHUNKED + b"1;x=", b"a") == (408, "request-timeout")


@pytest.mark.parametrize("beginning", [b"1;x=", b"0\r\nX: "], ids=["extension", "trailer"])
async def test_what_is_no_body_is_bounded_too(beginning: bytes) -> None:
    async with served() as place:
        assert await trickled(place, CHUNKED + beginning, PIECE) == (400, "bad-request")


async def test_a_trailer_is_no_header() -> None:
    async with served() as place:
        client = await place.connect(CHUNKED, b"1\r\na\r\n0\r\nAuthorization: Bearer x\r\n\r\n")

        assert (await client.head()).startswith(b"HTTP/1.1 200")
        assert b"authorization" not in dict(place.application.heard[0]["headers"])


async def test_a_body_that_we_let_wait_is_not_held_against_the_client() -> None:
    async with served(body_seconds=0.2, body_grace=0.2, body_rate=1_000_000) as place:
        place.application.gate.clear()
        size = 600_000
        head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode()
        client = await place.connect(head, b"x" * size)
        await asyncio.sleep(1)  # several times as long as a client may be silent
        place.application.gate.set()

        assert (await client.head()).startswith(b"HTTP/1.1 200")
        assert len(place.application.bodies[0]) == size


async def test_who_is_answered_in_the_middle_of_a_body_reads_the_answer_and_is_let_go() -> None:
    async with served() as place:
        place.application.reads = False
        client = await place.connect(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n", b"x" * 500_000)
        answer = await client.all()

        assert answer.startswith(b"HTTP/1.1 200")
        assert b"connection: close" in answer
        assert answer.endswith(b"hello")
        await place.until(lambda: len(place.census) == 0)


async def test_a_body_is_not_asked_for_before_the_application_wants_it() -> None:
    async with served() as place:
        place.application.reads = False
        refused = await place.connect(POST.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n"))
        assert (await refused.all()).startswith(b"HTTP/1.1 200")
        place.application.reads = True
        wanted = await place.connect(POST.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n"))

        assert (await wanted.head()).startswith(b"HTTP/1.1 100")


# --- answers --------------------------------------------------------------------------------------------------------


async def test_who_never_reads_the_answer_is_dropped() -> None:
    async with served(answer_seconds=0.3) as place:
        before, place.application.answer = ended("unread"), bytes(30_000_000)
        client = await place.connect()
        client.writer.transport.pause_reading()
        client.send(GET)
        await place.until(lambda: place.application.heard != [] and len(place.census) == 0)

        assert ended("unread") == before + 1


async def test_at_the_end_of_the_process_nobody_waits_for_who_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "UNREAD_AT_THE_END", 0.1)
    async with served() as place:
        before, place.application.answer = ended("unread"), bytes(30_000_000)
        client = await place.connect()
        client.writer.transport.pause_reading()
        client.send(GET)
        await place.until(lambda: any(member.unsent for member in place.census._members))
        for member in list(place.census._members):
            cast(Connection, member).shutdown()
        await place.until(lambda: len(place.census) == 0)

        assert ended("unread") == before + 1


async def test_answers_that_nobody_reads_are_bounded_together() -> None:
    async with served(unsent_bytes=20_000_000) as place:
        place.application.answer = bytes(60_000_000)  # of which the system itself takes some between the two ends
        for _ in range(8):
            client = await place.connect()
            client.writer.transport.pause_reading()
            client.send(GET)
        await place.until(lambda: len(place.application.heard) == 8 and len(place.census) <= 1)


async def test_who_reads_slowly_gets_the_whole_answer() -> None:
    async with served(answer_seconds=0.5) as place:
        place.application.answer = bytes(24_000_000)
        client = await place.connect(GET)
        await client.head()
        left = len(place.application.answer)
        while left:
            left -= len(await asyncio.wait_for(client.reader.readexactly(min(left, 400_000)), PATIENCE))
            await asyncio.sleep(0.02)


# --- other shapes ---------------------------------------------------------------------------------------------------


async def test_requests_at_once_are_answered_in_order_and_not_without_end() -> None:
    async with served() as place:
        client = await place.connect(GET * 8)
        for _ in range(8):
            await client.head()
            await client.reader.readexactly(5)
        place.application.gate.clear()
        flood = await place.connect(GET * 1_000)
        await flood.all()

        assert len(place.application.heard) == 9


async def test_the_head_behind_a_request_that_is_answered_is_bounded_too() -> None:
    async with served(head_seconds=0.3) as place:
        place.application.gate.clear()
        client = await place.connect(GET, b"GET / HTTP/1.1\r\nX: ")

        assert await client.all() in (b"", b"(reset)")


async def test_http_1_0_is_answered_once() -> None:
    async with served() as place:
        answer = await (await place.connect(b"GET / HTTP/1.0\r\n\r\n")).all()

        assert answer.startswith(b"HTTP/1.1 200")
        assert answer.endswith(b"hello")


@pytest.mark.parametrize("protocol", [b"websocket", b"h2c"])
async def test_an_upgrade_is_answered_as_plain_http_and_ends(protocol: bytes) -> None:
    async with served() as place:
        client = await place.connect(
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: " + protocol + b"\r\n\r\n", b"\x00" * 100
        )
        answer = await client.all()

        assert answer.startswith(b"HTTP/1.1 200")
        assert answer.endswith(b"hello")


async def test_a_client_that_ends_its_half_is_let_go() -> None:
    async with served() as place:
        client = await place.connect(POST, b"abc")
        await place.until(lambda: len(place.application.heard) == 1)
        client.writer.write_eof()

        await client.all()
        await place.until(lambda: len(place.census) == 0 and place.application.ended == ["disconnected"])


async def test_an_idle_connection_ends_quietly() -> None:
    async with served() as place:
        before = ended("idle")
        client = await place.connect(GET)
        await client.head()
        await client.reader.readexactly(5)
        for member in tuple(place.census._members):
            member.timeout_keep_alive_handler()

        assert await client.all() == b""
        assert ended("idle") == before + 1
