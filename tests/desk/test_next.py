"""`?next=`: the answer to an action carries the next case of a queue, looked at for whoever acted."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from httpx import AsyncClient, Response

from app.db.session import Session
from tests.cases import Cases
from tests.desk.asking import ids, opened
from tests.organisation import USERS

Clients = Callable[..., AsyncClient]


async def _dispatch(client: AsyncClient, case_id: str, queue: str = "dispatch", **headers: str) -> Response:
    return await client.post(f"/cases/{case_id}/dispatch", json={"lead": "CG"}, params={"next": queue}, headers=headers)


def _next(answer: Response) -> str | None:
    assert answer.status_code == 200, answer.text
    following = answer.json()["next"]
    return None if following is None else following["row"]["id"]


async def test_a_queue_is_worked_through_by_its_answers(cases: Cases, client_as: Clients) -> None:
    for _ in range(4):
        await cases.at("filed")
    dispatcher = client_as("dispatcher")
    order = ids(await opened(dispatcher, "dispatch"))
    followed, case_id = [order[0]], order[0]
    while (following := _next(await _dispatch(dispatcher, case_id))) is not None:
        followed.append(following)
        case_id = following

    assert followed == order
    assert (await opened(dispatcher, "dispatch"))["count"] == 0


async def test_the_next_case_is_as_the_desk_shows_it_and_looked_at(cases: Cases, client_as: Clients) -> None:
    for _ in range(2):
        await cases.at("filed")
    dispatcher = client_as("dispatcher")
    first, second = ids(await opened(dispatcher, "dispatch"))
    following = (await _dispatch(dispatcher, first)).json()["next"]
    page = await opened(dispatcher, "dispatch")

    (row,) = page["items"]
    moving = {"waiting_seconds"}
    assert {k: v for k, v in following["row"].items() if k not in moving} == {
        k: v for k, v in row.items() if k not in moving
    }
    assert following["buttons"] == page["buttons"]
    assert (row["id"], row["looked_at_by"]) == (second, str(USERS["dispatcher"]))


async def test_what_somebody_else_looks_at_is_passed_over(cases: Cases, client_as: Clients) -> None:
    for _ in range(4):
        await cases.at("filed")
    dispatcher, leader = client_as("dispatcher"), client_as("centre_leader")
    first, second, third, fourth = ids(await opened(dispatcher, "dispatch"))
    await leader.put(f"/cases/{second}/look")

    assert _next(await _dispatch(dispatcher, first)) == third
    assert _next(await _dispatch(leader, second)) == fourth, "the third is with the dispatcher"
    assert _next(await _dispatch(dispatcher, third)) is None, "the fourth is with the leader"


async def test_it_goes_on_after_the_case_and_not_from_the_beginning(cases: Cases, client_as: Clients) -> None:
    for _ in range(3):
        await cases.at("filed")
    dispatcher = client_as("dispatcher")
    _, second, third = ids(await opened(dispatcher, "dispatch"))

    assert _next(await _dispatch(dispatcher, second)) == third
    assert _next(await _dispatch(dispatcher, third)) is None


async def test_another_queue_than_that_of_the_case_may_be_asked_for(cases: Cases, client_as: Clients) -> None:
    filed = await cases.at("filed")
    returned = await cases.at("return_review")
    dispatcher = client_as("dispatcher")

    assert _next(await _dispatch(dispatcher, filed["id"], "returns")) == returned["id"]


async def test_a_queue_that_is_not_theirs_is_refused_and_nothing_is_done(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    dispatcher = client_as("dispatcher")
    for queue in ("triage", "none-of-ours", str(uuid4())):
        answer = await _dispatch(dispatcher, case["id"], queue)
        assert answer.status_code == 404, answer.text

    assert (await dispatcher.get(f"/cases/{case['id']}")).json()["version"] == case["version"]


async def test_a_refused_action_takes_no_look(cases: Cases, client_as: Clients) -> None:
    case, _ = await cases.at("filed"), await cases.at("filed")
    dispatcher = client_as("dispatcher")
    refused = await dispatcher.post(f"/cases/{case['id']}/dispatch", json={"lead": "FAR"}, params={"next": "dispatch"})
    page = await opened(dispatcher, "dispatch")

    assert refused.status_code == 422
    assert [row["looked_at_by"] for row in page["items"]] == [None, None]


# --- sent again ------------------------------------------------------------------------------------------------------


def _without_moment(answer: Response) -> dict[str, Any]:
    told: dict[str, Any] = answer.json()
    if told["next"] is not None:
        told["next"]["row"].pop("waiting_seconds")
        told["next"]["row"].pop("looked_at_until")
    return told


async def test_sent_again_the_answer_is_the_same_while_nothing_has_changed(cases: Cases, client_as: Clients) -> None:
    for _ in range(3):
        await cases.at("filed")
    dispatcher, key = client_as("dispatcher"), {"Idempotency-Key": str(uuid4())}
    first, second, _ = ids(await opened(dispatcher, "dispatch"))
    answer, again = await _dispatch(dispatcher, first, **key), await _dispatch(dispatcher, first, **key)

    assert again.headers["idempotency-replayed"] == "true"
    assert _next(answer) == second
    assert _without_moment(again) == _without_moment(answer)


async def test_sent_again_the_next_case_is_what_is_next_now(cases: Cases, client_as: Clients) -> None:
    """A kept next case would be one that somebody has dealt with meanwhile."""
    for _ in range(3):
        await cases.at("filed")
    dispatcher, key = client_as("dispatcher"), {"Idempotency-Key": str(uuid4())}
    first, second, third = ids(await opened(dispatcher, "dispatch"))
    assert _next(await _dispatch(dispatcher, first, **key)) == second
    await cases.done("centre_leader", second, "dispatch", {"lead": "SW"})

    again = await _dispatch(dispatcher, first, **key)
    assert (again.json()["lead_department_code"], _next(again)) == ("CG", third)


async def test_what_is_kept_holds_no_other_case(cases: Cases, client_as: Clients, session: Session) -> None:
    for _ in range(2):
        await cases.at("filed")
    dispatcher, key = client_as("dispatcher"), {"Idempotency-Key": str(uuid4())}
    first, second = ids(await opened(dispatcher, "dispatch"))
    await _dispatch(dispatcher, first, **key)
    kept = await session.connection.fetchval("SELECT body FROM receipts WHERE key = $1", key["Idempotency-Key"])

    assert second not in kept
    plain = await dispatcher.post(f"/cases/{first}/dispatch", json={"lead": "CG"}, headers=key)
    assert "next" not in plain.json(), "who asks for no next case is told none"


async def test_asked_for_only_when_sent_again_it_begins_with_the_first(cases: Cases, client_as: Clients) -> None:
    for _ in range(3):
        await cases.at("filed")
    dispatcher, key = client_as("dispatcher"), {"Idempotency-Key": str(uuid4())}
    first, second, _ = ids(await opened(dispatcher, "dispatch"))
    await dispatcher.post(f"/cases/{first}/dispatch", json={"lead": "CG"}, headers=key)

    assert _next(await _dispatch(dispatcher, first, **key)) == second


async def test_whose_post_has_ended_is_told_that_it_was_done_and_nothing_is_next(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    for _ in range(2):
        await cases.at("filed")
    leader, key = client_as("centre_leader"), {"Idempotency-Key": str(uuid4())}
    first, _ = ids(await opened(leader, "dispatch"))
    await _dispatch(leader, first, **key)
    await session.connection.execute(
        "UPDATE appointments SET post = 'supervisor' WHERE user_id = $1", USERS["centre_leader"]
    )
    again = await _dispatch(leader, first, **key)

    assert again.status_code in (200, 403), again.text
    assert again.status_code == 403 or again.json()["next"] is None


async def test_who_may_not_look_at_a_case_is_given_it_and_keeps_it_from_nobody(
    cases: Cases, client_as: Clients
) -> None:
    """Else a worker could keep one case after the other from being anybody's next."""
    for _ in range(2):
        await cases.at("filed")
    worker, dispatcher = client_as("worker"), client_as("dispatcher")
    first, second = ids(await opened(dispatcher, "dispatch"))
    view = await worker.post("/views", json={"name": "立案", "query": {"status": ["filed"], "sort": "due"}})
    await dispatcher.put(f"/cases/{first}/look")
    commented = await worker.post(f"/cases/{first}/comment", json={"note": "已到"}, params={"next": view.json()["id"]})

    assert _next(commented) == second
    assert [row["looked_at_by"] for row in (await opened(dispatcher, "dispatch"))["items"]] == [
        str(USERS["dispatcher"]), None,
    ]  # fmt: skip
    assert _next(await _dispatch(dispatcher, first)) == second


async def test_a_number_of_another_system_leads_nobody_on_who_is_not_told_it(cases: Cases, client_as: Clients) -> None:
    case = await cases.report("hotline", external_id="HL-9", contact={"name": "王女士", "phone": "13800000000"})
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "restricted"})
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    other = await cases.at("dispatched")
    query = {"external_id": "HL-9"}
    told = await client_as("clerk").post("/views", json={"name": "x", "query": query})
    untold = await client_as("handler").post("/views", json={"name": "x", "query": query})
    answers = [
        await client_as(who).post(f"/cases/{other['id']}/comment", json={"note": "x"}, params={"next": view["id"]})
        for who, view in (("handler", untold.json()), ("clerk", told.json()))
    ]

    assert [_next(answer) for answer in answers] == [None, case["id"]]
