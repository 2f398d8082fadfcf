"""PNG: whole when the checksums of what makes the picture are right; Pillow counts the rows."""

import zlib
from io import BytesIO

from PIL import Image

from app.services.photos.formats.source import Damaged, Source

_BEGINS = 8  # bytes before the first chunk
_PIXELS = frozenset({b"IHDR", b"PLTE", b"IDAT"})
_FRAME = 12  # bytes of a chunk besides its data


def opened(data: bytes) -> Source:
    """The picture of a file.

    Raises:
        Damaged: it is not all there.
    """
    _require_checksums(data)
    image = Image.open(BytesIO(data), formats=["PNG"])
    image.load_end = lambda: None  # type: ignore[method-assign]  # what follows the picture is none of it

    def decode(_: int) -> Image.Image:
        image.load()
        return image

    return Source("image/png", image.size, decode, image.info.get("exif"))


def _require_checksums(data: bytes) -> None:
    """Refuses a file with a chunk of the picture that was altered; Pillow reads past the sums of these."""
    at = _BEGINS
    while at + _FRAME <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 8 + length
        if kind in _PIXELS and zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4]):
            raise Damaged()
        at = end + 4
