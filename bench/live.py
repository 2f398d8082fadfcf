"""`python -m bench.live [seconds [reports a second]]`: how soon 2,000 who listen hear of a change, and what they cost.

Two processes over one database, a thousand streams each: workers of 400 grids, clerks and dispatchers of 20 towns, 40
people of the county, 160 of units. Reports and comments come through both. From a commit to a client lies between two
moments of one clock, which is this process's own: after the writer asked for it, and before the writer was answered.
Ends with 1 if a hint was lost or came out of order, or if the 99th of 100 took more than a second from the request.
"""

import asyncio
import itertools
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import cast
from uuid import uuid4

import asyncpg
import httpx

from app import clock
from app.authz import Bearer
from app.config import Settings
from app.crypto import keys
from app.crypto.tokens import TokenSigner
from app.identifiers import new_id
from bench import generate, load, processes, service, subject
from bench.subject import HERE, Subject

CLIENTS, WRITERS = 2_000, 8
_AIM = 1.0  # seconds
Written = dict[tuple[bytes, int], tuple[float, float]]  # a version of a case: when it was sent, and answered
Heard = dict[tuple[bytes, int], list[float]]
_POSTS = """
UPDATE appointments SET post = CASE WHEN n % 2 = 0 THEN 'triage_clerk' ELSE 'dispatcher' END,
    area_code = 'T' || n % 20 + 1
  FROM (SELECT id, substr(username, 8)::int AS n FROM users WHERE username LIKE 'person-%') people
  WHERE user_id = people.id AND n BETWEEN 1601 AND 1800;
UPDATE appointments SET post = 'supervisor', area_code = 'C'
  FROM (SELECT id, substr(username, 8)::int AS n FROM users WHERE username LIKE 'person-%') people
  WHERE user_id = people.id AND n BETWEEN 1801 AND 1840;
UPDATE appointments SET post = 'department_handler', area_code = NULL, department_code = 'D' || n % 40
  FROM (SELECT id, substr(username, 8)::int AS n FROM users WHERE username LIKE 'person-%') people
  WHERE user_id = people.id AND n > 1840;
INSERT INTO token_families (id, user_id, created_at, used_at, expires_at)
  SELECT gen_random_uuid(), id, now(), now(), now() + interval '1 day' FROM users WHERE username LIKE 'person-%';
"""
_SESSIONS = """
SELECT f.user_id, f.id, substr(username, 8)::int AS n FROM token_families f JOIN users u ON u.id = f.user_id
  WHERE username LIKE 'person-%' ORDER BY n
"""
_EVENT = re.compile(rb'id: (\d+)\nevent: (\w+)\ndata: (?:\{"case_id":"([0-9a-f-]+)","version":(\d+))?')


class Client(asyncio.Protocol):
    """One stream: when it heard which version of which case."""

    def __init__(self, port: int, token: str, heard: Heard) -> None:
        self.port, self.token, self.heard = port, token, heard
        self.ready = asyncio.get_running_loop().create_future()
        self.last, self.wrong, self.rest = 0, 0, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        head = f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n\r\n"
        cast(asyncio.Transport, transport).write(head.encode())

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        whole, _, self.rest = (self.rest + data).rpartition(b"\n\n")
        for number, name, case_id, version in _EVENT.findall(whole + b"\n\n"):
            if name == b"ready" and not self.ready.done():
                self.ready.set_result(None)
            elif name == b"case":
                self.wrong += int(number) <= self.last
                self.heard[case_id, int(version)].append(now)
            else:
                self.wrong += 1
            self.last = int(number)

    def connection_lost(self, exc: Exception | None) -> None:
        self.wrong += 1
        if not self.ready.done():
            self.ready.set_result(None)


async def _tokens(of: Subject) -> list[str]:
    owner = await asyncpg.connect(of.url)
    await generate.people(of.url)
    await owner.execute(_POSTS)
    rows = await owner.fetch(_SESSIONS)
    await owner.close()
    signer = TokenSigner(keys.read(Settings(data_dir=of.data_dir)) or "")
    return [signer.sign(Bearer(row["user_id"], row["id"]), clock.now(), timedelta(hours=4)) for row in rows]


async def _write(
    ports: Iterator[int], grids: Iterator[int], token: str, until: float, pause: float, written: Written
) -> None:
    """A report in some grid, then a comment on it, again and again."""
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:

        async def send(case_id: str, version: int, path: str, body: Mapping[str, object]) -> None:
            port, sent = next(ports), time.perf_counter()
            answer = await client.post(f"http://127.0.0.1:{port}/api/v1/cases{path}", json=body)
            answer.raise_for_status()
            written[case_id.encode(), version] = (sent, time.perf_counter())
            await asyncio.sleep(pause)

        while time.perf_counter() < until:
            grid, case_id = next(grids) % 400, str(new_id(clock.now()))
            place = {"lat": 22 + grid // 20 * 0.01 + 0.005, "lon": 114 + grid % 20 * 0.01 + 0.005}
            report = {"id": case_id, "description": f"井盖缺失 {uuid4()}", "location": place}
            await send(case_id, 1, "", report)
            await send(case_id, 2, f"/{case_id}/comment", {"note": "已到现场"})


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def _measure(of: Subject, served: list[tuple[int, int]], seconds: float, rate: float) -> bool:
    tokens, heard = await _tokens(of), defaultdict[tuple[bytes, int], list[float]](list)
    pids = [pid for _, pid in served]
    before = [processes.memory(pid) for pid in pids]
    clients, loop, began = [], asyncio.get_running_loop(), time.perf_counter()
    for token, (port, _) in zip(tokens, itertools.cycle(served), strict=False):
        client = Client(port, token, heard)
        await loop.create_connection(lambda made=client: made, "127.0.0.1", port)  # type: ignore[misc]
        clients.append(client)
    await asyncio.gather(*(client.ready for client in clients))
    took, idle = time.perf_counter() - began, [processes.memory(pid) for pid in pids]
    streams = CLIENTS // len(served)
    grown = [f"{(now - was) * 1024 / streams:.0f}" for was, now in zip(before, idle, strict=True)]
    print(f"  {CLIENTS:,} streams opened in {took:.1f} s; kB a stream: {', '.join(grown)}", flush=True)

    cpu = [load.cpu_of(pid) for pid in pids]
    await asyncio.sleep(20)
    resting = [(load.cpu_of(pid) - was) / 20 for pid, was in zip(pids, cpu, strict=True)]
    cpu, database = [load.cpu_of(pid) for pid in pids], of.postgres_cpu()
    written: Written = {}
    ports, until = itertools.cycle([port for port, _ in served]), time.perf_counter() + seconds
    grids, token = itertools.count(), of.tokens["worker"]
    writing = (_write(ports, grids, token, until, WRITERS / rate, written) for _ in range(WRITERS))
    await asyncio.gather(*writing)
    await asyncio.sleep(5)
    busy = [(load.cpu_of(pid) - was) / seconds for pid, was in zip(pids, cpu, strict=True)]
    database = (of.postgres_cpu() - database) / seconds
    return await _report(of, clients, heard, written, seconds, [*resting, *busy, database])


async def _report(
    of: Subject, clients: list[Client], heard: Heard,
    written: Written, seconds: float, cpu: list[float],
) -> bool:  # fmt: skip
    late = [moment - written[key][0] for key, moments in heard.items() for moment in moments]
    least = [moment - written[key][1] for key, moments in heard.items() for moment in moments]
    owner = await asyncpg.connect(of.url)
    waiting = await owner.fetchval("SELECT count(*) FROM outbox")
    await owner.close()
    last = {case_id: max(v for c, v in written if c == case_id) for case_id, _ in written}
    # The county's forty hear of each case, a town's ten and a grid's four; of versions that follow each other closely
    # the later one alone.
    lost = sum(len(heard[key]) < 40 for key in last.items())
    wrong = sum(client.wrong for client in clients)
    print(
        f"  {len(written) / seconds:.0f} changes/s, {len(late) / seconds:,.0f} hints/s; {wrong} wrong, {lost} lost,"
        f" {waiting} waiting\n"
        f"  from commit to client, ms: p50 {_percentile(least, 0.5) * 1000:.0f} to {_percentile(late, 0.5) * 1000:.0f},"
        f" p99 {_percentile(least, 0.99) * 1000:.0f} to {_percentile(late, 0.99) * 1000:.0f},"
        f" longest {max(late) * 1000:.0f}\n"
        f"  shares of a core: {', '.join(f'{each:.0%}' for each in cpu[:2])} while nothing happens,"
        f" {', '.join(f'{each:.0%}' for each in cpu[2:4])} under load (the first works too), PostgreSQL {cpu[4]:.0%}"
    )
    return not wrong and not lost and _percentile(late, 0.99) <= _AIM


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 40
    os.environ["YIKOU_MAX_STREAMS_PER_USER"] = str(CLIENTS)
    print(f"{CLIENTS:,} who listen at two processes; load {os.getloadavg()[0]:.1f}")
    with subject.subject("this", HERE) as of:
        with service.served(of.data_dir, "--database-url", of.url, "--no-worker", "--no-migrate") as (address, other):
            second = (int(address.rsplit(":", 1)[1]), other.pid)
            good = asyncio.run(_measure(of, [(of.port, of.pid), second], seconds, rate))
        print(f"load {os.getloadavg()[0]:.1f}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
