"""`python -m bench.board 10000 1000000`: what the figures of the supervisor's board take as the data grow.

Each is asked alone on one connection, as the board asks it; printed are the median and what was answered.
"""

import itertools
import sys
import time
from statistics import median
from typing import Any

import httpx

from bench import subject
from bench.subject import HERE, Subject

SIZES = (10_000, 1_000_000)
_ASKED = 15
_SUMMARY = "/api/v1/supervision/summary"
_FIGURES: dict[str, tuple[str, dict[str, str | int]]] = {
    "overdue in all": (_SUMMARY, {"question": "overdue", "by": "status"}),
    "open by age": (_SUMMARY, {"question": "open", "by": "age"}),
    "overdue by grid": (_SUMMARY, {"question": "overdue", "by": "area", "level": "grid"}),
    "reported by grid, 30 days": (_SUMMARY, {"question": "reported", "by": "area", "level": "grid"}),
    "closed by grid, 30 days": (_SUMMARY, {"question": "closed", "by": "area", "level": "grid"}),
    "trend of 30 days": ("/api/v1/supervision/trend", {"days": 30}),
    "trend of 90 days": ("/api/v1/supervision/trend", {"days": 90}),
    "trend of a town, 90 days": ("/api/v1/supervision/trend", {"days": 90, "area": "T1"}),
    "orders and answers": ("/api/v1/supervision/order-figures", {}),
    "was overdue a week ago": ("/api/v1/supervision/was-overdue", {"limit": 50}),
    "boundaries of 200 grids": ("/api/v1/areas/boundaries", {"level": "grid", "tolerance_m": 20}),
}


def _measure(of: Subject) -> dict[str, float]:
    took: dict[str, float] = {}
    headers = {"Authorization": f"Bearer {of.tokens['boss']}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{of.port}", headers=headers, timeout=120) as client:
        for name, (path, asked) in _FIGURES.items():
            took[name] = median(_seconds(client, path, asked) for _ in range(_ASKED))
            print(f"  {name:<28}{took[name] * 1000:>9.1f} ms", flush=True)
    return took


def _seconds(client: httpx.Client, path: str, asked: dict[str, Any]) -> float:
    if path.endswith("was-overdue"):
        asked = asked | {"at": time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() - 7 * 86_400))}
    started = time.perf_counter()
    client.get(path, params=asked).raise_for_status()
    return time.perf_counter() - started


def main() -> None:
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    taken: list[dict[str, float]] = []
    with subject.subject("this", HERE) as of:
        for have, size in itertools.pairwise((0, *sizes)):
            of.fill(have, size)
            print(f"\n{size:,} cases")
            taken.append(_measure(of))
    if len(taken) > 1:
        print(f"\n{sizes[-1]:,} against {sizes[0]:,} cases:")
        for name, seconds in taken[-1].items():
            print(f"  {name:<28}{seconds / taken[0][name]:>6.1f} ×")


if __name__ == "__main__":
    main()
