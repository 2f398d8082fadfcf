"""tus 1.0.0, extension by extension: what is told, what is taken, what is refused and with which number."""

import asyncio
import base64
import gzip
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.errors import OffsetMismatch, TooLarge
from app.services.identity import actors
from app.services.photos.store import PhotoStore
from app.services.uploads import headers, receiving
from app.services.uploads.pieces import PIECE
from app.services.uploads.receiving import ConnectionLost
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import USERS
from tests.uploads.pictures import jpeg, noise
from tests.uploads.tus import BYTES, TUS, Tus, after_photo, checksum, metadata

Uploads = Callable[[str], Tus]
EIGHT, MIDNIGHT = b"2026-11-28T08:00:00+08:00", b"2026-11-28T00:00:00Z"
A_CASE = "0193a0c0-0000-7000-8000-000000000001"


async def test_options_tell_what_the_server_can_do_without_a_token(client_as: Callable[..., AsyncClient]) -> None:
    answer = await client_as(None).options("/uploads")

    assert answer.status_code == 204
    assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["tus-extension"].split(",") == [
        "creation", "creation-with-upload", "expiration", "checksum", "termination",
    ]  # fmt: skip
    assert answer.headers["tus-max-size"] == "20000000"
    assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256,md5"


async def test_an_upload_goes_on_from_where_it_is(tus_of: Uploads) -> None:
    tus, content = tus_of("worker"), noise(300_000)
    path = await tus.created(len(content))
    begun = await tus.head(path)
    first = await tus.patch(path, 0, content[:1000])
    last = await tus.patch(path, 1000, content[1000:])

    assert (begun.headers["upload-offset"], begun.headers["upload-length"]) == ("0", str(len(content)))
    assert begun.headers["cache-control"] == "no-store"
    assert "purpose" in begun.headers["upload-metadata"]
    assert (first.status_code, first.headers["upload-offset"]) == (204, "1000")
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(content)))
    assert (await tus.status(path))["state"] == "waiting"


async def test_creation_takes_the_first_bytes_along(tus_of: Uploads) -> None:
    tus, content = tus_of("worker"), jpeg()
    told = TUS | {
        "Upload-Length": str(len(content)),
        "Upload-Metadata": after_photo(str(uuid4())),
        "Content-Type": BYTES,
    }
    part = await tus.client.post("/uploads", headers=told, content=content[:700])
    whole = await tus.client.post("/uploads", headers=told, content=content)

    assert (part.status_code, part.headers["upload-offset"]) == (201, "700")
    assert (whole.status_code, whole.headers["upload-offset"]) == (201, str(len(content)))


async def test_creating_twice_under_one_key_gives_the_same_upload(tus_of: Uploads) -> None:
    tus, content, told = tus_of("worker"), jpeg(), after_photo(str(uuid4()))
    path = await tus.created(len(content), told, Idempotency_Key="photo-1")
    await tus.patch(path, 0, content[:500])
    again = await tus.create(len(content), told, Idempotency_Key="photo-1")
    other = await tus.create(len(content) + 1, told, Idempotency_Key="photo-1")
    elsewhere = await tus_of("second_worker").create(len(content), told, Idempotency_Key="photo-1")

    assert again.status_code == 201
    assert again.headers["location"].endswith(path)
    assert again.headers["upload-offset"] == "500"
    assert other.json()["code"] == "key-reused"
    assert not elsewhere.headers["location"].endswith(path)


async def test_the_key_may_come_as_metadata(tus_of: Uploads) -> None:
    tus, told = tus_of("worker"), after_photo(str(uuid4()), id=uuid4())

    assert await tus.created(1000, told) == await tus.created(1000, told)


@pytest.mark.parametrize("length", ["-1", "1.5", "abc", "", "0", "٣", "9" * 30, None])
async def test_a_length_that_is_none_is_a_400(tus_of: Uploads, length: str | None) -> None:
    told = (
        TUS | {"Upload-Metadata": after_photo(str(uuid4()))} | ({"Upload-Length": length} if length is not None else {})
    )
    sent = [(name.encode(), value.encode()) for name, value in told.items()]
    answer = await tus_of("worker").client.post("/uploads", headers=sent)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert answer.headers["tus-resumable"] == "1.0.0"


async def test_a_photo_that_is_too_large_is_refused_before_a_byte_is_sent(tus_of: Uploads) -> None:
    answer = await tus_of("worker").create(20_000_001, after_photo(str(uuid4())))

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (None, 400),
        ("", 400),
        ("case_id", 422),
        ("case_id not-base64!", 400),
        ("case_id //8=", 400),
        ("purpose YWZ0ZXI=,purpose YWZ0ZXI=", 400),
        (",,,", 400),
        ("x" * 4_001, 400),
        (metadata(case_id="no-uuid", purpose="after"), 422),
        (metadata(case_id=A_CASE, purpose="selfie"), 422),
        (metadata(case_id=A_CASE, purpose="after", lat="91", lon="0"), 422),
        (metadata(case_id=A_CASE, purpose="after", lat="nan", lon="0"), 422),
        (metadata(case_id=A_CASE, purpose="after", filename="a\0b"), 422),
        (metadata(case_id=A_CASE, purpose="after", id="键"), 422),
        (metadata(purpose="after"), 422),
    ],
)
async def test_rubbish_metadata_is_a_clear_refusal(tus_of: Uploads, told: str | None, status: int) -> None:
    answer = await tus_of("worker").create(1000, told)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_unknown_metadata_means_nothing(tus_of: Uploads) -> None:
    told = metadata(case_id=uuid4(), purpose="scene", filetype="image/jpeg") + ",is_private"

    assert (await tus_of("worker").create(1000, told)).status_code == 201


@pytest.mark.parametrize("version", [None, "0.2.2", "2.0.0"])
async def test_another_version_of_the_protocol_is_a_412(tus_of: Uploads, version: str | None) -> None:
    path = await tus_of("worker").created(1000)
    headers = {"Tus-Resumable": version} if version else {}
    answer = await tus_of("worker").client.patch(path, headers=headers)

    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


@pytest.mark.parametrize("offset", ["1", "999999", "-1", "x"])
async def test_another_offset_is_refused_and_nothing_moves(tus_of: Uploads, offset: str) -> None:
    tus, content = tus_of("worker"), jpeg()
    path = await tus.created(len(content))
    answer = await tus.patch(path, 0, content[:100], Upload_Offset=offset)

    assert answer.status_code == (409 if offset.isdigit() else 400)
    assert await tus.offset(path) == 0


async def test_bytes_of_another_kind_are_a_415(tus_of: Uploads) -> None:
    path = await tus_of("worker").created(1000)
    answer = await tus_of("worker").patch(path, 0, b"x", Content_Type="image/jpeg")

    assert answer.status_code == 415


async def test_more_bytes_than_declared_are_a_413(tus_of: Uploads) -> None:
    tus = tus_of("worker")
    path = await tus.created(1000)

    assert (await tus.patch(path, 0, b"x" * 1001)).status_code == 413
    assert await tus.offset(path) <= 1000


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
async def test_a_checksum_that_fits_is_taken_and_one_that_does_not_leaves_nothing(
    tus_of: Uploads, store: PhotoStore, algorithm: str
) -> None:
    tus, content = tus_of("worker"), noise(3 * PIECE)
    path = await tus.created(len(content))
    wrong = await tus.patch(path, 0, content, Upload_Checksum=checksum(b"other", algorithm))
    kept = (await tus.offset(path), await store.files.below("uploads/"))
    right = await tus.patch(path, 0, content, Upload_Checksum=checksum(content, algorithm))

    assert (wrong.status_code, wrong.json()["code"]) == (460, "checksum-mismatch")
    assert kept == (0, [])
    assert (right.status_code, right.headers["upload-offset"]) == (204, str(len(content)))


@pytest.mark.parametrize("ending", [ConnectionLost, TooLarge, asyncio.CancelledError])
async def test_a_checksum_that_never_comes_true_leaves_nothing(
    tus_of: Uploads, store: PhotoStore, database: OneConnection, session: Session, ending: type[BaseException]
) -> None:
    tus, content = tus_of("worker"), noise(3 * PIECE)
    path = await tus.created(len(content))
    actor, told = await actors.load_actor(session, USERS["worker"]), headers.checksum(checksum(content))

    async def body() -> AsyncIterator[bytes]:
        yield content if ending is TooLarge else content[: 2 * PIECE]
        assert await store.files.below("uploads/"), "pieces are stored by now"
        if ending is TooLarge:
            yield b"x"
        raise ending

    with pytest.raises(ending):
        await receiving.receive(database, store, actor, UUID(path.rsplit("/", 1)[1]), 0, body(), told)

    assert (await tus.offset(path), await store.files.below("uploads/")) == (0, [])


async def test_who_was_overtaken_leaves_no_piece(
    tus_of: Uploads, store: PhotoStore, database: OneConnection, session: Session
) -> None:
    tus, content = tus_of("worker"), noise(3 * PIECE)
    path = await tus.created(len(content))
    actor, told = await actors.load_actor(session, USERS["worker"]), headers.checksum(checksum(content))

    async def body() -> AsyncIterator[bytes]:
        yield content
        assert (await tus.patch(path, 0, content[:100])).status_code == 204

    with pytest.raises(OffsetMismatch):
        await receiving.receive(database, store, actor, UUID(path.rsplit("/", 1)[1]), 0, body(), told)

    assert len(await store.files.below("uploads/")) == 1, "that of the newer writer"


@pytest.mark.parametrize("told", ["crc32 AAAA", "sha1", "sha1 !!!", "sha1 AAAA", "", "sha256  "])
async def test_a_checksum_of_no_known_kind_is_a_400(tus_of: Uploads, told: str) -> None:
    path = await tus_of("worker").created(1000)

    assert (await tus_of("worker").patch(path, 0, b"x", Upload_Checksum=told)).status_code == 400


async def test_an_upload_expires_a_week_after_its_last_byte(tus_of: Uploads) -> None:
    tus, content = tus_of("worker"), jpeg()
    path = await tus.created(len(content))
    with clock.shifted(timedelta(days=6)):
        moved = await tus.patch(path, 0, content[:10])
    with clock.shifted(timedelta(days=8)):
        alive = await tus.head(path)
    with clock.shifted(timedelta(days=14)):
        over = [await tus.head(path), await tus.patch(path, 10, content[10:])]

    expires = parsedate_to_datetime(moved.headers["upload-expires"])
    assert timedelta(days=12, hours=23) < expires - clock.now() < timedelta(days=13, seconds=1)
    assert alive.status_code == 200
    assert [answer.status_code for answer in over] == [410, 410]
    assert over[1].json()["code"] == "upload-gone"


async def test_an_upload_that_is_given_up_is_gone_with_its_pieces(tus_of: Uploads, store: PhotoStore) -> None:
    tus, content = tus_of("worker"), jpeg()
    path = await tus.created(len(content))
    await tus.patch(path, 0, content[:500])
    stranger = await tus_of("second_worker").delete(path)
    ended = await tus.delete(path)

    assert (stranger.status_code, ended.status_code) == (404, 204)
    assert (await tus.head(path)).status_code == 404
    assert await store.files.below("uploads/") == []


async def test_a_client_that_cannot_patch_says_so_in_a_post(tus_of: Uploads) -> None:
    tus, content = tus_of("worker"), jpeg()
    path = await tus.created(len(content))
    told = TUS | {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0", "Content-Type": BYTES}
    answer = await tus.client.post(path, content=content, headers=told)
    without = await tus.client.post(path, headers=TUS)

    assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(len(content)))
    assert without.status_code == 405


async def test_uploads_are_their_makers_alone_and_need_a_token(
    tus_of: Uploads, client_as: Callable[..., AsyncClient]
) -> None:
    path = await tus_of("worker").created(1000)
    stranger, nobody = tus_of("clerk"), client_as(None)

    assert (await stranger.head(path)).status_code == 404
    assert (await stranger.patch(path, 0, b"x")).status_code == 404
    assert (await stranger.client.get(path)).status_code == 404
    assert (await nobody.head(path, headers=TUS)).status_code == 401
    assert (await tus_of("admin").create(10, after_photo(str(uuid4())))).status_code == 403


async def test_a_case_out_of_sight_and_none_at_all_are_the_same_to_whoever_declares_a_photo(
    tus_of: Uploads, cases: Cases
) -> None:
    case, tus = await cases.report(), tus_of("other_worker")
    told = []
    for case_id in (case["id"], str(uuid4())):
        made = await tus.create(1000, after_photo(case_id))
        view = await tus.status(made.headers["location"].removeprefix("/api/v1"))
        told.append((made.status_code, view["state"], view["refusal"]))

    assert told == [(201, "receiving", None)] * 2


async def test_nobody_leaves_uploads_without_end(
    tus_of: Uploads, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    monkeypatch.setattr("app.services.uploads.creation.MOST_OPEN", 2)
    tus = tus_of("worker")
    await tus.created(10)
    await tus.created(10)
    answer = await tus.create(10, after_photo(str(uuid4())))

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")


async def test_the_newest_request_takes_an_upload_over_from_one_that_hangs(tus_of: Uploads) -> None:
    tus, content = tus_of("worker"), noise(4 * PIECE)
    path = await tus.created(len(content))
    first_piece, go_on = asyncio.Event(), asyncio.Event()

    async def hanging() -> AsyncIterator[bytes]:
        yield content[:PIECE]
        first_piece.set()
        await go_on.wait()
        yield bytes(PIECE)

    slow = asyncio.create_task(_patch(tus, path, hanging()))
    await first_piece.wait()
    newer = await tus.patch(path, PIECE, content[PIECE:])
    go_on.set()
    older = await slow

    assert newer.status_code == 204
    assert (older.status_code, older.json()["code"]) == (409, "offset-mismatch")
    assert (await tus.status(path))["state"] == "waiting", "the older one wrote over nothing"


async def _patch(tus: Tus, path: str, body: AsyncIterator[bytes]) -> Any:
    sent = TUS | {"Upload-Offset": "0", "Content-Type": BYTES}
    return await tus.client.patch(path, content=body, headers=sent)


async def test_compressed_bytes_never_become_part_of_an_upload(tus_of: Uploads) -> None:
    tus, content = tus_of("worker"), jpeg()
    path = await tus.created(len(content))
    refused = await tus.patch(path, 0, gzip.compress(content)[:100], Content_Encoding="gzip")

    assert (refused.status_code, refused.headers["tus-resumable"]) == (415, "1.0.0")
    assert refused.headers["accept-encoding"] == "identity"
    assert await tus.offset(path) == 0
    assert (await tus.patch(path, 0, content)).status_code == 204


async def test_declared_again_a_moment_later_it_is_the_same_upload(tus_of: Uploads) -> None:
    tus, told = tus_of("worker"), {"taken_at": "2026-11-28T08:00:00Z", "id": "the-same"}
    first = await tus.create(100, after_photo(A_CASE, sent_at="2026-11-28T08:00:00Z", **told))
    again = await tus.create(100, after_photo(A_CASE, sent_at="2026-11-28T08:00:07Z", **told))
    other = await tus.create(100, after_photo(A_CASE, sent_at="2026-11-28T08:00:09Z", **(told | {"filename": "b.jpg"})))

    assert again.headers["location"] == first.headers["location"]
    assert other.json()["code"] == "key-reused"


@pytest.mark.parametrize("told", ["1970-01-01T00:00:00Z", "2569-11-28T08:00:00Z", "-0001-01-01T00:00:00Z", "never"])
async def test_no_time_refuses_a_declaration(tus_of: Uploads, told: str) -> None:
    tus = tus_of("worker")
    path = await tus.send(jpeg(), after_photo(str(uuid4()), taken_at=told, sent_at=told))

    assert (await tus.status(path))["state"] == "waiting"


def _pairs(told: str) -> list[str]:
    return told.split(",")


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda told: ",".join(reversed(_pairs(told))),
        lambda told: ", ".join(_pairs(told)),
        lambda told: told + ",filetype " + base64.b64encode(b"image/jpeg").decode(),
        lambda told: told + ",id,datum",
        lambda told: told.replace(base64.b64encode(EIGHT).decode(), base64.b64encode(MIDNIGHT).decode()),
        lambda told: told.replace(base64.b64encode(b"22.0").decode(), base64.b64encode(b"22").decode()),
    ],
    ids=["reordered", "blanks", "a-key-of-no-meaning", "empty-values", "another-zone", "another-number"],
)
async def test_the_same_declaration_otherwise_written_is_the_same_upload(
    tus_of: Uploads, otherwise: Callable[[str], str]
) -> None:
    tus = tus_of("worker")
    told = metadata(case_id=uuid4(), purpose="after", taken_at=EIGHT.decode(), lat="22.0", lon="114.3")
    first = await tus.create(1000, told, Idempotency_Key="photo-1")
    again = await tus.create(1000, otherwise(told), Idempotency_Key="photo-1")

    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert again.headers["location"] == first.headers["location"]


@pytest.mark.parametrize(
    "changed", [{"purpose": "before"}, {"lat": "22.1"}, {"case_id": A_CASE}, {"filename": "b.jpg"}]
)
async def test_another_declaration_under_a_used_key_stays_refused(tus_of: Uploads, changed: dict[str, str]) -> None:
    tus, told = tus_of("worker"), {"case_id": str(uuid4()), "purpose": "after", "lat": "22.0", "lon": "114.3"}
    await tus.created(1000, metadata(**told), Idempotency_Key="photo-1")
    other = await tus.create(1000, metadata(**(told | changed)), Idempotency_Key="photo-1")

    assert (other.status_code, other.json()["code"]) == (422, "key-reused")


@pytest.mark.parametrize("empty", [",lat,lon", ",filename", ",taken_at ", ",lat ,lon ,datum", ", taken_at  ,id"])
async def test_a_key_without_a_value_is_as_if_it_were_left_out(tus_of: Uploads, empty: str) -> None:
    tus = tus_of("worker")
    answer = await tus.create(1000, metadata(case_id=uuid4(), purpose="after") + empty)

    assert answer.status_code == 201, answer.text


async def test_a_case_that_is_named_by_nothing_is_still_missing(tus_of: Uploads) -> None:
    answer = await tus_of("worker").create(1000, metadata(purpose="after") + ",case_id")

    assert [error["pointer"] for error in answer.json()["errors"]] == ["/case_id"]


@pytest.mark.parametrize("state", ["waiting", "attached"])
async def test_a_finished_upload_answers_an_empty_patch(tus_of: Uploads, cases: Cases, state: str) -> None:
    case_id = (await cases.at("handling"))["id"] if state == "attached" else str(uuid4())
    tus, content = tus_of("handler"), jpeg()
    path = await tus.send(content, after_photo(case_id))
    assert (await tus.status(path))["state"] == state
    again = await tus.patch(path, len(content), b"")
    more = await tus.patch(path, len(content), b"x")
    before = await tus.patch(path, len(content) - 1, b"")
    elsewhere = await tus_of("worker").patch(path, len(content), b"")

    assert (again.status_code, again.headers["upload-offset"]) == (204, str(len(content)))
    assert (more.status_code, before.status_code, elsewhere.status_code) == (413, 409, 404)
    assert (await tus.status(path))["state"] == state
