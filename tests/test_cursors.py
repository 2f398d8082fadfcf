"""Cursors that somebody wrote themselves, with the mark of the right list: none of ours, never a fault."""

import pytest

from app import cursors
from app.errors import BadCursor

LIST = ("a list", 1)
ID = "0193a0c0-0000-7000-8000-000000000001"
MOMENT = "2026-11-25T09:30:00+00:00"


@pytest.mark.parametrize("key", ["", "x", "-1", "1.5", "٣", "²", "9999999999", "9" * 5_000])
def test_a_number_that_no_row_has_is_none_of_ours(key: str) -> None:
    with pytest.raises(BadCursor):
        cursors.decode_number(cursors.encode_key(key, LIST), LIST)


@pytest.mark.parametrize(
    "told",
    [
        [MOMENT, ID], [MOMENT, ID, "-1"], [MOMENT, ID, "9999999999"], [MOMENT, ID, 1], [MOMENT, ID, None],
        [MOMENT, "x", "1"], [MOMENT, 5, "1"], ["x", ID, "1"], [None, ID, "1"], ["2026-11-25T09:30:00", ID, "1"],
        ["9999-12-31T23:59:59-23:59", ID, "1"], ["0001-01-01T00:00:00+23:59", ID, "1"], [f"{MOMENT} {ID} 1"],
    ],
)  # fmt: skip
def test_one_of_several_rows_that_nobody_gave_is_none_of_ours(told: list[object]) -> None:
    with pytest.raises(BadCursor):
        cursors.decode_nth(cursors._encoded(told, LIST), LIST)
