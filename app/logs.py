"""Logs: one JSON object a line, without secrets and personal data.

structlog is imported by whoever says something first, since most commands have nothing to log; and without rich, which
it has for logs in colour: 5 MB and a tenth of a second for nothing.
"""

import logging
import re
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import cached_property
from types import ModuleType
from typing import Any

_SECRET = re.compile(r"(?i)(password|token|secret|authorization|key|phone|contact)")
_PHONE = re.compile(r"(?<!\d)[+＋]?\d(?:[\d\-－‐-―()（） ]{6,20})\d(?!\d)")
_PLAIN = ("timestamp", "level", "exception", "code", "scope", "user_id")  # digits that would pass for phones
_URL_PASSWORD = re.compile(r"(://[^:/@\s]*):[^@/\s]+@")


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blanks values whose name speaks of a secret, passwords in addresses, and what looks like a phone number."""
    for name, value in event.items():
        if _SECRET.search(name):
            event[name] = "***"
        elif isinstance(value, str) and name not in _PLAIN:
            event[name] = _PHONE.sub("***", _URL_PASSWORD.sub(r"\1:***@", value))
        elif name == "exception" and isinstance(value, str):
            event[name] = _URL_PASSWORD.sub(r"\1:***@", value)
    return event


class Log:
    """The logger of a module below the web: structlog's, imported with its first word."""

    @cached_property
    def _logger(self) -> Any:
        structlog = _structlog()
        if not structlog.is_configured():
            configure()
        return structlog.get_logger()

    def __getattr__(self, level: str) -> Callable[..., Any]:
        """`info`, `warning`, `error`, `exception`."""
        said: Callable[..., Any] = getattr(self._logger, level)
        return said


def _structlog() -> ModuleType:
    with _without("rich"):
        import structlog
    return structlog


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Whoever tries to import it in the block does not find it, unless it is there already."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # Python's own word for a module that cannot be imported
    try:
        yield
    finally:
        del sys.modules[module]


def configure() -> None:
    """Sets logging up for the process."""
    structlog = _structlog()

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        cache_logger_on_first_use=True,
    )
