"""What others hold for us, each purpose under a key of its own, made of the signing key.

`Seal`: values that clients carry and cannot alter, JSON under an HMAC (RFC 2104, SHA-256). `Safe`: bytes that the
database keeps and cannot read, AES-256-GCM (NIST SP 800-38D). `Mark`: what the database compares and cannot read.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.crypto import canonical

_MARK_BYTES = 16
_NONCE_BYTES = 12
MAX_LENGTH = 20_000  # characters


class Seal:
    """Closes and opens values of one purpose."""

    def __init__(self, key: str, purpose: str) -> None:
        """Takes the signing key; values of one purpose do not open under another."""
        self._key = _key_of(key, purpose)

    def close(self, value: Any) -> str:
        """The value as text for an address."""
        told = canonical.encode(value)
        return base64.urlsafe_b64encode(self._mark(told) + told).decode().rstrip("=")

    def open(self, text: str) -> Any:
        """The value in a text.

        Raises:
            ValueError: it was not closed by this seal.
        """
        if len(text) > MAX_LENGTH or not text.isascii():
            raise ValueError("not sealed here")
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        mark, told = content[:_MARK_BYTES], content[_MARK_BYTES:]
        if not hmac.compare_digest(mark, self._mark(told)):
            raise ValueError("not sealed here")
        return orjson.loads(told)

    def _mark(self, told: bytes) -> bytes:
        return hmac.digest(self._key, told, hashlib.sha256)[:_MARK_BYTES]


class Safe:
    """Locks and unlocks bytes of one purpose."""

    def __init__(self, key: str, purpose: str) -> None:
        """Takes the signing key; what was locked for one purpose, or under another key, does not unlock."""
        self._cipher = AESGCM(_key_of(key, purpose))

    def lock(self, told: bytes) -> bytes:
        """The bytes as text that says nothing but how long they are."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, told, None))

    def unlock(self, kept: bytes) -> bytes:
        """The bytes again.

        Raises:
            ValueError: this safe did not lock them.
        """
        content = base64.b64decode(kept, validate=True)
        try:
            return self._cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], None)
        except InvalidTag:
            raise ValueError("not locked here") from None


class Mark:
    """Digests of one purpose: the same value gives the same, and nobody without the key finds the value by trying."""

    def __init__(self, key: str, purpose: str) -> None:
        """Takes the signing key."""
        self._key = _key_of(key, purpose)

    def of(self, *told: object) -> str:
        """64 hex digits."""
        return hmac.digest(self._key, orjson.dumps([str(part) for part in told]), hashlib.sha256).hex()


def _key_of(key: str, purpose: str) -> bytes:
    return hmac.digest(key.encode(), purpose.encode(), hashlib.sha256)
