"""Whom one may name in a village: people who have to do with it by a post, picked by who keeps or leads it."""

from typing import Any

import pytest

from app.db.session import Session
from tests.households.village import AT, KEEPER, LEADER, Play, day, post
from tests.organisation import GRID, OTHER_TOWN, OTHER_VILLAGE, SECOND_GRID, USERS, VILLAGE

#: Who has a post in the village, around it, or in a unit that serves it.
WITHIN = {"worker", "second_worker", "leader"}
AROUND = {"clerk", "town_clerk", "dispatcher", "centre_leader", "supervisor", "town_supervisor", "admin"}
SERVING = {"handler", "station_handler", "lead", "water_handler"}


async def _named(play: Play, who: str = KEEPER, **params: Any) -> list[str]:
    rows = (await play.get(who, "/people", **params))["items"]
    by_id = {str(user_id): name for name, user_id in USERS.items()}
    return [by_id[row["user_id"]] for row in rows]


async def test_those_of_the_village_come_first_and_nobody_from_elsewhere_or_no_system_is_there(play: Play) -> None:
    found = await _named(play)

    assert set(found[: len(WITHIN)]) == WITHIN
    assert set(found[len(WITHIN) : len(WITHIN | AROUND)]) == AROUND
    assert set(found[len(WITHIN | AROUND) :]) == SERVING
    assert found == await _named(play, LEADER)


async def test_they_are_found_by_a_part_of_the_name_with_their_nearest_post(play: Play, session: Session) -> None:
    await post(session, "supervisor", "grid_leader", SECOND_GRID)
    rows = (await play.get(KEEPER, "/people", q=" 户superv"))["items"]

    assert [(row["name"], row["post"], row["area_code"], row["area_name"]) for row in rows] == [
        ("用户supervisor", "grid_leader", SECOND_GRID, f"区域{SECOND_GRID}")
    ]
    assert (await play.get(KEEPER, "/people", q="water"))["items"][0]["department_name"] == "部门SW"
    assert await _named(play, q="other_worker") == []


async def test_whoever_left_is_not_there(play: Play, session: Session) -> None:
    await session.connection.execute("UPDATE users SET is_active = false WHERE id = $1", USERS["worker"])
    await session.connection.execute(
        "UPDATE appointments SET valid_to = '2027-01-01' WHERE user_id = $1", USERS["second_worker"]
    )

    assert set(await _named(play, q="worker")) == set()


@pytest.mark.parametrize(("who", "status"), [("worker", 403), ("handler", 404), ("clerk", 404), ("other_worker", 404)])
async def test_only_who_keeps_or_leads_the_village_may_ask(play: Play, who: str, status: int) -> None:
    assert (await play.ask(who, "/people", method="GET")).status_code == status


async def test_the_cursor_goes_on_and_is_of_the_words_and_of_the_village(play: Play, session: Session) -> None:
    whole = await _named(play)
    first = await play.get(KEEPER, "/people", limit=3)
    after = await _named(play, cursor=first["next_cursor"])
    words = await play.ask(KEEPER, f"/people?q=x&cursor={first['next_cursor']}", method="GET")
    await post(session, KEEPER, "triage_clerk", OTHER_VILLAGE)
    village = await play.client_as(KEEPER).get(f"/villages/{OTHER_VILLAGE}/people", params={
        "cursor": first["next_cursor"]})  # fmt: skip

    assert [str(USERS[name]) for name in whole[:3]] == [row["user_id"] for row in first["items"]]
    assert after == whole[3:]
    assert (words.json()["code"], village.json()["code"]) == ("bad-cursor", "bad-cursor")


async def test_who_is_picked_is_taken_and_named_once(play: Play) -> None:
    await play.rules()
    household = await play.household()
    picked = str(USERS["handler"])
    seat = await play.do(LEADER, "/council", {"user_id": picked, "valid_from": day()})
    again = await play.ask(LEADER, "/council", {"user_id": picked, "valid_from": day()})
    twice = await play.ask(LEADER, "/council", {"user_id": picked, "username": "handler", "valid_from": day()})
    nobody = await play.ask(LEADER, "/council", {"valid_from": day()})
    told = {"household_id": household["id"], "since": day(), "goal": "走访"}
    pairing = await play.do(KEEPER, "/pairings", told | {"user_id": picked})
    stranger = await play.ask(KEEPER, "/pairings", told | {"user_id": str(USERS["other_worker"])})

    assert (seat["user_id"], pairing["helper_id"]) == (picked, picked)
    refused = [again, twice, nobody, stranger]
    assert [answer.status_code for answer in refused] == [422] * 4
    assert [answer.json()["errors"][0]["pointer"] for answer in refused] == [
        "/user_id", "/username", "/person_id", "/user_id"
    ]  # fmt: skip


async def test_an_account_is_told_with_what_is_shown_in_the_clear(play: Play) -> None:
    made = await play.household(user_id=str(USERS["handler"]))
    shown = await play.do(KEEPER, f"/households/{made['id']}/reveal", {"purpose": "contact"})

    assert made["members"][0]["has_account"]
    assert [(one["account_id"], one["account_name"]) for one in shown["people"]] == [
        (str(USERS["handler"]), "用户handler")
    ]


async def test_households_are_listed_by_grid_and_the_cursor_is_of_that_grid(play: Play) -> None:
    here = [await play.household(name) for name in ("王建国", "李大山")]
    there, nowhere = await play.household("张三", grid=SECOND_GRID), await play.household("赵四", grid=None)
    seen = {grid: [row["id"] for row in (await play.get(KEEPER, "/households", grid=grid))["items"]]
            for grid in (GRID, SECOND_GRID, VILLAGE, OTHER_TOWN)}  # fmt: skip
    first = await play.get(KEEPER, "/households", grid=GRID, limit=1)
    second = await play.get(KEEPER, "/households", grid=GRID, cursor=first["next_cursor"])
    crossed = await play.client_as(KEEPER).get(f"{AT}/households", params={
        "grid": SECOND_GRID, "cursor": first["next_cursor"]})  # fmt: skip

    assert seen == {GRID: [one["id"] for one in here], SECOND_GRID: [there["id"]], VILLAGE: [], OTHER_TOWN: []}
    assert [row["id"] for row in (*first["items"], *second["items"])] == seen[GRID]
    assert crossed.json()["code"] == "bad-cursor"
    assert nowhere["grid_code"] is None
