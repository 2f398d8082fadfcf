"""A morning at the desk: 200 cases, two colleagues on the same queues live, five units that return what is not theirs,
a pool and a whistle; through HTTP, against a service as it is run. It ends with every case in exactly one hand.
"""

import asyncio
from datetime import timedelta
from itertools import pairwise

import httpx
import pytest

from app import clock
from tests.desk.people import WORKS_IN, Case, Listener, Morning, each, morning_at
from tests.service import Service, demo, directory
from tests.waiting import eventually

__all__ = ["demo", "directory"]
pytestmark = [pytest.mark.process, pytest.mark.any_server]

CASES, IN_POOL = 200, 20
IN_TOWN = {"lat": 22.705, "lon": 114.29}
#: The rule a case is filed by, whose it is, and whose it is not.
MATTERS = (
    ("DCM-01-02-A", "CGJ", "JTJ"),
    ("DCM-01-05-A", "SWJ", "CGJ"),
    ("DCM-01-10-A", "JTJ", "SWJ"),
    ("GOV-02-02-A", "GAJ", "CGJ-001"),
    ("DCM-01-06-A", "CGJ-001", "GAJ"),
)


async def reported(morning: Morning, number: int) -> str:
    body = {"description": f"第 {number} 件：{MATTERS[number % 5][0]}", "location": IN_TOWN}
    answer = await morning.ask("worker" if number % 2 else "clerk", "POST", "/cases", json=body)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    return str(answer.json()["id"])


def unit_of(row: Case) -> str:
    """Whose case it is, as whoever reads it sees."""
    return next(unit for rule, unit, _ in MATTERS if row["description"].endswith(rule))


async def filed(morning: Morning, cases: list[str]) -> None:
    """Two clerks on one queue: the one by a batch, the other one by one with the next in each answer."""
    half = len(cases) // 2
    rules = {case: MATTERS[number % 5][0] for number, case in enumerate(cases)}
    items = [{"id": case, "version": 1, "body": {"rule_code": rules[case]}} for case in cases[:half]]
    results = await morning.batch("clerk", "file", items)
    assert {result["outcome"] for result in results} == {"done"}, results
    waiting: str | None = (await morning.get("townclerk", "/desk/triage", limit=1))["items"][0]["id"]
    done = set()
    while waiting is not None:
        after = await morning.do("townclerk", waiting, "file", "triage", rule_code=rules[waiting])
        done.add(waiting)
        waiting = None if after["next"] is None else after["next"]["row"]["id"]
    assert done == set(cases[half:])


async def dispatched(morning: Morning, rows: list[Case]) -> None:
    """Two dispatchers at once on the same cases, every fourth to the wrong unit: each is dispatched once."""
    items = []
    for number, row in enumerate(rows):
        lead = next(wrong for _, unit, wrong in MATTERS if unit == unit_of(row)) if number % 4 == 0 else unit_of(row)
        items.append({"id": row["id"], "version": row["version"], "body": {"lead": lead}})
    both = await asyncio.gather(*(morning.batch(who, "dispatch", items) for who in ("dispatcher", "towndispatcher")))
    for one, other in zip(*both, strict=True):
        assert sorted((one["outcome"], other["outcome"])) == ["done", "refused"], (one, other)


async def returned(morning: Morning, listener: Listener) -> int:
    """Five units look at what came, and return what is not theirs; a colleague hears of it and sends it on."""
    work, back = [], set()
    for unit, who in WORKS_IN.items():
        for row in await morning.own(unit, "to-sign"):
            right = unit_of(row)
            if right != unit:
                back.add(row["id"])
                body = {"reason_code": "not_our_duty", "proposed_department": right}
                work.append(morning.do(who, row["id"], "request-return", **body))
    await each(work)

    async def heard() -> bool:
        return listener.touched("returns") >= back

    await eventually(heard)
    for row in await morning.every("towndispatcher", "/desk/returns"):
        proposed = row["returns"][-1]["proposed_department_code"]
        await morning.do("towndispatcher", row["id"], "approve-return")
        await morning.do("towndispatcher", row["id"], "dispatch", lead=proposed)
    return len(back)


async def pooled(morning: Morning, rows: list[Case]) -> None:
    """Published, and claimed by whoever is first; what nobody wants goes back to the desk."""
    for row in rows:
        body = {"fallback": "CGJ", "eligible": ["CGJ", "CGJ-001", "SWJ"]}
        await morning.do("dispatcher", row["id"], "publish", **body)
    unclaimed, *wanted = await morning.every("cgjteam", "/pool")
    assert len(wanted) == len(rows) - 1
    claims = await each(
        morning.ask(who, "POST", f"/cases/{row['id']}/claim", json={"team": unit})
        for row in wanted
        for unit, who in (("CGJ", "cgj"), ("CGJ-001", "cgjteam"), ("SWJ", "swj"))
    )
    for number in range(0, len(claims), 3):
        assert sorted(claim.status_code for claim in claims[number : number + 3]) == [200, 409, 409]
    await morning.do("towndispatcher", unclaimed["id"], "withdraw", reason_code="unit_known")
    await morning.do("towndispatcher", unclaimed["id"], "dispatch", lead="CGJ")


async def handled(morning: Morning) -> None:
    """Every unit signs what is its own, and resolves three of four."""
    for unit, who in WORKS_IN.items():
        await each(morning.do(who, row["id"], "sign") for row in await morning.own(unit, "to-sign"))
        rows = [row for row in await morning.own(unit, "handling") if row["id"][-1] not in "0123"]
        body = {"result": "已处置", "photo_exemption": "nothing_visible"}
        await each(morning.do(who, row["id"], "resolve", **body) for row in rows)


async def whistled(morning: Morning, case_id: str) -> None:
    """Five units are called; four come, and one never does."""
    by = clock.now() + timedelta(seconds=20)
    body = {"departments": list(WORKS_IN), "place": "公园北门", "respond_by": by.isoformat(), "note": "水管破裂"}
    await morning.do("leader", case_id, "whistle", **body)
    for unit, who in WORKS_IN.items():
        if unit != "GAJ":
            await morning.do(who, case_id, "respond", department=unit, location=IN_TOWN)

    async def missed() -> bool:
        events = (await morning.get("leader", f"/cases/{case_id}/events"))["items"]
        return "miss_whistle" in {event["action"] for event in events}

    await eventually(missed, every=0.5)
    for unit in WORKS_IN:
        if unit != "GAJ":
            await morning.do("leader", case_id, "score-response", department=unit, score=5)
    await morning.do("leader", case_id, "end-whistle", result="已关阀止水")


async def closed(morning: Morning) -> set[str]:
    """What is resolved is closed in one request, but for some that somebody goes to look at."""
    rows = await morning.every("dispatcher", "/desk/resolved")
    look = [{"id": row["id"], "version": row["version"]} for row in rows[:10]]
    items = [
        {"id": row["id"], "version": row["version"], "body": {"close_condition_met": True, "reply": "已办结"}}
        for row in rows[10:]
    ]
    results = await morning.batch("towndispatcher", "request-check", look)
    results += await morning.batch("dispatcher", "close", items)
    assert {result["outcome"] for result in results} == {"done"}, results
    return {item["id"] for item in items}


async def test_a_morning_at_the_desk(demo: Service) -> None:
    async with morning_at(demo) as morning, asyncio.TaskGroup() as group:
        screens = [Listener(morning.people[who]) for who in ("dispatcher", "towndispatcher")]
        listening = [group.create_task(screen.listen()) for screen in screens]
        await asyncio.gather(*(screen.ready.wait() for screen in screens))

        cases = await each(reported(morning, number) for number in range(CASES))
        await filed(morning, cases)
        rows = await morning.every("dispatcher", "/desk/dispatch")
        assert {row["id"] for row in rows} == set(cases)
        await dispatched(morning, rows[IN_POOL:])
        assert await returned(morning, screens[1]) == (CASES - IN_POOL) // 4
        await pooled(morning, rows[:IN_POOL])
        await handled(morning)
        await whistled(morning, (await morning.every("cgj", "/queues/handling"))[0]["id"])
        ended = await closed(morning)

        last = {}
        for case_id in cases:
            case = await morning.get("dispatcher", f"/cases/{case_id}")
            last[case_id] = case["version"]
            assert (case["status"] == "closed") is (case_id in ended)
        hands = await morning.hands()
        assert {case_id: len(hands[case_id]) for case_id in cases} == {
            case_id: 0 if case_id in ended else 1 for case_id in cases
        }

        async def up_to_date() -> bool:
            return all({k: v[-1] for k, v in screen.versions().items()} == last for screen in screens)

        await eventually(up_to_date)
        for screen in screens:
            numbers = [number for number, *_ in screen.heard]
            assert numbers == sorted(set(numbers)), "each once, in the order of the commits"
            assert all(a < b for told in screen.versions().values() for a, b in pairwise(told))
        for task in listening:
            task.cancel()
