"""Access tokens: the only module that touches JOSE, and strict where the library is not.

One algorithm (HS256), a key of 32 bytes or more, a bounded length, and exactly the claims we issue with the types we
issue them in; whatever goes wrong is `NotAuthenticated`.
"""

import base64
import contextlib
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import load_der_public_key
from jose import jwt

from app.authz import Bearer
from app.config import MIN_KEY_BYTES, BadSetting
from app.errors import NotAuthenticated

ALGORITHM = "HS256"
AUDIENCE = "yikou"
MAX_LENGTH = 1_000  # characters; ours have about 320
_CACHE_SIZE = 10_000
_OPTIONS = {
    "require_aud": True,
    "require_iat": True,
    "require_sub": True,
    "verify_exp": False,  # compared with our own clock below; to require it would verify it by that of the host
    "leeway": 0,
}


class TokenSigner:
    """Signs and verifies with one key; remembers tokens it verified, since that costs more than the rest of a read."""

    def __init__(self, key: str) -> None:
        """Takes the signing key.

        Raises:
            BadSetting: the key has fewer than 32 bytes, or looks like a public key.
        """
        if len(key.encode()) < MIN_KEY_BYTES:
            zh, en = (
                f"签名密钥至少需要 {MIN_KEY_BYTES} 字节",
                f"The signing key must have at least {MIN_KEY_BYTES} bytes",
            )
            raise BadSetting(zh=zh, en=en)
        if _is_key_file(key):
            zh, en = "签名密钥应为随机密文，而不是密钥文件", "The signing key must be a secret, not a key file"
            raise BadSetting(zh=zh, en=en)
        self._key = key
        self._verified: dict[str, tuple[Bearer, int]] = {}

    def sign(self, bearer: Bearer, now: datetime, lifetime: timedelta) -> str:
        """An access token, good for `lifetime` and no longer than its session."""
        issued = int(now.timestamp())
        claims = {
            "sub": str(bearer.user_id),
            "sid": str(bearer.session_id),
            "aud": AUDIENCE,
            "iat": issued,
            "exp": issued + int(lifetime.total_seconds()),
        }
        return str(jwt.encode(claims, self._key, algorithm=ALGORITHM))

    def verify(self, token: str, now: datetime) -> Bearer:
        """Whose token it is. Whether the session still goes on, the statement that loads the actor asks.

        Raises:
            NotAuthenticated: it is not ours, not whole, or expired.
        """
        bearer, expires = self._known(token)
        if now.timestamp() >= expires:
            raise NotAuthenticated()
        return bearer

    def expires(self, token: str) -> datetime:
        """When a token expires.

        Raises:
            NotAuthenticated: it is not ours, or not whole.
        """
        return datetime.fromtimestamp(self._known(token)[1], UTC)

    def _known(self, token: str) -> tuple[Bearer, int]:
        known = self._verified.get(token)
        if known is None:
            known = self._read(token)
            if len(self._verified) >= _CACHE_SIZE:
                self._verified.clear()
            self._verified[token] = known
        return known

    def successor(self, refresh: str, attempt: str) -> str:
        """The refresh token that follows another in one attempt: the same attempt sent again gives the same."""
        told = b"\0".join([b"refresh", refresh.encode(), attempt.encode()])
        return base64.urlsafe_b64encode(hmac.digest(self._key.encode(), told, hashlib.sha256)).decode().rstrip("=")

    def _read(self, token: str) -> tuple[Bearer, int]:
        if len(token) > MAX_LENGTH or token.count(".") != 2:
            raise NotAuthenticated()
        try:
            header = jwt.get_unverified_header(token)
            if set(header) != {"alg", "typ"} or header["alg"] != ALGORITHM:
                raise NotAuthenticated()
            claims: dict[str, Any] = jwt.decode(
                token, self._key, algorithms=[ALGORITHM], audience=AUDIENCE, options=_OPTIONS
            )
            expires, subject, session = claims["exp"], claims["sub"], claims["sid"]
            if type(expires) is not int or type(claims["iat"]) is not int:
                raise NotAuthenticated()
            return Bearer(UUID(subject), UUID(session)), expires
        except NotAuthenticated:
            raise
        except Exception:
            # Whatever the library makes of a hostile token (RecursionError, TypeError …) is one answer: not ours.
            raise NotAuthenticated() from None


def _is_key_file(key: str) -> bool:
    """Whether it is what others may know: a key file, or a public key in DER; as it is or in base64."""
    forms = [key.encode()]
    with contextlib.suppress(ValueError):  # not only characters of one byte
        forms.append(key.encode("latin-1"))
    with contextlib.suppress(ValueError):  # no base64
        forms.append(base64.b64decode(key, validate=True))
    return any(b"-----BEGIN" in form or _is_public_key(form) for form in forms)


def _is_public_key(told: bytes) -> bool:
    try:
        load_der_public_key(told)
    except Exception:  # whatever cryptography makes of other bytes
        return False
    return True
