"""Soft claims: colleagues see who looks at a case; it ends by itself, and keeps nobody from anything."""

from collections.abc import Callable
from datetime import timedelta

from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.desk import looks
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.desk.asking import opened
from tests.organisation import USERS

Clients = Callable[..., AsyncClient]
_ABSENT = "0193a0c0-0000-7000-8000-0000000000ff"


async def _seen(client: AsyncClient, name: str = "dispatch") -> list[str | None]:
    """Who looks at the cases of a queue, as its reader is told."""
    return [row["looked_at_by_name"] for row in (await opened(client, name))["items"]]


async def test_colleagues_see_who_looks_until_they_look_away(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    dispatcher, leader = client_as("dispatcher"), client_as("centre_leader")
    assert await _seen(leader) == [None]
    told = (await dispatcher.put(f"/cases/{case['id']}/look")).json()

    assert (told["state"], told["looked_at_by_name"]) == ("mine", "用户dispatcher")
    assert await _seen(leader) == ["用户dispatcher"]
    refused = (await leader.put(f"/cases/{case['id']}/look")).json()
    assert (refused["state"], refused["looked_at_by"]) == ("others", str(USERS["dispatcher"]))
    assert (await leader.delete(f"/cases/{case['id']}/look")).status_code == 204
    assert await _seen(leader) == ["用户dispatcher"], "nobody ends the look of another"
    assert (await dispatcher.delete(f"/cases/{case['id']}/look")).status_code == 204
    assert await _seen(leader) == [None]


async def test_a_look_ends_by_itself_and_is_renewed(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    dispatcher, leader = client_as("dispatcher"), client_as("centre_leader")
    began = clock.now()
    with clock.frozen(began):
        first = (await dispatcher.put(f"/cases/{case['id']}/look")).json()
    with clock.frozen(began + timedelta(seconds=100)):
        again = (await dispatcher.put(f"/cases/{case['id']}/look")).json()
    with clock.frozen(began + timedelta(seconds=200)):
        assert await _seen(leader) == ["用户dispatcher"]
    with clock.frozen(began + timedelta(seconds=221)):
        assert await _seen(leader) == [None]
        mine = (await leader.put(f"/cases/{case['id']}/look")).json()

    assert first["looked_at_since"] == again["looked_at_since"]
    assert first["looked_at_until"] < again["looked_at_until"]
    assert mine["state"] == "mine"


async def test_a_look_locks_nothing_and_changes_nothing_of_the_case(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    case = await cases.at("filed")
    before = (
        await session.connection.fetchval("SELECT count(*) FROM case_events"),
        await session.connection.fetchval("SELECT count(*) FROM outbox"),
    )
    await client_as("dispatcher").put(f"/cases/{case['id']}/look")
    after = (
        await session.connection.fetchval("SELECT count(*) FROM case_events"),
        await session.connection.fetchval("SELECT count(*) FROM outbox"),
    )
    moved = await cases.act(
        "centre_leader", case, "dispatch", {"lead": "CG"}, headers={"If-Match": f'"{case["version"]}"'}
    )

    assert before == after
    assert (moved.status_code, moved.json()["version"]) == (200, case["version"] + 1)


async def test_a_look_ends_with_a_move_of_its_holder_and_not_with_a_comment(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    await client_as("dispatcher").put(f"/cases/{case['id']}/look")
    await cases.done("dispatcher", case, "comment", {"note": "核对中"})
    assert await _seen(client_as("centre_leader")) == ["用户dispatcher"]
    await cases.done("dispatcher", case, "send-back", {"note": "请补充"})

    assert await _seen(client_as("clerk"), "triage") == [None]
    assert (await client_as("clerk").put(f"/cases/{case['id']}/look")).json()["state"] == "mine"


async def test_several_are_looked_at_at_once_each_by_itself(cases: Cases, client_as: Clients) -> None:
    mine, theirs = await cases.at("filed"), await cases.at("filed")
    await client_as("centre_leader").put(f"/cases/{theirs['id']}/look")
    asked = [theirs["id"], mine["id"], _ABSENT, mine["id"]]
    items = (await client_as("dispatcher").put("/looks", json={"case_ids": asked})).json()["items"]

    assert [(item["case_id"], item["state"]) for item in items] == [
        (theirs["id"], "others"), (mine["id"], "mine"), (_ABSENT, "not_found"),
    ]  # fmt: skip


async def test_who_decides_nothing_of_a_case_cannot_hold_it_in_view(cases: Cases, client_as: Clients) -> None:
    """Else a worker could keep a case from being anybody's next."""
    case = await cases.at("filed")

    assert (await client_as("worker").put(f"/cases/{case['id']}/look")).status_code == 403
    assert (await client_as("handler").put(f"/cases/{case['id']}/look")).status_code == 404
    (item,) = (await client_as("worker").put("/looks", json={"case_ids": [case["id"]]})).json()["items"]
    assert (item["state"], item["looked_at_by"]) == ("not_permitted", None)
    assert await _seen(client_as("dispatcher")) == [None]


async def test_who_verifies_a_case_and_who_may_claim_it_can_look_at_it(cases: Cases, client_as: Clients) -> None:
    """What `?next=` of their own queues gives them to look at, they can go on looking at."""
    verified = await cases.report()
    asked = {"missing": "权属", "verifier_id": str(USERS["worker"])}
    await cases.done("clerk", verified, "request-verification", asked)
    assert (await client_as("worker").put(f"/cases/{verified['id']}/look")).json()["state"] == "mine"
    assert (await client_as("second_worker").put(f"/cases/{verified['id']}/look")).status_code == 403
    pooled = await cases.at("pooled")
    eligible = await client_as("handler").put(f"/cases/{pooled['id']}/look")
    assert (eligible.status_code, eligible.json()["state"]) == (200, "mine"), eligible.text


async def test_what_is_over_is_swept(
    cases: Cases, client_as: Clients, session: Session, database: OneConnection
) -> None:
    old, young = await cases.at("filed"), await cases.at("filed")
    with clock.frozen(clock.now() - timedelta(minutes=10)):
        await client_as("dispatcher").put(f"/cases/{old['id']}/look")
    await client_as("dispatcher").put(f"/cases/{young['id']}/look")

    assert await looks.sweep(database) == 1
    left = await session.connection.fetch("SELECT case_id::text FROM looks")
    assert [row["case_id"] for row in left] == [young["id"]]


async def test_who_writes_takes_a_look_over_from_who_only_looks(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    dispatcher, leader = client_as("dispatcher"), client_as("centre_leader")

    async def told(client: AsyncClient, writing: bool | None = None) -> tuple[str, str, bool]:
        """What they are told who look or write, or go on in several."""
        one = f"/cases/{case['id']}/look"
        if writing is None:
            view = (await client.put("/looks", json={"case_ids": [case["id"]]})).json()["items"][0]
        else:
            view = (await client.put(one, params={"writing": writing})).json()
        return view["state"], view["looked_at_by_name"], view["looked_at_writing"]

    assert await told(dispatcher, False) == ("mine", "用户dispatcher", False)
    assert await told(leader, False) == ("others", "用户dispatcher", False)
    assert await told(leader, True) == ("mine", "用户centre_leader", True)
    assert await told(leader) == ("mine", "用户centre_leader", True)
    assert await told(dispatcher, True) == ("others", "用户centre_leader", True)
    (row,) = (await opened(dispatcher, "dispatch"))["items"]
    assert (row["looked_at_by_name"], row["looked_at_writing"]) == ("用户centre_leader", True)
    assert await told(leader, False) == ("mine", "用户centre_leader", False)
    assert await told(dispatcher, True) == ("mine", "用户dispatcher", True)
