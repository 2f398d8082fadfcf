"""Values that clients carry and cannot alter: JSON under an HMAC-SHA-256, by itsdangerous."""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from itsdangerous import BadData, URLSafeSerializer

from app.crypto import canonical

MAX_LENGTH = 20_000  # characters


class _Json:
    """The canonical form out, whatever JSON in."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return canonical.encode(value).decode()

    @staticmethod
    def loads(told: str | bytes, **_: Any) -> Any:
        return orjson.loads(told)


class Signed:
    """Signs and verifies values of one purpose."""

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        """Takes the signing key, first, and those before it; values of one purpose do not verify for another."""
        self._serializer = URLSafeSerializer(
            list(reversed(keys)),  # the library signs with the last
            salt=purpose,
            serializer=_Json,
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def sign(self, value: Any) -> str:
        """The value as text for an address."""
        told: str = self._serializer.dumps(value)
        return told

    def verify(self, text: str) -> Any:
        """The value in a text.

        Raises:
            ValueError: it was not signed here for this purpose.
        """
        if len(text) > MAX_LENGTH or not text.isascii():
            raise ValueError("not signed here")
        try:
            return self._serializer.loads(text)
        except BadData:
            raise ValueError("not signed here") from None
