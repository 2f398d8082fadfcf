"""The home screen in one round trip."""

from collections.abc import Awaitable, Callable

import pytest
from httpx import AsyncClient

from app.db.session import Session
from app.services.reading import queues
from tests.cases import ROUTES, Cases
from tests.organisation import USERS
from tests.sync.phone import Phone

Clients = Callable[..., AsyncClient]
#: Queues that ask nobody to act, or hold what another asks for.
SHOWN_ALONE = {
    "my-reports", "my-cases", "overdue", "published", "due-soon", "again", "returning", "suspended", "unassigned",
}  # fmt: skip


async def test_a_worker_sees_what_waits_and_what_is_due_first(client_as: Clients, cases: Cases) -> None:
    later = await cases.at("checking")
    asked = {"missing": "权属单位", "verifier_id": str(USERS["worker"])}
    sooner = await cases.done("clerk", await cases.report(), "request-verification", asked)
    home = (await client_as("worker").get("/home")).json()
    counts = {queue["name"]: queue["count"] for queue in home["queues"]}

    assert counts["to-verify"] == 1
    assert {told["case"]["id"] for told in home["due_next"]} <= {sooner["id"], later["id"]}
    assert home["due_next"][0]["queue"] == "to-verify"
    assert home["due_next"][0]["acts_by"] == home["due_next"][0]["case"]["stage_due_at"]


async def test_the_unit_sees_what_it_was_told(client_as: Clients, cases: Cases) -> None:
    case = await cases.at("handling")
    await cases.done("dispatcher", case, "urge", {"note": "请抓紧"})
    client = client_as("handler")
    home = (await client.get("/home")).json()

    assert home["inbox"]["count"] == len(home["inbox"]["latest"]) == 1
    assert home["inbox"]["latest"][0]["action"] == "urge"
    assert [told["case"]["id"] for told in home["due_next"]] == [case["id"]]


async def test_it_says_whether_a_pull_would_bring_anything(
    client_as: Clients, cases: Cases, relayed: Callable[[], Awaitable[int]]
) -> None:
    phone = Phone(client_as("worker"), relayed)
    assert (await phone.client.get("/home")).json()["pull"] is None
    await phone.pull()
    assert (await phone.client.get("/home", params={"cursor": phone.cursor})).json()["pull"] is False
    await cases.report()
    await relayed()
    assert (await phone.client.get("/home", params={"cursor": phone.cursor})).json()["pull"] is True


async def test_history_that_came_in_bulk_is_news(
    client_as: Clients, relayed: Callable[[], Awaitable[int]], session: Session
) -> None:
    phone = Phone(client_as("worker"), relayed)
    await phone.pull()
    await session.connection.execute("UPDATE change_head SET epoch = epoch + 1")

    assert (await phone.client.get("/home", params={"cursor": phone.cursor})).json()["pull"] is True


async def test_rubbish_for_a_cursor_is_refused(client_as: Clients) -> None:
    answer = await client_as("worker").get("/home", params={"cursor": "x"})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


@pytest.mark.parametrize(
    ("who", "queues"),
    [("clerk", 2), ("dispatcher", 6), ("centre_leader", 10), ("handler", 13), ("water_handler", 13), ("worker", 3),
     ("supervisor", 1), ("hotline", 1)],
)  # fmt: skip
async def test_it_shows_what_the_lists_show(client_as: Clients, cases: Cases, who: str, queues: int) -> None:
    """It is asked for in one statement of its own; the lists have theirs."""
    for status in ROUTES:
        await cases.at(status)
    asked = {"missing": "权属单位", "verifier_id": str(USERS["worker"])}
    await cases.done("clerk", await cases.report(), "request-verification", asked)
    await cases.done("dispatcher", await cases.at("filed"), "dispatch", {"lead": "CG", "assists": ["SW"]})
    requested = await cases.at("handling")
    await cases.done("handler", requested, "request-extension", {"amount": 1, "reason_code": "complex"})
    await cases.done("dispatcher", requested, "urge", {"note": "请抓紧"})
    await cases.done("supervisor", requested, "supervise", {"demand": "请到场处置并回复"})
    client = client_as(who)
    home = (await client.get("/home")).json()
    first = [
        (
            min((moment for moment in (case["stage_due_at"], case["due_at"]) if moment), default=None),
            queue["name"],
            case,
        )
        for queue in home["queues"]
        if queue["name"] not in SHOWN_ALONE
        for case in (await client.get(f"/queues/{queue['name']}", params={"limit": 5})).json()["items"]
    ]
    once = {case["id"]: (acts_by, queue, case) for acts_by, queue, case in reversed(first)}
    due = sorted(once.values(), key=lambda told: (told[0] is None, told[0], told[2]["reported_at"], told[2]["id"]))[:5]

    assert len(home["queues"]) == queues
    assert home["queues"] == (await client.get("/queues")).json()["items"]
    assert [(told["acts_by"], told["queue"], told["case"]) for told in home["due_next"]] == due
    inbox = (await client.get("/inbox", params={"unread": True, "limit": 5})).json()
    assert home["inbox"] == {"count": inbox["unread"], "latest": inbox["items"]}


async def test_who_has_no_queue_has_a_home(client_as: Clients, cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "QUEUES", ())
    await cases.at("handling")
    home = (await client_as("handler").get("/home")).json()

    assert (home["queues"], home["due_next"]) == ([], [])
