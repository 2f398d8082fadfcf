"""JPEG: the first picture of a file alone, and whether all of it is there.

Phones write much around a picture: notes of the maker, further pictures, films behind its end. None of that is looked
at. What viewers fill with grey in silence is heard of here: libjpeg warns, and the bytes it warns of are counted.
"""

import os
import re
from io import BytesIO

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy comes with simplejpeg: no threads for what it never does
import simplejpeg  # type: ignore[import-untyped]  # it ships no types
from PIL import Image

from app.services.photos.formats.jpeg_parts import (
    ADOBE,
    APPLICATION,
    DHT,
    DRI,
    EOI,
    EXIF,
    JFIF,
    PROGRESSIVE,
    SEQUENTIAL,
    SOI,
    SOS,
    TABLES,
    UNUSUAL,
    Frame,
    Segment,
    segments,
    zero_codes,
)
from app.services.photos.formats.source import Damaged, NotAPhoto, Source

_SURPLUS = re.compile(r"(\d+) extraneous bytes before marker 0x([0-9a-f]{2})")
_SLOP = 16  # bytes by which encoders of phones and of webcams end a scan late


class _Picture:
    """The first picture of a file: its header, its tables, its scans."""

    def __init__(self, data: bytes) -> None:
        """Reads its segments."""
        self._frame: Frame | None = None
        self._codes: dict[int, int] = {}
        self.interval = 0
        self.exif: bytes | None = None
        self.parts: list[Segment] = []
        for segment in segments(data):
            self._take(segment)
        if not self.frame.is_complete:
            raise Damaged()

    @property
    def frame(self) -> Frame:
        """What its header says.

        Raises:
            Damaged: it has none.
        """
        if self._frame is None:
            raise Damaged()
        return self._frame

    def _take(self, segment: Segment) -> None:
        if segment.marker in UNUSUAL:
            raise NotAPhoto("unsupported")
        if segment.marker in APPLICATION:
            self._note(segment)
        elif segment.marker == SOS:
            self._scan(self.frame.scanned(segment))
        elif segment.marker in TABLES | SEQUENTIAL | PROGRESSIVE:
            self._prepare(segment)

    def _prepare(self, segment: Segment) -> None:
        """Of what comes before scans."""
        if segment.marker == DHT:
            self._codes |= dict(zero_codes(segment))
        elif segment.marker == DRI:
            self.interval = int.from_bytes(segment.body[:2])
        elif segment.marker not in TABLES:
            self._frame = Frame.of(segment)
        self.parts.append(segment)

    def _scan(self, segment: Segment) -> None:
        if self.frame.holds_zeros(segment, self._codes):
            raise Damaged()
        self.parts.append(segment)

    def _note(self, segment: Segment) -> None:
        """Of what applications write: the colours it is in, and what the device says."""
        if segment.marker == EXIF and segment.body.startswith(b"Exif\0") and self.exif is None:
            self.exif = segment.body
        if (segment.marker, segment.body[:5]) in ((JFIF, b"JFIF\0"), (ADOBE, b"Adobe")):
            self.parts.append(segment)

    def written(self, *, colours: bool) -> bytes:
        """The picture as a file that holds nothing else."""
        parts = (bytes(part) for part in self.parts if colours or part.marker not in APPLICATION)
        return b"".join([bytes([0xFF, SOI]), *parts, bytes([0xFF, EOI])])

    @property
    def restarts_are_right(self) -> bool:
        """Whether each scan has as many restart markers as it is long."""
        return all(scan.restarts == self.frame.restarts_within(scan, self.interval) for scan in self.scans)

    @property
    def scans(self) -> list[Segment]:
        return [part for part in self.parts if part.marker == SOS]


def opened(data: bytes) -> Source:
    """The first picture of a file.

    Raises:
        Damaged: it is not all there. NotAPhoto: it is of a kind no phone makes.
        MemoryError: it takes too much to find out.
    """
    picture = _Picture(data)
    file = BytesIO(picture.written(colours=True))
    with Image.open(file, formats=["JPEG"]) as image:
        size = image.size

    def decode(side: int) -> Image.Image:
        _require_whole(picture)
        image = Image.open(file, formats=["JPEG"])
        image.draft("RGB", (side, side))
        image.load()
        return image

    return Source("image/jpeg", size, decode, picture.exif)


def _require_whole(picture: _Picture) -> None:
    """Decodes all of it at an eighth of its size, and refuses what libjpeg warns of.

    Late ends are not refused, as phones make them: a few bytes, or zeros up to where the picture ends.
    """
    warning = _warning(picture)
    if warning is None:
        return
    surplus = _SURPLUS.search(warning)
    if surplus is None:
        raise Damaged()
    count, marker, last = int(surplus[1]), int(surplus[2], 16), picture.scans[-1]
    zeros = len(last.scan) - len(last.scan.rstrip(b"\0"))
    is_padding = marker == EOI and count <= zeros <= count + _SLOP
    hides_others = marker != EOI and len(picture.scans) > 1  # only the first warning is told
    if hides_others or not (count <= _SLOP or is_padding) or not picture.restarts_are_right:
        raise Damaged()


def _warning(picture: _Picture) -> str | None:
    """What libjpeg says first, if it has anything to say."""
    space = "CMYK" if len(picture.frame.sampling) == 4 else "GRAY"
    try:
        simplejpeg.decode_jpeg(picture.written(colours=False), space, min_height=1, min_width=1, strict=True)
    except ValueError as error:
        if "memory" in str(error):
            raise MemoryError from None
        return str(error)
    return None
