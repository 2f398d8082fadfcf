"""Passwords: argon2id, hashed in threads and only a few at a time, since each takes half a second and much memory.

Whoever hashes holds no connection meanwhile; whose turn it is, `turns` says.
"""

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.models.user import LOCKED
from app.services.identity.rounds import Urgency, Waiting
from app.services.identity.turns import Turns

_HASHER = PasswordHash((Argon2Hasher(),))

#: Before the digest of a password that is long and random, and to be changed: see `one_time`.
ONE_TIME = "one-time:"

#: Compared when there is no such user, so that the answer takes as long.
DUMMY_HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZSBzYWx0IGZvciBub25l$qLml5cbqFAO6YxVHhrSBHP0UWdxrIxkNcM8aMX3blzU"

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password and the hash of it that is stored."""

    password: str = field(repr=False)
    hashed: str = field(repr=False)
    expires_at: datetime | None = None  # of a one-time password


def random_password() -> str:
    """About 80 bits, easy to read out."""
    return "-".join(secrets.token_hex(2) for _ in range(5))


async def new_password() -> NewPassword:
    """A random password; hashing takes a while, so hold no connection meanwhile."""
    password = random_password()
    return NewPassword(password, await hash_password(password))


def make_at_once() -> NewPassword:
    """A random password hashed in the calling thread, for a command that has threads of its own and serves nobody."""
    password = random_password()
    return NewPassword(password, _HASHER.hash(password))


async def hash_password(password: str) -> str:
    """The hash to store; no flood of sign-ins goes before it.

    Raises:
        TooManyRequests: too many wait already.
    """
    return await _of_this_loop().make(Waiting("", "", ahead=Urgency.KNOWN), lambda: _HASHER.hash(password))


async def verify_password(password: str, hashed: str, place: Waiting) -> bool:
    """Whether the password is the one that was hashed; to find that there is none takes as long.

    Raises:
        TooManyRequests: too many wait already.
    """
    return await _of_this_loop().check(place, lambda: _fits(password, hashed)) and hashed != LOCKED


def _fits(password: str, hashed: str) -> bool:
    if not hashed.startswith(ONE_TIME):
        return _HASHER.verify(password, DUMMY_HASH if hashed == LOCKED else hashed)
    _HASHER.verify(password, DUMMY_HASH)  # takes as long as any other
    digest = hashlib.sha256(password.encode(errors="surrogatepass")).hexdigest()
    return hmac.compare_digest(digest, hashed.removeprefix(ONE_TIME))


def _of_this_loop() -> Turns:
    return _turns.setdefault(asyncio.get_running_loop(), Turns())
