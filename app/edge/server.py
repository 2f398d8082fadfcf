"""How uvicorn is told to serve: on our connections, within our limits."""

from functools import partial
from typing import Any

from app.config import Settings
from app.edge.census import Census
from app.edge.connection import Connection
from app.edge.limits import Limits

GRACE_SECONDS = 10


def options(settings: Settings) -> dict[str, Any]:
    """The keyword arguments of `uvicorn.run` beside the application; raises the limit of open files."""
    limits = Limits.of(settings)
    return {
        "host": settings.host,
        "port": settings.port,
        "http": partial(Connection, Census(limits)),
        "ws": "none",  # nothing here speaks WebSocket; a hand-over would leave the limits behind
        "timeout_keep_alive": limits.idle_seconds,
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
