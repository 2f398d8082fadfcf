"""The work on one picture, run as a process of its own with limited memory: `python -m … examine|copy FILE [DIR]`.

A bomb therefore ends this process and nothing else. It prints one line of JSON: what the picture is, or why it is none.
"""

import errno
import json
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from pi_heif import register_heif_opener  # type: ignore[import-untyped]  # it ships no types
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from app.confined import confine
from app.geo.points import is_place

MAX_PIXELS = 40_000_000
MAX_MEMORY = 360 * 1024 * 1024  # bytes of data; with the libraries the process stays under 400 MB
MAX_SECONDS = 60  # of processor time
SIZES = {"preview": 1600, "thumbnail": 320}  # the longer side, in pixels
_FORMATS = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "HEIF": "image/heic"}
_CHINA = timezone(timedelta(hours=8))


class NotAPhoto(Exception):
    """The reason is one of the codes that `darkroom` knows."""


def examine(path: Path) -> dict[str, Any]:
    """What the picture is, decoded to its last line; its device's own time and place where it says them."""
    with _opened(path) as image:
        facts = {"media_type": _FORMATS[str(image.format)], "width": image.width, "height": image.height}
        device = _device_facts(image)
        _decode(image, MAX_PIXELS)
        return facts | device


def copy(path: Path, into: Path) -> dict[str, Any]:
    """Writes the copies that may leave: JPEG, upright, and nothing in them but pixels."""
    with _opened(path) as image:
        _decode(image, max(SIZES.values()))
        image = _resizable(image)
        for name, side in SIZES.items():
            image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
            made = _plain(ImageOps.exif_transpose(image))
            made.save(into / name, "JPEG", quality=82, optimize=True)
    return {}


def _opened(path: Path) -> Image.Image:
    try:
        image = Image.open(path, formats=["JPEG", "PNG", "HEIF"])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        raise NotAPhoto("unsupported") from None
    if image.width * image.height > MAX_PIXELS:
        raise NotAPhoto("too-many-pixels")
    return image


def _decode(image: Image.Image, side: int) -> None:
    """Reads every byte; a JPEG is drawn no larger than it has to be."""
    try:
        image.draft("RGB", (min(side, max(SIZES.values())),) * 2)
        image.load()
    except MemoryError:
        raise NotAPhoto("too-much-memory") from None
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError, IndexError):
        raise NotAPhoto("damaged") from None


def _resizable(image: Image.Image) -> Image.Image:
    """The same near its final size in a mode that scales well: palettes resolved, 16 bits a pixel brought to 8."""
    if image.mode in ("P", "PA", "1"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode.startswith("I"):
        scale = max(image.size) / max(SIZES.values())
        size = (max(1, round(image.width / scale)), max(1, round(image.height / scale))) if scale > 1 else image.size
        small = image.resize(size, Image.Resampling.NEAREST)
        return small.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    factor = max(image.size) // (2 * max(SIZES.values()))
    return image.reduce(factor) if factor > 1 else image


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, on white where they were transparent."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        clean = Image.new("RGB", image.size, "white")
        clean.paste(image, mask=image.getchannel("A"))
        return clean
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    return clean


def _device_facts(image: Image.Image) -> dict[str, Any]:
    """`device_taken_at`, `device_lat`, `device_lon`: None for what the picture does not say, or says badly."""
    try:
        exif = image.getexif()
        taken_at = _moment(exif.get_ifd(ExifTags.IFD.Exif))
        place = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # whatever a broken block of metadata raises: it says nothing then
        taken_at, place = None, None
    lat, lon = place or (None, None)
    return {"device_taken_at": taken_at, "device_lat": lat, "device_lon": lon}


def _moment(exif: dict[int, Any]) -> str | None:
    """When it was taken, by the clock of the device; without a stated offset that clock is China's."""
    told = exif.get(ExifTags.Base.DateTimeOriginal)
    if not isinstance(told, str):
        return None
    offset = str(exif.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\0 ")
    try:
        moment = datetime.strptime(told.strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=_CHINA)
        if offset:
            moment = datetime.fromisoformat(moment.replace(tzinfo=None).isoformat() + offset)
    except ValueError:
        return None
    return moment.astimezone(UTC).isoformat() if 2000 <= moment.year <= 2100 else None


def _place(gps: dict[int, Any]) -> tuple[float, float] | None:
    """Where it was taken, in WGS-84 degrees."""
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
    lon = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    return (lat, lon) if lat is not None and lon is not None and is_place(lat, lon) else None


def _degrees(parts: Any, negative: bool) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = round(degrees + minutes / 60 + seconds / 3600, 7)
    return -value if negative else value


def main(arguments: list[str]) -> int:
    """Limits itself, does what it is told, says how it went."""
    confine(memory=MAX_MEMORY, seconds=MAX_SECONDS)
    Image.MAX_IMAGE_PIXELS = None  # the limit above holds instead, without a warning before it
    register_heif_opener(thumbnails=False)
    task, path = arguments[0], Path(arguments[1])
    try:
        told = copy(path, Path(arguments[2])) if task == "copy" else examine(path)
    except NotAPhoto as reason:
        told = {"refused": str(reason)}
    except MemoryError:
        told = {"refused": "too-much-memory"}
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO):
            raise
        told = {"refused": "no-room"}
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
