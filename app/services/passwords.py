"""Passwords: argon2id, hashed in threads and only a few at a time, since each takes half a second and much memory."""

import asyncio

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_HASHER = PasswordHash((Argon2Hasher(),))
_AT_ONCE = 2
_slots: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}

MIN_LENGTH = 10

#: Instead of a hash: nobody signs in until a password is set.
LOCKED = "!"

#: Compared when there is no such user, so that the answer takes as long.
DUMMY_HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZSBzYWx0IGZvciBub25l$qLml5cbqFAO6YxVHhrSBHP0UWdxrIxkNcM8aMX3blzU"


async def hash_password(password: str) -> str:
    """The hash to store."""
    async with _slot():
        return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(password: str, hashed: str) -> bool:
    """Whether the password is the one that was hashed."""
    if hashed == LOCKED:
        return False
    async with _slot():
        return await asyncio.to_thread(_HASHER.verify, password, hashed)


def _slot() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    if loop not in _slots:
        _slots.clear()
        _slots[loop] = asyncio.Semaphore(_AT_ONCE)
    return _slots[loop]
