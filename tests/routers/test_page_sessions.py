"""A session of a page: a cookie that no script reads and no neighbour plants, good for our own pages alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app import clock
from app.db.session import Session
from app.services.administration import giving_passwords
from app.services.identity import page_sessions
from app.services.identity.one_time import random_one_time
from tests.organisation import PASSWORD, USERS

OURS = {"Sec-Fetch-Site": "same-origin", "X-Yikou-Page": "1"}
HTTP, HTTPS = "http://yikou.example", "https://yikou.example"


def browser(app: FastAPI, base: str = HTTPS, root: str = "", **headers: str) -> AsyncClient:
    """What a browser sends from one of our pages."""
    transport = ASGITransport(app, root_path=root)
    return AsyncClient(transport=transport, base_url=f"{base}{root}/api/v1", headers=OURS | headers)


async def _sign_in(client: AsyncClient, username: str = "worker", **more: Any) -> Response:
    return await client.post("/session", json={"username": username, "password": PASSWORD} | more)


@asynccontextmanager
async def signed_in(app: FastAPI, username: str = "worker", **more: Any) -> AsyncIterator[AsyncClient]:
    async with browser(app) as client:
        assert (await _sign_in(client, username, **more)).status_code == 200
        yield client


def _set(answer: Response) -> Any:
    ((name, morsel),) = SimpleCookie(answer.headers["set-cookie"]).items()
    return name, morsel


async def test_the_cookie_is_of_this_host_alone_and_no_script_reads_it(app: FastAPI) -> None:
    name, told = _set(await _sign_in(browser(app)))

    assert name == "__Host-yikou"
    assert (told["secure"], told["httponly"], told["samesite"], told["path"]) == (True, True, "Strict", "/")
    assert told["domain"] == told["max-age"] == ""
    assert len(told.value) == 43


async def test_whoever_stays_keeps_it_for_a_month(app: FastAPI) -> None:
    _, told = _set(await _sign_in(browser(app), stay=True))

    assert told["max-age"] == str(30 * 86_400)


async def test_over_plain_http_it_has_no_prefix(app: FastAPI) -> None:
    async with browser(app, HTTP) as client:
        name, told = _set(await _sign_in(client))

        assert (name, told["secure"]) == ("yikou", "")
        assert (await client.get("/me")).status_code == 200


async def test_below_a_path_its_name_says_the_path(app: FastAPI) -> None:
    async with browser(app, HTTPS, "/town/a") as client:
        name, told = _set(await _sign_in(client))

        assert (name, told["path"]) == ("__Host-yikou-town-a", "/")
        assert (await client.get("/me")).status_code == 200
        assert (await browser(app, HTTPS, cookie=f"{name}={told.value}").get("/me")).status_code == 401


async def test_it_says_who_is_here_and_which_screens_are_theirs(app: FastAPI) -> None:
    async with signed_in(app, "supervisor") as client:
        told = (await client.get("/session")).json()

        assert (told["posts"], told["password_change_required"]) == (["supervisor"], False)
        assert all(set(screen) == {"address", "name", "name_zh"} for screen in told["screens"])
        assert (await client.get("/me")).json()["id"] == told["user_id"] == str(USERS["supervisor"])


async def test_households_and_points_are_for_every_post_that_may_something_there(app: FastAPI) -> None:
    theirs = {}
    for who in ("worker", "clerk", "dispatcher", "handler", "admin"):
        async with signed_in(app, who) as client:
            told = (await client.get("/session")).json()
            theirs[who] = "village" in {screen["address"] for screen in told["screens"]}

    assert theirs == {"worker": True, "clerk": True, "dispatcher": False, "handler": False, "admin": False}


async def test_where_nobody_is_signed_in_that_is_no_error(app: FastAPI, client_as: Callable[..., AsyncClient]) -> None:
    assert (await browser(app).get("/session")).status_code == 204
    assert (await client_as("worker").get("/session")).status_code == 204  # of tokens, and none of a page
    assert (await browser(app).get("/session", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403


async def test_a_wrong_password_opens_none_and_counts_as_by_token(app: FastAPI) -> None:
    client = browser(app)
    wrong = {"username": "worker", "password": "wrong"}
    answers = [await client.post("/session", json=wrong) for _ in range(11)]
    by_token = await client.post("/auth/token", data={"username": "worker", "password": PASSWORD})

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert by_token.status_code == 429
    assert not client.cookies


async def test_signing_in_again_gives_another_id_and_ends_the_old_one(app: FastAPI) -> None:
    async with signed_in(app) as client:
        before = client.cookies["__Host-yikou"]
        await _sign_in(client, "clerk")

        assert client.cookies["__Host-yikou"] != before
        assert (await browser(app, cookie=f"__Host-yikou={before}").get("/me")).status_code == 401


async def test_an_id_that_was_planted_is_never_taken_on(app: FastAPI) -> None:
    planted = "a" * 43
    _, told = _set(await _sign_in(browser(app, cookie=f"__Host-yikou={planted}")))

    assert told.value != planted
    assert (await browser(app, cookie=f"__Host-yikou={planted}").get("/me")).status_code == 401


@pytest.mark.parametrize(
    "cookie", ["yikou={0}", "__Host-yikou={0}; __Host-yikou=" + "b" * 43, "__host-yikou={0}", "__Host-yikou={0}x"]
)
async def test_over_https_no_other_cookie_counts(app: FastAPI, cookie: str) -> None:
    async with signed_in(app) as client:
        secret = client.cookies["__Host-yikou"]

    assert (await browser(app, cookie=f"__Host-yikou={secret}").get("/me")).status_code == 200
    assert (await browser(app, cookie=cookie.format(secret)).get("/me")).status_code == 401


async def test_what_the_database_keeps_opens_nothing(app: FastAPI, session: Session) -> None:
    async with signed_in(app) as client:
        secret = client.cookies["__Host-yikou"]
        stolen = await session.connection.fetchval("SELECT secret_hash FROM page_sessions")

    assert secret not in stolen
    for told in (stolen, stolen[:43]):
        assert (await browser(app, cookie=f"__Host-yikou={told}").get("/me")).status_code == 401


NOT_OURS = [
    {"Sec-Fetch-Site": "cross-site", "X-Yikou-Page": "1"},
    {"Sec-Fetch-Site": "same-site", "X-Yikou-Page": "1"},
    {"Sec-Fetch-Site": "none", "X-Yikou-Page": "1"},
    {"Sec-Fetch-Site": "cross-site", "Origin": HTTPS, "X-Yikou-Page": "1"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "X-Yikou-Page": "0"},
    {"Origin": "https://evil.example", "X-Yikou-Page": "1"},
    {"Origin": "https://yikou.example.evil.example", "X-Yikou-Page": "1"},
    {"Origin": "https://yikou.example:8443", "X-Yikou-Page": "1"},
    {"Origin": "null", "X-Yikou-Page": "1"},
    {"Origin": HTTPS},
    {"X-Yikou-Page": "1"},
    {},
]


@pytest.mark.parametrize("said", NOT_OURS)
async def test_no_other_page_writes_by_the_cookie(app: FastAPI, said: dict[str, str]) -> None:
    async with signed_in(app) as client:
        client.headers = {"Cookie": client.headers.get("cookie", "")}  # type: ignore[assignment]
        del client.headers["Cookie"]
        write = await client.post("/cases", json={"description": "路灯不亮"}, headers=said)
        again = await _sign_in_by(client, said)
        out = await client.delete("/session", headers=said)

        for answer in (write, again, out):
            assert (answer.status_code, answer.json()["code"]) == (403, "not-from-our-page")
        assert (await client.get("/me")).status_code == 200


async def _sign_in_by(client: AsyncClient, said: dict[str, str]) -> Response:
    return await client.post("/session", json={"username": "worker", "password": PASSWORD}, headers=said)


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "same-origin", "X-Yikou-Page": "1"},
        {"Origin": HTTPS, "X-Yikou-Page": "1"},
        {"Origin": "HTTPS://YIKOU.EXAMPLE", "X-Yikou-Page": "1"},
    ],
)
async def test_our_own_pages_write(app: FastAPI, said: dict[str, str]) -> None:
    async with signed_in(app) as client:
        del client.headers["Sec-Fetch-Site"], client.headers["X-Yikou-Page"]
        answer = await client.post("/cases", json={"description": "路灯不亮"}, headers=said)

        assert answer.status_code == 201


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)]
)
async def test_no_other_page_reads_by_the_cookie(app: FastAPI, site: str, status: int) -> None:
    async with signed_in(app) as client:
        assert (await client.get("/me", headers={"Sec-Fetch-Site": site})).status_code == status


async def test_a_page_that_speaks_for_one_user_does_nothing_as_another(app: FastAPI) -> None:
    async with signed_in(app, "worker") as page:
        for who, read, written in (("worker", 200, 201), ("second_worker", 401, 401)):
            page.headers["X-Yikou-User"] = str(USERS[who])
            assert (await page.get("/me")).status_code == read
            assert (await page.post("/cases", json={"description": "路灯不亮"})).status_code == written


async def test_a_token_is_asked_for_nothing_of_the_kind_and_comes_first(
    app: FastAPI, client_as: Callable[..., AsyncClient]
) -> None:
    async with signed_in(app) as client:
        bearer = {"Authorization": client_as("clerk").headers["authorization"]}
        elsewhere = bearer | {"Sec-Fetch-Site": "cross-site"}
        assert (await client.get("/me", headers=elsewhere)).json()["id"] == str(USERS["clerk"])
        for wrong in ("Bearer no-token", "Basic d29ya2VyOng="):
            assert (await client.get("/me", headers={"Authorization": wrong})).status_code == 401


async def test_signing_out_ends_it_at_once_and_takes_the_cookie_away(app: FastAPI) -> None:
    async with signed_in(app) as client:
        secret = client.cookies["__Host-yikou"]
        answer = await client.delete("/session")
        name, told = _set(answer)

        assert (answer.status_code, name, told.value, told["max-age"]) == (204, "__Host-yikou", "", "0")
        assert (await browser(app, cookie=f"__Host-yikou={secret}").get("/me")).status_code == 401
        assert (await client.delete("/session")).status_code == 204
        assert (await client.get("/session")).status_code == 204


async def test_it_ends_when_it_has_rested_and_goes_on_while_it_is_used(app: FastAPI) -> None:
    async with signed_in(app) as client:
        for hours in (11, 22, 33):
            with clock.shifted(timedelta(hours=hours)):
                assert (await client.get("/me")).status_code == 200
        with clock.shifted(timedelta(hours=33 + 12, seconds=1)):
            assert (await client.get("/me")).status_code == 401


async def test_whoever_stays_may_rest_for_a_month(app: FastAPI) -> None:
    async with signed_in(app, stay=True) as client:
        with clock.shifted(timedelta(days=29)):
            assert (await client.get("/me")).status_code == 200
        with clock.shifted(timedelta(days=60)):
            assert (await client.get("/me")).status_code == 401


async def test_some_day_it_ends_however_much_it_is_used(app: FastAPI) -> None:
    async with signed_in(app, stay=True) as client:
        for days in (25, 50, 75, 89):
            with clock.shifted(timedelta(days=days)):
                assert (await client.get("/me")).status_code == 200
        with clock.shifted(timedelta(days=90, seconds=1)):
            assert (await client.get("/me")).status_code == 401


async def test_a_use_is_written_down_once_in_five_minutes(app: FastAPI, session: Session) -> None:
    async def used() -> Any:
        return await session.connection.fetchval(
            "SELECT used_at FROM token_families JOIN page_sessions ON family_id = id"
        )

    async with signed_in(app) as client:
        begun = await used()
        await client.get("/me")
        assert await used() == begun
        with clock.shifted(timedelta(minutes=6)):
            await client.get("/me")
        assert await used() > begun


async def test_who_came_by_a_one_time_password_changes_it_first(app: FastAPI, session: Session) -> None:
    once = random_one_time(7)
    await giving_passwords.set_password(session, "worker", once)
    async with browser(app) as client:
        answer = await client.post("/session", json={"username": "worker", "password": once.password})
        assert answer.json()["password_change_required"] is True
        refused = await client.get("/me")
        assert (refused.status_code, refused.json()["code"]) == (403, "password-change-required")
        change = {"old_password": once.password, "new_password": "some-Other-9713"}
        assert (await client.post("/auth/password", json=change)).status_code == 204
        assert (await client.get("/me")).status_code == 200


async def test_a_new_password_ends_the_other_sessions_of_pages(app: FastAPI) -> None:
    async with signed_in(app) as here, signed_in(app) as there:
        change = {"old_password": PASSWORD, "new_password": "some-Other-9713"}
        assert (await here.post("/auth/password", json=change)).status_code == 204

        assert (await here.get("/me")).status_code == 200
        assert (await there.get("/me")).status_code == 401


async def test_a_cookie_of_another_kind_asks_the_database_nothing(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_sessions.queries, "FIND", None)
    for told in ("theme=dark", "__Host-yikou=short", "__Host-yikou=" + "ä" * 43, "=; ;;", "__Host-yikou"):
        client = browser(app)
        answer = await client.get("/me", headers={"Cookie": told.encode()})  # type: ignore[dict-item]
        assert answer.status_code == 401


async def test_outside_a_demo_no_account_is_offered(app: FastAPI) -> None:
    answer = await browser(app).get("/session/demo-accounts")

    assert (answer.status_code, answer.json()) == (200, {"items": []})
