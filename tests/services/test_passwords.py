"""Verifying passwords: how many may wait, and what cannot be told by the time it takes."""

import asyncio
from typing import Any

import pytest

from app.errors import TooManyRequests
from app.services.people import passwords
from app.services.people.passwords import LOCKED, MOST_WAITING, verify_password


class Hasher:
    """Counts what is verified; everything fits."""

    def __init__(self) -> None:
        self.verified: list[str] = []

    def verify(self, password: str, hashed: str) -> bool:
        self.verified.append(hashed)
        return True


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Hasher:
    made = Hasher()
    monkeypatch.setattr(passwords, "_HASHER", made)
    return made


async def test_a_user_without_a_password_takes_as_long_and_never_fits(hasher: Hasher) -> None:
    assert not await verify_password("anything", LOCKED)
    assert hasher.verified == [passwords.DUMMY_HASH]


async def test_so_many_wait_for_a_slot_and_the_next_is_told_to_come_back(hasher: Hasher) -> None:
    attempts = [verify_password("p", "hash") for _ in range(MOST_WAITING + 10)]
    answers: list[Any] = await asyncio.gather(*attempts, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, TooManyRequests)]

    assert answers.count(True) == MOST_WAITING + 2
    assert len(refused) == 8
    assert refused[0].headers["Retry-After"]
    assert await verify_password("p", "hash"), "afterwards there is room again"
