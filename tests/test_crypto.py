"""What is encrypted for a purpose is read by nobody else, and under older keys as long as they are known."""

import base64

import pytest

from app.crypto.encryption import Encryption
from app.crypto.signed import Signed
from tests.conftest import KEY

TOLD = "评价链接".encode()


def test_what_was_encrypted_comes_back_and_is_never_encrypted_alike() -> None:
    encryption = Encryption([KEY], "receipts")
    first, second = encryption.encrypt(TOLD), encryption.encrypt(TOLD)

    assert encryption.decrypt(first) == encryption.decrypt(second) == TOLD
    assert first != second
    assert first.isascii()


@pytest.mark.parametrize("other", [Encryption([KEY], "links"), Encryption([f"{KEY}!"], "receipts")])
def test_another_purpose_or_key_does_not_decrypt_it(other: Encryption) -> None:
    with pytest.raises(ValueError, match="not encrypted here"):
        other.decrypt(Encryption([KEY], "receipts").encrypt(TOLD))


@pytest.mark.parametrize("position", [0, 12, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    encryption = Encryption([KEY], "receipts")
    content = bytearray(base64.urlsafe_b64decode(encryption.encrypt(TOLD)))
    content[position] ^= 1
    with pytest.raises(ValueError, match="not encrypted here"):
        encryption.decrypt(base64.urlsafe_b64encode(content))


@pytest.mark.parametrize("kept", [b"", b"AAAA", b'{"token":"x"}', "评".encode()])
def test_what_was_never_encrypted_is_refused(kept: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        Encryption([KEY], "receipts").decrypt(kept)


def test_what_was_encrypted_or_signed_under_a_key_before_is_still_understood() -> None:
    before, after = Encryption([f"{KEY}!"], "receipts"), Encryption([KEY, f"{KEY}!"], "receipts")
    signed_before, signed_after = Signed([f"{KEY}!"], "sync"), Signed([KEY, f"{KEY}!"], "sync")

    assert after.decrypt(before.encrypt(TOLD)) == TOLD
    assert signed_after.verify(signed_before.sign(["评", 1])) == ["评", 1]
    with pytest.raises(ValueError, match="not encrypted here"):
        before.decrypt(after.encrypt(TOLD))
    with pytest.raises(ValueError, match="not signed here"):
        signed_before.verify(signed_after.sign(1))


@pytest.mark.parametrize("text", ["", ".", "e30", "e30.", "x" * 20_001, "评", Signed([KEY], "files").sign({})])
def test_what_was_signed_for_nothing_or_something_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not signed here"):
        Signed([KEY], "sync").verify(text)
