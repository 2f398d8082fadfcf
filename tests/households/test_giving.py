"""奖 and 帮 at their edges: a stock that never falls below zero, changes in turn, help from others alone."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.db.session import Session
from tests.households.village import KEEPER, LEADER, NOBODY, Play, day

REWARD = {"name": "洗衣液", "cost": 15, "stock": 3}


async def test_what_came_in_and_left_is_the_stock(play: Play, session: Session) -> None:
    made = await play.do(KEEPER, "/rewards", REWARD)
    path = f"/rewards/{made['id']}"
    same_name = await play.ask(KEEPER, "/rewards", REWARD)
    refused = [await play.ask(KEEPER, f"{path}/stock", {"quantity": quantity, "note": "盘点"}) for quantity in (-4, 0)]
    await play.do(KEEPER, f"{path}/stock", {"quantity": -1, "note": "破损"})
    await play.do(KEEPER, f"{path}/stock", {"quantity": 20, "note": "采购"})
    change = {"name": "洗衣液", "cost": 20, "is_active": False, "version": 1}
    changed = await play.do(KEEPER, path, change, "PUT")
    stale = await play.ask(KEEPER, path, change, "PUT")
    moves = (await play.get(LEADER, f"{path}/moves"))["items"]
    home = await play.household()
    retired = await play.ask(KEEPER, "/redemptions", {"household_id": home["id"], "reward_id": made["id"]})

    assert (same_name.status_code, [answer.status_code for answer in refused]) == (409, [409, 422])
    assert [(move["kind"], move["quantity"]) for move in moves] == [("in", 3), ("out", -1), ("in", 20)]
    assert (changed["stock"], changed["cost"], stale.status_code) == (22, 20, 412)
    assert sum(move["quantity"] for move in moves) == changed["stock"]
    assert (retired.status_code, retired.json()["code"]) == (409, "wrong-state")
    assert await session.connection.fetchval("SELECT count(*) FROM redemptions") == 0


async def test_a_deduction_may_leave_less_than_nothing_and_then_nothing_is_redeemed(play: Play) -> None:
    await play.rules()
    home, other = await play.household(), await play.household("赵一")
    seats = await play.council(other)
    await play.decided(home, seats, rule_code="LJ-1", points=20)
    reward = await play.do(KEEPER, "/rewards", REWARD)
    refused = await play.ask(KEEPER, "/redemptions", {"household_id": home["id"], "reward_id": reward["id"]})

    assert await play.balance(home) == -20
    assert refused.json()["code"] == "too-few-points"


async def test_a_household_is_helped_by_one_other_at_a_time(play: Play) -> None:
    await play.rules()
    home, other = await play.household(username="second_worker"), await play.household("赵一")
    person, neighbour = (each["members"][0]["person_id"] for each in (home, other))
    told: dict[str, Any] = {"household_id": home["id"], "since": day(), "goal": "每月走访"}
    wrong = {
        "own-helper": [{"username": "second_worker"}, {"helper_person_id": person}],
        "invalid": [{}, {"username": "handler", "helper_person_id": neighbour}, {"username": "no.such"},
                    {"helper_person_id": NOBODY}, {"username": "handler", "since": day(-1)}],
    }  # fmt: skip
    codes = {code: {(await play.ask(KEEPER, "/pairings", told | more)).json()["code"] for more in bodies}
             for code, bodies in wrong.items()}  # fmt: skip
    made = await play.do(KEEPER, "/pairings", told | {"helper_person_id": neighbour})
    twice = await play.ask(KEEPER, "/pairings", told | {"username": "handler"})
    path = f"/pairings/{made['id']}"
    by_another = await play.ask("worker", f"{path}/visits", {"visited_on": day(), "note": "走访"})
    ahead = await play.ask(KEEPER, f"{path}/visits", {"visited_on": day(1), "note": "走访"})
    await play.do(KEEPER, f"{path}/visits", {"visited_on": day(), "note": "走访"})
    ended = await play.do(KEEPER, f"{path}/end", {"on": day(), "outcome": "已达平均"})
    late = await play.ask(KEEPER, f"{path}/visits", {"visited_on": day(), "note": "走访"})
    visits = (await play.get(KEEPER, f"{path}/visits"))["items"]

    assert codes == {code: {code} for code in wrong}
    assert (made["helper_name"], made["helper_id"], twice.status_code) == ("赵*", None, 409)
    assert (by_another.status_code, ahead.status_code, late.status_code) == (404, 422, 409)
    assert (ended["visits_count"], ended["outcome"], len(visits)) == (1, "已达平均", 1)
    assert (await play.do(KEEPER, "/pairings", told | {"username": "handler"}))["ended_on"] is None


async def test_a_list_is_of_days_that_were_and_by_rules_that_held(play: Play) -> None:
    body = {"kind": "entries", "title": "明细", "since": day(-30), "until": day()}
    without_rules = await play.ask(LEADER, "/points-lists", body)
    await play.rules(list_label="number")
    not_so = ({"until": day(1)}, {"until": day(-31)}, {"since": "2020-01-01"}, {"label": "masked_name"})
    wrong = [await play.ask(LEADER, "/points-lists", body | more) for more in not_so]
    by_the_keeper = await play.ask(KEEPER, "/points-lists", body)
    made = await play.do(LEADER, "/points-lists", body)

    assert (without_rules.status_code, [answer.status_code for answer in wrong]) == (409, [422] * 4)
    assert (by_the_keeper.status_code, made["label"], made["rows"]) == (403, "number", [])


@pytest.mark.parametrize("year", [1999, 2101])
async def test_a_year_far_away_is_none(play: Play, year: int) -> None:
    answer = await play.ask(LEADER, f"/family-titles/{year}")

    assert answer.status_code == 422
    with clock.shifted(timedelta(days=1)):
        assert (await play.ask(LEADER, "/family-titles/2024")).status_code == 409, "no rules held then"
