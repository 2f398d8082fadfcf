"""What the database compares and cannot read: keyed digests, each purpose under a key made of the signing key."""

import hashlib
import hmac

import orjson


class Mark:
    """Digests of one purpose: the same value gives the same, and nobody without the key finds the value by trying."""

    def __init__(self, key: str, purpose: str) -> None:
        """Takes the signing key."""
        self._key = key_of(key, purpose)

    def of(self, *told: object) -> str:
        """64 hex digits."""
        return hmac.digest(self._key, orjson.dumps([str(part) for part in told]), hashlib.sha256).hex()


def key_of(key: str, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, of which nobody finds another."""
    return hmac.digest(key.encode(), purpose.encode(), hashlib.sha256)
