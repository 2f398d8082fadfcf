"""EXIF as devices write it, sloppily: which way up, when and where. What is said badly is not said; nothing is raised.

Each is read by itself, and nothing is ever written: what a phone got wrong in one place says nothing of another.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from PIL import ExifTags, Image

from app.geo.points import is_place

_CHINA = timezone(timedelta(hours=8))
_YEARS = range(2000, 2101)
_UPRIGHT = range(1, 9)
_FARTHEST = timedelta(hours=14)  # that a zone is from UTC
_MOMENT = re.compile(
    r"(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})[T\s]+(上午|下午|AM|PM)?\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:\.\d*)?\s*(AM|PM)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-])\s*(\d{1,2})\s*:?\s*(\d{2})?", re.IGNORECASE)
_UTC = frozenset({"Z", "UTC", "GMT"})
_TAKEN = (  # the moment, and its offset
    (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
    (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
)
Told = TypeVar("Told")


class Exif:
    """What a device wrote into a picture."""

    def __init__(self, block: bytes | None) -> None:
        """Takes the block as it stands in the file."""
        self._all = Image.Exif()
        _quietly(lambda: self._all.load(block or b""), None)

    @property
    def orientation(self) -> int:
        """Which way up, 1 to 8; 1 where it is not said."""
        told = _quietly(lambda: self._all.get(ExifTags.Base.Orientation), None)
        return told if isinstance(told, int) and told in _UPRIGHT else 1

    @property
    def taken_at(self) -> datetime | None:
        """When, by the clock of the device; without an offset that can be read that clock is China's."""
        block: dict[int, Any] = _quietly(lambda: dict(self._all.get_ifd(ExifTags.IFD.Exif)), {})
        for moment, offset in _TAKEN:
            zone = _offset(block.get(offset)) or _offset(block.get(ExifTags.Base.OffsetTime)) or _CHINA
            found = _moment(block.get(moment), zone)
            if found is not None:
                return found
        return None

    @property
    def place(self) -> tuple[float, float] | None:
        """Where, in WGS-84 degrees."""
        return _quietly(lambda: _place(self._all.get_ifd(ExifTags.IFD.GPSInfo)), None)


def _quietly(read: Callable[[], Told], otherwise: Told) -> Told:
    """What is read; whatever a broken block makes of it, it says nothing then."""
    try:
        return read()
    except Exception:  # Pillow raises whatever the bytes lead to
        return otherwise


def _text(told: Any) -> str:
    """A text of EXIF: ended by a zero, perhaps in full width; what is no ASCII is UTF-8 or, in China, GB 18030."""
    content = told.encode("latin-1", "ignore") if isinstance(told, str) else told  # as Pillow reads every byte
    if not isinstance(content, bytes):
        return ""
    content = content.split(b"\0")[0]
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    return unicodedata.normalize("NFKC", text).strip()


def _moment(told: Any, zone: timezone) -> datetime | None:
    found = _MOMENT.fullmatch(_text(told))
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(found[at] or 0) for at in (1, 2, 3, 5, 6, 7))
    half = (found[4] or found[8] or "").upper()  # some firmwares write in the way of the language they are set to
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half in ("下午", "PM") else 0)
    if year not in _YEARS:
        return None
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def _offset(told: Any) -> timezone | None:
    text = _text(told)
    if text.upper() in _UTC:
        return UTC
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset > _FARTHEST:
        return None
    return timezone(-offset if found[1] == "-" else offset)


def _place(gps: dict[int, Any]) -> tuple[float, float] | None:
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
    lon = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    return (lat, lon) if lat is not None and lon is not None and is_place(lat, lon) else None


def _degrees(parts: Any, negative: bool) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = round(degrees + minutes / 60 + seconds / 3600, 7)
    return -value if negative else value
