"""A rating link 评价链接: who issued it stands in the history, and asking again under the same key shows it again."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app import clock
from app.crypto.encryption import Encryption
from app.db.session import Session
from app.workflow.limits import RATING_WINDOW
from tests.cases import Cases
from tests.organisation import USERS

CONTACT = {"name": "王女士", "phone": "13800000000"}
Clients = Callable[..., AsyncClient]


async def issue(client_as: Clients, case: dict[str, Any], who: str = "clerk", **headers: str) -> Response:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client_as(who).post(f"/cases/{case['id']}/rating-link", headers=told)


async def events_of(client_as: Clients, case: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client_as("supervisor").get(f"/cases/{case['id']}/events")).json()["items"]
    return found


async def test_the_history_tells_who_issued_a_link_and_never_the_link(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    case = await cases.at("closed", contact=CONTACT)
    link = (await issue(client_as, case)).json()

    event = (await events_of(client_as, case))[-1]
    assert (event["action"], event["from_status"], event["to_status"]) == ("issue_rating_link", "closed", "closed")
    assert event["actor_id"] == str(USERS["clerk"])
    assert event["data"].keys() == {"round", "expires_at", "asked"}
    assert event["data"]["asked"] == "reporter"
    assert event["data"]["expires_at"][:19] == link["expires_at"][:19]
    told = await session.connection.fetch("SELECT * FROM case_events, outbox WHERE case_events.case_id IS NOT NULL")
    for secret in (link["token"], hashlib.sha256(link["token"].encode()).hexdigest()):
        assert secret not in str([dict(row) for row in told])


async def test_a_link_moves_no_clock_and_no_timer(cases: Cases, client_as: Clients, session: Session) -> None:
    case = await cases.at("closed", contact=CONTACT)
    before = (await client_as("clerk").get(f"/cases/{case['id']}")).json()
    timers = "SELECT kind, due_at FROM case_timers ORDER BY kind"
    running = await session.connection.fetch(timers)
    with clock.shifted(timedelta(hours=5)):
        assert (await issue(client_as, case)).status_code == 201
    after = (await client_as("clerk").get(f"/cases/{case['id']}")).json()

    assert after == before | {"version": before["version"] + 1}
    assert await session.connection.fetch(timers) == running


async def test_the_same_key_shows_the_same_link_and_the_database_cannot_read_it(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    case = await cases.at("closed", contact=CONTACT)
    first = await issue(client_as, case, Idempotency_Key="link-1")
    again = await issue(client_as, case, Idempotency_Key="link-1")

    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-store"
    assert [event["action"] for event in await events_of(client_as, case)].count("issue_rating_link") == 1
    kept = await session.connection.fetchval("SELECT body FROM receipts WHERE key = 'link-1'")
    assert kept
    assert first.json()["token"] not in kept
    assert await session.connection.fetchval("SELECT count(*) FROM rating_tokens") == 1
    rated = await client_as(None).post(f"/public/ratings/{again.json()['token']}", json={"score": 5, "solved": True})
    assert rated.json()["status"] == "archived"
    assert (await issue(client_as, case, Idempotency_Key="link-1")).content == first.content, "kept, used or not"


async def test_another_key_or_user_gets_another_link(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("closed", contact=CONTACT)
    answers = [
        await issue(client_as, case, Idempotency_Key="link-1"),
        await issue(client_as, case, Idempotency_Key="link-2"),
        await issue(client_as, case, "dispatcher", Idempotency_Key="link-1"),
        await issue(client_as, case),
        await issue(client_as, case),
    ]

    assert len({answer.json()["token"] for answer in answers}) == len(answers)
    assert [event["action"] for event in await events_of(client_as, case)].count("issue_rating_link") == len(answers)


async def test_a_key_used_for_another_case_is_refused(cases: Cases, client_as: Clients) -> None:
    case, other = [await cases.at("closed", contact=CONTACT) for _ in range(2)]
    assert (await issue(client_as, case, Idempotency_Key="link-1")).status_code == 201

    assert (await issue(client_as, other, Idempotency_Key="link-1")).json()["code"] == "key-reused"


async def test_after_a_change_of_the_signing_key_a_kept_link_is_gone_and_a_new_one_is_made(
    cases: Cases, client_as: Clients, app: FastAPI
) -> None:
    case = await cases.at("closed", contact=CONTACT)
    assert (await issue(client_as, case, Idempotency_Key="link-1")).status_code == 201
    app.state.encryption = Encryption(["the signing key of the day after tomorrow"], "receipts")

    assert (await issue(client_as, case, Idempotency_Key="link-1")).json()["code"] == "gone"
    assert (await issue(client_as, case, Idempotency_Key="link-2")).status_code == 201


async def test_what_is_offered_is_what_is_allowed(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("closed", contact=CONTACT)
    for who in ("clerk", "dispatcher", "centre_leader", "handler", "lead", "worker", "supervisor"):
        seen = (await client_as(who).get(f"/cases/{case['id']}")).json()["allowed_actions"]
        offered = "rating-link" in [offer["path"] for offer in seen]
        assert (await issue(client_as, case, who)).status_code == (201 if offered else 403), who
        assert offered == (who in ("clerk", "dispatcher", "centre_leader"))


async def test_a_link_is_refused_out_of_time_and_for_a_version_that_is_not_the_present(
    cases: Cases, client_as: Clients
) -> None:
    case = await cases.at("resolved", contact=CONTACT)
    assert (await issue(client_as, case)).json()["code"] == "wrong-state"
    case = await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
    assert (await issue(client_as, case, If_Match='"1"')).json()["code"] == "stale-version"
    with clock.shifted(RATING_WINDOW):
        assert (await issue(client_as, case)).json()["condition"] == "rating-window-over"

    assert (await issue(client_as, case, If_Match=f'"{case["version"]}"')).status_code == 201


async def test_the_page_takes_all_the_words_it_promises_to(
    cases: Cases, app: FastAPI, client_as: Callable[..., AsyncClient], session: Session
) -> None:
    case = await cases.at("closed", contact={"name": "王女士", "phone": "13800000000"})
    token = (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()["token"]
    form = {"score": "2", "solved": "true", "words": "慢" * 1000}
    async with AsyncClient(transport=ASGITransport(app), base_url="http://resident") as browser:
        answer = await browser.post(f"/r/{token}", data=form)

    assert answer.status_code == 200, answer.text
    assert await session.connection.fetchval("SELECT length(words) FROM ratings") == 1000
