"""`python -m bench.pull`: the first sync of a worker with 2,000 visible cases, and what an empty pull costs.

Aims: the first sync in one request under a second and, compressed, under 300 kB; 10,000 phones that poll each minute
(167 requests a second) on one core. The texts are the subjects of residents' real messages, about as long as what a
worker writes with one thumb.
"""

import asyncio
import itertools
import lzma
import sys
from csv import DictReader
from statistics import median
from time import perf_counter

import asyncpg
import httpx

from bench import generate, load, service
from bench.boston import SOURCE
from bench.service import owner_url

VISIBLE, PHONES = 2_000, 10_000
_ENCODINGS = ("identity", "gzip", "br", "zstd")
_MOVE = """
UPDATE cases SET area_code = 'G0', area_path = (SELECT path FROM areas WHERE code = 'G0') WHERE due_at IS NOT NULL
"""
_WRITE = """
UPDATE cases SET description = texts.told FROM (SELECT unnest($1::uuid[]) AS id, unnest($2::text[]) AS told) texts
WHERE cases.id = texts.id
"""


def _texts() -> list[str]:
    path = SOURCE.parent / "cn_complaints" / "zh_complaints_votes.csv.xz"
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(DictReader(file))
    return [row["title"] for row in rows]


async def _fill(url: str) -> None:
    await generate.organisation(url)
    await generate.cases(url, 1, VISIBLE * 100)
    owner = await asyncpg.connect(url)
    await owner.execute(_MOVE)
    ids = [row["id"] for row in await owner.fetch("SELECT id FROM cases WHERE area_code = 'G0' AND due_at IS NOT NULL")]
    await owner.execute(_WRITE, ids, list(itertools.islice(itertools.cycle(_texts()), len(ids))))
    await owner.execute("VACUUM (ANALYZE) cases")
    await owner.close()


def _first_sync(address: str, token: str) -> bool:
    met = False
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
        client.get("/api/v1/sync/pull").raise_for_status()
        for encoding in _ENCODINGS:
            seconds = []
            for _ in range(5):
                started = perf_counter()
                with client.stream("GET", "/api/v1/sync/pull", headers={"Accept-Encoding": encoding}) as answer:
                    size = sum(len(piece) for piece in answer.iter_raw())
                seconds.append(perf_counter() - started)
            took, told = median(seconds), size / 1000
            print(f"  first sync, {encoding:<9}{took * 1000:>7.0f} ms  {told:>7.0f} kB")
            met = met or (took < 1 and told < 300)
        page = client.get("/api/v1/sync/pull").json()
    print(f"  in one request: {len(page['cases']):,} cases, more to come: {page['more']}")
    return met and len(page["cases"]) >= VISIBLE


async def _empty_pulls(port: int, pid: int, token: str, cursor: str) -> bool:
    ping = await load.run(port, token, pid, lambda: ("GET", "/healthz", None), connections=32, count=6_000)
    path = f"/api/v1/sync/pull?cursor={cursor}"
    pulls = await load.run(port, token, pid, lambda: ("GET", path, None), connections=32, count=6_000)
    share = pulls.cpu * PHONES / 60
    print(
        f"  empty pull {pulls.rate:,.0f}/s  p50 {pulls.p50 * 1000:.1f} ms  p99 {pulls.p99 * 1000:.1f} ms  "
        f"cpu {pulls.cpu * 1e6:.0f} µs, {pulls.cpu / ping.cpu:.1f} × ping, {pulls.failed} failed\n"
        f"  {PHONES:,} phones polling each minute: {share:.0%} of one core"
    )
    return share < 1 and not pulls.failed


def main() -> None:
    with service.scratch() as data_dir:
        service.yikou("migrate", "--data-dir", str(data_dir))
        with service.served(data_dir):
            asyncio.run(_fill(owner_url(data_dir)))
        where = ("--post", "full_time_worker", "--area", "G0", "--data-dir", str(data_dir))
        service.yikou("user", "add", "worker", "--name", "worker", *where)
        password = service.password_of("worker", data_dir)
        with service.served(data_dir) as (address, process):
            token = service.token(address, "worker", password)
            met = _first_sync(address, token)
            headers = {"Authorization": f"Bearer {token}"}
            cursor = httpx.get(f"{address}/api/v1/sync/pull", headers=headers).json()["cursor"]
            port = int(address.rsplit(":", 1)[1])
            met = asyncio.run(_empty_pulls(port, process.pid, token, cursor)) and met
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
