"""A photo is a whole one, and what is taken can be copied: by construction, so both are asked of one piece of work."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image

from app.services.photos import picture
from app.services.photos.formats.source import NotAPhoto
from tests.uploads.heic import heic, tiled
from tests.uploads.odd import (
    GPS_AS_ASCII,
    LONG8,
    ascii_entry,
    exif,
    jpeg,
    middle_of,
    night,
    png,
    replaced,
    scan_of,
    scene,
    taken,
    turned,
)

TAKEN = taken(b"2026:11:28 08:30:00\0")
EOI = b"\xff\xd9"
GARBAGE = Random(3).randbytes(3_000)  # noqa: S311  (no secret)


@pytest.fixture
def examined(tmp_path: Path) -> Callable[[bytes], dict[str, Any]]:
    def examine(content: bytes) -> dict[str, Any]:
        (tmp_path / "photo").write_bytes(content)
        facts = picture.examine(tmp_path / "photo")
        picture.copy(tmp_path / "photo", tmp_path)
        with Image.open(tmp_path / "preview") as preview:
            assert not preview.getexif()
            return facts | {"copied": preview.size}

    return examine


Examined = Callable[[bytes], dict[str, Any]]


@pytest.mark.parametrize(
    ("content", "copied"),
    [
        (jpeg(exif=exif(turned(), gps=GPS_AS_ASCII)), (480, 640)),
        (jpeg(exif=exif(turned(), gps=[ascii_entry(5, b"0\0")])), (480, 640)),
        (jpeg(exif=exif(turned(), LONG8)), (480, 640)),
        (jpeg(exif=exif(turned(), gps=[(2, 99, 1, b"abcd")])), (480, 640)),
        (jpeg(exif=exif(turned(9))), (640, 480)),
        (jpeg(exif=exif((0x0112, 2, 4, b"six\0"))), (640, 480)),
        (jpeg(exif=exif(turned())[:-3]), (480, 640)),
        (jpeg(exif=b"Exif\0\0" + bytes(40)), (640, 480)),
        (jpeg(exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), (640, 480)),
        (png(eXIf=bytes(8)), (200, 150)),
        (png(eXIf=exif(turned(), gps=GPS_AS_ASCII)[6:]), (150, 200)),
        (png(tEXt=b"Raw profile type exif\0\nexif\n  9\nnot hexadecimal"), (200, 150)),
        (png(zTXt=b"Raw profile type exif\0\0broken"), (200, 150)),
        (png(Image.new("I;16", (30, 20), 9_000)), (30, 20)),
        (png(Image.new("RGBA", (30, 20), (9, 9, 9, 9))), (30, 20)),
        (heic(scene(400, 300), exif=bytes(8)), (400, 300)),
        (heic(scene(400, 300), exif=b"XX*\0\0\0\0\0"), (400, 300)),
        (heic(scene(400, 300), scene(200, 150)), (400, 300)),
        (heic(scene(200, 150), scene(400, 300), primary=1), (400, 300)),
        (heic(scene(400, 300), scene(200, 150), primary=1), (200, 150)),
        (tiled(scene(128, 128), 3, 2), (384, 256)),
    ],
)
def test_whatever_a_device_wrote_beside_its_picture_the_copy_is_upright(
    examined: Examined, content: bytes, copied: tuple[int, int]
) -> None:
    assert examined(content)["copied"] == copied


@pytest.mark.parametrize(
    "content",
    [
        content
        for image in (scene(), night(), Image.new("RGB", (333, 517)), Image.new("L", (640, 480), 200), scene(7, 900))
        for content in (
            jpeg(image),
            jpeg(image, quality=100, subsampling=0),
            jpeg(image, quality=30, optimize=True),
            jpeg(image, progressive=True),
            jpeg(image, restart_marker_rows=1),
            jpeg(image, restart_marker_blocks=3, subsampling=1),
            heic(image.convert("RGB")),
            png(image),
        )
    ],
)
def test_a_whole_picture_is_taken(examined: Examined, content: bytes) -> None:
    assert examined(content)["width"]


@pytest.mark.parametrize(
    "altered",
    [
        lambda whole: whole + b"trailing bytes of the firmware" * 99,
        lambda whole: whole + bytes(4096),
        lambda whole: whole + whole,
        lambda whole: whole + whole[: len(whole) // 3],
        lambda whole: whole.removesuffix(EOI),
        lambda whole: whole.removesuffix(EOI) + b"\xff\xff\xff" + EOI,
        lambda whole: whole.removesuffix(EOI) + b"\x11\x22\x33" + EOI,
        lambda whole: whole.removesuffix(EOI) + bytes(2_000) + EOI,
        lambda whole: whole[:20] + b"\x01\x02" + whole[20:],
        lambda whole: whole[:2] + b"\xff\xe2\x00\x04MP" + whole[2:],
        lambda whole: whole[:2] + b"\xff\xe1\x00\x08Exif\0\0" + whole[2:],
    ],
    ids=[
        "bytes-behind", "zeros-behind", "second-picture", "half-a-second-picture", "no-end-marker", "fill-bytes",
        "ends-late", "padded-with-zeros", "bytes-between-segments", "broken-mpf", "empty-exif",
    ],
)  # fmt: skip
@pytest.mark.parametrize("made", [{}, {"restart_marker_rows": 1}, {"optimize": True}])
def test_what_phones_do_around_a_picture_is_no_damage(
    examined: Examined, altered: Callable[[bytes], bytes], made: dict[str, Any]
) -> None:
    assert examined(altered(jpeg(**made)))["copied"] == (640, 480)


def test_an_encoder_that_ends_each_stretch_late_is_forgiven(examined: Examined) -> None:
    whole = jpeg(restart_marker_rows=1)
    late = whole.replace(b"\xff\xd3", b"\x2a\x2a\xff\xd3")

    assert examined(late)["copied"] == (640, 480)


def test_the_spectrum_that_some_phones_write_wrongly_into_a_scan_is_not_asked(examined: Examined) -> None:
    whole = jpeg()
    at = scan_of(whole)

    assert examined(whole[: at - 3] + b"\0\0\0" + whole[at:])["copied"] == (640, 480)


JPEGS = {
    "baseline": jpeg(),
    "optimised": jpeg(optimize=True),
    "restarts": jpeg(restart_marker_rows=1),
    "progressive": jpeg(progressive=True),
    "grey": jpeg(scene().convert("L")),
    "fine": jpeg(quality=98, subsampling=0),
}


@pytest.mark.parametrize("kind", list(JPEGS))
@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[: middle_of(whole)],
        lambda whole: whole[: middle_of(whole)] + EOI,
        lambda whole: whole[: scan_of(whole) + 400] + EOI,
        lambda whole: replaced(whole, bytes(4_096)),
        lambda whole: replaced(whole, GARBAGE),
        lambda whole: replaced(whole, b"\xff" * 3_000),
        lambda whole: whole[: middle_of(whole)] + whole[middle_of(whole) + 3_000 :],
        lambda whole: whole[: middle_of(whole)] + bytes(len(whole) - middle_of(whole)),
        lambda whole: whole[: middle_of(whole)] + bytes(len(whole) - middle_of(whole)) + EOI,
        lambda whole: whole[: len(whole) * 9 // 10] + EOI + whole,
    ],
    ids=["cut", "cut-closed", "nearly-nothing", "zeros", "garbage", "ones", "lost", "half-zeros", "half-zeros-closed",
         "whole-behind"],
)  # fmt: skip
def test_half_a_picture_is_none(examined: Examined, kind: str, damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(NotAPhoto, match="damaged"):
        examined(damage(JPEGS[kind]))


def test_a_progressive_picture_without_its_last_scan_is_not_whole(examined: Examined) -> None:
    whole = JPEGS["progressive"]

    with pytest.raises(NotAPhoto, match="damaged"):
        examined(whole[: whole.rindex(b"\xff\xda")] + EOI)


def _half(content: bytes, end: bytes = b"") -> bytes:
    return content[: len(content) // 2] + end


HEIC, TILED, PNG = heic(scene()), tiled(scene(128, 128), 3, 2), png(scene())


@pytest.mark.parametrize(
    "content",
    [
        _half(HEIC),
        _half(HEIC, bytes(len(HEIC) - len(HEIC) // 2)),
        _half(HEIC, bytes(600)) + HEIC[len(HEIC) // 2 + 600 :],
        _half(TILED, bytes(len(TILED) - len(TILED) // 2)),
        _half(TILED, bytes(600)) + TILED[len(TILED) // 2 + 600 :],
        _half(TILED),
        _half(PNG),
        _half(PNG, PNG[-12:]),
        _half(PNG, bytes(4_096)) + PNG[len(PNG) // 2 + 4_096 :],
        _half(PNG, GARBAGE) + PNG[len(PNG) // 2 + 3_000 :],
    ],
)
def test_half_a_picture_of_another_format_is_none_either(examined: Examined, content: bytes) -> None:
    with pytest.raises(NotAPhoto, match="damaged"):
        examined(content)


def test_a_picture_stored_as_it_is_has_its_checksums_read(examined: Examined) -> None:
    out = BytesIO()
    scene().save(out, "PNG", compress_level=0)
    whole = out.getvalue()
    at = len(whole) // 2

    with pytest.raises(NotAPhoto, match="damaged"):
        examined(whole[:at] + bytes(4_096) + whole[at + 4_096 :])


@pytest.mark.parametrize(
    "offset",
    [b"+08:00\0", b"+8:00\0", b"   :  \0", b"+0800\0", b"+08\0", b" +08:00 ", b"UTC+8\0", b"GMT+08:00\0", b"\0\0\0",
     b"", b"+99:99\0", b"nonsense\0", b"\xef\xbc\x8b08:00\0"],
)  # fmt: skip
def test_an_offset_is_read_as_it_is_meant_and_otherwise_it_is_chinas(examined: Examined, offset: bytes) -> None:
    device = taken(b"2026:11:28 08:30:00\0", offset)

    assert examined(jpeg(exif=exif(device=device)))["device_taken_at"] == "2026-11-28T00:30:00+00:00"


@pytest.mark.parametrize(
    ("moment", "offset", "right"),
    [
        (b"2026:11:28 00:30:00\0", b"Z\0", "2026-11-28T00:30:00+00:00"),
        (b"2026:11:27 19:30:00\0", b"-5:00\0", "2026-11-28T00:30:00+00:00"),
        (b"2026-11-28 08:30:00\0", None, "2026-11-28T00:30:00+00:00"),
        (b"2026/11/28 08:30:00\0", None, "2026-11-28T00:30:00+00:00"),
        (b"2026:11:28T08:30:00\0", None, "2026-11-28T00:30:00+00:00"),
        (b"2026:11:28 08:30:00.123\0", None, "2026-11-28T00:30:00+00:00"),
        (b"2026:11:28 8:30\0", None, "2026-11-28T00:30:00+00:00"),
        ("2026:11:28 下午 8:30:00\0".encode(), None, "2026-11-28T12:30:00+00:00"),
        (b"2026:11:28 12:30:00 AM\0", None, "2026-11-27T16:30:00+00:00"),
        (b"    :  :     :  :  \0", None, None),
        (b"0000:00:00 00:00:00\0", None, None),
        (b"1970:01:01 08:00:00\0", None, None),
        (b"2026:11:31 08:30:00\0", None, None),
    ],
)
def test_a_moment_is_read_as_firmwares_write_it(
    examined: Examined, moment: bytes, offset: bytes | None, right: str | None
) -> None:
    assert examined(jpeg(exif=exif(device=taken(moment, offset))))["device_taken_at"] == right


def test_one_broken_part_of_what_a_device_says_takes_no_other_with_it(examined: Examined) -> None:
    facts = examined(jpeg(exif=exif(turned(), device=TAKEN, gps=GPS_AS_ASCII)))

    assert (facts["device_taken_at"], facts["device_lat"]) == ("2026-11-28T00:30:00+00:00", None)
    assert facts["copied"] == (480, 640)


@pytest.mark.parametrize("name", ["jpeg_lossless", "webp", "gif", "avif"])
def test_a_format_that_is_not_taken_is_told_apart_from_damage(examined: Examined, name: str) -> None:
    out = BytesIO()
    if name == "jpeg_lossless":
        whole = jpeg()
        at = whole.index(b"\xff\xc0")
        out.write(whole[: at + 1] + b"\xc3" + whole[at + 2 :])
    else:
        scene(64, 64).save(out, name)

    with pytest.raises(NotAPhoto, match="unsupported"):
        examined(out.getvalue())
