"""Who is made to wait for wrong passwords: who guesses, where they guess, and nobody else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app import clock
from app.config import Settings
from app.main import create_app
from app.services.identity import passwords, signing_in
from app.services.identity.rounds import Urgency, Waiting
from tests.conftest import OneConnection
from tests.organisation import PASSWORD

WRONG = "wrong"
MOST = signing_in.OF_AN_ACCOUNT.most
At = Callable[..., AsyncClient]


class Hasher:
    """Knows the password, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def verify(self, password: str, hashed: str) -> bool:
        self.asked.append(password)
        return password == PASSWORD and hashed != passwords.DUMMY_HASH


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Hasher:
    made = Hasher()
    monkeypatch.setattr(passwords, "_HASHER", made)
    monkeypatch.setattr(signing_in, "_PAUSE", 0.0)
    return made


@pytest.fixture
async def at(app: FastAPI) -> AsyncIterator[At]:
    """`at("10.0.0.1")`: a client at that address; of another process, if one is given."""
    opened: list[AsyncClient] = []

    def make(address: str, served: FastAPI = app) -> AsyncClient:
        client = AsyncClient(transport=ASGITransport(served, client=(address, 1)), base_url="http://test/api/v1")
        opened.append(client)
        return client

    yield make
    for client in opened:
        await client.aclose()


async def _try(client: AsyncClient, username: str, password: str = WRONG) -> Response:
    return await client.post("/auth/token", data={"username": username, "password": password})


async def _fail(client: AsyncClient, username: str, times: int) -> list[int]:
    return [(await _try(client, username)).status_code for _ in range(times)]


@pytest.mark.parametrize("name", ["worker", "nobody-at-all"])
async def test_so_many_wrong_passwords_and_no_more_is_hashed_there(at: At, hasher: Hasher, name: str) -> None:
    """The same for a name that is nobody's: a refusal tells nothing either."""
    answers = await _fail(at("10.0.0.1"), name, 60)

    assert answers == [401] * MOST + [429] * (60 - MOST)
    assert len(hasher.asked) == MOST


@pytest.mark.usefixtures("hasher")
async def test_others_from_there_and_the_same_from_elsewhere_are_not_slowed(at: At) -> None:
    await _fail(at("10.0.0.1"), "worker", MOST + 5)
    right = await _try(at("10.0.0.1"), "worker", PASSWORD)
    other = await _try(at("10.0.0.1"), "clerk", PASSWORD)
    elsewhere = await _try(at("10.0.0.2"), "worker", PASSWORD)

    assert (right.status_code, other.status_code, elsewhere.status_code) == (429, 200, 200)


@pytest.mark.usefixtures("hasher")
async def test_it_is_over_when_retry_after_says_so(at: At) -> None:
    client = at("10.0.0.1")
    await _fail(client, "worker", MOST)
    with clock.shifted(timedelta(seconds=100)):
        wait = int((await _try(client, "worker", PASSWORD)).headers["retry-after"])
    with clock.shifted(timedelta(seconds=100 + wait - 5)):
        early = await _try(client, "worker", PASSWORD)
    with clock.shifted(timedelta(seconds=100 + wait)):
        then = await _try(client, "worker", PASSWORD)

    assert (early.status_code, then.status_code) == (429, 200)
    assert wait <= 201


@pytest.mark.usefixtures("hasher")
async def test_the_right_password_forgives_the_wrong_ones_before(at: At) -> None:
    client = at("10.0.0.1")
    answers = [await _fail(client, "worker", MOST - 1) for _ in range(2) if await _try(client, "worker", PASSWORD)]

    assert answers == [[401] * (MOST - 1)] * 2


@pytest.mark.usefixtures("hasher")
async def test_every_process_knows_of_every_failure(at: At, settings: Settings, database: OneConnection) -> None:
    other = create_app(settings, database)
    other.state.database = database
    await _fail(at("10.0.0.1"), "worker", MOST // 2)
    answers = await _fail(at("10.0.0.1", other), "worker", MOST)

    assert answers.count(401) == MOST - MOST // 2


@pytest.mark.usefixtures("hasher")
@pytest.mark.parametrize("spelling", ["WORKER", "Worker"])
async def test_another_spelling_of_a_name_is_the_same_account(at: At, spelling: str) -> None:
    await _fail(at("10.0.0.1"), "worker", MOST)

    assert (await _try(at("10.0.0.1"), spelling)).status_code == 429


@pytest.mark.usefixtures("hasher")
async def test_a_household_is_one_network(at: At) -> None:
    await _fail(at("2001:db8::1"), "worker", MOST)

    assert (await _try(at("2001:db8::2"), "worker", PASSWORD)).status_code == 429
    assert (await _try(at("2001:db8:0:1::1"), "worker", PASSWORD)).status_code == 200


@pytest.mark.usefixtures("hasher")
async def test_no_name_and_no_address_is_kept(at: At, database: OneConnection) -> None:
    await _fail(at("203.0.113.77"), "worker", 1)
    await _try(at("203.0.113.77"), "worker", PASSWORD)
    await _fail(at("203.0.113.77"), "some-name", 1)
    kept = str([*await database.connection.fetch("SELECT * FROM attempts"),
                *await database.connection.fetch("SELECT network FROM token_families")])  # fmt: skip

    assert "203.0" not in kept
    assert "some-name" not in kept


@pytest.mark.usefixtures("hasher")
async def test_where_somebody_was_before_they_go_first(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Urgency | None, bool]] = []
    real = signing_in.verify_password

    async def noting(password: str, hashed: str, place: Waiting) -> bool:
        seen.append((place.ahead, place.late))
        return await real(password, hashed, place)

    monkeypatch.setattr(signing_in, "verify_password", noting)
    home, other = at("10.0.0.1"), at("10.0.0.2")
    first = (await _try(home, "worker", PASSWORD)).json()
    await _try(home, "worker", PASSWORD)
    await _try(other, "worker", PASSWORD)
    await _try(home, "nobody-at-all")
    await _try(home, "clerk", PASSWORD)
    for _ in range(signing_in.LATE_AFTER + 1):
        await _try(home, "worker")
    moved = await at("10.0.0.3").post("/auth/refresh", json={"refresh_token": first["refresh_token"]})
    await _try(at("10.0.0.3"), "worker", PASSWORD)
    with clock.shifted(timedelta(days=31)):
        await _try(other, "worker", PASSWORD)

    existing, known = (Urgency.EXISTING, False), (Urgency.KNOWN, False)
    assert moved.status_code == 200
    assert seen[:5] == [existing, known, existing, (None, False), existing]
    assert seen[5:] == [known] * signing_in.LATE_AFTER + [(Urgency.FAILING, True), known, existing]


@pytest.mark.usefixtures("hasher")
async def test_a_network_that_fails_often_lets_others_go_first(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(signing_in.OF_A_NETWORK.most):
        await _fail(at("10.0.0.1"), f"name{number}", 1)
    seen: list[Waiting] = []

    async def noting(password: str, hashed: str, place: Waiting) -> bool:
        seen.append(place)
        return True

    monkeypatch.setattr(signing_in, "verify_password", noting)
    for address in ("10.0.0.1", "10.0.0.2"):
        await _try(at(address), "worker", PASSWORD)

    assert [(place.ahead, place.late) for place in seen] == [(Urgency.FAILING, True), (Urgency.EXISTING, False)]


async def test_whoever_leaves_while_waiting_is_not_hashed_for(
    app: FastAPI, hasher: Hasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the protocol of the server itself: what it is told of a client that is gone."""
    reached = asyncio.Event()
    real = signing_in.verify_password

    async def until_they_left(password: str, hashed: str, place: Waiting) -> bool:
        reached.set()
        assert place.left is not None
        async with asyncio.timeout(30):
            await asyncio.wait([place.left])
        place.ahead = None
        return await real(password, hashed, place)

    monkeypatch.setattr(signing_in, "verify_password", until_they_left)
    monkeypatch.setattr(passwords._of_this_loop(), "_busy", True)  # others are being looked at
    body = b"username=worker&password=wrong"
    sent: list[dict[str, Any]] = []
    told = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        message = next(told, None)
        if message is None:
            await reached.wait()
            return {"type": "http.disconnect"}
        return message

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", str(len(body)).encode())]
    scope = {
        "type": "http", "method": "POST", "path": "/api/v1/auth/token", "raw_path": b"", "query_string": b"",
        "headers": headers, "client": ("10.0.0.1", 1), "server": ("test", 80), "scheme": "http", "root_path": "",
        "http_version": "1.1", "asgi": {"version": "3.0"},
    }  # fmt: skip
    async with asyncio.timeout(60):
        await app(scope, receive, send)

    assert hasher.asked == []
