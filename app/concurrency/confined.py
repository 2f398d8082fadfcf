"""A process that does one piece of heavy work for the service and nothing else: limited, polite, never left behind.

Said by the process itself first; `app.concurrency.apart` starts it; it imports nothing but the standard library.
"""

import os
import resource
import threading
import time

_POLITENESS = 5  # so that whoever waits for the service comes before whoever waits for this
_LOOK_EVERY = 0.5  # seconds
_SMALL_STACK = 128 * 1024  # bytes: they count as data


def confine(*, memory: int, seconds: int) -> None:
    """Takes at most so many bytes of data and so many seconds of processor time, and ends with its parent.

    Beyond the memory there is `MemoryError`; beyond the time the system ends the process (SIGXCPU).
    """
    parent = os.getppid()
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_POLITENESS)
    threading.stack_size(_SMALL_STACK)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """Whoever asked may have been killed: nobody would read the answer."""
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)
