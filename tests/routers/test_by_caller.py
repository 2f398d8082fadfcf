"""A clerk of the hotline finds the cases of whoever calls, and those by the hotline's own number."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

from app.services.cases import rereading
from app.services.reading import by_caller
from app.services.security import signing
from app.services.security.bounds import Bound
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.ids import uuid7
from tests.organisation import IN_GRID, IN_OTHER_GRID
from tests.sync.phone import operation

Clients = Callable[..., AsyncClient]
CALLER = {"name": "王女士", "phone": "0755-28341234转8001"}
OTHER = {"name": "李先生", "phone": "13900005678"}


async def _found(client: AsyncClient, phone: str, **more: Any) -> list[str]:
    answer = await client.post("/cases/by-caller", json={"phone": phone, **more})
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_a_caller_is_found_however_their_phone_is_written(cases: Cases, client_as: Clients) -> None:
    own = [await cases.report("clerk", contact=CALLER), await cases.at("closed", contact=CALLER)]
    await cases.report("clerk", contact=OTHER)
    clerk = client_as("clerk")

    for written in ("075528341234", "（0755）2834-1234", "+86 755 28341234", "110/0755-28341234"):
        assert await _found(clerk, written) == [case["id"] for case in reversed(own)], written
    assert await _found(clerk, "2834123") == []


async def test_every_way_in_remembers_who_called(cases: Cases, client_as: Clients) -> None:
    location, told = IN_GRID, "路灯不亮，已经三天"
    followed = await cases.report()
    await cases.done("worker", followed, "follow", {"contact": CALLER})
    public = {"id": str(uuid7()), "description": told, "location": location, "contact": CALLER}
    assert (await client_as(None).post("/public/cases", json=public)).status_code == 201
    offline = [
        operation("report", pushed := str(uuid7()), {"description": told, "location": location, "contact": CALLER}),
        operation("follow", other := (await cases.report())["id"], {"contact": CALLER}),
    ]
    push = {"sent_at": "2026-11-28T00:00:00Z", "operations": offline}
    results = (await client_as("worker").post("/sync/push", json=push)).json()["results"]
    hotline = await cases.report("hotline", contact=CALLER, external_id="HL-7")

    assert [result["outcome"] for result in results] == ["applied", "applied"]
    found = await _found(client_as("clerk"), CALLER["phone"])
    assert set(found) == {followed["id"], public["id"], pushed, other, hotline["id"]}


async def test_what_is_found_is_recorded_in_each_case_as_a_reveal(cases: Cases, client_as: Clients) -> None:
    one, other = await cases.report("clerk", contact=CALLER), await cases.at("closed", contact=CALLER)
    answer = (await client_as("clerk").post("/cases/by-caller", json={"phone": "0755-28341234"})).json()

    assert [item["id"] for item in answer["items"]] == [other["id"], one["id"]]
    for item in answer["items"]:
        events = (await client_as("supervisor").get(f"/cases/{item['id']}/events")).json()["items"]
        told = events[-1]
        assert (told["action"], told["actor_name"]) == ("reveal_contact", "用户clerk")
        assert told["data"] == {"reason_code": "caller", "by": "phone"}
        assert "28341234" not in str(events)
        assert item["version"] == (await client_as("clerk").get(f"/cases/{item['id']}")).json()["version"]


async def test_pages_hold_each_case_of_a_caller_once(cases: Cases, client_as: Clients) -> None:
    made = [(await cases.report("clerk", contact=CALLER))["id"] for _ in range(5)]
    clerk, found, cursor = client_as("clerk"), [], None
    while True:
        body = {"phone": CALLER["phone"], "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await clerk.post("/cases/by-caller", json=body)).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert found == list(reversed(made))


@pytest.mark.parametrize("who", ["worker", "dispatcher", "handler", "admin", "hotline"])
async def test_only_who_may_see_contacts_looks_for_callers(cases: Cases, client_as: Clients, who: str) -> None:
    case = await cases.report("clerk", contact=CALLER)
    refused = await client_as(who).post("/cases/by-caller", json={"phone": CALLER["phone"]})

    assert (refused.status_code, refused.json()["code"]) == (403, "not-permitted")
    assert (await client_as("clerk").get(f"/cases/{case['id']}")).json()["version"] == case["version"]


async def test_a_caller_of_elsewhere_is_not_found(cases: Cases, client_as: Clients) -> None:
    await cases.report("other_worker", location=IN_OTHER_GRID, contact=CALLER)

    assert await _found(client_as("town_clerk"), CALLER["phone"]) == []


async def test_nobody_tries_all_phones_there_are(client_as: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_caller, "OF_A_DAY", Bound(2, by_caller.OF_A_DAY.within))
    tried = [await client_as("clerk").post("/cases/by-caller", json={"phone": f"1380000000{n}"}) for n in range(3)]

    assert [answer.status_code for answer in tried] == [200, 200, 429]


async def test_cases_of_before_are_read_again_and_with_another_key_once_more(
    cases: Cases, client_as: Clients, database: OneConnection
) -> None:
    case = await cases.report("clerk", contact=CALLER, description="１２栋路灯不亮")
    followed = await cases.report(description="１２栋水管漏水")
    await cases.done("worker", followed, "follow", {"contact": OTHER})
    before = "UPDATE cases SET words = '{１２,２栋}', contact_phone = regexp_replace(contact_phone, '-', ' ')"
    await database.connection.execute(before)
    await database.connection.execute("DELETE FROM case_callers")
    clerk = client_as("clerk")
    unread = (await clerk.post("/cases/by-caller", json={"phone": CALLER["phone"]})).json()
    marks = rereading.marks("k" * 32)
    while await rereading.reread(database, marks):
        pass
    of_others = await _found(clerk, CALLER["phone"])
    app_marks = clerk._transport.app.state.callers  # type: ignore[attr-defined]  # whose key it is
    while await rereading.reread(database, app_marks):
        pass
    read = (await clerk.post("/cases/by-caller", json={"phone": CALLER["phone"]})).json()

    assert (unread["items"], unread["complete"]) == ([], False)
    assert of_others in ([], [case["id"]]), "the key of the application may be that one"
    assert ([item["id"] for item in read["items"]], read["complete"]) == ([case["id"]], True)
    assert await _found(clerk, OTHER["phone"]) == [followed["id"]]
    assert {item["id"] for item in (await clerk.get("/cases?q=12栋")).json()["items"]} == {case["id"], followed["id"]}


async def test_a_worker_with_another_key_leaves_callers_to_who_has_the_right_one(database: OneConnection) -> None:
    assert not await signing.fits(database, "another key, of more than thirty-two bytes"), "and may ask"


async def test_a_case_is_found_by_the_number_of_the_hotline(cases: Cases, client_as: Clients) -> None:
    case = await cases.report("hotline", external_id="GD20261128001")
    await cases.report("hotline", external_id="GD20261128002")

    for who in ("clerk", "hotline"):
        page = (await client_as(who).get("/cases", params={"external_id": " ＧD20261128001".replace("Ｇ", "G")})).json()
        assert [(item["id"], item["external_id"]) for item in page["items"]] == [(case["id"], "GD20261128001")], who


async def test_another_system_meets_its_own_number_everywhere_and_no_other(cases: Cases, client_as: Clients) -> None:
    own = await cases.report("hotline", external_id="GD-1")
    hotline = client_as("hotline")
    listed = (await hotline.get("/cases")).json()["items"]
    pulled = (await hotline.get("/sync/pull")).json()["cases"]
    events = (await hotline.get(f"/cases/{own['id']}/events")).json()

    assert [item["external_id"] for item in (*listed, *pulled, events)] == ["GD-1"] * 3


async def test_a_system_that_follows_anothers_case_does_not_hear_its_number(
    cases: Cases, client_as: Clients, database: OneConnection
) -> None:
    case = await cases.report("worker")
    await database.connection.execute("UPDATE cases SET external_id = 'OTHER-1' WHERE id = $1", case["id"])
    hotline_id = (await client_as("hotline").get("/me")).json()["id"]
    await database.connection.execute(
        "UPDATE cases SET follower_ids = ARRAY[$2::uuid] WHERE id = $1", case["id"], hotline_id
    )
    hotline = client_as("hotline")
    seen = (await hotline.get(f"/cases/{case['id']}")).json()

    assert seen["external_id"] is None
    assert (await hotline.get("/cases?external_id=OTHER-1")).json()["items"] == []
    assert (await client_as("clerk").get("/cases?external_id=OTHER-1")).json()["items"][0]["id"] == case["id"]


async def test_a_number_kept_from_a_reader_finds_nothing(cases: Cases, client_as: Clients) -> None:
    """Of a restricted case 限制 the grid does not hear by which number the hotline knows it."""
    case = await cases.report("hotline", external_id="GD-9", location=IN_GRID)
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "restricted"})
    found = {who: (await client_as(who).get("/cases?external_id=GD-9")).json()["items"] for who in ("worker", "clerk")}

    assert (found["worker"], [item["id"] for item in found["clerk"]]) == ([], [case["id"]])
