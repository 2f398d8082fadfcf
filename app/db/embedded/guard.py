"""The guard: a small process between the service and PostgreSQL, so that neither death leaves the other behind.

Started as `python guard.py UID GID DIRECTORY COMMAND…` with a pipe on standard input that only the service holds open.
When the pipe closes, however the service died, the program is shut down. When the program ends, the guard ends with
its status. What the program started and left behind (`pg_upgrade` starts servers of its own) ends before the guard.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

_SHUTDOWN = ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))  # fast, immediate, and seconds for each
_IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # what a terminal or a supervisor sends to the whole group
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def _control(option: int, value: int) -> None:
    """On Linux the program also hears of the guard's own death, and its orphans come to the guard.

    Elsewhere the pipe has to do.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _become_the_program() -> None:
    for ignored in _IGNORED:
        signal.signal(ignored, signal.SIG_DFL)
    _control(_PR_SET_PDEATHSIG, signal.SIGINT)


def main(arguments: list[str]) -> int:
    """Runs `arguments[3:]` in a directory as a uid and a gid ("-": ours) until either end is gone."""
    uid, gid = (None if value == "-" else int(value) for value in arguments[:2])
    os.setsid()
    for ignored in _IGNORED:
        signal.signal(ignored, signal.SIG_IGN)
    _control(_PR_SET_CHILD_SUBREAPER, 1)
    program = subprocess.Popen(
        arguments[3:],
        stdin=subprocess.DEVNULL,
        user=uid,
        group=gid,
        extra_groups=[] if uid is not None else None,
        preexec_fn=_become_the_program,
        cwd=arguments[2],
    )
    status = _attend(program)
    _end_orphans()
    return status


def _attend(program: "subprocess.Popen[bytes]") -> int:
    """Waits for the end of the program or of the service."""
    while program.poll() is None:
        readable, _, _ = select.select([sys.stdin], [], [], 0.2)
        if readable and not os.read(sys.stdin.fileno(), 1024):
            return _shut_down(program)
    return program.returncode


def _shut_down(program: "subprocess.Popen[bytes]") -> int:
    for how, seconds in _SHUTDOWN:
        program.send_signal(how)
        try:
            return program.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    return 1


def _end_orphans() -> None:
    """Ends every child that is left, and those that come to us meanwhile: servers at once, they recover."""
    gentle_until = time.monotonic() + 5
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            for child in _children():
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGQUIT if time.monotonic() < gentle_until else signal.SIGKILL)
            time.sleep(0.05)


def _children() -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(entry.read_text().rsplit(")", 1)[1].split()[1]) == os.getpid():
                found.append(int(entry.parent.name))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
