"""Retention 保存期限: what is known of people goes by the worker's pruning; the ledger and its numbers stay."""

from datetime import timedelta

from app import clock
from app.db.session import Session
from app.services.operations.pruning import prune
from tests.cases import photo
from tests.conftest import OneConnection
from tests.households.village import AT, KEEPER, LEADER, ClientAs, Play, day, first_day, ledger_holds


async def test_who_left_is_forgotten_after_two_years_and_who_stays_is_not(
    play: Play, database: OneConnection, session: Session
) -> None:
    await play.rules()
    gone, stays = await play.household(), await play.household("赵一")
    seats = await play.council(stays)
    await play.decided(gone, seats)
    await play.do(LEADER, "/points-lists", {"kind": "ranking", "title": "榜", "since": first_day(), "until": day()})
    await play.do(KEEPER, f"/households/{gone['id']}/end", {"reason": "dissolved", "on": day()})
    told = []
    for days in (700, 731):
        with clock.shifted(timedelta(days=days)):
            await prune(database)
            told.append(await play.get(KEEPER, f"/households/{gone['id']}"))
    there = await play.get(KEEPER, f"/households/{stays['id']}")
    lists = (await play.get(KEEPER, "/points-lists"))["items"]
    with clock.shifted(timedelta(days=1_100)):
        await prune(database)
        lists_later = (await play.get(KEEPER, "/points-lists"))["items"]
    left = await session.connection.fetchval("SELECT count(*) FROM household_people WHERE name = '王建国'")

    assert [(view["head_name"], view["address"]) for view in told] == [("王**", "东街 12 号"), (None, None)]
    assert (told[1]["household_number"], told[1]["balance"], left) == (1, 10, 0)
    assert there["members"][0]["name"] == "赵*"
    assert (len(lists), lists_later) == (1, [])
    assert 10 in (await ledger_holds(session)).values()


async def test_evidence_that_no_matter_took_goes_and_other_evidence_stays_three_years(
    play: Play, client_as: ClientAs, database: OneConnection, session: Session
) -> None:
    await play.rules()
    home, other = await play.household(), await play.household("赵一")
    await play.council(other)
    sent = []
    for seed in (1, 2):
        answer = await client_as("worker").post(f"{AT}/photos", files={"photo": ("a.jpg", photo(seed), "image/jpeg")})
        sent.append(answer.json()["id"])
    await play.propose(home, photo_ids=[sent[0]])
    kept = []
    for days in (1, 3, 1_100):
        with clock.shifted(timedelta(days=days)):
            await prune(database)
            kept.append({str(row["id"]) for row in await session.connection.fetch("SELECT id FROM village_photos")})
    uses = await session.connection.fetchval("SELECT sum(uses) FROM photos")

    assert kept == [set(sent), {sent[0]}, set()]
    assert uses == 0
