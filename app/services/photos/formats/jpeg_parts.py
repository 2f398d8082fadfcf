"""The parts of a JPEG file (ITU-T T.81, annex B): its segments as far as the first picture goes, and its frame."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from app.services.photos.formats.source import Damaged

SOI, EOI, SOS, DRI, DHT = 0xD8, 0xD9, 0xDA, 0xDD, 0xC4
TABLES = frozenset({DHT, 0xDB, DRI})  # Huffman codes, quantisation, restarts
SEQUENTIAL, PROGRESSIVE = frozenset({0xC0, 0xC1}), frozenset({0xC2})
UNUSUAL = frozenset(
    {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
)  # lossless, hierarchical, arithmetic
APPLICATION = range(0xE0, 0xF0)
JFIF, EXIF, ADOBE = 0xE0, 0xE1, 0xEE
_ALONE = frozenset({0x01, SOI, *range(0xD0, 0xD8)})  # without a length
_MARKER = re.compile(rb"\xff([^\x00\xff])")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # stuffed bytes, fill bytes and restarts are of the scan
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_COEFFICIENTS = 64
_AC = 0x10  # the class of tables for all but the first coefficient
_ZEROS = bytes(64)  # some blocks of all of them


class Segment(NamedTuple):
    """A marker with what it says; of a scan also the coded picture that follows."""

    marker: int
    body: bytes
    scan: bytes = b""

    def __bytes__(self) -> bytes:
        """As it stands in a file."""
        return struct.pack(">BBH", 0xFF, self.marker, len(self.body) + 2) + self.body + self.scan

    @property
    def restarts(self) -> int:
        """The restart markers in a scan."""
        return len(_RESTART.findall(self.scan))


def segments(data: bytes) -> Iterator[Segment]:
    """The segments from the start of the image to its end; what lies between two of them, or behind, is nobody's.

    An end marker that is missing is no loss: whether the last scan is whole shows when it is decoded.
    """
    at = 2
    while found := _MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        if marker == EOI:
            return
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2])
        if length < 2 or at + length > len(data):
            raise Damaged()
        body, at = data[at + 2 : at + length], at + length
        if marker != SOS:
            yield Segment(marker, body)
            continue
        after = _AFTER_SCAN.search(data, at)
        end = after.start() if after else len(data)
        yield Segment(marker, body, data[at:end])
        at = end


def zero_codes(tables: Segment) -> Iterator[tuple[int, int]]:
    """Of each Huffman table what a code of nothing but zeros means, by the table's class and number."""
    at = 0
    while at + 17 < len(tables.body):
        yield tables.body[at], tables.body[at + 17]
        at += 17 + sum(tables.body[at + 1 : at + 17])


@dataclass(slots=True)
class Frame:
    """What the header promises, and what the scans have brought of it."""

    is_progressive: bool
    size: tuple[int, int]
    sampling: dict[int, tuple[int, int]]  # across and down, by component
    _missing: dict[tuple[int, int], int] = field(default_factory=dict)  # bits still to come, by component, coefficient

    @classmethod
    def of(cls, header: Segment) -> "Frame":
        """Reads the header."""
        _, height, width, count = struct.unpack(">BHHB", header.body[:6])
        parts = [header.body[6 + 3 * at : 9 + 3 * at] for at in range(count)]
        return cls(
            header.marker in PROGRESSIVE,
            (width, height),
            {part[0]: (part[1] >> 4 or 1, part[1] & 15 or 1) for part in parts},
        )

    def scanned(self, scan: Segment) -> Segment:
        """Takes note of a scan; gives it as its frame wants it: some phones write what only progressive ones have."""
        components = self.components_of(scan)
        spectrum = scan.body[1 + 2 * len(components) :]
        if not self.is_progressive:
            spectrum = bytes([0, _COEFFICIENTS - 1, 0])
        first, last, bits = spectrum[:3]
        for component in components:
            for coefficient in range(first, min(last + 1, _COEFFICIENTS)):
                self._missing[component, coefficient] = bits & 15
        return scan._replace(body=scan.body[: 1 + 2 * len(components)] + spectrum)

    @property
    def is_complete(self) -> bool:
        """Whether every coefficient of every component has come to its last bit."""
        return all(
            self._missing.get((component, coefficient)) == 0
            for component in self.sampling
            for coefficient in range(_COEFFICIENTS)
        )

    def restarts_within(self, scan: Segment, interval: int) -> int:
        """How many restart markers a scan has to have where one stands after every `interval` units."""
        components, (width, height) = self.components_of(scan), self.size
        across, down = (max(told[axis] for told in self.sampling.values()) for axis in (0, 1))
        if len(components) > 1:
            units = ceil(width / (8 * across)) * ceil(height / (8 * down))
        else:
            own_across, own_down = self.sampling[components[0]]
            units = ceil(ceil(width * own_across / across) / 8) * ceil(ceil(height * own_down / down) / 8)
        return ceil(units / interval) - 1 if interval else 0

    def holds_zeros(self, scan: Segment, codes: dict[int, int]) -> bool:
        """Whether zeros stand in a scan where no picture has them: they would be blocks with all that a block can hold.

        Where zeros mean the end of a block they may stand for long: nights are made of them.
        """
        numbers = [scan.body[2 + 2 * at] & 15 for at in range(scan.body[0])]
        if self.is_progressive or all(codes.get(_AC | number, 0) == 0 for number in numbers):
            return False
        return _ZEROS in scan.scan.rstrip(b"\0")

    @staticmethod
    def components_of(scan: Segment) -> list[int]:
        """The components a scan is of."""
        return [scan.body[1 + 2 * at] for at in range(scan.body[0])]
