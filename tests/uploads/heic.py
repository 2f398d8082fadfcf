"""HEIC files as phones make them: one picture, several, and one in tiles."""

import struct
from io import BytesIO

import pillow_heif
from PIL import Image

from app.services.photos.formats import heif_parts


def heic(*images: Image.Image, primary: int = 0, exif: bytes | None = None) -> bytes:
    """A file with these pictures; `exif` as it stands in the file, whatever it is."""
    file, out = pillow_heif.from_pillow(images[0]), BytesIO()
    for image in images[1:]:
        file.add_from_pillow(image)
    file.save(out, quality=70, primary_index=primary, exif=exif, enc_params={"preset": "ultrafast"})
    return out.getvalue()


def _box(kind: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def _full(kind: bytes, version: int, *inside: bytes) -> bytes:
    return _box(kind, bytes([version, 0, 0, 0]), *inside)


def tiled(tile: Image.Image, columns: int, rows: int) -> bytes:
    """The same tile many times over, in the way of an iPhone: the tiles are items, the picture is a grid of them."""
    single = heic(tile)
    at = single.index(b"hvcC") - 4
    hevc = single[at : at + int.from_bytes(single[at : at + 4])]
    coded = b"".join(struct.pack(">I", len(unit)) + unit for unit in heif_parts.coded(single))
    count = columns * rows
    whole = (tile.width * columns, tile.height * rows)
    grid = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *whole)
    entries = [_full(b"infe", 2, struct.pack(">HH4sx", 1, 0, b"grid"))]
    entries += [_full(b"infe", 2, struct.pack(">HH4sx", 2 + each, 0, b"hvc1")) for each in range(count)]
    sizes = [_full(b"ispe", 0, struct.pack(">II", *size)) for size in ((tile.width, tile.height), whole)]
    owned = [struct.pack(">HBB", 1, 1, 3)] + [struct.pack(">HBBB", 2 + each, 2, 0x81, 2) for each in range(count)]

    def meta(start: int) -> bytes:
        places = [struct.pack(">HHHHII", 1, 1, 0, 1, 0, len(grid))]
        places += [
            struct.pack(">HHHHII", 2 + each, 0, 0, 1, start + each * len(coded), len(coded)) for each in range(count)
        ]
        return _full(
            b"meta",
            0,
            _full(b"hdlr", 0, struct.pack(">I4s12xx", 0, b"pict")),
            _full(b"pitm", 0, struct.pack(">H", 1)),
            _full(b"iinf", 0, struct.pack(">H", len(entries)), *entries),
            _full(b"iref", 0, _box(b"dimg", struct.pack(f">HH{count}H", 1, count, *range(2, 2 + count)))),
            _box(b"iprp", _box(b"ipco", hevc, *sizes), _full(b"ipma", 0, struct.pack(">I", 1 + count), *owned)),
            _full(b"iloc", 1, struct.pack(">HH", 0x4400, len(places)), *places),
            _box(b"idat", grid),
        )  # fmt: skip

    begin = _box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    return begin + meta(len(begin) + len(meta(0)) + 8) + _box(b"mdat", coded * count)
