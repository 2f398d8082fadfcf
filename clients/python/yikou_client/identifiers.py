"""Ids made on the phone: UUIDs of version 7 (RFC 9562 §5.7), which sort by the time they were made."""

import secrets
import time
from uuid import UUID


def new_id() -> str:
    """A fresh id."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=value))
