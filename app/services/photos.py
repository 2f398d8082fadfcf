"""Photos: what bytes really are decides, and they lie on disk under their SHA-256, written whole or not at all."""

import asyncio
import hashlib
import os
import tempfile
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from app.errors import UnsupportedMedia, invalid_field

MAX_PIXELS = 40_000_000
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was looked at: sizes in bytes and pixels."""

    sha256: str
    media_type: str
    size_bytes: int
    width: int
    height: int


def look_at(content: bytes) -> Picture:
    """What the bytes are.

    Raises:
        UnsupportedMedia: neither JPEG nor PNG. Invalid: cut off, or more than 40 megapixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=list(_MEDIA_TYPES)) as image:
                width, height, kind = image.width, image.height, str(image.format)
                if width * height > MAX_PIXELS:
                    raise invalid_field("/photo", "照片超过 4000 万像素", "the photo has more than 40 megapixels")
                image.verify()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise invalid_field("/photo", "照片超过 4000 万像素", "the photo has more than 40 megapixels") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise UnsupportedMedia(
            zh="只接受完整的 JPEG 或 PNG 照片", en="Only whole JPEG or PNG photos are taken"
        ) from None
    digest = hashlib.sha256(content).hexdigest()
    return Picture(digest, _MEDIA_TYPES[kind], len(content), width, height)


def path_of(files: Path, sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return files / sha256[:2] / sha256


async def store(files: Path, content: bytes) -> Picture:
    """Looks at the bytes and keeps them, durably, before whoever records them commits."""

    def keep() -> Picture:
        picture = look_at(content)
        target = path_of(files, picture.sha256)
        if not target.exists():
            _write(target, content)
        return picture

    return await asyncio.to_thread(keep)


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(target)
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
