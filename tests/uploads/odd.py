"""Pictures with something odd about them: metadata of sloppy firmwares, and files of which a part is gone."""

import struct
import zlib
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageFilter

_ASCII, _SHORT, _LONG, _LONG8 = 2, 3, 4, 16
_GPS, _EXIF = 0x8825, 0x8769
Entry = tuple[int, int, int, bytes]  # tag, type, count, value


def scene(width: int = 640, height: int = 480, seed: int = 1) -> Image.Image:
    """Something like a street, with the noise of a small sensor."""
    dice = Random(seed)  # noqa: S311  (no secret)
    small = Image.frombytes("RGB", (16, 12), dice.randbytes(16 * 12 * 3)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    return Image.blend(small, Image.frombytes("RGB", (width, height), dice.randbytes(width * height * 3)), 0.08)


def night(width: int = 640, height: int = 480) -> Image.Image:
    """Almost nothing, and one lamp."""
    image = Image.new("RGB", (width, height), (2, 2, 3))
    image.paste((250, 240, 200), (width // 3, height // 3, width // 3 + 30, height // 3 + 30))
    return image.filter(ImageFilter.GaussianBlur(3))


def jpeg(image: Image.Image | None = None, **more: Any) -> bytes:
    """A JPEG of a picture."""
    out = BytesIO()
    (image or scene()).save(out, "JPEG", **{"quality": 85, **more})
    return out.getvalue()


def ascii_entry(tag: int, text: bytes) -> Entry:
    return tag, _ASCII, len(text), text


def _directory(entries: list[Entry], at: int) -> bytes:
    """A directory of TIFF that begins at `at`, its values behind it."""
    head, values = struct.pack("<H", len(entries)), b""
    behind = at + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        if len(value) <= 4:
            told = value.ljust(4, b"\0")
        else:
            told = struct.pack("<I", behind + len(values))
            values += value
        head += struct.pack("<HHI", tag, kind, count) + told
    return head + bytes(4) + values


def exif(*entries: Entry, device: list[Entry] | None = None, gps: list[Entry] | None = None) -> bytes:
    """A block of EXIF with what a firmware wrote, right or wrong."""
    count = len(entries) + (device is not None) + (gps is not None)
    end = 8 + 2 + 12 * count + 4 + sum(len(entry[3]) for entry in entries if len(entry[3]) > 4)
    first, more = list(entries), b""
    for tag, inner in ((_EXIF, device), (_GPS, gps)):
        if inner is not None:
            first.append((tag, _LONG, 1, struct.pack("<I", end + len(more))))
            more += _directory(inner, end + len(more))
    return b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + _directory(sorted(first), 8) + more


def turned(orientation: int = 6) -> Entry:
    return 0x0112, _SHORT, 1, struct.pack("<H", orientation)


def taken(moment: bytes, offset: bytes | None = None) -> list[Entry]:
    """When, and by which offset, as the device wrote it."""
    return [ascii_entry(0x9003, moment)] + ([ascii_entry(0x9011, offset)] if offset is not None else [])


GPS_AS_ASCII = [ascii_entry(1, b"N\0"), ascii_entry(2, b"22/1,41/1,42/1\0"), ascii_entry(3, b"E\0")]
LONG8 = (0x9999, _LONG8, 1, struct.pack("<Q", 2**40))


def png(image: Image.Image | None = None, **chunks: bytes) -> bytes:
    """A PNG with further chunks before its pixels, each as it is told."""
    out = BytesIO()
    (image or scene(200, 150)).save(out, "PNG")
    whole = out.getvalue()
    more = b"".join(
        struct.pack(">I", len(told)) + kind.encode() + told + struct.pack(">I", zlib.crc32(kind.encode() + told))
        for kind, told in chunks.items()
    )
    return whole[:33] + more + whole[33:]


def scan_of(content: bytes) -> int:
    """Where the coded picture of a JPEG begins, its first scan that is."""
    at = content.rindex(b"\xff\xda") if content.count(b"\xff\xda") == 1 else content.index(b"\xff\xda")
    return at + 2 + int.from_bytes(content[at + 2 : at + 4])


def middle_of(content: bytes) -> int:
    """The middle of that."""
    begin = scan_of(content)
    return begin + (len(content) - begin) // 2


def replaced(content: bytes, by: bytes) -> bytes:
    """With other bytes in the middle."""
    at = middle_of(content)
    return content[:at] + by + content[at + len(by) :]
