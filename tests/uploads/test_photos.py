"""What becomes of the bytes: pending, attached, repeated, copied, looked at, collected; no EXIF ever leaves."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pillow_heif
import pytest
from httpx import AsyncClient
from PIL import Image

from app import clock
from app.db.session import Session
from app.errors import UnsupportedMedia
from app.files import Files
from app.services.photos.store import PhotoStore, copy_of, original
from app.services.uploads.collecting import collect
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.ids import uuid7
from tests.organisation import USERS
from tests.sync.phone import Phone, a_report, operation, outcomes
from tests.uploads import odd
from tests.uploads.pictures import PLACE, jpeg, jpeg_of, png_bomb
from tests.uploads.tus import Tus, after_photo

Uploads = Callable[[str], Tus]
Clients = Callable[..., AsyncClient]
Worked = Callable[[], Awaitable[None]]


async def photos_of(client: AsyncClient, case_id: str) -> dict[str, Any]:
    answer = await client.get(f"/cases/{case_id}/attachments")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_whole_upload_is_a_photo_of_its_case(tus_of: Uploads, cases: Cases, client_as: Clients) -> None:
    case = await cases.at("handling")
    path = await tus_of("handler").send(jpeg(), after_photo(case["id"]))
    status = await tus_of("handler").status(path)
    photo = (await photos_of(client_as("handler"), case["id"]))["items"][0]

    assert (status["state"], status["attachment_id"]) == ("attached", photo["id"])
    assert (photo["near_case"], photo["repeated"], photo["copies"]) == (True, False, "pending")
    assert (await cases.act("handler", case, "resolve", {"result": "已清理"})).status_code == 200
    assert (await tus_of("handler").head(path)).status_code == 200
    assert (await tus_of("handler").delete(path)).status_code == 404, "evidence stays"


async def test_a_photo_that_is_on_its_way_is_seen_and_waited_for(
    tus_of: Uploads, cases: Cases, client_as: Clients, worked: Worked
) -> None:
    case, content = await cases.at("handling"), jpeg()
    path = await tus_of("handler").created(len(content), after_photo(case["id"]))
    await tus_of("handler").patch(path, 0, content[:1000])
    pending = (await client_as("dispatcher").get(f"/cases/{case['id']}")).json()["photos_pending"]
    refused = await cases.act("handler", case, "resolve", {"result": "已清理"})

    assert [(photo["purpose"], photo["offset"], photo["size_bytes"]) for photo in pending] == [
        ("after", 1000, len(content))
    ]
    assert pending == (await photos_of(client_as("dispatcher"), case["id"]))["photos_pending"]
    assert (refused.json()["code"], refused.json()["photos_pending"]) == ("evidence-missing", ["after"])
    phone = Phone(client_as("handler"), worked)
    assert outcomes(await phone.push(operation("resolve", case["id"], {"result": "已清理"}))) == ["deferred"]
    await tus_of("handler").patch(path, 1000, content[1000:])
    assert (await client_as("dispatcher").get(f"/cases/{case['id']}")).json()["photos_pending"] == []


async def test_photos_may_come_before_their_report(tus_of: Uploads, client_as: Clients, worked: Worked) -> None:
    async def nothing() -> None: ...

    phone, tus, report = Phone(client_as("worker"), nothing), tus_of("worker"), a_report()
    case_id = report["case_id"]
    paths = [await tus.send(jpeg(), after_photo(case_id, purpose=purpose)) for purpose in ("before", "scene")]
    await worked()
    waiting = [(await tus.status(path))["state"] for path in paths]
    self_handle = operation("self_handle", case_id, {"category_code": "DCM-01-02", "result": "随手清理"})
    early = await phone.push(report, self_handle)
    seen = (await client_as("worker").get(f"/cases/{case_id}")).json()["photos_pending"]
    await worked()
    paths.append(await tus.send(jpeg(), after_photo(case_id)))
    late = await phone.push(self_handle)

    assert waiting == ["waiting", "waiting"]
    assert outcomes(early) == ["applied", "deferred"]
    assert [photo["state"] for photo in seen] == ["waiting", "waiting"]
    assert [(await tus.status(path))["state"] for path in paths] == ["attached"] * 3
    assert outcomes(late) == ["applied"]


async def test_a_photo_never_reaches_a_case_its_maker_does_not_see(
    tus_of: Uploads, cases: Cases, worked: Worked, client_as: Clients
) -> None:
    case_id = str(uuid7())
    path = await tus_of("other_worker").send(jpeg(), after_photo(case_id))
    await cases.report(id=case_id)
    await worked()

    assert (await tus_of("other_worker").status(path))["state"] == "waiting"
    assert (await photos_of(client_as("worker"), case_id))["items"] == []


async def test_what_strangers_declare_for_an_id_before_its_report_is_nobodys_to_see_or_to_wait_for(
    tus_of: Uploads, cases: Cases, worked: Worked, client_as: Clients
) -> None:
    case_id, content = str(uuid7()), jpeg()
    for who in ("other_worker", "leader"):
        await tus_of(who).created(len(content), after_photo(case_id))
    mine = await tus_of("worker").created(len(content), after_photo(case_id, purpose="before"))
    await cases.report(id=case_id)
    for who in ("worker", "clerk", "leader"):
        seen = (await client_as(who).get(f"/cases/{case_id}")).json()["photos_pending"]
        listed = (await photos_of(client_as(who), case_id))["photos_pending"]
        assert [photo["uploaded_by"] for photo in seen] == [str(USERS["worker"])]
        assert listed == seen
    body = {"category_code": "DCM-01-02", "result": "随手清理"}
    refused = await cases.act("worker", case_id, "self-handle", body)

    assert refused.json()["photos_pending"] == ["before"], "not the after-photos of strangers"
    await tus_of("worker").patch(mine, 0, content)
    for path in [await tus_of(who).send(jpeg(), after_photo(case_id)) for who in ("other_worker", "leader")]:
        await worked()
        assert path
    found = (await photos_of(client_as("clerk"), case_id))["items"]
    assert [photo["purpose"] for photo in found] == ["before"], "a colleague who sees it may not add to it either"


async def test_a_photo_for_a_case_that_is_over_is_refused_and_says_why(tus_of: Uploads, cases: Cases) -> None:
    case = await cases.at("closed")
    path = await tus_of("handler").send(jpeg(), after_photo(case["id"]))
    status = await tus_of("handler").status(path)

    assert (status["state"], status["refusal"]) == ("refused", "wrong-state")
    assert (await tus_of("handler").head(path)).status_code == 410


async def test_a_photo_follows_its_report_into_the_case_it_was_merged_into(
    tus_of: Uploads, cases: Cases, client_as: Clients
) -> None:
    target, case = await cases.report(), await cases.report()
    await cases.done("clerk", case, "merge", {"target_id": target["id"]})
    path = await tus_of("worker").send(jpeg(), after_photo(case["id"], purpose="scene"))

    assert (await tus_of("worker").status(path))["state"] == "attached"
    assert len((await photos_of(client_as("clerk"), target["id"]))["items"]) == 1


async def test_the_same_bytes_are_stored_once_and_reported_as_a_repeated_photo(
    tus_of: Uploads, cases: Cases, client_as: Clients, store: PhotoStore
) -> None:
    first, second, content = await cases.at("handling"), await cases.at("handling"), jpeg()
    for case in (first, second):
        await tus_of("handler").send(content, after_photo(case["id"]))
    await cases.attach("handler", second, "scene", content=content)
    one, other = [(await photos_of(client_as("handler"), case["id"]))["items"] for case in (first, second)]
    events = (await client_as("clerk").get(f"/cases/{second['id']}/events")).json()["items"]

    assert [photo["repeated"] for photo in one] == [False]
    assert [photo["repeated"] for photo in other] == [True, True]
    assert [event["data"].get("repeated") for event in events if event["action"] == "attach"] == [True, True]
    assert [name for name, _ in await store.files.below("")] == [original(one[0]["sha256"])]


async def test_the_same_photo_sent_again_adds_nothing(cases: Cases, client_as: Clients) -> None:
    case, content = await cases.at("handling"), jpeg()
    answers = [await cases.attach("handler", case, content=content) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["version"] == answers[1].json()["version"]
    assert len((await photos_of(client_as("handler"), case["id"]))["items"]) == 1


def heic(content: bytes) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(content)) as image:
        pillow_heif.from_pillow(image).save(out, exif=image.getexif().tobytes())
    return out.getvalue()


async def test_copies_carry_nothing_but_pixels(
    cases: Cases, client_as: Clients, worked: Worked, store: PhotoStore
) -> None:
    case = await cases.at("handling")
    for number, content in enumerate((jpeg(2400, 1200, orientation=6), heic(jpeg(2000, 1000)))):
        assert (await cases.attach("handler", case, ("before", "after")[number], content=content)).status_code == 200
    early = await client_as("handler").get(
        f"/cases/{case['id']}/attachments/{(await photos_of(client_as('handler'), case['id']))['items'][0]['id']}"
    )
    await worked()
    photos = (await photos_of(client_as("handler"), case["id"]))["items"]

    assert (early.status_code, early.json()["code"], early.headers["retry-after"]) == (409, "photo-pending", "2")
    assert [photo["media_type"] for photo in photos] == ["image/jpeg", "image/heic"]
    for photo, shape in zip(photos, [(800, 1600), (1600, 800)], strict=True):
        for size, longest in (("preview", 1600), ("thumbnail", 320)):
            link = f"/cases/{case['id']}/attachments/{photo['id']}"
            answer = await client_as("handler").get(link, params={"size": size})
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
            with Image.open(BytesIO(answer.content)) as image:
                assert max(image.size) == longest
                assert (image.width > image.height) == (shape[0] > shape[1]), "upright"
                assert not image.getexif()
                assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert b"Secret" not in answer.content
        assert b"Exif" in await _bytes(store.files, original(photo["sha256"])), "the original is kept as it came"


async def _bytes(files: Files, name: str) -> bytes:
    return b"".join([piece async for piece in (await files.stream(name)).content])


async def test_the_original_is_for_evidence_and_looking_at_it_is_recorded(
    cases: Cases, client_as: Clients, worked: Worked
) -> None:
    case, content = await cases.at("handling"), jpeg()
    await cases.attach("handler", case, content=content)
    await worked()
    photo = (await photos_of(client_as("handler"), case["id"]))["items"][0]
    body = {"attachment_id": photo["id"], "reason_code": "verify_evidence"}
    denied = [await cases.act(who, case, "view-original", body) for who in ("handler", "clerk", "worker")]
    elsewhere = await cases.act("other_supervisor", case, "view-original", body)
    unknown = await cases.act("supervisor", case, "view-original", body | {"attachment_id": str(uuid4())})
    shown = await cases.act("supervisor", case, "view-original", body)
    sent = await client_as(None).get(shown.json()["url"].removeprefix("/api/v1"))
    events = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"]

    assert [answer.status_code for answer in denied] == [403] * 3
    assert (elsewhere.status_code, unknown.status_code) == (404, 422)
    assert shown.status_code == 200
    device = shown.json()["device"]
    assert device["taken_at"] == "2026-11-24T02:30:00+00:00"
    assert (device["lat"], device["lon"]) == pytest.approx(PLACE, abs=1e-5)
    assert sent.content == content
    assert [event["data"]["reason_code"] for event in events if event["action"] == "view_original"] == [
        "verify_evidence"
    ]
    assert "114.305" not in str([event["data"].get("device_lat") for event in events])


async def test_a_link_works_for_five_minutes_without_a_token(cases: Cases, client_as: Clients, worked: Worked) -> None:
    case = await cases.at("handling")
    await cases.attach("handler", case, content=jpeg())
    await worked()
    photo = (await photos_of(client_as("handler"), case["id"]))["items"][0]
    link, anybody = photo["thumbnail_url"].removeprefix("/api/v1"), client_as(None)
    now = await anybody.get(link)
    with clock.shifted(timedelta(minutes=6)):
        late = await anybody.get(link)
    altered = await anybody.get(link[:-6] + "AAAAAA")

    assert (now.status_code, now.headers["x-content-type-options"]) == (200, "nosniff")
    assert (late.status_code, altered.status_code) == (410, 404)
    for rubbish in ("x", "a" * 900, "%00", "é", "..%2f..%2fsigning.key"):
        assert (await anybody.get(f"/files/{rubbish}")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=5-99999999", 206, slice(5, None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("bytes=9-1", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
async def test_parts_and_tags_are_those_of_http(
    cases: Cases, client_as: Clients, worked: Worked, asked: str, status: int, part: slice | None
) -> None:
    case = await cases.at("handling")
    await cases.attach("handler", case, content=jpeg(seed=b"4" * 48))
    await worked()
    client = client_as("handler")
    photo = (await photos_of(client, case["id"]))["items"][0]
    path = f"/cases/{case['id']}/attachments/{photo['id']}"
    whole = await client.get(path)
    answer = await client.get(path, headers={"Range": asked})
    same = await client.get(path, headers={"If-None-Match": f'W/"x", {whole.headers["etag"]}'})
    other = await client.get(path, headers={"Range": "bytes=0-9", "If-Range": '"another"'})

    assert answer.status_code == status
    if part is not None:
        assert answer.content == whole.content[part]
        assert answer.headers["content-length"] == str(len(answer.content))
    else:
        assert answer.headers["content-range"] == f"bytes */{len(whole.content)}"
    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other.content) == (200, whole.content)


CUT = jpeg(seed=b"7" * 48)[:-900]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"<html><script>alert(1)</script></html>", 415),
        (b"GIF89a" + bytes(100), 415),
        (b"%PDF-1.7", 415),
        (CUT, 415),
        (png_bomb(64)[:-60], 415),
        (png_bomb(7_000), 422),
        (b"\x00\x00\x00\x18ftypheic" + bytes(64), 415),
    ],
    ids=["html", "gif", "pdf", "cut-jpeg", "cut-png", "bomb", "empty-heic"],
)
async def test_what_is_no_photo_is_refused_by_either_way_and_leaves_nothing(
    tus_of: Uploads, cases: Cases, store: PhotoStore, session: Session, content: bytes, status: int
) -> None:
    case, tus = await cases.at("handling"), tus_of("handler")
    path = await tus.created(len(content), after_photo(case["id"], filename="photo.jpg", filetype="image/jpeg"))
    resumable = await tus.patch(path, 0, content)
    multipart = await cases.attach("handler", case, content=content)

    assert (resumable.status_code, multipart.status_code) == (status, status), resumable.text
    assert (await tus.status(path))["refusal"] == resumable.json()["code"]
    assert await store.files.below("") == []
    assert await session.connection.fetchval("SELECT count(*) FROM photos") == 0


async def test_a_photo_whose_copies_fail_is_parked_after_three_tries(
    cases: Cases, client_as: Clients, worked: Worked, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    async def fails(self: PhotoStore, sha256: str) -> None:
        tries.append(sha256)
        raise UnsupportedMedia()

    monkeypatch.setattr(PhotoStore, "make_copies", fails)
    case = await cases.at("handling")
    await cases.attach("handler", case, content=jpeg())
    for minutes in range(0, 30, 5):
        with clock.shifted(timedelta(minutes=minutes)):
            await worked()
    photo = (await photos_of(client_as("handler"), case["id"]))["items"][0]

    assert (len(tries), photo["copies"], photo["preview_url"]) == (3, "parked", None)
    assert (await client_as(None).get("http://test/readyz")).json()["parked_photos"] == 1
    assert "yikou_parked_photos 1.0" in (await client_as(None).get("http://test/metrics")).text


async def test_a_photo_without_copies_says_so_stays_evidence_and_is_tried_again(
    cases: Cases, client_as: Clients, worked: Worked, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(self: PhotoStore, sha256: str) -> None:
        raise UnsupportedMedia()

    case, handler = await cases.at("handling"), client_as("handler")
    await cases.attach("handler", case, content=jpeg())
    with monkeypatch.context() as patch:
        patch.setattr(PhotoStore, "make_copies", fails)
        for minutes in range(0, 30, 5):
            with clock.shifted(timedelta(minutes=minutes)):
                await worked()
        (photo,) = (await photos_of(handler, case["id"]))["items"]
        refused = await handler.get(f"/cases/{case['id']}/attachments/{photo['id']}")
    evidence = await cases.act("handler", case, "resolve", {"result": "已清理"})
    body = {"attachment_id": photo["id"], "reason_code": "verify_evidence"}
    original_link = await cases.act("supervisor", case, "view-original", body)
    with clock.shifted(timedelta(hours=20)):
        await worked()
        resting = (await photos_of(handler, case["id"]))["items"][0]["copies"]
    with clock.shifted(timedelta(days=2)):
        await worked()
        mended = (await photos_of(handler, case["id"]))["items"][0]["copies"]

    assert (refused.status_code, refused.json()["code"]) == (409, "photo-parked")
    assert "retry-after" not in refused.headers
    assert "remains evidence" in refused.json()["detail"]
    assert (photo["near_case"], evidence.status_code, original_link.status_code) == (True, 200, 200)
    assert (resting, mended) == ("parked", "made")


async def test_a_photo_with_metadata_nobody_can_write_again_is_shown_upright(
    cases: Cases, client_as: Clients, worked: Worked
) -> None:
    case = await cases.at("handling")
    content = odd.jpeg(exif=odd.exif(odd.turned(6), device=odd.taken(b"2026:11:28 08:30:00\0"), gps=odd.GPS_AS_ASCII))
    assert (await cases.attach("handler", case, content=content)).status_code == 200
    assert (await cases.act("handler", case, "resolve", {"result": "已清理"})).status_code == 200
    await worked()
    (photo,) = (await photos_of(client_as("handler"), case["id"]))["items"]
    copy = await client_as("handler").get(f"/cases/{case['id']}/attachments/{photo['id']}")

    assert (photo["copies"], photo["near_case"]) == ("made", True)
    with Image.open(BytesIO(copy.content)) as image:
        assert image.size == (480, 640)


async def test_half_a_photo_is_refused_by_either_way_and_says_why(tus_of: Uploads, cases: Cases) -> None:
    case, tus, whole = await cases.at("handling"), tus_of("handler"), odd.jpeg()
    content = whole[: len(whole) // 2] + b"\xff\xd9"
    path = await tus.created(len(content), after_photo(case["id"]))
    resumable = await tus.patch(path, 0, content)
    multipart = await cases.attach("handler", case, content=content)
    resolved = await cases.act("handler", case, "resolve", {"result": "已清理"})

    for answer in (resumable, multipart):
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media")
        assert answer.json()["detail"] == "The photo is cut off or damaged"
    assert (await tus.status(path))["refusal"] == "unsupported-media"
    assert resolved.json()["code"] == "evidence-missing"


async def test_what_nobody_needs_is_collected(
    tus_of: Uploads, cases: Cases, worked: Worked, database: OneConnection, store: PhotoStore, session: Session
) -> None:
    case, tus, kept = await cases.at("handling"), tus_of("handler"), jpeg()
    await tus.send(kept, after_photo(case["id"]))
    orphan = await tus.send(jpeg(), after_photo(str(uuid4())))
    half = await tus.created(1000)
    await tus.patch(half, 0, b"x" * 500)
    await store.files.put(f"uploads/{uuid4()}/0.1", b"of nobody")
    await worked()
    before = {name for name, _ in await store.files.below("")}
    await collect(database, store)
    young = {name for name, _ in await store.files.below("")}
    with clock.shifted(timedelta(days=9)):
        await collect(database, store)
        states = [(await tus.status(path))["state"] for path in (orphan, half)]
    left = {name for name, _ in await store.files.below("")}
    sha256 = await session.connection.fetchval("SELECT sha256 FROM attachments")
    with clock.shifted(timedelta(days=40)):
        await collect(database, store)

    assert young == before
    assert states == ["expired", "expired"]
    assert left == {original(sha256), copy_of(sha256, "preview"), copy_of(sha256, "thumbnail")}
    assert await session.connection.fetchval("SELECT count(*) FROM uploads") == 0
    assert await session.connection.fetchval("SELECT count(*) FROM photos") == 1


async def test_a_whole_upload_that_its_process_left_is_settled_by_the_worker(
    tus_of: Uploads, cases: Cases, worked: Worked, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    case, content, tus = await cases.at("handling"), jpeg(), tus_of("handler")
    path = await tus.created(len(content), after_photo(case["id"]))
    with monkeypatch.context() as patch:
        patch.setattr("app.services.uploads.completion.complete", dies)
        with pytest.raises(KeyboardInterrupt):
            await tus.patch(path, 0, content)
    await worked()
    left_alone = (await tus.status(path))["state"]
    with clock.shifted(timedelta(minutes=2)):
        await worked()
        status = await tus.status(path)

    assert (left_alone, status["state"]) == ("receiving", "attached")


async def test_a_user_who_was_deactivated_attaches_nothing(
    tus_of: Uploads, cases: Cases, worked: Worked, session: Session
) -> None:
    case_id = str(uuid7())
    path = await tus_of("worker").send(jpeg(), after_photo(case_id))
    await cases.report("second_worker", id=case_id)
    await session.connection.execute("UPDATE users SET is_active = false WHERE id = $1", USERS["worker"])
    await worked()
    state = await session.connection.fetchrow(
        "SELECT state, refusal FROM uploads WHERE id = $1", UUID(path.rsplit("/", 1)[1])
    )

    assert tuple(state) == ("refused", "not-authenticated")


async def test_photos_lie_wherever_the_setting_says(tus_of: Uploads, cases: Cases, app: Any, worked: Worked) -> None:
    app.state.photos = PhotoStore(Files("memory:///"), 20_000_000)
    case, content = await cases.at("handling"), jpeg()
    await tus_of("handler").send(content, after_photo(case["id"]))
    names = [name for name, _ in await app.state.photos.files.below("")]

    assert len(names) == 1
    assert await _bytes(app.state.photos.files, names[0]) == content


@pytest.mark.parametrize(("written", "shown"), [((0.0, 0.0), (None, None)), ((0.0, 114.3), (0.0, 114.3))])
async def test_a_camera_without_a_fix_wrote_no_place(
    cases: Cases, client_as: Clients, written: tuple[float, float], shown: tuple[float | None, float | None]
) -> None:
    case = await cases.report()
    await cases.attach("worker", case, "scene", content=jpeg_of(written))
    photo = (await photos_of(client_as("worker"), case["id"]))["items"][0]
    body = {"attachment_id": photo["id"], "reason_code": "verify_evidence"}
    device = (await cases.act("supervisor", case, "view-original", body)).json()["device"]

    assert (device["lat"], device["lon"]) == shown


async def test_an_upload_from_nowhere_is_near_no_case(tus_of: Uploads, cases: Cases, session: Session) -> None:
    case = await cases.report()
    await tus_of("worker").send(jpeg(), after_photo(case["id"], lat=0, lon=0))
    photo = await session.connection.fetchrow("SELECT lat, lon, near_case FROM attachments")

    assert tuple(photo) == (None, None, False)


async def test_the_time_of_an_upload_is_set_right_by_the_clock_it_was_sent_by(
    tus_of: Uploads, cases: Cases, client_as: Clients, session: Session
) -> None:
    case = await cases.at("handling")
    ahead = (clock.now() + timedelta(hours=3)).isoformat()
    await tus_of("handler").send(jpeg(), after_photo(case["id"], taken_at=ahead, sent_at=ahead))
    photo = (await photos_of(client_as("handler"), case["id"]))["items"][0]
    event = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"][-1]

    assert photo["near_case"] is True
    assert event["data"]["device"]["flags"] == ["clock_off"]
    assert event["data"]["device"]["ahead_seconds"] == pytest.approx(3 * 3600, abs=60)
