"""Queues: what is counted is listed, what is listed can be acted upon, and no request waits in nobody's."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from httpx import AsyncClient

from app import clock, cursors
from app.db.session import Session
from app.queries.cases.orders import NEWEST_FIRST
from tests.cases import Cases
from tests.organisation import IN_OTHER_GRID, OTHER_GRID, TOWN, USERS
from tests.times import at

Clients = Callable[..., AsyncClient]


async def listed(client: AsyncClient, name: str) -> list[str]:
    """The ids of a queue, two a page; as many as the overview counts."""
    ids: list[str] = []
    following = {"limit": "2"}
    while following:
        page = (await client.get(f"/queues/{name}", params=following)).json()
        ids += [item["id"] for item in page["items"]]
        following = following | {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
    counts = {row["name"]: row["count"] for row in (await client.get("/queues")).json()["items"]}
    assert counts[name] == len(ids)
    return ids


async def assisted(cases: Cases, hour: int, *, suspended: bool) -> str:
    """A case in the hands of CG with SW to assist, filed at that hour of a working day."""
    with clock.frozen(at(f"17 {hour:02}:00")):
        case = await cases.at("filed")
        await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
        await cases.done("handler", case, "sign")
        if suspended:
            until = (clock.now() + timedelta(days=2)).isoformat()
            ask = {"reason_code": "needs_budget", "note": "待财政批复", "resume_at": until}
            await cases.done("handler", case, "request-suspension", ask)
            await cases.done("dispatcher", case, "approve-suspension")
            await cases.done("centre_leader", case, "approve-suspension")
    case_id: str = case["id"]
    return case_id


async def test_what_has_no_deadline_comes_last_and_is_counted(cases: Cases, client_as: Clients) -> None:
    paused = [await assisted(cases, hour, suspended=True) for hour in (9, 10, 11)]
    late = await assisted(cases, 15, suspended=False)
    early = await assisted(cases, 14, suspended=False)

    with clock.frozen(at("17 16:00")):
        ids = await listed(client_as("water_handler"), "assisting")

    assert ids == [early, late, *sorted(paused)]


async def test_a_cursor_without_a_moment_is_refused_where_every_row_has_one(cases: Cases, client_as: Clients) -> None:
    await cases.report()
    forged = cursors.encode(None, uuid4(), (USERS["clerk"], frozenset(), NEWEST_FIRST, []))

    answer = await client_as("clerk").get("/cases", params={"cursor": forged})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


async def test_a_queue_holds_only_what_its_post_reaches(cases: Cases, client_as: Clients, session: Session) -> None:
    """A triage clerk of one town leads a grid in the other: its reports are theirs to see, not theirs to triage."""
    for post, area in (("triage_clerk", TOWN), ("grid_leader", OTHER_GRID)):
        await session.connection.execute(
            "INSERT INTO appointments (id, user_id, post, area_code, valid_from) VALUES ($1, $2, $3, $4, $5)",
            uuid4(), USERS["nobody"], post, area, date(2026, 1, 1),
        )  # fmt: skip
    here = await cases.report()
    there = await cases.report(who="other_worker", location=IN_OTHER_GRID)
    both = client_as("nobody")

    assert await listed(both, "triage") == [here["id"]]
    seen = {item["id"] for item in (await both.get("/cases")).json()["items"]}
    assert seen == {here["id"], there["id"]}


async def test_a_request_waits_for_the_dispatcher_and_then_for_the_leader(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")

    async def waiting() -> tuple[list[str], list[str]]:
        leader = client_as("centre_leader")
        return await listed(client_as("dispatcher"), "requests-to-endorse"), await listed(leader, "requests-to-decide")

    await cases.done("handler", case, "request-extension", {"reason_code": "complex", "amount": 1})
    asked = await waiting()
    await cases.done("dispatcher", case, "approve-extension")
    endorsed = await waiting()
    await cases.done("centre_leader", case, "approve-extension")

    assert (asked, endorsed, await waiting()) == (([case["id"]], []), ([], [case["id"]]), ([], []))


async def test_whoever_endorsed_a_request_is_not_asked_to_decide_it(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")
    await cases.done("handler", case, "request-extension", {"reason_code": "complex", "amount": 1})
    await cases.done("centre_leader", case, "approve-extension")

    assert await listed(client_as("centre_leader"), "requests-to-decide") == []
