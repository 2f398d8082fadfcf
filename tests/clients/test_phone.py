"""The reference client against a real server: durable off line, exactly once on line."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from yikou_client import Conflict, Offline, Phone, Refused, Resolution, SignedOut, State, Synced
from yikou_client.pushing import Pusher
from yikou_client.records import keep

from app import clock
from app.db.session import PooledDatabase
from tests.cases import Cases, photo
from tests.network import Network, Weather
from tests.organisation import IN_GRID

Phones = Callable[..., Awaitable[Phone]]
Settled = Callable[[Phone], Awaitable[Synced]]
REPORT = {"description": "路边有成堆垃圾", "location": IN_GRID}
RESOLVE = {"result": "已清理", "photo_exemption": "nothing_visible"}
NOWHERE = Weather(cut_up=1.0, longest_cut=1)


async def events_of(pool: PooledDatabase) -> list[tuple[str, int]]:
    rows = await pool.pool.fetch("SELECT action, seq FROM case_events ORDER BY created_at, seq")
    return [(row["action"], row["seq"]) for row in rows]


async def test_what_is_done_off_line_survives_the_app_and_is_sent_in_order(
    phone_of: Phones, network: Network, pool: PooledDatabase, settled: Settled
) -> None:
    phone = await phone_of("worker")
    network.turn(NOWHERE)
    case = phone.report(REPORT)
    phone.act(case, "comment", {"note": "已放警示牌"})
    assert await phone.sync() == Synced(online=False)
    again = await phone_of("worker")  # the app was closed and opened
    assert [one.kind for one in again.waiting()] == ["report", "comment"]

    network.turn(Weather())
    done = await settled(again)

    assert (done.pushed, again.waiting()) == (2, [])
    assert await events_of(pool) == [("report", 1), ("comment", 2)]
    assert again.store.case(case)["version"] == 2  # type: ignore[index]


async def test_answers_that_are_lost_double_nothing(phone_of: Phones, network: Network, pool: PooledDatabase) -> None:
    phone = await phone_of("worker")
    network.turn(Weather(cut_down=1.0, longest_cut=1))
    case = phone.report(REPORT)
    phone.act(case, "comment", {"note": "好"})
    assert not (await phone.sync()).online
    network.turn(Weather(twice=1.0))
    assert (await phone.sync()).online

    assert await events_of(pool) == [("report", 1), ("comment", 2)]


async def test_an_answer_given_again_brings_back_no_case_that_has_left(
    phone_of: Phones, cases: Cases, network: Network
) -> None:
    """Nothing was pulled, so this phone holds no copy: as after a post was taken away."""
    case = await cases.report("second_worker")
    phone = await phone_of("worker")
    own = phone.report(REPORT)
    phone.act(case["id"], "comment", {"note": "好"})
    pusher = Pusher(phone.connection, phone.store, keep, clock.now)
    network.turn(Weather(cut_down=1.0, longest_cut=1))
    with pytest.raises(Offline):
        await pusher.push()
    network.turn(Weather())
    assert await pusher.push() == 2

    answers = [one.result["outcome"] for one in phone.store.operations(State.DONE) if one.result]
    assert answers == ["replayed", "replayed"]
    assert [kept["id"] for kept in phone.store.cases()] == [own]


async def test_what_is_refused_waits_for_the_person_and_stops_only_its_case(phone_of: Phones) -> None:
    phone = await phone_of("worker")
    broken = phone.report({"description": "x", "location": {"lat": 99, "lon": 0}})
    phone.act(broken, "comment", {"note": "好"})
    phone.report(REPORT)
    assert (await phone.sync()).pushed == 1

    refused, waiting = phone.attention(), phone.waiting()
    assert [(one.case_id, one.kind) for one in refused] == [(broken, "report")]
    assert refused[0].result["problem"]["errors"][0]["pointer"] == "/body/location/lat"  # type: ignore[index]
    assert [one.kind for one in waiting] == ["comment"]


async def test_a_conflict_is_kept_dropped_or_sent_again_as_the_person_says(
    phone_of: Phones, cases: Cases, network: Network, settled: Settled
) -> None:
    case = await cases.at("handling")
    seen: list[Conflict] = []

    def again(conflict: Conflict) -> Resolution:
        seen.append(conflict)
        return Resolution.AGAIN

    phone = await phone_of("handler", settle=again)
    await settled(phone)
    await cases.done("handler", case, "resolve", RESOLVE)
    await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
    phone.act(case["id"], "resolve", RESOLVE)
    await phone.sync()

    assert [event["action"] for event in seen[0].since] == ["resolve", "rework"]
    assert phone.store.case(case["id"])["status"] == "resolved"  # type: ignore[index]


async def test_a_conflict_left_to_the_person_can_be_dropped_later(
    phone_of: Phones, cases: Cases, settled: Settled
) -> None:
    case = await cases.at("resolved")
    phone = await phone_of("dispatcher")
    await settled(phone)
    await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
    stale = phone.act(case["id"], "request_check")
    await phone.sync()
    assert [one.id for one in phone.attention()] == [stale]
    phone.drop(stale)
    phone.act(case["id"], "comment", {"note": "好"})
    await phone.sync()

    assert (phone.attention(), phone.waiting()) == ([], [])


async def test_a_comment_sent_ahead_does_not_hide_what_happened_meanwhile(
    phone_of: Phones, cases: Cases, tmp_path: Path, settled: Settled
) -> None:
    case = await cases.at("handling")
    phone = await phone_of("handler")
    await settled(phone)
    picture = tmp_path / "after.jpg"
    picture.write_bytes(photo(size=300))
    phone.act(case["id"], "comment", {"note": "到场"})
    phone.attach(case["id"], picture, "after", lat=IN_GRID["lat"], lon=IN_GRID["lon"])
    late = phone.act(case["id"], "resolve", RESOLVE)  # goes after its photo, in a batch of its own
    await cases.done("handler", case, "resolve", RESOLVE)
    await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
    await phone.sync()

    assert [(one.id, one.result["problem"]["code"]) for one in phone.attention()] == [(late, "stale-version")]  # type: ignore[index]


async def test_two_steps_on_one_case_off_line_do_not_outrun_each_other(
    phone_of: Phones, cases: Cases, settled: Settled
) -> None:
    case = await cases.at("dispatched")
    phone = await phone_of("handler")
    await settled(phone)
    phone.act(case["id"], "sign")
    phone.act(case["id"], "resolve", RESOLVE)
    done = await phone.sync()

    assert (done.pushed, phone.attention()) == (2, [])
    assert phone.store.case(case["id"])["status"] == "resolved"  # type: ignore[index]


async def test_a_resolution_and_its_photo_go_in_one_sync(
    phone_of: Phones, cases: Cases, tmp_path: Path, settled: Settled
) -> None:
    case = await cases.at("handling")
    phone = await phone_of("handler")
    await settled(phone)
    picture = tmp_path / "after.jpg"
    picture.write_bytes(photo(size=300))
    phone.act(case["id"], "resolve", {"result": "已清理"})
    phone.attach(case["id"], picture, "after", lat=IN_GRID["lat"], lon=IN_GRID["lon"])
    done = await phone.sync()

    assert (done.pushed, done.uploaded, phone.waiting()) == (1, 1, [])
    assert phone.store.case(case["id"])["status"] == "resolved"  # type: ignore[index]


async def test_a_resolution_without_any_photo_is_shown_to_the_person(
    phone_of: Phones, cases: Cases, settled: Settled
) -> None:
    case = await cases.at("handling")
    phone = await phone_of("handler")
    await settled(phone)
    phone.act(case["id"], "resolve", {"result": "已清理"})
    await phone.sync()

    assert [one.result["problem"]["code"] for one in phone.attention()] == ["evidence-missing"]  # type: ignore[index]


async def test_what_is_no_photo_waits_for_the_person(phone_of: Phones, tmp_path: Path) -> None:
    page = tmp_path / "page.jpg"
    page.write_bytes(b"<html>" * 100)
    phone = await phone_of("worker")
    phone.report(REPORT, [page])
    done = await phone.sync()
    refused = phone.store.photos(State.ATTENTION)

    assert (done.online, done.pushed, done.uploaded) == (True, 1, 0)
    assert [photo.problem for photo in refused] == ["unsupported-media"]
    assert await asyncio.to_thread(Path(refused[0].path).exists), "nothing is thrown away before a person has seen it"


async def test_an_upload_that_lay_too_long_is_declared_anew(
    phone_of: Phones, pool: PooledDatabase, tmp_path: Path
) -> None:
    picture = tmp_path / "scene.jpg"
    picture.write_bytes(photo(size=300))
    phone = await phone_of("worker")
    case = phone.report(REPORT, [picture])
    waiting = phone.store.photos(State.WAITING)[0]
    await phone._uploader._where(waiting, len(picture.read_bytes()))
    await pool.pool.execute("UPDATE uploads SET state = 'expired'")
    phone.store._database.execute("UPDATE photos SET url = NULL")
    done = await phone.sync()

    assert (done.uploaded, phone.store.photos(State.ATTENTION)) == (1, [])
    kept = await pool.pool.fetch("SELECT case_id FROM attachments")
    assert [str(row["case_id"]) for row in kept] == [case]


async def test_a_session_survives_the_lost_answer_of_its_renewal(
    phone_of: Phones, network: Network, pool: PooledDatabase
) -> None:
    phone = await phone_of("worker", tries=2)
    phone.store.set(access="expired")
    network.turn(Weather(cut_down=1.0, longest_cut=1))
    with pytest.raises(Offline):
        await phone.connection._renew("expired")
    network.turn(Weather())

    assert await pool.pool.fetchval("SELECT count(*) FROM refresh_tokens WHERE used_at IS NOT NULL") == 1
    assert (await phone.sync()).online


async def test_a_session_that_has_ended_keeps_what_waits(phone_of: Phones) -> None:
    phone = await phone_of("worker")
    phone.report(REPORT)
    phone.store.set(access="expired", refresh="unknown")
    with pytest.raises(SignedOut):
        await phone.sync()

    assert [one.state for one in phone.waiting()] == [State.WAITING]


async def test_a_wrong_password_is_said(phone_of: Phones) -> None:
    phone = await phone_of("worker")
    with pytest.raises(Refused) as refusal:
        await phone.sign_in("worker", "wrong")

    assert refusal.value.problem["code"] == "not-authenticated"


async def test_a_cursor_the_service_does_not_know_starts_again(
    phone_of: Phones, cases: Cases, settled: Settled
) -> None:
    case = await cases.report()
    phone = await phone_of("worker")
    phone.store.set(cursor="from another life")
    await settled(phone)

    assert [known["id"] for known in phone.store.cases()] == [case["id"]]


async def test_a_cold_phone_reports_within_five_round_trips(
    phone_of: Phones, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    send = Phone.sign_in.__globals__["Connection"]._send

    async def counted(self: object, method: str, path: str, **more: object) -> object:
        sent.append((method, path))
        return await send(self, method, path, **more)

    monkeypatch.setattr("yikou_client.connection.Connection._send", counted)
    phone = await phone_of("worker")
    phone.report(REPORT)
    await phone.sync()

    assert [path for _, path in sent] == ["/auth/token", "/sync/push", "/sync/pull"]


def test_a_power_cut_in_the_middle_of_a_report_leaves_all_of_it_or_nothing(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(b"bytes")
    phone = Phone("http://nowhere/api/v1", tmp_path / "phone.sqlite")
    with pytest.raises(FileNotFoundError):
        phone.report(REPORT, [picture, tmp_path / "missing.jpg"])

    assert phone.waiting() == []
    assert phone.store.photos(State.WAITING) == []
    case = phone.report(REPORT, [picture])
    picture.unlink()
    kept = phone.store.photos(State.WAITING)[0]
    assert (kept.case_id, Path(kept.path).read_bytes()) == (case, b"bytes")
    phone.store.close()


async def test_the_photo_of_a_check_goes_before_its_result(
    phone_of: Phones, cases: Cases, tmp_path: Path, settled: Settled
) -> None:
    """Whoever has passed a check may add nothing to the case any more."""
    case = await cases.at("verifying")
    phone = await phone_of("worker")
    await settled(phone)
    picture = tmp_path / "scene.jpg"
    picture.write_bytes(photo(size=300))
    phone.attach(case["id"], picture)
    phone.act(case["id"], "submit_verification", {"confirmed": True, "finding": "属实"})
    done = await phone.sync()

    assert (done.pushed, done.uploaded, phone.waiting(), phone.attention()) == (1, 1, [], [])


async def test_a_photo_that_was_lost_is_shown_and_stops_nothing(phone_of: Phones, tmp_path: Path) -> None:
    picture = tmp_path / "scene.jpg"
    picture.write_bytes(photo())
    phone = await phone_of("worker")
    phone.report(REPORT, [picture])
    Path(phone.store.photos(State.WAITING)[0].path).unlink()  # noqa: ASYNC240
    done = await phone.sync()

    assert (done.online, done.pushed) == (True, 1)
    assert [one.problem for one in phone.store.photos(State.ATTENTION)] == ["FileNotFoundError"]


async def test_a_dropped_report_takes_its_photos_with_it(phone_of: Phones, tmp_path: Path) -> None:
    picture = tmp_path / "scene.jpg"
    picture.write_bytes(photo())
    phone = await phone_of("worker")
    phone.report({"description": ""}, [picture])
    done = await phone.sync()
    refused = phone.attention()[0]
    assert (done.uploaded, len(phone.store.photos(State.WAITING))) == (0, 1)
    phone.drop(refused.id)

    assert phone.store.photos(State.WAITING, State.ATTENTION) == []
