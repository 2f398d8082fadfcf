"""One service a data directory: a lock that ends with the processes that hold it, however they end."""

import fcntl
import os
import time
from pathlib import Path

from app import progress
from app.db.embedded.errors import AlreadyRunning

_PATIENCE = 30.0  # seconds for the guard of a service that was just killed to shut its database down


class DirectoryLock:
    """Held by the service and, by inheritance, by its guard: free only when the database is down too."""

    def __init__(self, data_dir: Path) -> None:
        """Takes the lock.

        Raises:
            AlreadyRunning: a living service holds it.
        """
        data_dir.mkdir(parents=True, exist_ok=True)
        self.file = os.open(data_dir / "yikou.lock", os.O_RDWR | os.O_CREAT, 0o600)
        until, waited = time.monotonic() + _PATIENCE, False
        while not self._try():
            holder = os.pread(self.file, 20, 0).decode().strip()
            if _alive(holder) or time.monotonic() > until:
                os.close(self.file)
                raise AlreadyRunning(
                    f"{data_dir} is already served by process {holder or 'unknown'}",
                    f"{data_dir} 已由进程 {holder or '未知'} 使用",
                )
            if not waited:
                progress.step("waiting for the service before this one to end", "正在等待上一个服务结束")
            waited = True
            time.sleep(0.1)
        os.ftruncate(self.file, 0)
        os.pwrite(self.file, str(os.getpid()).encode(), 0)
        os.set_inheritable(self.file, True)

    def _try(self) -> bool:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Lets go of it."""
        os.close(self.file)


def _alive(pid: str) -> bool:
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
