"""`python -m bench.abuse_geometry`: what a worker sees while an administrator asks for the heaviest things there are.

Each abuse runs in a process of its own; beside it one worker asks where they are and what waits for them. Ends with 1
when their p99 is more than twice what it was before, and more than `NOISE`. `… NAME URL TOKEN` is one abuse alone.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from statistics import quantiles

import httpx

from bench import hostile
from bench.service import password_of, scratch, served, token, yikou

COUNTY, GRID = "440310", "44031000100101"
BEFORE, DURING, AFTER = 5.0, 20.0, 5.0  # seconds
NOISE = 0.05  # seconds
Abuse = Callable[[httpx.AsyncClient], Awaitable[None]]


async def many_polygons(http: httpx.AsyncClient) -> None:
    """A boundary of 8,000 small polygons."""
    await http.put(f"/areas/{GRID}/boundary", json={"geometry": hostile.squares(114.28, 22.7, 8_000), "datum": "wgs84"})


async def largest(http: httpx.AsyncClient) -> None:
    """The largest boundary there may be, in a datum that has to be converted."""
    drawn = hostile.star(114.28, 22.7, 0.003, 50_000)
    await http.put(f"/areas/{GRID}/boundary", json={"geometry": drawn, "datum": "gcj02"})


async def needles(http: httpx.AsyncClient) -> None:
    """Needles through everything around."""
    drawn = hostile.comb(114.2, 22.6, 0.2, 24_000, upright=True)
    await http.put(f"/areas/{GRID}/boundary", json={"geometry": drawn, "datum": "wgs84"})


async def crossing(http: httpx.AsyncClient) -> None:
    """A boundary that crosses itself everywhere."""
    drawn = hostile.crossing(114.28, 22.7, 0.003, 49_000)
    await http.put(f"/areas/{GRID}/boundary", json={"geometry": drawn, "datum": "wgs84"})


async def preview(http: httpx.AsyncClient) -> None:
    """What another week would move."""
    week = {day: [{"starts": "06:00", "ends": "22:00"}] for day in ("monday", "sunday")}
    await http.put("/calendar/national/weeks/2026-12-01?preview=true", json=week)


async def export(http: httpx.AsyncClient) -> None:
    """The whole organisation."""
    await http.get("/export")


ABUSES: dict[str, Abuse] = {
    each.__name__: each for each in (many_polygons, largest, needles, crossing, preview, export)
}


async def _again_and_again(name: str, url: str, bearer: str) -> None:
    async with _client(url, bearer) as http:
        while True:
            await ABUSES[name](http)


def _client(url: str, bearer: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {bearer}"}, timeout=180)


async def _seen(http: httpx.AsyncClient, seconds: float) -> float:
    """The p99 of an honest worker's requests in so many seconds."""
    took: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for path in ("/areas/locate?lat=22.707&lon=114.29", "/queues"):
            began = time.monotonic()
            (await http.get(path)).raise_for_status()
            took.append(time.monotonic() - began)
        await asyncio.sleep(0.02)
    return quantiles(took, n=100)[98]


async def _try(name: str, url: str, worker: str, admin: str) -> bool:
    async with _client(url, worker) as http:
        before = await _seen(http, BEFORE)
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", __spec__.name, name, url, admin)
        try:
            during = await _seen(http, DURING)
        finally:
            process.kill()
            await process.wait()
        after = await _seen(http, AFTER)
    print(f"{name:14} p99 before {before * 1000:6.1f} ms, during {during * 1000:6.1f}, after {after * 1000:6.1f}")
    return during <= max(NOISE, 2 * before)


def main() -> int:
    with scratch() as data_dir:
        yikou("demo", "--data-dir", str(data_dir))
        with served(data_dir) as (url, _):
            worker, admin = (token(url, name, password_of(name, data_dir)) for name in ("worker", "admin"))
            held = [asyncio.run(_try(name, url, worker, admin)) for name in ABUSES]
    return 0 if all(held) else 1


if __name__ == "__main__":
    if len(sys.argv) == 4:
        asyncio.run(_again_and_again(*sys.argv[1:]))
    sys.exit(main())
