"""The home screen in one round trip."""

from collections.abc import Awaitable, Callable

from httpx import AsyncClient

from app.db.session import Session
from tests.cases import Cases
from tests.organisation import USERS
from tests.sync.phone import Phone

Clients = Callable[..., AsyncClient]


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
