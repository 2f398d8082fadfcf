"""Pictures as phones send them, and things that are none."""

import os
import struct
import zlib
from io import BytesIO

from PIL import Image

TAKEN = "2026:11:24 10:30:00"
PLACE = (22.695, 114.305)


def _degrees(value: float) -> tuple[float, float, float]:
    degrees, rest = divmod(value * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    return degrees, minutes, seconds


def exif(orientation: int = 1, place: tuple[float, float] = PLACE) -> Image.Exif:
    """What a phone writes into its photos."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010F] = "SecretPhoneMaker"
    told.get_ifd(0x8769)[0x9003] = TAKEN
    told.get_ifd(0x8769)[0x9011] = "+08:00"
    gps = told.get_ifd(0x8825)
    gps[1], gps[2] = "N", _degrees(place[0])
    gps[3], gps[4] = "E", _degrees(place[1])
    return told


def jpeg(width: int = 640, height: int = 480, *, seed: bytes | None = None, orientation: int = 1) -> bytes:
    """A JPEG with the device's time and place; another one each time unless `seed` is given."""
    noise = (seed or os.urandom(48)) * 4
    image = Image.frombytes("RGB", (8, 8), noise).resize((width, height))
    out = BytesIO()
    image.save(out, "JPEG", exif=exif(orientation), comment=b"SecretComment", quality=90)
    return out.getvalue()


def jpeg_of(place: tuple[float, float]) -> bytes:
    """A JPEG whose device says that it was taken there."""
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif(place=place))
    return out.getvalue()


def noise(size: int) -> bytes:
    """A JPEG of at least so many bytes, which compress no further."""
    side = int((size / 0.6) ** 0.5) + 8
    out = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "JPEG", quality=75)
    return out.getvalue()


def png_bomb(side: int) -> bytes:
    """A valid PNG of `side` x `side` pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(1)
    row = b"\0" * (side * 4 + 1)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
