"""文明积分: rules as dated data, votes that are counted once, a ledger that is only added to, appeals in time."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from app import clock
from app.db.session import Session
from app.services.households.voting import settle_due
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.households.village import (
    AWARD,
    DEDUCTION,
    KEEPER,
    LEADER,
    RULES,
    TOWN_LEADER,
    Play,
    day,
    first_day,
    head,
    ledger_holds,
    proposal,
)
from tests.organisation import OTHER_VILLAGE, USERS
from tests.routers.cobuilding import Quarter

FINE = {"rule_code": "LJ-1", "points": 10, "activity": "门前检查"}


@pytest.fixture
async def homes(play: Play) -> list[dict[str, Any]]:
    await play.rules()
    return [await play.household(name) for name in ("王建国", "李大山", "赵一", "钱二")]


@pytest.fixture
async def seats(play: Play, homes: list[dict[str, Any]]) -> list[str]:
    return await play.council(*homes[1:])


Homes, Seats = list[dict[str, Any]], list[str]


async def test_what_passes_is_an_entry_and_what_does_not_is_none(play: Play, homes: Homes, seats: Seats) -> None:
    states = {}
    votes = {"passed": "yes yes no", "rejected": "yes no no", "lapsed": "yes", "passed too": "yes yes"}
    for at, (name, said) in enumerate(votes.items()):
        made = await play.propose(homes[0], occurred_on=day(-at))
        await play.votes(made["id"], dict(zip(seats, said.split(), strict=False)))
        with clock.shifted(timedelta(days=20)):
            states[name] = (await play.do(KEEPER, f"/proposals/{made['id']}/close"))["state"]
    entries = (await play.get(KEEPER, f"/households/{homes[0]['id']}/entries"))["items"]

    assert states == {"passed": "passed", "rejected": "rejected", "lapsed": "lapsed", "passed too": "passed"}
    assert [(each["points"], each["balance"], each["kind"]) for each in entries] == [
        (10, 20, "award"),
        (10, 10, "award"),
    ]


async def test_nobody_votes_twice_too_late_or_on_their_own_household(play: Play, homes: Homes, seats: Seats) -> None:
    made, own = await play.propose(homes[0]), await play.propose(homes[1])
    await play.votes(made["id"], {seats[0]: "yes"})
    minutes = {"minutes": "评议会记录"}

    async def tried(who: str, about: dict[str, Any], seat: str, **more: Any) -> tuple[int, str]:
        body = {"votes": [{"seat_id": seat, "choice": "yes"}], **more}
        answer = await play.ask(who, f"/proposals/{about['id']}/votes", body)
        return answer.status_code, answer.json()["code"]

    twice = await tried(KEEPER, made, seats[0], **minutes)
    on_their_own = await tried(KEEPER, own, seats[0], **minutes)
    without_minutes = await tried(KEEPER, made, seats[1])
    by_a_worker = await tried("worker", made, seats[1], **minutes)
    early = await play.ask(KEEPER, f"/proposals/{made['id']}/close")
    with clock.shifted(timedelta(days=20)):
        too_late = await tried(KEEPER, made, seats[1], **minutes)

    assert (own["count"]["voters"], made["count"]["voters"]) == (2, 3)
    assert (twice, on_their_own) == ((409, "voted-already"), (403, "own-household"))
    assert (without_minutes, by_a_worker, too_late) == (
        (422, "invalid"),
        (403, "not-permitted"),
        (409, "voting-closed"),
    )
    assert (early.status_code, early.json()["code"]) == (409, "wrong-state")


async def test_a_member_with_an_account_votes_alone_and_sees_no_household(play: Play, homes: Homes) -> None:
    resident = await play.household("孙三", username="handler")
    seat = (await play.council(resident))[0]
    by_post = await play.do(LEADER, "/council", {"username": "water_handler", "valid_from": day()})
    made, own = await play.propose(homes[0]), await play.propose(resident)
    seen = await play.get("handler", "/proposals")
    voted = await play.do("handler", f"/proposals/{made['id']}/votes", {"votes": [{"seat_id": seat, "choice": "yes"}]})
    for_another = await play.ask(
        "handler", f"/proposals/{made['id']}/votes", {"votes": [{"seat_id": by_post["id"], "choice": "no"}]}
    )
    on_own = await play.ask("handler", f"/proposals/{own['id']}/votes", {"votes": [{"seat_id": seat, "choice": "yes"}]})
    households = await play.ask("handler", "/households", method="GET")
    villages = (await play.client_as("handler").get("/villages")).json()["items"]

    assert [(item["id"], item["may"], item["head_name"]) for item in seen["items"]] == [(made["id"], ["vote"], "王**")]
    assert (voted["count"]["yes"], voted["may"]) == (1, [])
    assert (for_another.status_code, on_own.status_code, households.status_code) == (403, 404, 403)
    assert [(each["may"], each["seat_id"], each["households"]) for each in villages] == [(["vote"], seat, 0)]


async def test_the_worker_counts_what_has_closed_by_itself(
    play: Play, homes: Homes, seats: Seats, database: OneConnection
) -> None:
    made = await play.propose(homes[0])
    await play.votes(made["id"], dict.fromkeys(seats, "yes"))
    await settle_due(database)
    before = (await play.get(KEEPER, f"/proposals/{made['id']}"))["state"]
    with clock.shifted(timedelta(days=20)):
        await settle_due(database)
        await settle_due(database)
        after = await play.get(KEEPER, f"/proposals/{made['id']}")

    assert (before, after["state"], await play.balance(homes[0])) == ("open", "passed", 10)


async def test_the_same_is_proposed_once_and_within_what_the_rules_give(
    play: Play, homes: Homes, seats: Seats, cases: Cases, session: Session
) -> None:
    made = await play.propose(homes[0])
    again = await play.ask("worker", "/proposals", proposal(homes[0]))
    await play.do("worker", f"/proposals/{made['id']}/withdraw", {"reason": "分值填错"})
    anew = await play.propose(homes[0], points=20)
    await play.propose(homes[0], points=20, occurred_on=day(-1))
    await play.propose(homes[0], points=15, occurred_on=day(-2))
    case = await cases.report()
    hidden = await cases.report()
    await session.connection.execute("UPDATE cases SET privacy_tier = 'restricted' WHERE id = $1", hidden["id"])
    wrong = {
        "/points": {"occurred_on": day(-3), "points": 10},
        "/rule_code": {"rule_code": "NO"},
        "/occurred_on": {"occurred_on": day(1)},
        "/photo_ids": {"rule_code": "LJ-1", "activity": None},
        "/about_case_id": {"about_case_id": hidden["id"]},
    }
    told = {
        at: await play.ask("worker", "/proposals", proposal(homes[0 if at == "/points" else 2], **more))
        for at, more in wrong.items()
    }
    linked = await play.propose(homes[1], about_case_id=case["id"], activity=None)
    same_case = await play.ask("worker", "/proposals", proposal(
        homes[1], about_case_id=case["id"], occurred_on=day(-1)))  # fmt: skip

    assert seats
    assert (again.status_code, again.json()["code"], anew["state"]) == (409, "already-exists", "open")
    assert {at: answer.json().get("errors", [{}])[0].get("pointer") for at, answer in told.items()} == {
        at: at for at in wrong
    }, told
    assert linked["about_case_id"] == case["id"]
    assert (same_case.status_code, same_case.json()["code"]) == (409, "already-exists")


async def test_an_activity_is_one_of_this_village_that_was_not_called_off(
    play: Play, homes: Homes, seats: Seats
) -> None:
    working = Quarter(play.client_as)
    at = clock.now() + timedelta(hours=1)
    plan = {"kind": "labour_day", "title": "清洁日", "place": "北门", "department_code": "CG",
            "starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=2)).isoformat()}  # fmt: skip
    here, elsewhere = await working.group(), await working.group(OTHER_VILLAGE)
    held, off, far = [
        await working.done("handler", f"groups/{group['id']}/activities", plan) for group in (here, here, elsewhere)
    ]
    await working.done("handler", f"activities/{off['id']}/cancel", {"note": "下雨"})
    told = [
        await play.ask("worker", "/proposals", proposal(homes[0], activity_id=activity["id"], activity=None))
        for activity in (far, off, held)
    ]

    assert seats
    assert [answer.status_code for answer in told] == [422, 422, 201], [answer.text for answer in told]
    assert {answer.json()["errors"][0]["pointer"] for answer in told[:2]} == {"/activity_id"}
    assert told[2].json()["activity_id"] == held["id"]


async def test_a_rule_changed_in_the_middle_of_a_year_holds_for_what_comes_after(
    play: Play, homes: Homes, seats: Seats
) -> None:
    before = await play.propose(homes[0], points=20)
    later = day(1)
    stricter = {**AWARD, "most": 5}
    await play.rules(later, rules=[stricter, DEDUCTION], quorum_percent=100)
    now = await play.propose(homes[1], points=20)
    with clock.shifted(timedelta(days=1)):
        too_much = await play.ask("worker", "/proposals", proposal(homes[0], points=20))
        of_the_day_before = await play.propose(homes[2], points=20, occurred_on=str(clock.today() - timedelta(days=1)))
        rewritten = await play.ask(LEADER, f"/points-rules/{first_day()}", RULES, "PUT")
        await play.propose(homes[0], points=5)
        used = await play.ask(LEADER, f"/points-rules/{later}", RULES, "PUT")
        versions = (await play.get("worker", "/points-rules"))["items"]

    assert seats
    assert too_much.json()["errors"][0]["pointer"] == "/points"
    assert {each["rules_from"] for each in (before, now, of_the_day_before)} == {first_day()}
    assert (rewritten.status_code, used.status_code, used.json()["code"]) == (422, 409, "alters-closed")
    assert [(each["valid_from"], each["is_current"]) for each in versions] == [(later, True), (first_day(), False)]


async def test_a_village_without_rules_or_council_says_so(play: Play) -> None:
    made = await play.household()
    no_rules = await play.ask("worker", "/proposals", proposal(made))
    await play.rules()
    no_council = await play.ask("worker", "/proposals", proposal(made))

    assert (no_rules.status_code, no_council.status_code) == (409, 409)
    assert (no_rules.json()["code"], no_council.json()["code"]) == ("condition-not-met", "no-voters")


async def test_an_appeal_is_in_time_once_and_decided_by_others(
    play: Play, homes: Homes, seats: Seats, session: Session
) -> None:
    award, fine = await play.decided(homes[0], seats), await play.decided(homes[0], seats, who=LEADER, **FINE)
    path = f"/entries/{fine['id']}/appeal"
    of_an_award = await play.ask(KEEPER, f"/entries/{award['id']}/appeal", {"grounds": "不服"})
    with clock.shifted(timedelta(days=30)):
        too_late = await play.ask(KEEPER, path, {"grounds": "不服"})
    appeal = await play.do("worker", path, {"grounds": "当日不在家"})
    twice = await play.ask(KEEPER, path, {"grounds": "不服"})
    decide = f"/appeals/{appeal['id']}/decide"
    granted = {"state": "granted", "decision": "查实非该户所为"}
    by_the_proposer = await play.ask(LEADER, decide, granted)
    not_so = ({"state": "open"}, {"restore": 3}, {"state": "partly"}, {"state": "partly", "restore": 10})
    wrong = [await play.ask(TOWN_LEADER, decide, granted | more) for more in not_so]
    partly = await play.do(TOWN_LEADER, decide, granted | {"state": "partly", "restore": 6})
    again = await play.ask(TOWN_LEADER, decide, granted)
    last = (await play.get(KEEPER, f"/households/{homes[0]['id']}/entries"))["items"][0]

    assert (of_an_award.status_code, too_late.status_code, too_late.json()["code"]) == (409, 409, "appeal-too-late")
    assert (twice.json()["code"], by_the_proposer.json()["code"]) == ("appealed-already", "party-decides")
    assert [answer.status_code for answer in wrong] == [422] * 4
    assert (partly["state"], again.status_code) == ("partly", 409)
    assert (last["kind"], last["points"], last["balance"], last["year"]) == ("reversal", 6, 6, fine["year"])
    assert set((await ledger_holds(session)).values()) == {6}


async def test_a_mistake_is_corrected_by_an_entry_of_its_own_which_can_be_appealed(
    play: Play, homes: Homes, seats: Seats
) -> None:
    entry = await play.decided(homes[0], seats, points=20)
    path = f"/entries/{entry['id']}/correct"
    body = {"should_be": 5, "reason": "分值录入有误"}
    refused = [await play.ask(LEADER, path, body), await play.ask(LEADER, path, body | {"should_be": -5}),
               await play.ask(LEADER, path, body | {"should_be": 20}), await play.ask(KEEPER, path, body)]  # fmt: skip
    corrected = await play.do(LEADER, path, body | {"minutes": "村委会核对记录"})
    appealed = await play.do(KEEPER, f"/entries/{corrected['id']}/appeal", {"grounds": "原分值无误"})
    by_who_corrected = await play.ask(
        LEADER, f"/appeals/{appealed['id']}/decide", {"state": "granted", "decision": "是"}
    )
    await play.do(TOWN_LEADER, f"/appeals/{appealed['id']}/decide", {"state": "granted", "decision": "原分值无误"})
    first = (await play.get(KEEPER, f"/households/{homes[0]['id']}/entries"))["items"][-1]

    assert [answer.status_code for answer in refused] == [422, 422, 422, 403]
    assert (corrected["points"], corrected["balance"], corrected["corrects_id"]) == (-15, 5, entry["id"])
    assert by_who_corrected.json()["code"] == "party-decides"
    assert (first["points"], await play.balance(homes[0])) == (20, 20)


@pytest.mark.parametrize("table", ["points_entries", "points_votes", "household_looks", "reward_moves",
                                   "family_titles", "pairing_visits"])  # fmt: skip
async def test_what_is_only_added_to_takes_no_update_and_no_delete(session: Session, table: str) -> None:
    may = await session.connection.fetchrow(
        "SELECT has_table_privilege(current_user, $1, 'UPDATE, DELETE, TRUNCATE'), "
        "has_any_column_privilege(current_user, $1, 'UPDATE'), has_table_privilege(current_user, $1, 'INSERT')",
        table,
    )
    assert may is not None
    assert tuple(may) == (False, False, True)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with session.savepoint():
            await session.connection.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "change",
    [{"quorum_percent": 0}, {"rules": []}, {"rules": [AWARD, AWARD]}, {"rules": [{**AWARD, "least": 30}]},
     {"voting_days": 0}, {"tie_rules": ["fewest_deducted", "fewest_deducted"]}, {"majority": "all"}, {"x": 1}],
)  # fmt: skip
async def test_rules_that_make_no_sense_are_refused(play: Play, change: dict[str, Any]) -> None:
    answer = await play.ask(LEADER, f"/points-rules/{first_day()}", RULES | change, "PUT")

    assert answer.status_code == 422
    assert (await play.get(LEADER, "/points-rules"))["items"] == []


async def test_a_seat_is_of_one_person_of_the_village_at_a_time(play: Play, homes: Homes, seats: Seats) -> None:
    person = homes[1]["members"][0]["person_id"]
    refused = [await play.ask(LEADER, "/council", body | {"valid_from": day()}) for body in (
        {"person_id": person}, {}, {"person_id": person, "username": "lead"}, {"username": "no.such"},
        {"person_id": str(USERS["lead"])})]  # fmt: skip
    ended = await play.do(LEADER, f"/council/{seats[0]}/end", {"valid_to": day()})
    with clock.shifted(timedelta(days=1)):
        made = await play.propose(homes[0])
        seated_again = await play.do(LEADER, "/council", {"person_id": person, "valid_from": day()})

    assert [answer.status_code for answer in refused] == [422] * 5
    assert (ended["valid_to"], made["count"]["voters"]) == (day(), 2)
    assert seated_again["household_number"] == 2
    assert head()["name"] not in str(await play.get(LEADER, "/council"))
