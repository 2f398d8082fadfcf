"""Heavy work in a process of its own 独立进程: what holds the interpreter for long holds nobody else.

A process does one task and ends. It gets no secret, no connection and no lock of ours; it limits itself
(`app.concurrency.confined`); it is killed when nobody waits for it any more.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

#: What the process gets of ours: no secret is in it.
_ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ}
_PIECE = 64 * 1024
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


class Broke(Exception):
    """A process did not end well; what it gave until then is not all."""

    def __init__(self, ended: Ended) -> None:
        """Takes how it ended."""
        super().__init__(f"ended with {ended.status}: {ended.words[-500:].decode('utf-8', 'replace')}")
        self.ended = ended


async def flow(
    module: str, *arguments: str, given: AsyncIterator[bytes], patience: float
) -> AsyncGenerator[bytes, None]:
    """Runs a module that reads while it gives: what it gives, piece by piece, as it comes.

    No more is asked of `given` than the process has read, no more read of it than is asked for. Closed before its end,
    or when it took longer than `patience` seconds, nothing of it goes on.

    Raises:
        TimeoutError: likewise. Broke: the process did not end well. Whatever `given` raises.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        env=_ENVIRONMENT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise RuntimeError("a process was started without its pipes")
    feeding = asyncio.create_task(_feed(process.stdin, given))
    words = asyncio.create_task(process.stderr.read())
    deadline = asyncio.get_running_loop().time() + patience
    try:
        while True:
            async with asyncio.timeout_at(deadline):
                piece = await _next_piece(process.stdout, feeding)
            if not piece:
                break
            yield piece
        async with asyncio.timeout_at(deadline):
            await feeding
            ended = Ended(await process.wait(), b"", await words)
        if ended.status:
            raise Broke(ended)
    finally:
        if process.returncode is None:
            process.kill()
        for task in (feeding, words):
            task.cancel()
        await asyncio.gather(feeding, words, return_exceptions=True)
        await process.wait()


async def _feed(pipe: asyncio.StreamWriter, given: AsyncIterator[bytes]) -> None:
    """What the process reads; where it reads no more, how it ended says why."""
    try:
        async for piece in given:
            pipe.write(piece)
            await pipe.drain()
    except (BrokenPipeError, ConnectionResetError):
        return
    finally:
        pipe.close()


async def _next_piece(pipe: asyncio.StreamReader, feeding: asyncio.Task[None]) -> bytes:
    """The next piece, empty at the end.

    Raises:
        Exception: what there is to read could not be had: the process would wait for it, or take it for the end.
    """
    reading = asyncio.create_task(pipe.read(_PIECE))
    try:
        if not feeding.done():
            await asyncio.wait({reading, feeding}, return_when=asyncio.FIRST_COMPLETED)
        if feeding.done():
            feeding.result()
        return await reading
    finally:
        reading.cancel()
