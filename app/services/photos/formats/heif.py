"""HEIF with HEVC inside (HEIC): the primary picture of a file, and whether all of it is there.

The decoder fills what is missing and says nothing. But coded HEVC never holds two zero bytes with a third byte below
three behind them (ITU-T H.265, 7.4.2), so zeros where a part was lost are known for certain.
"""

import re
from io import BytesIO

import pi_heif  # type: ignore[import-untyped]  # it ships no types
from PIL import Image

from app.services.photos.formats import heif_parts
from app.services.photos.formats.source import Damaged, NotAPhoto, Source

_NEVER = re.compile(rb"\x00\x00[\x00-\x02]")
_PADDING = 8  # zero bytes some encoders leave at the end of a unit


def opened(data: bytes) -> Source:
    """The primary picture of a file; the decoder turns it as the container says, whatever its EXIF says besides.

    Raises:
        Damaged: it is not all there. NotAPhoto: it is coded in another way.
    """
    pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
    file = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
    primary = file[file.primary_index]
    _require_whole(data)

    def decode(_: int) -> Image.Image:
        try:
            pixels = primary.data
        except ValueError as error:
            raise NotAPhoto("unsupported" if "nsupported" in str(error) else "damaged") from None
        return Image.frombuffer(primary.mode, primary.size, pixels, "raw", primary.mode, primary.stride, 1)

    return Source("image/heic", primary.size, decode, primary.info.get("exif"), upright=True)


def _require_whole(data: bytes) -> None:
    for unit in heif_parts.coded(data):
        content = unit.rstrip(b"\0")
        if _NEVER.search(content if len(unit) - len(content) <= _PADDING else unit):
            raise Damaged()
