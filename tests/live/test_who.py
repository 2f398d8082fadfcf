"""Who may listen, and how soon they hear nothing more who may not: everything is asked before the stream begins."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import insert, update

from app import clock
from app.authz import Bearer
from app.crypto.tokens import TokenSigner
from app.db.session import PooledDatabase
from app.db.statement import Statement
from app.models.user import Appointment, TokenFamily, User
from app.queries.tables import table
from app.services.live import following
from app.services.live.following import Follower
from app.web import events
from tests.cases import Cases
from tests.conftest import KEY
from tests.live.conftest import Listen, Relayed, ToldAll
from tests.live.stream import Event, Stream
from tests.organisation import SESSIONS, USERS

families, users, appointments = table(TokenFamily), table(User), table(Appointment)
Change = Callable[[PooledDatabase, Callable[..., AsyncClient]], Awaitable[Any]]


@pytest.mark.parametrize(
    ("who", "headers", "status", "code"),
    [
        (None, {}, 401, "not-authenticated"),
        ("admin", {}, 403, "not-permitted"),
        ("nobody", {}, 403, "not-permitted"),
        ("clerk", {"accept": "application/json"}, 406, "not-acceptable"),
    ],
)
async def test_a_refusal_is_one_and_no_stream(
    listen: Listen, app: FastAPI, who: str | None, headers: dict[str, str], status: int, code: str
) -> None:
    async with listen(who, **headers) as stream:
        assert (stream.status, stream.headers["content-type"]) == (status, "application/problem+json")
        assert f'"code":"{code}"' in stream.raw
        assert app.state.live.open_places == 0


async def test_an_expired_token_is_refused(app: FastAPI, follower: Follower) -> None:
    old = TokenSigner(KEY).sign(_bearer("clerk"), clock.now() - timedelta(hours=2), timedelta(hours=1))
    async with Stream(app, old) as stream:
        assert stream.status == 401


@pytest.mark.parametrize("accept", ["text/event-stream", "text/*;q=0.5", "*/*", "application/json, */*;q=0.1"])
async def test_who_takes_streams_gets_one(listen: Listen, accept: str) -> None:
    async with listen("clerk", accept=accept, accept_encoding="gzip, br, zstd") as stream:
        assert stream.status == 200
        assert "content-encoding" not in stream.headers


async def test_there_is_room_for_so_many_of_a_user_and_in_all_and_each_place_is_given_back(
    listen: Listen, app: FastAPI
) -> None:
    live = app.state.live
    live.most, live.most_of_a_user = 3, 2
    async with listen("clerk") as first, listen("clerk"), listen("worker"):
        for who in ("clerk", "handler"):
            async with listen(who) as refused:
                assert (refused.status, "retry-after" in refused.headers) == (429, True)
        await first.leave()
        async with listen("clerk", query="since=no") as wrong, listen("admin") as denied:
            assert (wrong.status, denied.status) == (422, 403)
        async with listen("handler") as stream:
            assert stream.status == 200
    assert live.open_places == 0
    assert live.is_empty


async def test_a_process_that_ends_tells_who_listens_to_go_on_elsewhere_and_begins_no_stream(
    listen: Listen, app: FastAPI
) -> None:
    async with listen("clerk") as stream:
        app.state.live.stop()
        await stream.until_over()
        assert stream.heard[-1] == Event("end", None, {"reason": "stopping"})
        async with listen("clerk") as late:
            assert (late.status, late.headers["retry-after"]) == (503, "1")


async def test_the_same_request_as_head_has_no_body_and_leaves_its_place(
    app: FastAPI, follower: Follower, token_of: Callable[[str], str]
) -> None:
    stream = Stream(app, token_of("clerk"))
    stream.scope["method"] = "HEAD"
    stream.end_when_answered = True
    async with stream:
        assert (stream.status, stream.raw) == (200, "")
        assert stream.headers["content-type"].startswith("text/event-stream")
    assert app.state.live.open_places == 0


async def test_a_stream_where_nothing_happens_beats(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    assert events.BEAT_EVERY <= 15
    monkeypatch.setattr(events, "BEAT_EVERY", 0.01)
    async with listen("clerk") as stream:
        await stream.until_raw("\n\n: heartbeat\n\n: heartbeat\n\n")
        assert "\nretry: " in f"\n{stream.raw}"


# --- while it is open ------------------------------------------------------------------------------------------------


def _bearer(who: str) -> Bearer:
    return Bearer(USERS[who], SESSIONS[who])


async def _end_the_session(pool: PooledDatabase, client_as: Any) -> None:
    async with pool.writing() as session:
        ended = update(families).where(families.c.id == SESSIONS["clerk"]).values(ended_at=clock.now())
        await session.run(Statement(ended))


async def _end_the_post(pool: PooledDatabase, client_as: Any) -> None:
    held = (await client_as("admin").get(f"/users/{USERS['clerk']}")).json()["appointments"]
    assert (await client_as("admin").delete(f"/appointments/{held[0]['id']}")).status_code == 204


async def _deactivate(pool: PooledDatabase, client_as: Any) -> None:
    answer = await client_as("admin").patch(f"/users/{USERS['clerk']}", json={"is_active": False})
    assert answer.status_code == 200, answer.text


async def _give_another_password(pool: PooledDatabase, client_as: Any) -> None:
    assert (await client_as("admin").post(f"/users/{USERS['clerk']}/password")).status_code == 200


async def _give_another_post(pool: PooledDatabase, client_as: Any) -> None:
    row = {
        "id": uuid4(), "user_id": USERS["clerk"], "post": "department_handler", "department_code": "SW",
        "valid_from": date(2026, 1, 1),
    }  # fmt: skip
    async with pool.writing() as session:
        await session.run(Statement(insert(appointments), columns=tuple(row)), **row)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_end_the_session, ("end", "signed-out")),
        (_end_the_post, ("end", "signed-out")),
        (_deactivate, ("end", "signed-out")),
        (_give_another_password, ("end", "signed-out")),
        (_give_another_post, ("reset", "scope")),
    ],
)
async def test_whose_sight_changes_hears_nothing_by_what_was_so_before(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll, pool: PooledDatabase,
    client_as: Callable[..., AsyncClient], change: Change, said: tuple[str, str],
) -> None:  # fmt: skip
    async with listen("clerk") as stream, listen("dispatcher") as other:
        await change(pool, client_as)
        await cases.report()
        await relayed()
        await stream.until_over()
        await other.until_heard("case")

        assert [event.name for event in stream.heard] == ["ready", said[0]]
        assert stream.heard[-1].data == {"reason": said[1]}
        assert not other.over


async def test_a_token_that_expires_ends_the_stream_and_the_next_goes_on(
    listen: Listen, cases: Cases, relayed: Relayed, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "BEAT_EVERY", 0.01)
    short = TokenSigner(KEY).sign(_bearer("clerk"), clock.now(), timedelta(minutes=5))
    async with Stream(app, short) as stream:
        await stream.until_raw(": heartbeat")
        with clock.shifted(timedelta(minutes=5)):
            await stream.until_over()
        assert stream.heard[-1] == Event("end", None, {"reason": "token-expired"})
        known = stream.last_id
    await cases.report()
    await relayed()
    async with listen("clerk", last_event_id=str(known)) as again:
        assert (await again.until_heard("case")).id == 1


async def test_a_new_day_is_asked_about_since_posts_are_dated(
    listen: Listen, pool: PooledDatabase, client_as: Callable[..., AsyncClient], app: FastAPI
) -> None:
    """A post that ends by its date writes no row on that day."""
    async with pool.writing() as session:
        until = update(appointments).where(appointments.c.user_id == USERS["clerk"]).values(valid_to=clock.today())
        await session.run(Statement(until))
    async with listen("clerk") as stream:
        assert stream.status == 200
        with clock.shifted(timedelta(days=2)):
            await stream.until_over()
        assert stream.heard[-1].data == {"reason": "signed-out"}


async def test_all_who_listen_are_asked_about_in_one_statement(
    listen: Listen, follower: Follower, pool: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "ASKED_EVERY", 3_600.0)
    asked: list[str] = []
    async with listen("clerk"), listen("worker"), listen("handler"), pool.pool.acquire() as connection:
        from app.db.session import Session

        session = Session(connection, pool.memory)
        await follower.ask_again(session)  # a new connection asks about types first
        with connection.query_logger(lambda record: asked.append(record.query)):
            await follower.ask_again(session)
    assert len(asked) == 1


async def test_a_database_that_does_not_say_who_may_listen_lets_nothing_be_heard(
    listen: Listen, cases: Cases, relayed: Relayed, monkeypatch: pytest.MonkeyPatch, app: FastAPI
) -> None:
    from app.services.identity import actors

    refused = asyncio.Event()
    asks = actors.standings

    async def refuse(*_: Any) -> dict[Bearer, str]:
        refused.set()
        raise OSError

    async with listen("clerk") as stream:
        monkeypatch.setattr(actors, "standings", refuse)
        refused.clear()
        await cases.report()
        await relayed()
        await refused.wait()
        refused.clear()
        await refused.wait()
        assert stream.of("case") == []
        monkeypatch.setattr(actors, "standings", asks)
        await stream.until_heard("case")
