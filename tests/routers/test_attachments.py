"""Photos at their edges: what bytes really are decides, and nothing that is refused leaves a trace."""

import struct
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from httpx import AsyncClient

from app.config import Settings
from tests.cases import Cases, photo
from tests.organisation import IN_OTHER_GRID


def png(width: int, height: int, content: bytes = b"") -> bytes:
    """A PNG of any claimed size around compressed pixels."""

    def chunk(kind: bytes, told: bytes) -> bytes:
        return struct.pack(">I", len(told)) + kind + told + struct.pack(">I", zlib.crc32(kind + told))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(content)) + chunk(b"IEND", b"")


def files_in(settings: Settings) -> list[Path]:
    return [path for path in (settings.data_dir / "files").rglob("*") if path.is_file()]


REFUSED = {
    "truncated": (photo(size=64)[:-200], 415),
    "html": (b"<html><script>alert(1)</script></html>", 415),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 415),
    "gif": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", 415),
    "header alone": (photo()[:20], 415),
    "empty": (b"", 415),
    "wide bomb": (png(100_000, 100_000), 422),
    "just too many pixels": (png(8_000, 5_001), 422),
    "no width": (png(0, 10), 415),
}


@pytest.mark.parametrize("kind", REFUSED)
async def test_what_is_no_whole_photo_is_refused_and_leaves_nothing(
    cases: Cases, settings: Settings, kind: str
) -> None:
    content, status = REFUSED[kind]
    case = await cases.report()
    answer = await cases.attach("worker", case, "scene", content=content)

    assert answer.status_code == status, answer.text
    assert files_in(settings) == []
    assert (await cases.client_as("worker").get(f"/cases/{case['id']}")).json()["version"] == case["version"]


async def test_a_photo_that_may_not_be_added_leaves_nothing(cases: Cases, settings: Settings) -> None:
    case, over = await cases.report(), await cases.at("rejected")
    stranger = await cases.attach("supervisor", case, "scene")
    late = await cases.attach("worker", over, "scene")

    assert [(each.status_code, each.json()["code"]) for each in (stranger, late)] == [
        (403, "not-permitted"),
        (409, "wrong-state"),
    ]
    assert late.json()["allowed_actions"]
    assert files_in(settings) == []


async def test_20_mb_pass_and_a_byte_more_does_not(cases: Cases, settings: Settings) -> None:
    case = await cases.report()
    small = photo()
    whole = small + bytes(20_000_000 - len(small))  # what follows the end of a JPEG is not looked at
    passed = await cases.attach("worker", case, "scene", content=whole)
    over = await cases.attach("worker", case, "scene", content=whole + b"\0")

    assert (passed.status_code, over.status_code) == (200, 413), (passed.text, over.text)
    assert [path.stat().st_size for path in files_in(settings)] == [20_000_000]


async def test_a_body_beyond_any_photo_is_refused_also_where_its_length_is_not_declared(cases: Cases) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b" " * 1_000_000

    case = await cases.report()
    declared = await cases.attach("worker", case, "scene", content=bytes(21_000_000))
    undeclared = await cases.client_as("worker").post(
        "/sync/push", content=endless(), headers={"Content-Type": "application/json"}
    )

    assert [(each.status_code, each.json()["code"]) for each in (declared, undeclared)] == [(413, "too-large")] * 2


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"purpose": "portrait"}, "/purpose"),
        ({"purpose": None}, "/purpose"),
        ({"lat": 91}, "/lat"),
        ({"lat": "nan"}, "/lat"),
        ({"lon": 181}, "/lon"),
        ({"datum": "mars"}, "/datum"),
    ],
    ids=str,
)
async def test_a_wrong_field_is_named(cases: Cases, form: dict[str, object], pointer: str) -> None:
    case = await cases.report()
    answer = await cases.attach("worker", case, **{"purpose": "scene", **form})  # type: ignore[arg-type]

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("text/plain", photo()),
        ("image/jpeg", photo()),
        ("multipart/form-data", photo()),
        ("multipart/form-data; boundary=x", b"rubbish"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n',
        ),
        ("multipart/form-data; boundary=" + "x" * 5_000, b"--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"A" * 20_000 + b": 1\r\n\r\n1\r\n--x--\r\n"),
        ("", b""),
    ],
    ids=range(10),
)
async def test_what_is_no_form_is_a_clear_4xx(cases: Cases, kind: str, body: bytes) -> None:
    case = await cases.report()
    answer = await cases.client_as("worker").post(
        f"/cases/{case['id']}/attachments", content=body, headers={"Content-Type": kind}
    )

    assert answer.status_code in (400, 415, 422), answer.text


async def test_a_field_of_text_is_no_photo(cases: Cases) -> None:
    case = await cases.report()
    answer = await cases.client_as("worker").post(
        f"/cases/{case['id']}/attachments", data={"photo": "text", "purpose": "scene"}
    )

    assert answer.json()["errors"][0]["pointer"] == "/photo"


async def test_a_file_name_and_a_kind_that_lie_are_not_believed(
    cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    case = await cases.report()
    files = {"photo": ("../../etc/passwd\x00.html", photo(), "text/html")}
    await client_as("worker").post(f"/cases/{case['id']}/attachments", data={"purpose": "scene"}, files=files)
    row = (await client_as("worker").get(f"/cases/{case['id']}/attachments")).json()["items"][0]

    assert row["media_type"] == "image/jpeg"


async def test_photos_of_a_foreign_case_are_not_found(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    mine, foreign = await cases.report(), await cases.report("other_worker", location=IN_OTHER_GRID)
    await cases.attach("other_worker", foreign, "scene")
    row = (await client_as("other_worker").get(f"/cases/{foreign['id']}/attachments")).json()["items"][0]
    worker = client_as("worker")

    assert (await cases.attach("worker", foreign, "scene")).status_code == 404
    assert (await worker.get(f"/cases/{foreign['id']}/attachments")).status_code == 404
    for case in (mine, foreign):
        assert (await worker.get(f"/cases/{case['id']}/attachments/{row['id']}")).status_code == 404
