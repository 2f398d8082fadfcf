"""Values that clients carry and cannot alter: JSON under an HMAC-SHA-256, by itsdangerous."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from itsdangerous import BadSignature, Signer

from app.crypto import canonical
from app.crypto.marks import key_of

MAX_LENGTH = 20_000  # characters


class Signed:
    """Signs and verifies values of one purpose."""

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        """Takes the signing key, first, and those before it; values of one purpose do not verify for another."""
        self._signer = Signer(
            [key_of(key, purpose) for key in reversed(keys)],  # the library signs with the last
            key_derivation="none",
            digest_method=hashlib.sha256,
        )

    def sign(self, value: Any) -> str:
        """The value as text for an address."""
        told = base64.urlsafe_b64encode(canonical.encode(value)).rstrip(b"=")
        return self._signer.sign(told).decode()

    def verify(self, text: str) -> Any:
        """The value in a text.

        Raises:
            ValueError: it was not signed here for this purpose.
        """
        if len(text) > MAX_LENGTH or not text.isascii():
            raise ValueError("not signed here")
        try:
            told = self._signer.unsign(text)
        except BadSignature:
            raise ValueError("not signed here") from None
        return orjson.loads(base64.urlsafe_b64decode(told + b"=" * (-len(told) % 4)))
