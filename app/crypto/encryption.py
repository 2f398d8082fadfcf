"""Bytes that the database keeps and cannot read: Fernet (AES-128-CBC under an HMAC-SHA-256), by cryptography."""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.crypto.marks import key_of


class Encryption:
    """Encrypts and decrypts bytes of one purpose."""

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        """Takes the signing key, first, and those before it; what is of one purpose does not decrypt for another."""
        self._fernet = MultiFernet([Fernet(base64.urlsafe_b64encode(key_of(key, purpose))) for key in keys])

    def encrypt(self, told: bytes) -> bytes:
        """The bytes as text that says nothing but when this was and how long they are."""
        return self._fernet.encrypt(told)

    def decrypt(self, kept: bytes) -> bytes:
        """The bytes again.

        Raises:
            ValueError: they were encrypted for another purpose, or under a key that is not known any more.
        """
        try:
            return self._fernet.decrypt(kept)
        except InvalidToken:
            raise ValueError("not encrypted here") from None
