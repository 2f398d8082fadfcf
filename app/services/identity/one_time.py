"""One-time passwords 一次性密码: told once, good for some days, and to be changed before anything else.

They are random enough that nobody finds one by trying, so a plain digest is kept: a thousand are made in a moment.
Each follows from the signing key, who asked for it under which `Idempotency-Key`, and for whom. So the database keeps
no password to answer a repeated request with: what was lost on its way is made again, as long as it is still good.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app import clock
from app.crypto.marks import Mark
from app.db.session import Row
from app.services.identity.passwords import ONE_TIME, NewPassword

_GROUPS, _LETTERS = 5, 4  # 80 bits, as letters and digits that are easy to read out


@dataclass(frozen=True, slots=True)
class OneTime:
    """What makes the passwords of one request."""

    mark: Mark
    asked_by: UUID
    attempt: str

    @classmethod
    def of(cls, mark: Mark, asked_by: UUID, key: str | None) -> "OneTime":
        """Those of a request with its `Idempotency-Key`; without one nobody can ask for them again."""
        return cls(mark, asked_by, key or secrets.token_hex(16))

    def make(self, user_id: UUID, days: int) -> NewPassword:
        """The password for a user, good for some days."""
        return _good_for(days, self.mark.of(self.asked_by, self.attempt, user_id))

    def again(self, user: Row) -> str | None:
        """The password once more, unless the user has changed it since, or it is good no longer."""
        new = self.make(user["id"], 0)
        good = is_good(user["password_expires_at"]) and hmac.compare_digest(new.hashed, user["password_hash"])
        return new.password if good else None


def random_one_time(days: int) -> NewPassword:
    """One that nobody makes again, good for some days."""
    return _good_for(days, secrets.token_hex(_GROUPS * _LETTERS // 2))


def _good_for(days: int, digits: str) -> NewPassword:
    password = "-".join(digits[at : at + _LETTERS] for at in range(0, _GROUPS * _LETTERS, _LETTERS))
    hashed = f"{ONE_TIME}{hashlib.sha256(password.encode()).hexdigest()}"
    return NewPassword(password, hashed, clock.now() + timedelta(days=days))


def is_good(expires_at: datetime | None) -> bool:
    """Whether a one-time password may still be used."""
    return expires_at is not None and clock.now() < expires_at
