"""文明积分: nothing is won by a way round the rules, of an appeal, a seat, or rules that are changed in between."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.db.session import Session
from tests.households.village import KEEPER, LEADER, TOWN_LEADER, Play, day, first_day, ledger_holds

FINE = {"rule_code": "LJ-1", "points": 10, "activity": "门前检查"}
GRANTED = {"state": "granted", "decision": "查实非该户所为"}
Homes, Seats = list[dict[str, Any]], list[str]


@pytest.fixture
async def homes(play: Play) -> Homes:
    await play.rules()
    return [await play.household(name) for name in ("王建国", "李大山", "赵一", "钱二")]


@pytest.fixture
async def seats(play: Play, homes: Homes) -> Seats:
    return await play.council(*homes[1:])


async def test_appeals_against_a_deduction_and_its_correction_give_back_what_was_taken_once(
    play: Play, homes: Homes, seats: Seats, session: Session
) -> None:
    fine = await play.decided(homes[0], seats, **FINE)
    correct = {"should_be": -2, "reason": "分值录入有误"}
    await play.do(LEADER, f"/entries/{fine['id']}/correct", correct)
    again = await play.do(LEADER, f"/entries/{fine['id']}/correct", correct | {"should_be": -10, "minutes": "核对记录"})
    appeals = [await play.do(KEEPER, f"/entries/{each['id']}/appeal", {"grounds": "不服"}) for each in (fine, again)]

    for appeal in appeals:
        await play.do(TOWN_LEADER, f"/appeals/{appeal['id']}/decide", GRANTED)

    assert await play.balance(homes[0]) == 0
    assert set((await ledger_holds(session)).values()) == {0}


async def test_nobody_decides_for_their_own_household(play: Play, homes: Homes, seats: Seats) -> None:
    own = await play.household("陈书记", username=LEADER)
    fine = await play.decided(own, seats, **FINE)
    appeal = await play.do(KEEPER, f"/entries/{fine['id']}/appeal", {"grounds": "不服"})

    decided = await play.ask(LEADER, f"/appeals/{appeal['id']}/decide", GRANTED)
    corrected = await play.ask(LEADER, f"/entries/{fine['id']}/correct", {"should_be": 0, "reason": "有误"})
    listed = (await play.get(LEADER, "/appeals"))["items"][0]

    assert (decided.status_code, decided.json()["code"]) == (403, "party-decides")
    assert (corrected.status_code, corrected.json()["code"]) == (403, "own-household")
    assert listed["may"] == []
    assert await play.balance(own) == -10


async def test_votes_are_counted_by_the_rules_of_the_proposal_whatever_is_written_meanwhile(
    play: Play, homes: Homes, seats: Seats
) -> None:
    with clock.shifted(timedelta(days=1)):  # rules of a day by which nothing was proposed yet
        made = await play.propose(homes[0])
        await play.rules(day(), quorum_percent=1)
        await play.votes(made["id"], {seats[0]: "yes"})
        shown = await play.get(KEEPER, f"/proposals/{made['id']}")
        with clock.shifted(timedelta(days=21)):
            closed = await play.do(KEEPER, f"/proposals/{made['id']}/close")

    assert (made["rules_from"], made["count"]["quorum"], shown["count"]["quorum"]) == (first_day(), 2, 2)
    assert closed["state"] != "passed"


async def test_who_has_an_account_has_one_seat_whichever_way_it_is_given(play: Play, homes: Homes) -> None:
    resident = (await play.household("孙三", username="handler"))["members"][0]["person_id"]
    await play.do(LEADER, "/council", {"person_id": resident, "valid_from": day()})
    as_a_user = await play.ask(LEADER, "/council", {"username": "handler", "valid_from": day()})

    await play.do(LEADER, "/council", {"username": "second_worker", "valid_from": day()})
    worker = (await play.household("周四", username="second_worker"))["members"][0]["person_id"]
    as_a_resident = await play.ask(LEADER, "/council", {"person_id": worker, "valid_from": day()})

    assert [answer.status_code for answer in (as_a_user, as_a_resident)] == [422, 422]
