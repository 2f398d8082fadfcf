"""一户一档: who is known, to whom, and how; what becomes of a household that splits, moves or ends."""

from typing import Any

import pytest

from app.db.session import Session
from tests.households.village import (
    AT,
    KEEPER,
    LEADER,
    NOBODY,
    ClientAs,
    Play,
    day,
    first_day,
    head,
    ledger_holds,
    post,
)
from tests.organisation import GRID, OTHER_VILLAGE, SECOND_GRID, TOWN, USERS

NAME, PHONE = "王建国", "13800000000"


async def test_a_household_is_read_masked_and_in_the_clear_for_a_purpose_that_is_recorded(play: Play) -> None:
    made = await play.household()
    path = f"/households/{made['id']}"
    shown = [await play.get(who, path) for who in (KEEPER, LEADER, "worker")]
    listed = await play.get("worker", "/households")
    revealed = await play.do(KEEPER, f"{path}/reveal", {"purpose": "contact", "note": "核对地址"})
    by_a_worker = await play.ask("worker", f"{path}/reveal", {"purpose": "contact"})
    without_purpose = await play.ask(KEEPER, f"{path}/reveal", {})
    looks = (await play.get(LEADER, f"{path}/looks"))["items"]

    assert all(NAME not in str(view) and PHONE not in str(view) for view in (*shown, listed, made))
    assert (made["head_name"], made["members"][0]["phone"]) == ("王**", "*******0000")
    assert (revealed["people"][0]["name"], revealed["people"][0]["phone"]) == (NAME, PHONE)
    assert (by_a_worker.status_code, without_purpose.status_code) == (403, 422)
    assert [(look["looker_id"], look["purpose"], look["note"]) for look in looks] == [
        (str(USERS[KEEPER]), "contact", "核对地址")
    ]


async def test_others_see_nothing_and_a_worker_sees_the_households_of_their_grid(play: Play, session: Session) -> None:
    await post(session, "second_worker", "full_time_worker", SECOND_GRID)
    await session.connection.execute(
        "DELETE FROM appointments WHERE user_id = $1 AND area_code = $2", USERS["second_worker"], GRID
    )
    here, nowhere = await play.household(), await play.household("李大山", grid=None)
    paths = ("", "/households", f"/households/{here['id']}", "/proposals", "/points-rules", "/council", "/appeals")
    strangers = ("clerk", "dispatcher", "centre_leader", "supervisor", "other_worker", "handler", "hotline", "admin",
                 "nobody")  # fmt: skip
    told = {
        (who, path): (await play.client_as(who).get(f"{AT}{path}")).status_code for who in strangers for path in paths
    }
    seen = {who: [item["id"] for item in (await play.get(who, "/households"))["items"]]
            for who in ("worker", "second_worker", KEEPER)}  # fmt: skip
    tried = {who: (await play.ask(who, "/households", {})).status_code for who in ("worker", "clerk", LEADER)}

    assert set(told.values()) <= {403, 404}, told
    assert seen == {"worker": [here["id"], nowhere["id"]], "second_worker": [nowhere["id"]],
                    KEEPER: [here["id"], nowhere["id"]]}  # fmt: skip
    assert (await play.client_as("second_worker").get(f"{AT}/households/{here['id']}")).status_code == 404
    assert tried == {"worker": 403, "clerk": 422, LEADER: 422}, "an empty body; a clerk elsewhere learns no more"
    assert (await play.client_as("clerk").post(f"{AT}/households", json={
        "address": "东街", "since": first_day(), "members": [head()]})).status_code == 404  # fmt: skip


async def test_people_come_change_and_leave_and_there_is_one_head(play: Play) -> None:
    made = await play.household()
    path = f"/households/{made['id']}"
    first = made["members"][0]["person_id"]
    grown = await play.do(KEEPER, f"{path}/members", {"name": "李梅", "relation": "spouse", "since": day(-3)})
    second = next(each["person_id"] for each in grown["members"] if each["relation"] == "spouse")
    two_heads = await play.ask(KEEPER, f"{path}/members", head("张三") | {"since": day()})
    no_head = await play.ask(KEEPER, f"{path}/members/{first}/leave", {"until": day()})
    handed = await play.do(KEEPER, f"{path}/members/{second}", head("李梅", phone=None), "PUT")
    left = await play.do(KEEPER, f"{path}/members/{first}/leave", {"until": day()})
    again = await play.ask(KEEPER, f"{path}/members/{first}/leave", {"until": day()})
    last = await play.ask(KEEPER, f"{path}/members/{second}/leave", {"until": day()})
    stale = {"kind": "resident", "address": "东街", "version": 7}

    assert (two_heads.status_code, no_head.json()["errors"][0]["pointer"]) == (422, "/head_id")
    assert [each["relation"] for each in handed["members"]] == ["head", "other"]
    assert (left["members_count"], left["head_name"]) == (1, "李*")
    assert (again.status_code, last.status_code, last.json()["code"]) == (404, 409, "condition-not-met")
    assert (await play.ask(KEEPER, path, stale, "PUT")).status_code == 412


async def test_a_household_that_splits_takes_points_along_and_the_sum_stays(play: Play, session: Session) -> None:
    await play.rules()
    made, other = await play.household(), await play.household("赵一")
    seats = await play.council(other)
    son = await play.do(
        KEEPER, f"/households/{made['id']}/members", {"name": "王明", "relation": "child", "since": day(-9)}
    )
    person = next(each["person_id"] for each in son["members"] if each["relation"] == "child")
    await play.decided(made, seats, points=20)
    body = {"on": day(), "person_ids": [person], "head_id": person, "address": "东街 14 号", "points": 8}
    too_many = await play.ask(KEEPER, f"/households/{made['id']}/split", body | {"points": 21})
    new = await play.do(KEEPER, f"/households/{made['id']}/split", body)
    rows = (await play.get(KEEPER, "/households"))["items"]

    assert too_many.json()["errors"][0]["pointer"] == "/points"
    assert (new["from_household_id"], new["balance"], new["head_name"]) == (made["id"], 8, "王*")
    assert {row["household_number"]: row["balance"] for row in rows} == {1: 12, 2: 0, 3: 8}
    assert sum((await ledger_holds(session)).values()) == 20
    everybody = body | {"person_ids": [made["members"][0]["person_id"]], "head_id": made["members"][0]["person_id"]}
    assert (await play.ask(KEEPER, f"/households/{made['id']}/split", everybody)).status_code == 422


async def test_a_household_that_moves_is_known_there_and_its_ledger_stays(play: Play, session: Session) -> None:
    await post(session, "clerk", "triage_clerk", OTHER_VILLAGE)
    await play.rules()
    made, other = await play.household(), await play.household("赵一")
    seats = await play.council(other)
    await play.decided(made, seats)
    pending = await play.propose(made, rule_code="LJ-1", points=5)
    move = {"reason": "moved", "on": day(), "to_village": OTHER_VILLAGE}
    undecided = await play.ask(KEEPER, f"/households/{made['id']}/end", move)
    await play.do("worker", f"/proposals/{pending['id']}/withdraw", {"reason": "户号填错"})
    wrong = {at: await play.ask(KEEPER, f"/households/{made['id']}/end", move | {"to_village": at})
             for at in (TOWN, "440310001001", "NO")}  # fmt: skip
    ended = await play.do(KEEPER, f"/households/{made['id']}/end", move)
    there = (await play.client_as("clerk").get(f"/villages/{OTHER_VILLAGE}/households")).json()["items"]
    late = await play.ask("worker", "/proposals", {
        "household_id": made["id"], "rule_code": "QJ-1", "points": 10, "occurred_on": day(), "reason": "好",
        "activity": "清洁日"})  # fmt: skip

    assert (undecided.status_code, undecided.json()["code"]) == (409, "condition-not-met")
    assert {answer.status_code for answer in wrong.values()} == {422}
    assert (ended["ended_on"], ended["balance"], ended["members_count"], ended["head_name"]) == (day(), 10, 0, "王**")
    assert [(row["household_number"], row["balance"], row["head_name"]) for row in there] == [(1, 0, "王**")]
    assert (late.status_code, late.json()["code"]) == (409, "wrong-state")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"since": "2999-01-01"}, "/since"), ({"members": []}, "/members"), ({"grid_code": TOWN}, "/grid_code"),
     ({"members": [head(), head("李四")]}, "/members"), ({"members": [head() | {"relation": "child"}]}, "/members"),
     ({"members": [head(username="no.such")]}, "/members/0/username"), ({"address": ""}, "/address"),
     ({"members": [head(birth_year=2099)]}, "/members/0/birth_year"), ({"x": 1}, "/x")],
)  # fmt: skip
async def test_what_will_not_do_is_refused_where_it_stands(play: Play, change: dict[str, Any], pointer: str) -> None:
    body = {"address": "东街 12 号", "since": first_day(), "members": [head()]}
    answer = await play.ask(KEEPER, "/households", body | change)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text


async def test_sent_again_it_is_registered_once(play: Play, client_as: ClientAs) -> None:
    body = {"address": "东街 12 号", "since": first_day(), "members": [head()]}
    answers = [await play.ask(KEEPER, "/households", body, headers={"Idempotency-Key": "one"}) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert len((await play.get(KEEPER, "/households"))["items"]) == 1
    assert (await client_as(KEEPER).get(f"{AT}/households/{NOBODY}")).status_code == 404
