"""The case number 案卷号: a running number and a check digit, short enough to dictate over the phone.

The check digit is Damm's (H. M. Damm, 2004): it catches every single wrong digit and every swap of two neighbours.
"""

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_ZERO = ord("0")


def _check(digits: str) -> int:
    interim = 0
    for digit in digits.encode():
        interim = _DAMM[interim][digit - _ZERO]
    return interim


def number_of(serial: int) -> str:
    """The case number of a serial from the database's sequence, for example 100001 -> "1000017"."""
    digits = str(serial)
    return f"{digits}{_check(digits)}"


def serial_of(number: str) -> int | None:
    """The serial behind a number as somebody said it, or None when it is no number or the check digit is wrong."""
    digits = number.replace(" ", "").replace("-", "")
    if not (2 <= len(digits) <= 18 and digits.isascii() and digits.isdigit()) or _check(digits) != 0:
        return None
    return int(digits[:-1])
