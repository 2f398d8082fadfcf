"""What a unit keeps in view beside what waits for it: each queue holds what it says, and leaves when that is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.cases import Cases
from tests.organisation import USERS
from tests.times import at

Clients = Callable[..., AsyncClient]


async def held(client_as: Clients, name: str, who: str = "handler") -> list[str]:
    answer = await client_as(who).get(f"/queues/{name}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_what_is_yellow_or_red_is_due_soon_by_its_deadline(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    with clock.frozen(at("17 09:00")):
        late, warned, fresh = [await cases.at("handling") for _ in range(3)]
        unsigned = await cases.at("dispatched")
        for case, due, warn in ((late, -60, -90), (warned, 30, 0), (fresh, 300, 240), (unsigned, 45, -5)):
            await session.connection.execute(
                "UPDATE cases SET due_at = $1, warn_at = $2 WHERE id = $3",
                clock.now() + timedelta(minutes=due), clock.now() + timedelta(minutes=warn), case["id"],
            )  # fmt: skip

        assert await held(client_as, "due-soon") == [late["id"], warned["id"], unsigned["id"]]
        assert await held(client_as, "due-soon", "water_handler") == []


async def test_what_was_sent_back_is_to_be_done_again_until_it_is_done(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("resolved")
    await cases.at("handling")
    await cases.done("dispatcher", case, "rework", {"reason_code": "partly_done"})
    again = await held(client_as, "again")
    await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})

    assert (again, await held(client_as, "again")) == ([case["id"]], [])


async def test_a_return_is_in_view_until_it_is_decided(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("return_review")
    asked = await held(client_as, "returning")
    await cases.done("dispatcher", case, "refuse-return", {"note": "属本单位职责"})

    assert (asked, await held(client_as, "returning")) == ([case["id"]], [])
    assert await held(client_as, "to-sign") == [case["id"]]


async def test_an_order_waits_for_its_answer_whatever_the_status(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")
    await cases.done("supervisor", case, "supervise", {"demand": "请到场处置并回复"})
    await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
    waiting = await held(client_as, "ordered")
    home = (await client_as("handler").get("/home")).json()
    await cases.done("handler", case, "answer-supervision", {"answer": "已到场清理"})

    assert (waiting, await held(client_as, "ordered")) == ([case["id"]], [])
    assert [told["queue"] for told in home["due_next"]] == ["ordered"]


async def test_what_stands_still_is_in_view_until_it_resumes(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")
    until = (clock.now() + timedelta(days=2)).isoformat()
    ask = {"reason_code": "needs_budget", "note": "待财政批复", "resume_at": until}
    await cases.done("handler", case, "request-suspension", ask)
    await cases.done("dispatcher", case, "approve-suspension")
    await cases.done("centre_leader", case, "approve-suspension")
    still = await held(client_as, "suspended")
    await cases.done("handler", case, "resume")

    assert (still, await held(client_as, "suspended")) == ([case["id"]], [])


async def test_what_nobody_handles_is_so_until_somebody_does(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("dispatched")
    await cases.at("handling")
    nobodys = await held(client_as, "unassigned", "lead")
    await cases.done("lead", case, "transfer", {"person_id": str(USERS["handler"])})

    assert (nobodys, await held(client_as, "unassigned", "lead")) == ([case["id"]], [])


@pytest.mark.parametrize("name", ["ordered", "due-soon", "again", "returning", "suspended", "unassigned"])
async def test_who_is_of_no_unit_has_none_of_them(client_as: Clients, name: str) -> None:
    assert (await client_as("dispatcher").get(f"/queues/{name}")).status_code == 404
