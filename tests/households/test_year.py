"""A village's points year 积分年度 as its people live it, over HTTP from the rules to the 最美家庭."""

from datetime import date, timedelta
from typing import Any

from app import clock
from app.db.session import Session
from app.services.households.voting import settle_due
from app.services.photos.copies import make_next
from tests.cases import photo
from tests.conftest import OneConnection
from tests.households.village import (
    AT,
    DEDUCTION,
    KEEPER,
    LEADER,
    TOWN_LEADER,
    ClientAs,
    Play,
    day,
    days_until,
    first_day,
    ledger_holds,
)

NAMES = ("王建国", "李大山", "赵一", "钱二", "孙三")


async def sent(client_as: ClientAs, who: str, seed: int) -> str:
    answer = await client_as(who).post(f"{AT}/photos", files={"photo": ("a.jpg", photo(seed), "image/jpeg")})
    assert answer.status_code == 201, answer.text
    kept: str = answer.json()["id"]
    return kept


async def test_a_points_year(
    play: Play, client_as: ClientAs, session: Session, database: OneConnection, app: Any
) -> None:
    spring = date(clock.today().year + 1, 3, 2)
    with clock.shifted(days_until(spring)):
        # Rules: the village's own; from summer on it gives more for the same.
        await play.rules(titles=1, deduction_bars=False, rules=[
            {"code": "QJ-1", "kind": "award", "name": "参加清洁日", "least": 5, "most": 20},
            {**DEDUCTION, "photo_needed": True}])  # fmt: skip
        homes = [await play.household(name) for name in NAMES]
        first, second, third, fourth, fifth = homes
        seats = await play.council(first, fourth, fifth)
        # 评: each proposal is voted on by those who are not of the household; what nobody counts is counted by itself.
        await play.decided(first, seats[1:], points=20, occurred_on=day(-1))
        await play.decided(second, seats, points=20)
        await play.decided(third, seats, points=20)
        lapsing = await play.propose(fourth, points=5)
    with clock.shifted(days_until(spring + timedelta(days=30))):
        await settle_due(database)
        lapsed = await play.get("worker", f"/proposals/{lapsing['id']}")
        # 罚: with a photo as evidence, and an appeal that the town decides.
        evidence = await sent(client_as, "worker", 5)
        fine = await play.decided(
            second, seats, rule_code="LJ-1", points=10, photo_ids=[evidence], activity=None, reason="门前乱倒垃圾"
        )
        of_the_fine = await play.get(KEEPER, f"/proposals/{fine['proposal_id']}")
        await make_next(database, app.state.photos)
        shown = await client_as(KEEPER).get(f"{AT}/photos/{evidence}", params={"size": "thumbnail"})
        hidden = await client_as("other_worker").get(f"{AT}/photos/{evidence}")
        again = await play.ask("worker", "/proposals", {
            "household_id": third["id"], "rule_code": "LJ-1", "points": 5, "occurred_on": day(), "reason": "同一照片",
            "photo_ids": [evidence]})  # fmt: skip
        appeal = await play.do(KEEPER, f"/entries/{fine['id']}/appeal", {"grounds": "当日不在家"})
        waiting = (await play.get(TOWN_LEADER, "/appeals", state="open"))["items"]
        await play.do(
            TOWN_LEADER, f"/appeals/{appeal['id']}/decide", {"state": "partly", "restore": 4, "decision": "部分属实"}
        )
        # 奖: redeemed from a stock, given back once, never more than there is.
        reward = await play.do(KEEPER, "/rewards", {"name": "洗衣液", "cost": 15, "stock": 1})
        wish = {"household_id": first["id"], "reward_id": reward["id"]}
        taken = await play.do(KEEPER, "/redemptions", wish)
        gone = await play.ask(KEEPER, "/redemptions", wish | {"household_id": third["id"]})
        await play.do(KEEPER, f"/redemptions/{taken['id']}/return", {"reason": "包装破损"})
        poor = await play.ask(KEEPER, "/redemptions", wish | {"household_id": second["id"]})
        await play.do(KEEPER, "/redemptions", wish | {"household_id": third["id"]})
        # 公示: masked as the village decides, and frozen.
        period = {"since": first_day(), "until": day(), "title": "上半年积分榜"}
        ranking = await play.do(LEADER, "/points-lists", {"kind": "ranking", **period})
        twice = await play.ask(LEADER, "/points-lists", {"kind": "ranking", **period})
        too_telling = await play.ask(LEADER, "/points-lists", {"kind": "entries", **period, "label": "name"})
        await play.decided(fifth, seats[:2], points=20)
        frozen = await play.get("worker", f"/points-lists/{ranking['id']}")
        # 帮: those at the bottom, somebody who helps, a visit.
        bottom = (await play.get(KEEPER, "/standings", lowest=True))["items"]
        pairing = await play.do(KEEPER, "/pairings", {
            "household_id": fourth["id"], "username": "handler", "since": day(), "goal": "带动参加清洁日"})  # fmt: skip
        clear = await play.do("handler", f"/households/{fourth['id']}/reveal", {"purpose": "visit"})
        visit = await play.do(
            "handler", f"/pairings/{pairing['id']}/visits", {"visited_on": day(), "note": "商定每月参加"}
        )
        others = await play.ask("handler", f"/households/{first['id']}", method="GET")
        early = await play.ask(LEADER, f"/family-titles/{spring.year}")
    with clock.shifted(days_until(date(spring.year, 12, 20))):
        pending = await play.propose(fourth, points=5)
    with clock.shifted(days_until(date(spring.year + 1, 1, 20))):
        undecided = await play.ask(LEADER, f"/family-titles/{spring.year}")
        await play.do(KEEPER, f"/proposals/{pending['id']}/close")
        before = await play.get(KEEPER, f"/family-titles/{spring.year}")
        chosen = await play.do(LEADER, f"/family-titles/{spring.year}")
        second_time = await play.ask(LEADER, f"/family-titles/{spring.year}")
        this_year = await play.get(KEEPER, "/standings")
        sums = await ledger_holds(session)

    assert (lapsed["state"], of_the_fine["photo_ids"], again.status_code) == ("lapsed", [evidence], 422)
    assert (shown.status_code, shown.headers["content-type"], hidden.status_code) == (200, "image/jpeg", 404)
    assert [(each["id"], each["points"], each["may"]) for each in waiting] == [(appeal["id"], -10, ["decide"])]
    assert (gone.json()["code"], poor.status_code, poor.json()["code"]) == ("out-of-stock", 409, "too-few-points")
    assert ranking["rows"][0] == {
        "household": "1 号 王**",
        "points": 20,
        "rank": 1,
        "kind": None,
        "rule_name": None,
        "occurred_on": None,
    }
    assert [(row["household"], row["points"]) for row in ranking["rows"]] == [
        ("1 号 王**", 20), ("3 号 赵*", 20), ("2 号 李**", 14), ("4 号 钱*", 0), ("5 号 孙*", 0)
    ]  # fmt: skip
    assert (twice.status_code, too_telling.json()["errors"][0]["pointer"]) == (409, "/label")
    assert frozen["rows"] == ranking["rows"]
    assert [row["household_number"] for row in bottom] == [4, 2]
    assert (clear["people"][0]["name"], visit["recorded_by_name"], others.status_code) == ("钱二", "用户handler", 404)
    assert [answer.json()["code"] for answer in (early, undecided)] == ["year-runs", "year-undecided"]
    assert [(row["household_number"], row["rank"], row["shared"]) for row in chosen["items"]] == [
        (1, 1, True), (3, 1, True), (5, 1, True)
    ]  # fmt: skip
    assert before["items"] == chosen["items"]
    assert (second_time.status_code, chosen["rule"].endswith("shares the title.")) == (409, True)
    assert {row["points"] for row in this_year["items"]} == {0}
    assert sorted(sums.values()) == [5, 14, 20, 20]
