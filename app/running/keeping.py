"""A worker that is always there: a process that has everything imported and nothing open forks the one that works.

The keeper 看护进程 has neither threads nor a loop nor connections, so that a fork of it is a whole process. Each of the
two holds an end of a socket: when the keeper's is gone, the worker ends too; what the worker says there, that it has
begun or why it cannot, the keeper reads when it has ended.
"""

import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from socket import socket, socketpair
from typing import NoReturn

from app import clock, logs
from app.concurrency.signals import Stop

log = logs.Log()

LEAST, MOST = 0.5, 30.0  # seconds between two starts: of workers that had begun, and at last of those that never do
GRACE = 10.0  # seconds in which a worker whose keeper is gone may end in order
_TO_STOP = frozenset({signal.SIGTERM, signal.SIGINT})
_HEARD = _TO_STOP | {signal.SIGCHLD, signal.SIGALRM}
_BEGUN = b"\0"
_MOST_SAID = 8_000  # bytes: they fit into the socket, nobody reads them before the end

#: What a worker does: it calls the first when it has begun, and is told to stop by the second.
Work = Callable[[Callable[[], None], Stop], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker ended: its status, negative for a signal; whether it was told to, had begun, and what it said."""

    status: int
    told: bool = False
    begun: bool = False
    reason: str = ""
    lived: float = 0.0  # seconds


def keep(work: Work) -> NoReturn:
    """Has a process work, and another as soon as it dies; told to stop, it tells it, and ends with its status.

    The first that ends by itself before it has begun ends the program: what is wrong from the start is for whoever
    started it. Later ones that cannot begin are tried again, ever more seldom, and the reason is said once.
    """
    gc.freeze()  # shared with all workers: nobody writes there to look for what died
    signal.signal(signal.SIGCHLD, lambda *_: None)  # what is ignored is not waited for on every system
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)  # each is waited for from now on, and none lost
    has_begun, pause, said = False, 0.0, None
    while True:
        ended = _watched(partial(_work, work, before))
        has_begun |= ended.begun
        if ended.told or (not has_begun and ended.status >= 0):
            if ended.reason:
                print(ended.reason, file=sys.stderr)  # noqa: T201  (what ends a command)
            sys.exit(ended.status if ended.status >= 0 else 128 - ended.status)
        pause = pause_after(ended, pause)
        how = {"status": ended.status, "reason": ended.reason}
        if ended.begun or how != said:
            log.warning("worker_ended", **how, next_in=round(pause, 1))
        said = how
        if _told_within(pause):
            sys.exit(0)


def pause_after(ended: Ended, before: float) -> float:
    """Seconds until the next: none after one that had worked for a while, ever more while none can begin."""
    return max(0.0, LEAST - ended.lived) if ended.begun else min(max(2 * before, 2 * LEAST), MOST)


def _watched(work: Callable[[socket], NoReturn]) -> Ended:
    """Forks one that works, and waits for its end; told to stop, tells it."""
    ours, its = socketpair()
    began = clock.monotonic()
    try:
        pid = os.fork()
    except OSError as error:  # too many processes, no memory: perhaps later
        ours.close()
        its.close()
        return Ended(1, reason=str(error))
    if pid == 0:
        ours.close()
        work(its)
    its.close()
    logs.configure()  # while it works: what the next may have to say is then there
    with ours:
        told, status = False, None
        while status is None:
            if signal.sigwait(_HEARD) in _TO_STOP:
                told = True
                os.kill(pid, signal.SIGTERM)
            else:
                status = _reaped().get(pid)
        words = ours.recv(_MOST_SAID + 1)
    reason = words.removeprefix(_BEGUN).decode(errors="replace")
    return Ended(status, told, words.startswith(_BEGUN), reason, clock.monotonic() - began)


def _reaped() -> dict[int, int]:
    """The processes that have ended, with their status; the first of a container also inherits those of others."""
    ended = {}
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended[found[0]] = os.waitstatus_to_exitcode(found[1])
    return ended


def _told_within(seconds: float) -> bool:
    """Waits; gives at once whether it is told to stop."""
    if seconds <= 0:
        return False
    signal.setitimer(signal.ITIMER_REAL, seconds)
    while (heard := signal.sigwait(_HEARD)) != signal.SIGALRM:
        if heard in _TO_STOP:
            return True
        _reaped()
    return False


# --- in the worker -------------------------------------------------------------------------------------------------


def _work(work: Work, signals: set[int | signal.Signals], keeper: socket) -> NoReturn:
    stop = Stop()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, lambda *_: None)  # a terminal sends it to both: the keeper tells
    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=_follow, args=(keeper,), name="keeper", daemon=True).start()
    signal.pthread_sigmask(signal.SIG_SETMASK, signals)
    try:
        work(partial(_say, keeper, _BEGUN), stop)
    except Exception as error:
        _say(keeper, _reason(error))
        sys.exit(1)
    sys.exit(0)


def _follow(keeper: socket) -> None:
    """Ends this process when its keeper is gone: in order, and if that takes too long without."""
    with suppress(OSError):
        keeper.recv(1)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def _say(keeper: socket, words: bytes) -> None:
    with suppress(OSError):  # it is gone
        keeper.sendall(words)


def _reason(error: Exception) -> bytes:
    from app.running.failures import explained  # knows what can go wrong everywhere

    lines = explained(error) or traceback.format_exception(error)
    return "\n".join(line.rstrip() for line in lines).encode()[-_MOST_SAID:]
