"""Processes from outside, by what `/proc` says of them: who started whom, and how much memory each has."""

import contextlib
from pathlib import Path


def parents() -> dict[int, int]:
    """The living processes, each with the one that started it."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                found[int(stat.parent.name)] = int(parent)
    return found


def below(pid: int) -> list[int]:
    """The living processes that one has started."""
    return [child for child, parent in parents().items() if parent == pid]


def memory(pid: int, what: str = "Rss") -> int:
    """In MB of 1,048,576: `Rss` with all pages it shares, `Pss` with its share of them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) // 1024
