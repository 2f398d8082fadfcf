"""Values that clients carry for us and cannot alter: JSON under an HMAC (RFC 2104, SHA-256), one key a purpose."""

import base64
import hashlib
import hmac
from typing import Any

import orjson

_MARK_BYTES = 16
MAX_LENGTH = 20_000  # characters


class Seal:
    """Closes and opens values of one purpose."""

    def __init__(self, key: str, purpose: str) -> None:
        """Takes the signing key; values of one purpose do not open under another."""
        self._key = hmac.digest(key.encode(), purpose.encode(), hashlib.sha256)

    def close(self, value: Any) -> str:
        """The value as text for an address."""
        told = orjson.dumps(value)
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
