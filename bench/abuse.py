"""What another user sees while the service is abused: p50 and p99 before, during and after each abuse.

`python -m bench.abuse [NAME …]` starts a service of its own and ends with 1 when an honest user's p99 during an abuse
is more than twice what it was before (and more than NOISE), or when anything they did is lost or refused.
"""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench import service
from bench.abuses import ABUSES

BEFORE, DURING, AFTER, SETTLING = 10.0, 15.0, 8.0, 2.0  # seconds
NOISE = 0.1  # seconds: below it a p99 of a shared machine says nothing
TIMES = 2.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One request of the honest user."""

    at: float
    seconds: float
    came: str


@contextmanager
def told_to_end(*command: str, output: Path | None = None) -> Iterator[None]:
    """A process that goes on until its input ends."""
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(output.open("w")) if output else subprocess.DEVNULL
        process = subprocess.Popen([sys.executable, "-m", *command], stdin=subprocess.PIPE, stdout=out)
        try:
            yield
        finally:
            if process.stdin:
                process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


def memory(pid: int) -> int:
    """Resident megabytes of a process."""
    line = next(x for x in Path(f"/proc/{pid}/status").read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def read(lines: list[str]) -> tuple[list[Seen], dict[str, int]]:
    seen = [Seen(float(at), float(seconds), came) for at, seconds, came in (line.split() for line in lines[:-1])]
    return seen, json.loads(lines[-1])


def within(seen: list[Seen], start: float, end: float) -> list[float]:
    return [one.seconds for one in seen if start <= one.at < end]


def figure(seconds: list[float]) -> tuple[float, float]:
    return (median(seconds), quantiles(seconds, n=100)[98]) if len(seconds) > 1 else (0.0, 0.0)


def attack(name: str, port: str, token: str, pid: int, scratch: Path) -> bool:
    """Tries one; whether the honest user was left alone."""
    output = scratch / f"{name}.txt"
    with told_to_end("bench.honest", port, token, output=output):
        time.sleep(SETTLING)
        begun = time.monotonic()
        time.sleep(BEFORE)
        abused, most = time.monotonic(), memory(pid)
        with told_to_end("bench.abuses", name, port, token):
            while time.monotonic() < abused + DURING:
                time.sleep(0.5)
                most = max(most, memory(pid))
            over = time.monotonic()
        time.sleep(SETTLING)
        after = time.monotonic()
        time.sleep(AFTER)
        end = time.monotonic()
    seen, reports = read(output.read_text().splitlines())
    spans = [figure(within(seen, *span)) for span in ((begun, abused), (abused + SETTLING, over), (after, end))]
    failed = [one.came for one in seen if one.came not in ("200", "201")]
    held = spans[1][1] <= max(NOISE, TIMES * spans[0][1]) and not failed and not reports["lost"]
    told = "".join(f"{p50 * 1000:>9.1f}{p99 * 1000:>8.1f}" for p50, p99 in spans)
    ratio = spans[1][1] / spans[0][1] if spans[0][1] else 0.0
    lost = f"  {reports['lost']} LOST" if reports["lost"] else ""
    wrong = f"  {len(failed)} FAILED: {sorted(set(failed))}" if failed else ""
    print(f"{name:<24}{told}{ratio:>8.1f} ×{most:>7} MB  {'' if held else 'MISSED'}{lost}{wrong}", flush=True)
    return held


def main() -> None:
    names = sys.argv[1:] or list(ABUSES)
    with service.scratch() as scratch, service.served(scratch, "--demo") as (address, process):
        token = service.token(address, "worker", service.password_of("worker", scratch))
        port = address.rsplit(":", 1)[1]
        spans = "".join(f"{span:>17}" for span in ("before p50  p99", "during p50  p99", "after p50  p99"))
        print(f"{'an honest user, ms':<24}{spans}   p99 ×   memory")
        held = [attack(name, port, token, process.pid, scratch) for name in names]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
