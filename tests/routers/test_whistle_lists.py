"""Who reads of whistles 吹哨 and assists 协办: each within their scope, in pages that lose and repeat nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from tests.cases import Cases, photo
from tests.organisation import IN_GRID, IN_OTHER_GRID, SECOND_GRID
from tests.times import at

Clients = Callable[..., AsyncClient]


async def called(cases: Cases, *units: str, **more: Any) -> dict[str, Any]:
    case = await cases.at("handling")
    respond_by = (clock.now() + timedelta(hours=1)).isoformat()
    body = {"departments": list(units), "place": "北门", "respond_by": respond_by, "note": "到场", **more}
    return await cases.done("centre_leader", case, "whistle", body)


async def ids(client: AsyncClient, address: str, **query: Any) -> list[str]:
    """The cases of a list, a page of one at a time."""
    found: list[str] = []
    while True:
        answer = await client.get(address, params={"limit": 1, **query})
        assert answer.status_code == 200, answer.text
        found += [item["case_id"] for item in answer.json()["items"]]
        if answer.json()["next_cursor"] is None:
            assert answer.json()["count"] == len(found), "counted by what is listed"
            return found
        query["cursor"] = answer.json()["next_cursor"]


async def test_each_reads_of_the_whistles_they_see_and_pages_lose_nothing(cases: Cases, client_as: Clients) -> None:
    made = []
    for minute, units in enumerate((("SW",), ("CG",), ("SW", "CG-1"))):
        with clock.frozen(at(f"17 09:{minute:02}")):
            made.append((await called(cases, *units))["id"])
    with clock.frozen(at("17 09:30")):
        await cases.done("centre_leader", made[1], "withdraw-whistle", {"note": "不必"})
        everything = await ids(client_as("centre_leader"), "/whistles")
        of_water = await ids(client_as("water_handler"), "/whistles")
        own = await ids(client_as("station_handler"), "/whistles", mine=True)
        of_lead = await ids(client_as("handler"), "/whistles", mine=True)
        still_open = await ids(client_as("town_supervisor"), "/whistles", open=True)
        over = await ids(client_as("town_supervisor"), "/whistles", open=False)
        elsewhere = await ids(client_as("other_supervisor"), "/whistles")
        far = await ids(client_as("far_handler"), "/whistles")

    assert everything == made[::-1], "newest first"
    assert of_water == [made[2], made[0]]
    assert own == [made[2]]
    assert of_lead == [made[2], made[1]], "of a department and what is below it; it leads the one that is over"
    assert (still_open, over) == ([made[2], made[0]], [made[1]])
    assert (elsewhere, far) == ([], [])


@pytest.mark.parametrize("address", ["/whistles", "/assists"])
async def test_a_cursor_of_another_list_is_refused(cases: Cases, client_as: Clients, address: str) -> None:
    for _ in range(2):
        case = await called(cases, "SW")
        await cases.done("dispatcher", case, "add-assist", {"department": "SW"})
    client = client_as("dispatcher")
    cursor = (await client.get(address, params={"limit": 1})).json()["next_cursor"]
    answers = [
        await client.get(address, params={"limit": 1, "cursor": cursor, "mine": True}),
        await client.get(address, params={"limit": 1, "cursor": "rubbish"}),
        await client_as("centre_leader").get(address, params={"limit": 1, "cursor": cursor}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 3, [answer.text for answer in answers]


async def test_each_reads_of_the_assists_they_see(cases: Cases, client_as: Clients) -> None:
    case = await called(cases, "CG-1")
    await cases.done("dispatcher", case, "add-assist", {"department": "SW"})

    assert await ids(client_as("dispatcher"), "/assists") == [case["id"]]
    assert await ids(client_as("water_handler"), "/assists", mine=True) == [case["id"]]
    assert await ids(client_as("station_handler"), "/assists") == [case["id"]], "called to the case, and sees it"
    assert await ids(client_as("station_handler"), "/assists", mine=True) == []
    assert await ids(client_as("other_supervisor"), "/assists") == []
    assert await ids(client_as("far_handler"), "/assists") == []


async def test_the_figures_are_of_what_the_supervisor_sees(cases: Cases, client_as: Clients) -> None:
    await called(cases, "SW")
    mine = (await client_as("town_supervisor").get("/supervision/whistles")).json()
    other = (await client_as("other_supervisor").get("/supervision/whistles")).json()
    narrowed = (await client_as("supervisor").get("/supervision/whistles", params={"area": SECOND_GRID})).json()
    handler = await client_as("handler").get("/supervision/whistles")
    long = await client_as("supervisor").get("/supervision/whistles", params={"since": "2020-01-01T00:00:00Z"})

    assert (mine["called"], mine["waiting"], mine["items"][0]["name"]) == (1, 1, "部门SW")
    assert (other["called"], other["items"], other["average"]) == (0, [], None)
    assert narrowed["called"] == 0
    assert (handler.status_code, long.status_code) == (403, 422)


async def test_a_photo_shows_who_came_only_near_the_meeting_place_and_since_the_whistle(
    cases: Cases, client_as: Clients
) -> None:
    case = await called(cases, "SW", location=IN_OTHER_GRID)
    await cases.done("water_handler", case, "respond", {})
    earlier = (clock.now() - timedelta(hours=1)).isoformat()
    for colour, told in enumerate(({}, {"taken_at": earlier, **IN_OTHER_GRID}, IN_OTHER_GRID)):
        content = {"content": photo(colour * 40)}
        assert (await cases.attach("water_handler", case, "response", **told, **content)).status_code == 200
    for location in (IN_OTHER_GRID, IN_GRID):  # wherever the case is said to lie
        await cases.done("clerk", case, "correct-location", {"location": location})
    (whistle,) = (await client_as("centre_leader").get(f"/cases/{case['id']}/whistles")).json()["items"]

    assert len(whistle["calls"][0]["photo_ids"]) == 3
    assert whistle["calls"][0]["near_photo_ids"] == whistle["calls"][0]["photo_ids"][2:]
