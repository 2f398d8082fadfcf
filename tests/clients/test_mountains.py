"""Two days in the mountains without a network: everything a worker did arrives once, in order, and both sides agree."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from yikou_client import Phone, State, Synced

from app import clock
from app.db.session import PooledDatabase
from tests.cases import Cases, photo
from tests.clients.conftest import Server
from tests.network import Network, Weather
from tests.organisation import IN_GRID
from tests.waiting import eventually

Phones = Callable[..., Awaitable[Phone]]
Settled = Callable[[Phone], Awaitable[Synced]]
STORM = Weather(cut_up=0.1, cut_down=0.15, twice=0.1, late=0.1, jitter=0.02, longest_cut=20_000)
PLACE = {"lat": IN_GRID["lat"], "lon": IN_GRID["lon"]}


class Wristwatch:
    """The clock of the phone: seven minutes fast, and as late as the story has come."""

    def __init__(self) -> None:
        self.back = timedelta(days=2)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(minutes=7) - self.back


async def _all_is_sent(phone: Phone) -> bool:
    synced = await phone.sync()
    return synced.online and not phone.waiting() and not phone.store.photos(State.WAITING)


async def _converged(phone: Phone, client: Any) -> tuple[dict[str, int], dict[str, int]]:
    """What the phone keeps and what the service lists, by version."""
    listed = (await client.get("/cases", params={"limit": 200, "open": True})).json()["items"]
    kept = {case["id"]: case["version"] for case in phone.store.cases() if case["status"] != "cancelled"}
    return kept, {case["id"]: case["version"] for case in listed}


async def test_two_days_in_the_mountains(
    phone_of: Phones,
    network: Network,
    server: Server,
    pool: PooledDatabase,
    cases: Cases,
    settled: Settled,
    tmp_path: Path,
) -> None:
    to_verify, to_be_cancelled = await cases.at("verifying"), await cases.report()
    watch = Wristwatch()
    phone = await phone_of("worker", now=watch)
    await settled(phone)
    assert phone.store.case(to_verify["id"])["actions"]  # type: ignore[index]

    # Two days without a network.
    network.turn(Weather(cut_up=1.0, longest_cut=1))
    reports, said, sent = [], {}, []
    for day in (2, 1):
        watch.back = timedelta(days=day)
        for number in range(5):
            content = photo(colour=10 * day + number, size=200)
            path = tmp_path / "camera.jpg"
            path.write_bytes(content)
            body = {"description": f"第 {day} 天的第 {number} 件事", "location": IN_GRID}
            case = phone.report(body, [path], **PLACE)
            said[case] = [f"{day}-{number}-{n}" for n in range(3)]
            for words in said[case]:
                phone.act(case, "comment", {"note": words})
            reports.append(case)
            sent.append(hashlib.sha256(content).hexdigest())
        assert not (await phone.sync()).online
        phone = await phone_of("worker", now=watch)  # the battery was empty
    phone.act(to_verify["id"], "submit_verification", {"confirmed": True, "finding": "属实"})
    phone.act(to_be_cancelled["id"], "cancel", {"reason_code": "test"})

    # Meanwhile, in the town.
    await cases.done("clerk", to_be_cancelled, "reject", {"reason_code": "not_true", "reply": "经核查不属实"})

    # Back in the valley: a bad network, and a service that falls over.
    watch.back = timedelta()
    network.turn(STORM)
    sending = asyncio.create_task(eventually(lambda: _all_is_sent(phone), 0.05))
    for _ in range(3):
        await network.used_by(3, unless=sending)
        await server.stop()
        await server.start()
    await sending
    network.turn(Weather())

    # Everything once, in order, byte for byte.
    events = await pool.pool.fetch("SELECT case_id, seq, action, note, device_time, data FROM case_events ORDER BY seq")
    by_case: dict[str, list[Any]] = {}
    for event in events:
        by_case.setdefault(str(event["case_id"]), []).append(event)
    for case in reports:
        told = [(event["action"], event["note"]) for event in by_case[case] if event["action"] != "attach"]
        assert told == [("report", None), *(("comment", words) for words in said[case])]
        assert [event["seq"] for event in by_case[case]] == list(range(1, len(by_case[case]) + 1))
    kept = await pool.pool.fetch("SELECT case_id, sha256 FROM attachments")
    assert sorted((str(row["case_id"]), row["sha256"]) for row in kept) == sorted(zip(reports, sent, strict=True))

    # The clock of the phone is remembered and counts for nothing.
    first = by_case[reports[0]][0]
    assert first["device_time"] < clock.now() - timedelta(days=1)
    row = await pool.pool.fetchrow("SELECT reported_at, stage_due_at FROM cases WHERE id = $1", reports[0])
    assert row["stage_due_at"] > row["reported_at"] > clock.now() - timedelta(minutes=5)

    # What the town had decided meanwhile is shown, not overwritten.
    conflicts = phone.attention()
    assert [(one.kind, one.case_id) for one in conflicts] == [("cancel", to_be_cancelled["id"])]
    assert [event["action"] for event in conflicts[0].result["since"]] == ["reject"]  # type: ignore[index]
    assert by_case[to_verify["id"]][-1]["action"] == "submit_verification"
    phone.drop(conflicts[0].id)

    await settled(phone)
    mine, theirs = await _converged(phone, cases.client_as("worker"))
    ended = {to_be_cancelled["id"]}
    assert {case: version for case, version in mine.items() if case not in ended} == theirs
    assert set(reports) <= set(mine)
