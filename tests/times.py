"""Moments of one plain working week, written as people there read the clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """`17 09:00` or `17 09:00:01` of March 2026: Monday is the 16th, and no holiday is near."""
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=_HERE)


def read(moment: str) -> datetime:
    """A moment as the API gives it."""
    return datetime.fromisoformat(moment)
