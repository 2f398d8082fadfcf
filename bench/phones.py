"""`python -m bench.phones`: a hundred phones off line for a week, through a bad network, to a service that is killed.

Every operation has to be applied exactly once and in its order, every photo has to arrive byte for byte, and all
phones have to end up with what the service holds. Exits non-zero when a promise is broken.
"""

import asyncio
import hashlib
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
from yikou_client import Phone, State

from bench.service import owner_url
from bench.trial import USERS, Service, picture, trial
from tests.network import Network, Weather

PHONES, OPERATIONS, KILLS = 100, 100, 15
STORM = Weather(
    latency=0.02, jitter=0.1, cut_up=0.06, cut_down=0.08, twice=0.04, late=0.03, deaf=0.01, longest_cut=60_000
)
_WEEK = timedelta(days=7)
_PATIENCE = 300.0
_LEFT = "SELECT (SELECT count(*) FROM uploads WHERE state IN ('receiving', 'waiting')) + (SELECT count(*) FROM outbox)"
_SAID = "SELECT case_id, note FROM case_events WHERE action = 'comment' ORDER BY case_id, seq"
_CASES = "SELECT c.id, c.version, c.area_path, u.username FROM cases c JOIN users u ON u.id = c.reporter_id"
_GAPS = """
SELECT count(*) FROM (SELECT c.id FROM cases c JOIN case_events e ON e.case_id = c.id GROUP BY c.id, c.version
    HAVING count(*) <> c.version OR max(e.seq) <> c.version) broken
"""


@dataclass
class Sent:
    """What one phone did, to be found again."""

    notes: dict[str, list[str]] = field(default_factory=dict)  # case -> words in the order said
    photos: Counter[str] = field(default_factory=Counter)  # SHA-256


def _a_week_ago(number: int) -> Callable[[], datetime]:
    """The clock of a phone that was off line: a week passes while it is used, and then it is today."""
    started = time.monotonic()
    off = timedelta(seconds=random.Random(number).uniform(-300, 300))

    def now() -> datetime:
        return datetime.now(UTC) + off - max(timedelta(), _WEEK - (time.monotonic() - started) * timedelta(days=2))

    return now


def _use(phone: Phone, number: int, sent: Sent, folder: Path) -> None:
    """A hundred things a worker does, off line."""
    chance = random.Random(number)
    mine: list[str] = []
    for step in range(OPERATIONS):
        kind = chance.choices(("report", "comment", "photo"), (40, 45, 15))[0] if mine else "report"
        if kind == "report":
            place = {"lat": 22 + chance.random() * 0.19, "lon": 114 + chance.random() * 0.19}
            mine.append(phone.report({"description": f"第 {number} 部手机的第 {step} 件事", "location": place}))
            sent.notes[mine[-1]] = []
        elif kind == "comment":
            case, note = chance.choice(mine), f"{number}-{step}"
            phone.act(case, "comment", {"note": note})
            sent.notes[case].append(note)
        else:
            content = picture(chance, chance.choice((64, 128, 256)))
            path = folder / f"{number}-{step}.jpg"
            path.write_bytes(content)
            phone.attach(chance.choice(mine), path)
            path.unlink()
            sent.photos[hashlib.sha256(content).hexdigest()] += 1


async def _until_all_is_sent(phone: Phone) -> None:
    while True:
        synced = await phone.sync()
        if synced.online and not phone.waiting() and not phone.store.photos(State.WAITING):
            return
        await asyncio.sleep(random.uniform(0.2, 1.0))


async def _storm(data_dir: Path, password: str) -> list[str]:
    sent = [Sent() for _ in range(PHONES)]
    started = time.monotonic()
    async with Service(data_dir) as run, Network(run.port, Weather(), seed=7).running() as network:
        folder = data_dir / "phones"
        phones = [
            Phone(network.url, folder / f"{n}.sqlite", now=_a_week_ago(n), timeout=10, tries=4, wait_seconds=0.2)
            for n in range(PHONES)
        ]
        for number, phone in enumerate(phones):
            await phone.sign_in(f"worker{number % USERS}", password)
        network.turn(STORM)
        for number, phone in enumerate(phones):
            _use(phone, number, sent[number], data_dir)
        print(f"  {PHONES * OPERATIONS:,} operations were done off line in {time.monotonic() - started:.0f} s")
        started = time.monotonic()
        killing = asyncio.create_task(_kill_at_random(run))
        await asyncio.gather(*(_until_all_is_sent(phone) for phone in phones))
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)
        seconds = time.monotonic() - started
        print(f"  all sent after {seconds:.0f} s, {run.kills} kills, {network.cuts:,} cut connections")
        if run.process is None or run.process.poll() is not None:
            await run.start()
        network.turn(Weather())
        await _settled(owner_url(data_dir))
        for phone in phones:
            await phone.sync()
        broken = await _compare(owner_url(data_dir), phones, sent)
        for phone in phones:
            await phone.connection.close()
            phone.store.close()
    return broken


async def _settled(url: str) -> None:
    """Waits until the worker has numbered the changes and looked at every photo whose request did not live to."""
    owner = await asyncpg.connect(url)
    started = time.monotonic()
    while await owner.fetchval(_LEFT) and time.monotonic() - started < _PATIENCE:  # noqa: ASYNC110
        await asyncio.sleep(1)
    states = await owner.fetch("SELECT state, refusal, count(*) FROM uploads GROUP BY 1, 2 ORDER BY 1, 2")
    await owner.close()
    told = ", ".join(f"{row['count']} {row['state']} {row['refusal'] or ''}".strip() for row in states)
    print(f"  the worker was done {time.monotonic() - started:.0f} s later; uploads: {told}")
    await asyncio.sleep(1)


async def _kill_at_random(run: Service) -> None:
    """Then it is left alone: what the worker has to do for killed requests takes minutes."""
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(5, 15))
        run.kill()
        await run.start()


async def _compare(url: str, phones: list[Phone], sent: list[Sent]) -> list[str]:
    """Every promise that was not kept."""
    owner = await asyncpg.connect(url)
    notes: dict[str, list[str]] = {}
    for row in await owner.fetch(_SAID):
        notes.setdefault(str(row["case_id"]), []).append(row["note"])
    cases = {str(row["id"]): row for row in await owner.fetch(_CASES)}
    photos = Counter(row["sha256"] for row in await owner.fetch("SELECT sha256 FROM attachments"))
    gaps = await owner.fetchval(_GAPS)
    flagged = await owner.fetchval("SELECT count(*) FROM case_events WHERE data ? 'device'")
    await owner.close()
    wanted = {case: told for one in sent for case, told in one.notes.items()}
    pictures = sum((one.photos for one in sent), Counter[str]())
    broken = [f"case {case} is missing" for case in wanted if case not in cases]
    broken += [f"case {case} is nobody's" for case in cases if case not in wanted]
    for case, told in wanted.items():
        if notes.get(case, []) != told:
            broken.append(f"words on {case}: {notes.get(case)}, not {told}")
    for mark, count in pictures.items():
        if photos[mark] != count:
            broken.append(f"photo {mark} is there {photos[mark]} times, not {count}")
    broken += [f"{gaps} cases with gaps in their events"] if gaps else []
    for number, phone in enumerate(phones):
        broken += _differences(number, phone, cases)
    print(
        f"  {len(wanted):,} cases, {sum(map(len, wanted.values())):,} comments, {sum(pictures.values()):,} photos; "
        f"{flagged:,} events remarked upon for their clock; {len(broken)} promises broken"
    )
    return broken


def _differences(number: int, phone: Phone, cases: Mapping[str, asyncpg.Record]) -> list[str]:
    """What a phone keeps that the service does not say, or the other way round; what waits for a person."""
    user, town = f"worker{number % USERS}", f"C/T{number % USERS + 1}/"
    theirs = {
        case: row["version"]
        for case, row in cases.items()
        if row["username"] == user or row["area_path"].startswith(town)
    }
    known = {case["id"]: case["version"] for case in phone.store.cases()}
    told = [f"phone {number}: {one.kind} {one.result}" for one in phone.attention()]
    told += [f"phone {number}: photo {one.problem}" for one in phone.store.photos(State.ATTENTION)]
    return told + ([f"phone {number} keeps {len(known)} cases, not {len(theirs)}"] if known != theirs else [])


if __name__ == "__main__":
    trial(_storm)
