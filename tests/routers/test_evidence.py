"""Which photos prove work: those of this round, taken on the spot, never the same bytes twice."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from tests.cases import Cases, photo
from tests.times import at

SELF_HANDLE = {"category_code": "DCM-01-02", "result": "随手清理"}
RESOLVE = {"result": "已清理"}


def ago(**time: float) -> str:
    return (clock.now() - timedelta(**time)).isoformat()


async def test_a_worker_may_have_photographed_before_reporting(cases: Cases) -> None:
    taken = ago(seconds=5)
    case = await cases.report()
    await cases.attach("worker", case, "before", content=photo(0), taken_at=taken)
    await cases.attach("worker", case, "after", content=photo(90), taken_at=taken)

    assert (await cases.act("worker", case, "self-handle", SELF_HANDLE)).status_code == 200


async def test_off_line_the_times_of_the_device_are_compared_with_each_other(cases: Cases) -> None:
    case = await cases.report(device_time=ago(days=2))
    await cases.attach("worker", case, "before", content=photo(0), taken_at=ago(days=2, minutes=5))
    await cases.attach("worker", case, "after", content=photo(90), taken_at=ago(days=2, minutes=1))

    assert (await cases.act("worker", case, "self-handle", SELF_HANDLE)).status_code == 200


async def test_a_photo_of_long_before_the_report_is_no_proof_of_self_handling(cases: Cases) -> None:
    case = await cases.report()
    await cases.attach("worker", case, "before", content=photo(0))
    await cases.attach("worker", case, "after", content=photo(90), taken_at=ago(days=1))

    assert (await cases.act("worker", case, "self-handle", SELF_HANDLE)).json()["photos"] == ["after"]


@pytest.mark.parametrize(
    ("first", "second", "missing"), [("before", "after", ["after"]), ("after", "before", ["before"])]
)
async def test_one_picture_is_not_before_and_after(cases: Cases, first: str, second: str, missing: list[str]) -> None:
    case = await cases.report()
    for purpose in (first, second):
        await cases.attach("worker", case, purpose, content=photo(0))
    refused = await cases.act("worker", case, "self-handle", SELF_HANDLE)

    assert (refused.json()["code"], refused.json()["photos"]) == ("evidence-missing", missing)


async def test_what_the_worker_showed_before_filing_is_not_the_work_of_the_unit(cases: Cases) -> None:
    case = await cases.report()
    await cases.attach("worker", case, "after", content=photo(0))
    await cases.done("clerk", case, "file", {"rule_code": "R1"})
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    await cases.done("handler", case, "sign")

    assert (await cases.act("handler", case, "resolve", RESOLVE)).json()["code"] == "evidence-missing"


async def _reworked(cases: Cases) -> tuple[dict[str, Any], str]:
    case, taken = await cases.at("handling"), clock.now().isoformat()
    await cases.attach("handler", case, content=photo(0), taken_at=taken)
    await cases.done("handler", case, "resolve", RESOLVE)
    with clock.frozen(clock.now() + timedelta(minutes=11)):  # no clock is so slow
        await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
    return case, taken


async def test_the_photo_of_an_earlier_round_does_not_prove_the_rework(cases: Cases) -> None:
    case, taken = await _reworked(cases)
    with clock.frozen(clock.now() + timedelta(minutes=12)):
        await cases.attach("handler", case, content=photo(0), taken_at=taken)
        await cases.attach("handler", case, content=photo(90), taken_at=taken)
        await cases.attach("handler", case, content=photo(0))
        refused = await cases.act("handler", case, "resolve", RESOLVE)
        await cases.attach("handler", case, content=photo(180))
        done = await cases.act("handler", case, "resolve", RESOLVE)

    assert refused.json()["code"] == "evidence-missing"
    assert done.status_code == 200


async def test_a_clock_a_little_slow_is_forgiven_after_a_rework(cases: Cases) -> None:
    case, _ = await _reworked(cases)
    with clock.frozen(clock.now() + timedelta(minutes=12)):
        await cases.attach("handler", case, content=photo(90), taken_at=ago(minutes=5))

        assert (await cases.act("handler", case, "resolve", RESOLVE)).status_code == 200


async def test_a_clock_that_tells_only_seconds_is_no_liar(cases: Cases) -> None:
    with clock.frozen(at("17 09:00") + timedelta(milliseconds=900)):
        case = await cases.at("handling")
        await cases.attach("handler", case, content=photo(90), taken_at=at("17 09:00").isoformat())

        assert (await cases.act("handler", case, "resolve", RESOLVE)).status_code == 200


async def test_a_device_that_is_years_behind_proves_nothing_with_old_photos(cases: Cases) -> None:
    case = await cases.report(device_time=ago(days=1000), category_code="DCM-01-02")
    await cases.attach("worker", case, "before", content=photo(0), taken_at=ago(days=999))
    await cases.attach("worker", case, "after", content=photo(180), taken_at=ago(days=999))

    assert (await cases.act("worker", case, "self-handle", SELF_HANDLE)).json()["code"] == "evidence-missing"


async def test_a_photo_of_the_future_is_no_evidence_and_a_clock_a_little_fast_is_forgiven(cases: Cases) -> None:
    case = await cases.at("handling")
    await cases.attach("handler", case, content=photo(0), taken_at="2099-01-01T00:00:00Z")
    await cases.attach("handler", case, content=photo(90), taken_at=ago(minutes=-11))
    refused = await cases.act("handler", case, "resolve", RESOLVE)
    await cases.attach("handler", case, content=photo(180), taken_at=ago(minutes=-7))

    assert refused.json()["code"] == "evidence-missing"
    assert (await cases.act("handler", case, "resolve", RESOLVE)).status_code == 200
