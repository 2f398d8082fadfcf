"""A desk shows a queue in one read: every row with what a decision needs, in the order and the number of the queue."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.reading.queues import QUEUES
from tests.cases import Cases
from tests.desk.asking import ids, opened
from tests.organisation import IN_GRID, USERS
from tests.times import at

Clients = Callable[..., AsyncClient]


async def test_a_desk_has_the_cases_of_the_queue_in_its_order_page_by_page(cases: Cases, client_as: Clients) -> None:
    for _ in range(5):
        await cases.at("filed")
    dispatcher = client_as("dispatcher")
    queue = (await dispatcher.get("/queues/dispatch")).json()
    found, cursor = list[str](), None
    while True:
        page = await opened(dispatcher, "dispatch", limit=2, **({"cursor": cursor} if cursor else {}))
        assert (page["count"], page["count_limit"]) == (5, 10_000)
        found, cursor = found + ids(page), page["next_cursor"]
        if cursor is None:
            break

    assert found == [item["id"] for item in queue["items"]]


async def test_a_row_says_what_the_list_says_and_what_the_case_itself_allows(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    dispatcher = client_as("dispatcher")
    (row,) = (page := await opened(dispatcher, "dispatch"))["items"]
    (item,) = (await dispatcher.get("/queues/dispatch")).json()["items"]
    alone = (await dispatcher.get(f"/cases/{case['id']}")).json()

    assert {name: row[name] for name in item} == item
    assert (row["responsible_department_code"], row["responsible_department_name"]) == ("CG", "部门CG")
    offers = [
        page["buttons"][told["button"]] | {"limits": told["limits"], "photos_present": told["photos_present"]}
        for told in row["allowed_actions"]
    ]
    assert offers == alone["allowed_actions"]
    assert [told["action"] for told in row["allowed_actions"]] == [offer["action"] for offer in offers]


async def test_a_row_says_how_long_it_waits(cases: Cases, client_as: Clients) -> None:
    with clock.frozen(at("17 09:00")):
        await cases.at("filed")
    with clock.frozen(at("17 09:10")):
        (row,) = (await opened(client_as("dispatcher"), "dispatch"))["items"]

    assert row["waiting_seconds"] == 600
    assert row["status_since"] == row["queued_since"]


async def test_a_request_waits_since_it_was_asked_for(cases: Cases, client_as: Clients) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("handling")
    with clock.frozen(at("17 10:00")):
        until = (clock.now() + timedelta(days=2)).isoformat()
        ask = {"reason_code": "needs_budget", "note": "待财政批复", "resume_at": until}
        await cases.done("handler", case, "request-suspension", ask)
    with clock.frozen(at("17 10:05")):
        (row,) = (await opened(client_as("dispatcher"), "requests-to-endorse"))["items"]
        assert (row["waiting_seconds"], row["request"]["kind"]) == (300, "suspension")
        assert (row["request"]["department_name"], row["request"]["reason_label_zh"]) == ("部门CG", "需列支专项资金")
        await cases.done("dispatcher", case, "approve-suspension")
    with clock.frozen(at("17 10:06")):
        (row,) = (await opened(client_as("centre_leader"), "requests-to-decide"))["items"]

    assert row["waiting_seconds"] == 60
    assert row["status_since"] < row["request"]["requested_at"] < row["queued_since"]


async def test_a_row_tells_of_each_return_and_the_unit_it_proposed(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("return_review")
    dispatcher = client_as("dispatcher")
    (row,) = (await opened(dispatcher, "returns"))["items"]
    (told,) = row["returns"]

    assert (told["department_code"], told["proposed_department_code"], told["state"]) == ("CG", "SW", "pending")
    assert (told["department_name"], told["proposed_department_name"]) == ("部门CG", "部门SW")
    assert (told["reason_label_zh"], told["reason_label"]) == ("非本部门职责", "Not the duty of this department")
    await cases.done("dispatcher", case, "approve-return", {"note": "属水务"})
    (row,) = (await opened(dispatcher, "dispatch"))["items"]
    assert [each["state"] for each in row["returns"]] == ["approved"]
    assert (row["last_note"]["note"], row["last_note"]["action"]) == ("属水务", "approve_return")
    assert row["last_note"]["actor_name"] == "用户dispatcher"


async def test_a_row_says_how_far_it_lies_from_a_place(cases: Cases, client_as: Clients) -> None:
    await cases.at("filed")
    dispatcher = client_as("dispatcher")
    (far,) = (await opened(dispatcher, "dispatch", near=f"{IN_GRID['lat']},{IN_GRID['lon'] + 0.01}"))["items"]
    (here,) = (await opened(dispatcher, "dispatch", near=f"{IN_GRID['lat']},{IN_GRID['lon']}"))["items"]
    (unasked,) = (await opened(dispatcher, "dispatch"))["items"]

    assert 1_000 < far["distance_m"] < 1_050
    assert (here["distance_m"], unasked["distance_m"]) == (0, None)


@pytest.mark.parametrize("near", ["22.6", "22.6,", "x,y", "91,0", "0,181", "nan,nan", "1e3,1", " 22,114", "22,114,5"])
async def test_what_is_no_place_is_refused(client_as: Clients, near: str) -> None:
    answer = await client_as("dispatcher").get("/desk/dispatch", params={"near": near})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/near")


@pytest.mark.parametrize("queue", [queue.name for queue in QUEUES])
async def test_every_queue_opens_for_whoever_has_it(client_as: Clients, queue: str) -> None:
    for who in ("clerk", "dispatcher", "centre_leader", "handler", "worker", "supervisor"):
        mine = {each["name"] for each in (await client_as(who).get("/queues")).json()["items"]}
        answer = await client_as(who).get(f"/desk/{queue}")
        assert answer.status_code == (200 if queue in mine else 404), (who, answer.text)


async def test_whose_post_ends_has_no_desk_any_more(cases: Cases, client_as: Clients, session: Session) -> None:
    await cases.at("filed")
    dispatcher = client_as("dispatcher")
    assert len((await opened(dispatcher, "dispatch"))["items"]) == 1
    await session.connection.execute(
        "UPDATE appointments SET valid_to = '2026-01-02' WHERE user_id = $1", USERS["dispatcher"]
    )

    assert (await dispatcher.get("/desk/dispatch")).status_code == 403
