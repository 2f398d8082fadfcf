"""Heavy work in a process of its own 独立进程: what holds the interpreter for long holds nobody else.

A process does one task and ends. It gets no secret, no connection and no lock of ours; it limits itself
(`app.concurrency.confined`); it is killed when nobody waits for it any more.
"""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass

#: What the process gets of ours: no secret is in it.
_ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ}
#: How a task ends that needs more than it may have: out of time; out of memory where a library does not say so.
_TOO_MUCH = frozenset({signal.SIGXCPU, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS})


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: `status` as Python has it, negative for a signal; what it gave, and its last words."""

    status: int
    out: bytes
    words: bytes

    @property
    def took_too_much(self) -> bool:
        """Whether the task itself was too much: it would be again."""
        return -self.status in _TOO_MUCH


async def run(module: str, *arguments: str, given: bytes | None = None, patience: float) -> Ended:
    """Runs a module with arguments and something to read; waits `patience` seconds, then kills it.

    Raises:
        TimeoutError: it took too long by the clock on the wall: the machine is busy, or the task heavy.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        env=_ENVIRONMENT,
        stdin=asyncio.subprocess.DEVNULL if given is None else asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, words = await asyncio.wait_for(process.communicate(given), patience)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Ended(process.returncode or 0, out, words)
