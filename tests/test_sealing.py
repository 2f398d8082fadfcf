"""What the safe locks, it alone unlocks."""

import base64

import pytest

from app.crypto.sealing import Safe
from tests.conftest import KEY

TOLD = "评价链接".encode()


def test_a_safe_gives_back_what_it_locked_and_never_locks_it_alike() -> None:
    safe = Safe(KEY, "receipts")
    first, second = safe.lock(TOLD), safe.lock(TOLD)

    assert safe.unlock(first) == safe.unlock(second) == TOLD
    assert first != second
    assert first.isascii()


@pytest.mark.parametrize("other", [Safe(KEY, "links"), Safe(f"{KEY}!", "receipts")])
def test_another_purpose_or_key_does_not_unlock_it(other: Safe) -> None:
    with pytest.raises(ValueError, match="not locked here"):
        other.unlock(Safe(KEY, "receipts").lock(TOLD))


@pytest.mark.parametrize("position", [0, 12, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    safe = Safe(KEY, "receipts")
    content = bytearray(base64.b64decode(safe.lock(TOLD)))
    content[position] ^= 1
    with pytest.raises(ValueError, match="not locked here"):
        safe.unlock(base64.b64encode(content))


@pytest.mark.parametrize("kept", [b"", b"AAAA", b'{"token":"x"}', "评".encode()])
def test_what_was_never_locked_is_refused(kept: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        Safe(KEY, "receipts").unlock(kept)
