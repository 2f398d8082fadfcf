from hypothesis import given
from hypothesis import strategies as st

from app.workflow.number import _DAMM, number_of, serial_of


@given(st.integers(min_value=1, max_value=10**12))
def test_a_number_leads_back_to_its_serial(serial: int) -> None:
    assert serial_of(number_of(serial)) == serial


@given(st.integers(min_value=100_000, max_value=10**9), st.integers(min_value=0), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_noticed(serial: int, place: int, shift: int) -> None:
    digits = number_of(serial)
    place %= len(digits)
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]

    assert serial_of(wrong) is None


@given(st.integers(min_value=100_000, max_value=10**9), st.integers(min_value=0))
def test_two_swapped_neighbours_are_noticed(serial: int, place: int) -> None:
    digits = number_of(serial)
    place %= len(digits) - 1
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    assert swapped == digits or serial_of(swapped) is None


def test_rubbish_is_no_number() -> None:
    assert [serial_of(text) for text in ("", "7", "井盖", "12a4", "9" * 30)] == [None] * 5


def test_the_check_digit_is_damms() -> None:
    """The example of the literature; and no two digits of a row or of a column are the same, so that a slip shows."""
    assert number_of(572) == "5724"
    assert all(sorted(line) == list(range(10)) for line in (*_DAMM, *zip(*_DAMM, strict=True)))
    assert all(_DAMM[digit][digit] == 0 for digit in range(10))
