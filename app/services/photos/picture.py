"""The work on one picture, run as a process of its own with limited memory: `python -m … examine|copy FILE [DIR]`.

A bomb therefore ends this process and nothing else. It prints one line of JSON: what the picture is, or why it is none.
"""

import errno
import json
import re
import sys
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from app.concurrency.confined import confine
from app.services.photos.exif import Exif
from app.services.photos.formats.source import Damaged, NotAPhoto, Source

MAX_PIXELS = 40_000_000
MAX_MEMORY = 360 * 1024 * 1024  # bytes of data; with the libraries the process stays under 400 MB
MAX_SECONDS = 60  # of processor time
SIZES = {"preview": 1600, "thumbnail": 320}  # the longer side, in pixels
Told = TypeVar("Told")
_MAGIC = {  # the module of a format is loaded for its pictures alone: each brings a library
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "heif": re.compile(rb".{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL),
}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def examine(path: Path) -> dict[str, Any]:
    """What the picture is, and its device's own time and place where it says them.

    Its copies are made here as well, and thrown away: so what is taken can be copied.
    """
    facts, _ = _seen(path.read_bytes())
    return facts


def copy(path: Path, into: Path) -> dict[str, Any]:
    """Writes the copies that may leave: JPEG, upright, and nothing in them but pixels."""
    _, copies = _seen(path.read_bytes())
    for name, content in copies.items():
        (into / name).write_bytes(content)
    return {}


def _seen(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """All there is to a picture: its facts, and its copies."""
    source = _read(lambda: _opened(data))
    width, height = source.size
    if width * height > MAX_PIXELS:
        raise NotAPhoto("too-many-pixels")
    exif = Exif(source.exif)
    copies = _read(lambda: _copies(source, exif))
    lat, lon = exif.place or (None, None)
    taken_at = exif.taken_at.isoformat() if exif.taken_at else None
    facts = {"media_type": source.media_type, "width": width, "height": height}
    return facts | {"device_taken_at": taken_at, "device_lat": lat, "device_lon": lon}, copies


def _read(read: Callable[[], Told]) -> Told:
    """What is read of bytes that are there: whatever a decoder raises, it is the bytes that it fails by."""
    try:
        return read()
    except (NotAPhoto, MemoryError):
        raise
    except Exception as error:
        sys.stderr.write(f"{error!r}\n")
        raise Damaged() from None


def _opened(data: bytes) -> Source:
    name = next((name for name, begins in _MAGIC.items() if begins.match(data)), None)
    if name is None:
        raise NotAPhoto("unsupported")
    opened: Callable[[bytes], Source] = import_module(f"app.services.photos.formats.{name}").opened
    return opened(data)


def _copies(source: Source, exif: Exif) -> dict[str, bytes]:
    image = _resizable(source.decode(max(SIZES.values())))
    turn = None if source.upright else _TURNS.get(exif.orientation)
    copies = {}
    for name, side in SIZES.items():
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        made, file = _plain(image), BytesIO()
        (made if turn is None else made.transpose(turn)).save(file, "JPEG", quality=82, optimize=True)
        copies[name] = file.getvalue()
    return copies


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


def main(arguments: list[str]) -> int:
    """Limits itself, does what it is told, says how it went."""
    confine(memory=MAX_MEMORY, seconds=MAX_SECONDS)
    Image.MAX_IMAGE_PIXELS = None  # the limit above holds instead, without a warning before it
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
