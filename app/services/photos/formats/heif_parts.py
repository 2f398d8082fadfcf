"""The parts of a HEIF file (ISO/IEC 23008-12, in the boxes of 14496-12): where the coded primary picture lies in it.

Only as much is read as it takes to find its units; of what is not understood there is nothing to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.services.photos.formats.source import Damaged

_HEVC = frozenset({b"hvc1", b"hev1"})


@dataclass(slots=True)
class _Items:
    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    extents: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # start and length in the file
    tiles: dict[int, list[int]] = field(default_factory=dict)
    length_size: int = 4


class _Reader:
    """Numbers of given sizes, one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def version(self) -> int:
        """Of a full box; its flags are passed over."""
        version = self.number(1)
        self.at += 3
        return version

    def number(self, size: int) -> int:
        self.at += size
        if self.at > len(self.data):
            raise EOFError
        return int.from_bytes(self.data[self.at - size : self.at])


def coded(data: bytes) -> Iterator[bytes]:
    """The coded units (NAL units) of the primary picture, of all its tiles.

    Raises:
        Damaged: they do not fill the places the file names for them.
    """
    try:
        items = _read(data)
    except (EOFError, IndexError, KeyError):
        return
    for item in (items.primary, *items.tiles.get(items.primary, [])):
        if items.kinds.get(item) in _HEVC:
            stretches = [data[start : start + length] for start, length in items.extents.get(item, [])]
            yield from _units(b"".join(stretches), items.length_size)


def _units(item: bytes, length_size: int) -> Iterator[bytes]:
    at = 0
    while at < len(item):
        length = int.from_bytes(item[at : at + length_size])
        at += length_size
        if length < 2 or at + length > len(item):
            raise Damaged()
        yield item[at : at + length]
        at += length


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of what is inside, of each box."""
    while at + 8 <= end:
        size, kind, inside = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, inside = int.from_bytes(data[at + 8 : at + 16]), at + 16
        stop = end if size == 0 else at + size
        if stop < inside or stop > end:
            return
        yield kind, inside, stop
        at = stop


def _read(data: bytes) -> _Items:
    items = _Items()
    start, end = next(((start, end) for kind, start, end in _boxes(data, 0, len(data)) if kind == b"meta"), (0, 0))
    found = {kind: (at, stop) for kind, at, stop in _boxes(data, start + 4, end)}
    reader = _Reader(data, found[b"pitm"][0])
    items.primary = reader.number(2 if reader.version() == 0 else 4)
    _read_kinds(data, *found[b"iinf"], items)
    if b"iref" in found:
        _read_tiles(data, *found[b"iref"], items)
    _read_length_size(data, *found[b"iprp"], items)
    _read_places(_Reader(data, found[b"iloc"][0]), found.get(b"idat", (0, 0))[0], items)
    return items


def _read_kinds(data: bytes, at: int, end: int, items: _Items) -> None:
    reader = _Reader(data, at)
    reader.number(2 if reader.version() == 0 else 4)
    for kind, inside, _ in _boxes(data, reader.at, end):
        if kind == b"infe":
            entry = _Reader(data, inside)
            item = entry.number(2 if entry.version() < 3 else 4)
            items.kinds[item] = data[entry.at + 2 : entry.at + 6]


def _read_tiles(data: bytes, at: int, end: int, items: _Items) -> None:
    reader = _Reader(data, at)
    size = 2 if reader.version() == 0 else 4
    for kind, inside, _ in _boxes(data, reader.at, end):
        if kind == b"dimg":
            entry = _Reader(data, inside)
            whole, count = entry.number(size), entry.number(2)
            items.tiles[whole] = [entry.number(size) for _ in range(count)]


def _read_length_size(data: bytes, at: int, end: int, items: _Items) -> None:
    for kind, inside, stop in _boxes(data, at, end):
        if kind == b"ipco":
            configured = [start for name, start, _ in _boxes(data, inside, stop) if name == b"hvcC"]
            items.length_size = (data[configured[0] + 21] & 3) + 1 if configured else 4


def _read_places(reader: _Reader, inline: int, items: _Items) -> None:
    """Where the bytes of each item are: in the file, or in the box beside."""
    version, sizes = reader.version(), reader.number(2)
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    for _ in range(reader.number(2 if version < 2 else 4)):
        item = reader.number(2 if version < 2 else 4)
        beside = bool(version and reader.number(2) & 15 == 1)
        reader.number(2)  # of this file
        base = reader.number(base_size) + (inline if beside else 0)
        extents = []
        for _ in range(reader.number(2)):
            reader.number(index_size if version else 0)
            start = base + reader.number(offset_size)
            extents.append((start, reader.number(length_size)))
        items.extents[item] = extents
