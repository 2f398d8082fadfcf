"""`make bench`: what the hot routes cost, as multiples of a bare ping of the same server in the same run.

`python -m bench.run 10000 1000000 5000000` names the sizes. Each read stands beside its own SQL through pgbench.
"""

import asyncio
import itertools
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import httpx

from app.db.embedded import EmbeddedPostgres
from app.db.embedded.binaries import choose
from app.models.case import OPEN_CASES
from app.schemas.supervision.questions import Question
from bench import generate, load, service
from bench.load import Request, Result

CONNECTIONS = 32
SIZES = (10_000, 1_000_000)
_COLUMNS = (
    "id, serial, status, version, description, area_path, lead_department_code, due_at, stage_due_at, reported_at"
)
_SQL = {
    "overdue page of 50": f"SELECT {_COLUMNS} FROM cases WHERE {{open}} AND due_at < now() "  # noqa: S608  (constants)
    "AND area_path >= 'C/' AND area_path < 'C0' ORDER BY due_at, id LIMIT 51",
    "queue page of 50": f"SELECT {_COLUMNS} FROM cases WHERE {{open}} AND status = 'handling' "  # noqa: S608
    "AND lead_department_code = 'D7' AND due_at IS NOT NULL ORDER BY due_at, id LIMIT 51",
    "overdue by department": "SELECT lead_department_code, count(*) FROM cases WHERE {open} AND due_at < now() "
    "AND area_path >= 'C/' AND area_path < 'C0' GROUP BY 1",
}
_OPEN = str(OPEN_CASES)
_QUESTIONS = tuple(Question)
_DEEP, _PER_PAGE, _AROUND = 1_000, 20, 40
_WARMING = 10  # the first action of a process lays out the calendar
_READS = {
    "overdue page of 50": ("boss", "/api/v1/supervision/overdue"),
    "queue page of 50": ("unit", "/api/v1/queues/handling"),
    "overdue by department": ("boss", "/api/v1/supervision/summary"),
}


def _pgbench(url: str, sql: str) -> float:
    """Seconds of one such query at one connection, by PostgreSQL's own client."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(sql.format(open=_OPEN) + ";")
        script.flush()
        command = [choose().directory / "pgbench", "-n", "-M", "prepared", "-t", "200", "-f", script.name, url]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(said.split("latency average = ")[1].split(" ms")[0]) / 1000


class Bench:
    def __init__(self, port: int, pid: int, tokens: dict[str, str], ids: list[uuid.UUID]) -> None:
        self.port, self.pid, self.tokens, self.ids = port, pid, tokens, ids

    async def measure(self, who: str, requests: Any, count: int) -> Result:
        source = iter(requests)
        made = lambda: next(source, None)  # noqa: E731  (one expression, used once)
        return await load.run(self.port, self.tokens[who], self.pid, made, connections=CONNECTIONS, count=count)

    async def ping(self) -> Result:
        return await self.measure("boss", itertools.repeat(("GET", "/healthz", None)), 6_000)

    async def report(self) -> Result:
        return await self.measure("worker", (_report(n) for n in itertools.count()), 4_000)

    async def dispatch(self, filed: list[uuid.UUID]) -> Result:
        bodies = (("POST", f"/api/v1/cases/{case}/dispatch", {"lead": "D1"}) for case in filed)
        return await self.measure("dispatcher", bodies, len(filed))

    async def by_id(self) -> Result:
        paths = (("GET", f"/api/v1/cases/{case}", None) for case in itertools.cycle(self.ids))
        return await self.measure("boss", paths, 4_000)

    async def read(self, who: str, path: str, count: int) -> Result:
        return await self.measure(who, itertools.repeat(("GET", path, None)), count)


def _report(number: int) -> Request:
    body = {
        "id": str(uuid.uuid4()),
        "description": f"路边井盖缺失 {number}",
        "location": {"lat": 22 + number % 190 * 0.001, "lon": 114 + number % 197 * 0.001},
    }
    return "POST", "/api/v1/cases", body


def _line(name: str, result: Result, ping: Result, beside: str = "") -> None:
    failed = f"  {result.failed} FAILED" if result.failed else ""
    print(
        f"  {name:<24}{result.rate:>8.0f}/s  p50 {result.p50 * 1000:>7.1f} ms  p99 {result.p99 * 1000:>7.1f} ms  "
        f"cpu {result.cpu * 1e6:>6.0f} µs  {result.cpu / ping.cpu:>5.1f} × ping{beside}{failed}"
    )


async def _measure(size: int, url: str, port: int, pid: int, tokens: dict[str, str]) -> dict[str, float]:
    owner = await asyncpg.connect(url)
    ids = [row["id"] for row in await owner.fetch("SELECT id FROM cases LIMIT 1000")]
    filed = [row["id"] for row in await owner.fetch("SELECT id FROM cases WHERE status = 'filed' LIMIT 1500")]
    await owner.close()
    bench = Bench(port, pid, tokens, ids)
    print(f"\n{size:,} cases, {CONNECTIONS} connections")
    ping = await bench.ping()
    _line("bare ping", ping, ping)
    _line("report", await bench.report(), ping)
    if len(filed) > _WARMING:
        await bench.dispatch(filed[:_WARMING])
        _line("dispatch", await bench.dispatch(filed[_WARMING:]), ping)
    _line("case by id", await bench.by_id(), ping)
    latency = {}
    for name, (who, path) in _READS.items():
        alone = await load.run(port, tokens[who], pid, lambda path=path: ("GET", path, None), connections=1, count=300)  # type: ignore[misc]
        result = await bench.read(who, path, 1_000)
        sql = await asyncio.to_thread(_pgbench, url, _SQL[name])
        latency[name] = alone.p50
        latency[f"{name}, SQL"] = sql
        _line(name, result, ping, f"  alone {alone.p50 * 1000:.2f} ms, its SQL {sql * 1000:.2f} ms")
    return latency


def _walk(address: str, token: str, question: str) -> None:
    """How long a page takes near the beginning of a question's answer and near its thousandth page."""
    seconds: list[float] = []
    following = f"/api/v1/supervision/{question}?limit={_PER_PAGE}&within_hours=2000"
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
        while following and len(seconds) < _DEEP:
            started = time.perf_counter()
            answer = client.get(following).raise_for_status()
            seconds.append(time.perf_counter() - started)
            following = answer.links.get("next", {}).get("url", "")
    early, late = median(seconds[:_AROUND]), median(seconds[-_AROUND:])
    print(
        f"  {question:<16} page 1 {early * 1000:>6.2f} ms, page {len(seconds):,} {late * 1000:>6.2f} ms, "
        f"{late / early:.2f} ×"
    )


def main() -> None:
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    latencies: list[dict[str, float]] = []
    with service.scratch() as data_dir:
        service.yikou("migrate", "--data-dir", str(data_dir))
        with service.served(data_dir) as (address, process):
            url = _owner_url(data_dir)
            asyncio.run(generate.organisation(url))
            tokens = {}
        _add_users(data_dir)
        passwords = {who: service.password_of(who, data_dir) for who in ("boss", "unit", "worker", "dispatcher")}
        have = 0
        with service.served(data_dir) as (address, process):
            tokens = {who: service.token(address, who, password) for who, password in passwords.items()}
            for size in sizes:
                asyncio.run(generate.cases(url, have + 1, size))
                have = size
                port = int(address.rsplit(":", 1)[1])
                latencies.append(asyncio.run(_measure(size, url, port, process.pid, tokens)))
                for question in _QUESTIONS:
                    _walk(address, tokens["boss"], question)
    if len(latencies) > 1:
        print(f"\n{sizes[-1]:,} against {sizes[0]:,} cases, alone on one connection:")
        for name, seconds in latencies[-1].items():
            print(f"  {name:<32}{seconds / latencies[0][name]:>6.2f} ×")


def _owner_url(data_dir: Path) -> str:
    """The owner's address of the database that the service on this directory runs."""
    embedded = EmbeddedPostgres(data_dir)
    embedded.join()
    return embedded.url


def _add_users(data_dir: Path) -> None:
    for name, post, where in (
        ("boss", "supervisor", ("--area", "C")),
        ("worker", "full_time_worker", ("--area", "C")),
        ("dispatcher", "dispatcher", ("--area", "C")),
        ("unit", "department_handler", ("--department", "D7")),
    ):
        service.yikou("user", "add", name, "--name", name, "--post", post, *where, "--data-dir", str(data_dir))


if __name__ == "__main__":
    main()
