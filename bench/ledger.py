"""`python -m bench.ledger [CASES]`: what a ledger of 200,000 cases takes, as CSV and as XLSX.

Asked of a service on an embedded database, once each: seconds until the last byte, seconds of processor time of the
service with the process that makes the file, which a busy machine does not lengthen, how large the file is, and by how
much the two grew together. Then a client leaves in the middle: printed is how
long its process goes on. Beyond 60 s or 200 MB, or with a process left over after 5 s, it ends with 1.
"""

import sys
import threading
import time
from pathlib import Path

import httpx

from bench import load, subject
from bench.processes import below, memory
from bench.subject import HERE, Subject

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
MOST_SECONDS, MOST_MB, LEFT_OVER = 60.0, 200, 5.0
_MAKER = "ledger_file"


class Watched:
    """The most that the service and what it started held, while the block runs."""

    def __init__(self, pid: int) -> None:
        self._pid, self._over = pid, threading.Event()
        self.most = 0.0

    def __enter__(self) -> "Watched":
        self.before = _held(self._pid)
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            self.most = max(self.most, _held(self._pid) - self.before)


def _held(pid: int) -> float:
    """MB of the service and the makers of files below it, without the database."""
    pids = [pid, *(each for each in below(pid) if _makes(each))]
    return sum(memory(each) for each in pids)


def _makes(pid: int) -> bool:
    try:
        return _MAKER.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _take(of: Subject, client: httpx.Client, kind: str) -> bool:
    used, started, size = load.cpu_of(of.pid, ended=True), time.perf_counter(), 0
    with Watched(of.pid) as watched, client.stream("GET", "/api/v1/ledgers/cases", params={"format": kind}) as answer:
        answer.raise_for_status()
        for piece in answer.iter_raw():
            size += len(piece)
    took, used = time.perf_counter() - started, load.cpu_of(of.pid, ended=True) - used
    print(f"{kind:<6}{took:>8.1f} s{used:>8.1f} s of CPU{size / 1e6:>9.1f} MB{watched.most:>9.0f} MB more", flush=True)
    return took <= MOST_SECONDS and watched.most <= MOST_MB


def _leave(of: Subject, client: httpx.Client) -> bool:
    with client.stream("GET", "/api/v1/ledgers/cases", params={"format": "csv"}) as answer:
        next(answer.iter_raw())
    left = time.perf_counter()
    while any(map(_makes, below(of.pid))) and time.perf_counter() - left < LEFT_OVER:
        time.sleep(0.05)
    gone = not any(map(_makes, below(of.pid)))
    print(f"a client leaves: {'gone' if gone else 'still there'} after {time.perf_counter() - left:.1f} s")
    return gone


def main() -> int:
    with subject.subject("this", HERE) as of:
        of.fill(0, CASES)
        headers = {"Authorization": f"Bearer {of.tokens['boss']}", "Accept-Encoding": "identity"}
        with httpx.Client(base_url=f"http://127.0.0.1:{of.port}", headers=headers, timeout=300) as client:
            held = [_take(of, client, kind) for kind in ("csv", "xlsx")]
            held.append(_leave(of, client))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
