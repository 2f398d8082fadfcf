"""`python -m bench.pages 10000 1000000 5000000`: what pages and counts take as the data grow, alone on one connection.

Each stands beside its own SQL through pgbench, and the thousandth page of every supervisor's question beside its first.
"""

import asyncio
import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx

from app.db.embedded.binaries import choose
from app.models.case import OPEN_CASES
from app.schemas.supervision.questions import Question
from bench import load, subject
from bench.subject import HERE, Subject

SIZES = (10_000, 1_000_000)
_COLUMNS = (
    "id, serial, status, version, description, area_path, lead_department_code, due_at, stage_due_at, reported_at"
)
#: Who asks for what, and the SQL of it.
_READS = {
    "overdue page of 50": (
        "boss", "/api/v1/supervision/overdue",
        f"SELECT {_COLUMNS} FROM cases WHERE {OPEN_CASES} AND due_at < now() "  # noqa: S608  (constants)
        "AND area_path >= 'C/' AND area_path < 'C0' ORDER BY due_at, id LIMIT 51",
    ),
    "queue page of 50": (
        "unit", "/api/v1/queues/handling",
        f"SELECT {_COLUMNS} FROM cases WHERE {OPEN_CASES} AND status = 'handling' "  # noqa: S608
        "AND lead_department_code = 'D7' AND due_at IS NOT NULL ORDER BY due_at, id LIMIT 51",
    ),
    "overdue by department": (
        "boss", "/api/v1/supervision/summary",
        f"SELECT lead_department_code, count(*) FROM cases WHERE {OPEN_CASES} AND due_at < now() "  # noqa: S608
        "AND area_path >= 'C/' AND area_path < 'C0' GROUP BY 1",
    ),
}  # fmt: skip
_DEEP, _PER_PAGE, _AROUND = 1_000, 20, 40


def _pgbench(url: str, sql: str) -> float:
    """Seconds of one such query at one connection, by PostgreSQL's own client."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(f"{sql};")
        script.flush()
        command: list[str | Path] = [
            choose().directory / "pgbench", "-n", "-M", "prepared", "-t", "200", "-f", script.name, url
        ]  # fmt: skip
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(said.split("latency average = ")[1].split(" ms")[0]) / 1000


def _measure(of: Subject) -> dict[str, float]:
    took = {}
    for name, (who, path, sql) in _READS.items():
        asked = itertools.repeat(("GET", path, None))
        run = load.run(of.port, of.tokens[who], of.pid, lambda asked=asked: next(asked), connections=1, count=300)  # type: ignore[misc]
        took[name] = asyncio.run(run).p50
        took[f"{name}, SQL"] = _pgbench(of.url, sql)
        print(f"  {name:<24} {took[name] * 1000:>6.2f} ms, its SQL {took[f'{name}, SQL'] * 1000:>6.2f} ms")
    return took


def _walk(of: Subject, question: str) -> None:
    """How long a page takes near the beginning of a question's answer and near its thousandth page."""
    seconds: list[float] = []
    following = f"/api/v1/supervision/{question}?limit={_PER_PAGE}&within_hours=2000"
    headers = {"Authorization": f"Bearer {of.tokens['boss']}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{of.port}", headers=headers) as client:
        while following and len(seconds) < _DEEP:
            started = time.perf_counter()
            answer = client.get(following).raise_for_status()
            seconds.append(time.perf_counter() - started)
            following = answer.links.get("next", {}).get("url", "")
    early, late = median(seconds[:_AROUND]), median(seconds[-_AROUND:])
    print(
        f"  {question:<16} page 1 {early * 1000:>6.2f} ms, page {len(seconds):,} {late * 1000:>6.2f} ms, "
        f"{late / early:.2f} ×",
        flush=True,
    )


def main() -> None:
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    taken: list[dict[str, float]] = []
    with subject.subject("this", HERE) as of:
        for have, size in itertools.pairwise((0, *sizes)):
            of.fill(have, size)
            print(f"\n{size:,} cases")
            taken.append(_measure(of))
            for question in Question:
                _walk(of, question.value)
    if len(taken) > 1:
        print(f"\n{sizes[-1]:,} against {sizes[0]:,} cases:")
        for name, seconds in taken[-1].items():
            print(f"  {name:<32}{seconds / taken[0][name]:>6.2f} ×")


if __name__ == "__main__":
    main()
