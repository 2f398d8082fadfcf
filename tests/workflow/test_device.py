"""What is odd about the clock of a device, by examples on both sides of each border."""

from datetime import datetime, timedelta

import pytest

from app.workflow.timing.device import EARLIEST, LATEST, Device, judged, less
from tests.times import at

NOW = at("24 11:00")
MOMENT, MINUTE, DAY = timedelta(microseconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("time", "before", "sent_at", "flags"),
    [
        (NOW, None, NOW, ()),
        (NOW, NOW, None, ()),
        # ten minutes ahead or behind are still right
        (NOW + 10 * MINUTE, None, NOW + 10 * MINUTE, ()),
        (NOW - 10 * MINUTE, None, NOW - 10 * MINUTE, ()),
        (NOW + 10 * MINUTE, None, NOW + 10 * MINUTE + MOMENT, ("clock_off",)),
        (NOW - 10 * MINUTE, None, NOW - 10 * MINUTE - MOMENT, ("clock_off",)),
        # nobody has done yet what they will do in more than a minute; later than that the clock itself is wrong
        (NOW + MINUTE, None, NOW, ()),
        (NOW + MINUTE + MOMENT, None, NOW, ("after_sending",)),
        (NOW + 10 * MINUTE, None, None, ("after_sending",)),
        (NOW + 10 * MINUTE + MOMENT, None, None, ("clock_off", "after_sending")),
        # a minute earlier than what came before it may be
        (NOW - MINUTE, NOW, NOW, ()),
        (NOW - MINUTE - MOMENT, NOW, NOW, ("out_of_order",)),
        # thirty days of no network may be, by our clock
        (NOW - 30 * DAY, None, NOW, ()),
        (NOW - 30 * DAY - MOMENT, None, NOW, ("long_ago",)),
        (NOW - 30 * DAY - MOMENT, None, NOW - MINUTE, ()),
    ],
)
def test_what_is_odd_is_remarked_upon(
    time: datetime, before: datetime | None, sent_at: datetime | None, flags: tuple[str, ...]
) -> None:
    assert judged(time, before, sent_at, NOW).flags == flags


def test_the_time_by_our_clock_is_that_of_the_device_less_what_it_is_ahead() -> None:
    fast, slow = (judged(NOW, None, NOW + ahead, NOW) for ahead in (5 * MINUTE, -5 * MINUTE))

    assert (fast.true_time, fast.earliest) == (NOW - 5 * MINUTE, NOW - 5 * MINUTE)
    assert (slow.true_time, slow.earliest) == (NOW + 5 * MINUTE, NOW)
    assert (Device().true_time, Device().earliest) == (None, None)


def test_who_tells_no_time_still_tells_how_their_clock_goes() -> None:
    assert judged(None, NOW, NOW + DAY, NOW) == Device(ahead=DAY)


def test_a_clock_that_is_known_to_be_off_says_so_once_and_first() -> None:
    odd = judged(NOW, None, NOW + DAY, NOW).flagged("out_of_order").off_by(90.0)

    assert (odd.ahead, odd.flags) == (timedelta(seconds=90), ("clock_off", "out_of_order"))
    assert odd.remarks == {"device": {"ahead_seconds": 90, "flags": ["clock_off", "out_of_order"]}}
    assert Device(NOW).off_by(None) == Device(NOW)
    assert Device(NOW).remarks == {}


@pytest.mark.parametrize(
    ("moment", "by", "left"),
    [
        (NOW, DAY, at("23 11:00")),
        (LATEST, -DAY, LATEST),
        (EARLIEST, DAY, EARLIEST),
        (NOW, timedelta.max, EARLIEST),
        (NOW, timedelta.min, LATEST),
    ],
)
def test_no_clock_leads_beyond_the_ends_of_time(moment: datetime, by: timedelta, left: datetime) -> None:
    assert less(moment, by) == left
