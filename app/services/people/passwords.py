"""Passwords: argon2id, hashed in threads and only a few at a time, since each takes half a second and much memory.

Whoever hashes holds no connection meanwhile, and only so many may wait: a flood of log-ins starves nobody else.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.errors import TooManyRequests

_HASHER = PasswordHash((Argon2Hasher(),))
_AT_ONCE = 2
MOST_WAITING = 20
_RETRY_AFTER = "5"  # seconds

#: Instead of a hash: nobody signs in until a password is set.
LOCKED = "!"

#: Compared when there is no such user, so that the answer takes as long.
DUMMY_HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZSBzYWx0IGZvciBub25l$qLml5cbqFAO6YxVHhrSBHP0UWdxrIxkNcM8aMX3blzU"


@dataclass(slots=True)
class _Slots:
    """The few places where hashing goes on, and how many wait for one."""

    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    waiting: int = 0


_slots: dict[asyncio.AbstractEventLoop, _Slots] = {}


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password and the hash of it that is stored."""

    password: str = field(repr=False)
    hashed: str = field(repr=False)


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
    """The hash to store.

    Raises:
        TooManyRequests: too many wait already.
    """
    async with _slot():
        return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(password: str, hashed: str) -> bool:
    """Whether the password is the one that was hashed; to find that there is none takes as long.

    Raises:
        TooManyRequests: too many wait already.
    """
    async with _slot():
        fits = await asyncio.to_thread(_HASHER.verify, password, DUMMY_HASH if hashed == LOCKED else hashed)
    return fits and hashed != LOCKED


@asynccontextmanager
async def _slot() -> AsyncIterator[None]:
    slots = _of_this_loop()
    if slots.waiting >= MOST_WAITING:
        raise TooManyRequests(headers={"Retry-After": _RETRY_AFTER})
    slots.waiting += 1
    try:
        await slots.free.acquire()
    finally:
        slots.waiting -= 1
    try:
        yield
    finally:
        slots.free.release()


def _of_this_loop() -> _Slots:
    loop = asyncio.get_running_loop()
    if loop not in _slots:
        _slots.clear()
        _slots[loop] = _Slots()
    return _slots[loop]
