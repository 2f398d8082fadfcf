"""The guard: a small process between the service and PostgreSQL, so that neither death leaves the other behind.

Started as `python guard.py COMMAND…` with a pipe on standard input that only the service holds open. When the pipe
closes, however the service died, PostgreSQL is shut down. When PostgreSQL dies, the guard ends with its status.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys

_SHUTDOWN = ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))  # fast, immediate, and seconds for each
_PR_SET_PDEATHSIG = 1


def _die_with_the_guard() -> None:
    """On Linux PostgreSQL also hears of the guard's own death; elsewhere the pipe has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def main(arguments: list[str]) -> int:
    """Runs `arguments[2:]` as uid `arguments[0]` and gid `arguments[1]` ("-": ours) until either end is gone."""
    uid, gid = (None if value == "-" else int(value) for value in arguments[:2])
    os.setsid()
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    server = subprocess.Popen(
        arguments[2:],
        stdin=subprocess.DEVNULL,
        user=uid,
        group=gid,
        extra_groups=[] if uid is not None else None,
        preexec_fn=_die_with_the_guard,
        cwd="/",
    )
    while server.poll() is None:
        readable, _, _ = select.select([sys.stdin], [], [], 0.2)
        if readable and not os.read(sys.stdin.fileno(), 1024):
            return _shut_down(server)
    return server.returncode


def _shut_down(server: "subprocess.Popen[bytes]") -> int:
    for how, seconds in _SHUTDOWN:
        server.send_signal(how)
        try:
            return server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
