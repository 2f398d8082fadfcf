"""Verifying passwords: what cannot be told by the time it takes."""

import pytest

from app.services.identity import passwords
from app.services.identity.passwords import LOCKED, verify_password
from app.services.identity.rounds import Waiting


class Hasher:
    """Counts what is verified; everything fits."""

    def __init__(self) -> None:
        self.verified: list[str] = []

    def verify(self, password: str, hashed: str) -> bool:
        self.verified.append(hashed)
        return True


async def test_a_user_without_a_password_takes_as_long_and_never_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Hasher()
    monkeypatch.setattr(passwords, "_HASHER", hasher)

    assert not await verify_password("anything", LOCKED, Waiting("here", "somebody"))
    assert hasher.verified == [passwords.DUMMY_HASH]
