"""Each trap of python-jose, against the one module that touches it."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jose import jwt

from app import clock
from app.authz import Bearer
from app.config import BadSetting
from app.crypto import tokens
from app.crypto.tokens import TokenSigner
from app.errors import NotAuthenticated
from tests.conftest import KEY
from tests.organisation import SESSIONS, USERS

GOOD = {"sub": str(USERS["worker"]), "sid": str(SESSIONS["worker"]), "aud": "yikou", "iat": 1, "exp": 99_999_999_999}
HEADER = {"alg": "HS256", "typ": "JWT"}


def base64url(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def forged(header: dict[str, Any] | bytes = HEADER, claims: dict[str, Any] | bytes = GOOD, key: bytes = b"") -> str:
    """A token signed by hand with the right key, unless another is given: the library refuses to make most of these."""
    parts = [told if isinstance(told, bytes) else json.dumps(told).encode() for told in (header, claims)]
    signed = ".".join(base64url(part) for part in parts)
    mark = hmac.digest(key or KEY.encode(), signed.encode(), hashlib.sha256)
    return f"{signed}.{base64url(mark)}"


def refused(token: str) -> bool:
    try:
        TokenSigner(KEY).verify(token, clock.now())
    except NotAuthenticated:
        return True
    return False


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


def test_a_token_made_by_hand_as_we_make_them_passes() -> None:
    assert not refused(forged())


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", None, "HS512", "RS256", ["HS256"], "hs256"])
def test_any_algorithm_but_ours_is_refused(algorithm: Any) -> None:
    assert refused(forged({"alg": algorithm, "typ": "JWT"}))


def test_a_token_without_signature_is_refused() -> None:
    header, claims, _ = forged({"alg": "none", "typ": "JWT"}).split(".")

    assert refused(f"{header}.{claims}.")


def test_another_algorithm_under_our_key_is_refused() -> None:
    assert refused(jwt.encode(GOOD, KEY, algorithm="HS512"))


@pytest.mark.parametrize("claim", ["aud", "exp", "iat", "sid", "sub"])
def test_a_missing_claim_is_refused(claim: str) -> None:
    assert refused(forged(claims=without(claim)))


@pytest.mark.parametrize("value", ["99999999999", 99_999_999_999.5, True, None, [99_999_999_999], "never", 1e400, -1])
def test_an_expiry_that_is_no_future_whole_number_is_refused(value: Any) -> None:
    assert refused(forged(claims=GOOD | {"exp": value}))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "other"},
        {"aud": None},
        {"sub": "me"},
        {"sub": 7},
        {"sub": None},
        {"iat": "1"},
        {"iat": None},
        {"sid": "me"},
        {"sid": 7},
        {"sid": True},
        {"sid": None},
        {"sid": [str(SESSIONS["worker"])]},
    ],
    ids=str,
)
def test_a_claim_of_another_kind_is_refused(claims: dict[str, Any]) -> None:
    assert refused(forged(claims=GOOD | claims))


def test_a_signature_of_another_key_is_refused() -> None:
    assert refused(forged(key=b"another key, also long enough for us"))


@pytest.mark.parametrize(
    "kind", [lambda: rsa.generate_private_key(65537, 2048), lambda: ec.generate_private_key(ec.SECP256R1())]
)
@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_a_public_key_is_no_secret(kind: Any, encoding: Encoding) -> None:
    told = kind().public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
    written = [told.decode("latin-1"), base64.b64encode(told).decode()]

    for key in written:
        with pytest.raises(BadSetting, match="signing key"):
            TokenSigner(key)


@pytest.mark.parametrize("key", ["", "k", "x" * 31])
def test_a_short_key_is_refused(key: str) -> None:
    with pytest.raises(BadSetting, match="signing key"):
        TokenSigner(key)


@pytest.mark.parametrize(
    "header", [{"crit": ["exp"]}, {"crit": []}, {"kid": "1"}, {"jku": "https://x"}, {"b64": False}]
)
def test_a_header_that_asks_for_more_is_refused(header: dict[str, Any]) -> None:
    assert refused(forged(HEADER | header))


@pytest.mark.parametrize("depth", [300, 50_000])
@pytest.mark.parametrize("part", ["header", "claims"])
def test_deep_json_is_refused(monkeypatch: pytest.MonkeyPatch, depth: int, part: str) -> None:
    monkeypatch.setattr(tokens, "MAX_LENGTH", 10**6)  # so that the depth decides and not the length

    assert refused(forged(**{part: b"[" * depth + b"]" * depth}))


def test_a_token_that_is_too_long_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jwt, "get_unverified_header", None)  # whoever reads it fails otherwise than by a refusal

    assert refused(forged(claims=GOOD | {"more": "x" * 1_000}))


@pytest.mark.parametrize(
    "token", ["", "a.b.c", "..", "x" * 100_000, "[" * 900 + ".b.c", "é.é.é", "\x00.\x00.\x00", "\ud800.b.c"]
)
def test_rubbish_is_refused(token: str) -> None:
    assert refused(token)


@pytest.mark.parametrize("fault", [RecursionError, TypeError, KeyError, UnicodeDecodeError, ValueError, AttributeError])
def test_whatever_the_library_raises_is_one_refusal(monkeypatch: pytest.MonkeyPatch, fault: type[Exception]) -> None:
    def raising(*args: Any, **kwargs: Any) -> Any:
        raise fault("utf-8", b"", 0, 1, "bad") if fault is UnicodeDecodeError else fault("bad")

    monkeypatch.setattr(jwt, "decode", raising)

    assert refused(forged())


def test_a_verified_token_still_expires() -> None:
    signer = TokenSigner(KEY)
    bearer = Bearer(uuid4(), uuid4())
    token = signer.sign(bearer, clock.now(), timedelta(minutes=1))

    assert signer.verify(token, clock.now()) == bearer
    with pytest.raises(NotAuthenticated):
        signer.verify(token, clock.now() + timedelta(minutes=2))


def test_a_token_ends_by_the_clock_all_processes_share_and_not_by_that_of_the_host() -> None:
    """The host's clock may be a day ahead, and `clock.follow` has set that right: a new token is not expired."""
    with clock.shifted(timedelta(days=-1)):
        bearer = Bearer(uuid4(), uuid4())
        token = TokenSigner(KEY).sign(bearer, clock.now(), timedelta(minutes=30))

        assert TokenSigner(KEY).verify(token, clock.now()) == bearer
