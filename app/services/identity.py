"""Signing in, staying signed in, signing out: short access tokens, and refresh tokens that rotate.

A refresh token used a second time means that somebody copied it: its whole family is revoked.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app import clock
from app.db.session import Session
from app.errors import NotAuthenticated
from app.identifiers import new_id
from app.queries import identity as queries
from app.services.passwords import DUMMY_HASH, verify_password
from app.tokens import TokenSigner


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long the two kinds of tokens are good for."""

    access: timedelta
    refresh: timedelta


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client gets; `expires_in` in seconds, of the access token."""

    access_token: str
    refresh_token: str
    expires_in: int


async def check_password(session: Session, username: str, password: str) -> UUID:
    """The user whose name and password these are; a wrong name takes as long as a wrong password.

    Raises:
        NotAuthenticated: they are not.
    """
    user = await session.first(queries.USER_BY_NAME, username=username)
    hashed = user["password_hash"] if user else DUMMY_HASH
    if not await verify_password(password, hashed) or user is None:
        raise NotAuthenticated(zh="用户名或密码不正确", en="The user name or the password is wrong")
    user_id: UUID = user["id"]
    return user_id


async def issue(
    session: Session, signer: TokenSigner, user_id: UUID, lifetimes: Lifetimes, family: UUID | None = None
) -> Tokens:
    """A pair of tokens; a new family unless one goes on."""
    now = clock.now()
    refresh = secrets.token_urlsafe(32)
    await session.run(
        queries.ISSUE,
        token_hash=_hash(refresh),
        family_id=family or new_id(now),
        user_id=user_id,
        created_at=now,
        expires_at=now + lifetimes.refresh,
    )
    access = signer.sign(user_id, now, lifetimes.access)
    return Tokens(access, refresh, int(lifetimes.access.total_seconds()))


async def rotate(session: Session, signer: TokenSigner, refresh: str, lifetimes: Lifetimes) -> Tokens | None:
    """A new pair for a refresh token; None when it was used before, and then its family is revoked.

    The caller must let that revocation commit and refuse afterwards.

    Raises:
        NotAuthenticated: it is unknown, expired or revoked, or its user was deactivated.
    """
    held = await session.first(queries.LOCK, hashed=_hash(refresh))
    now = clock.now()
    if held is None or held["revoked_at"] is not None or held["expires_at"] <= now or not held["is_active"]:
        raise NotAuthenticated()
    if held["used_at"] is not None:
        await session.run(queries.REVOKE_FAMILY, family=held["family_id"], at=now)
        return None
    await session.run(queries.USE, hashed=_hash(refresh), at=now)
    return await issue(session, signer, held["user_id"], lifetimes, held["family_id"])


async def sign_out(session: Session, refresh: str) -> None:
    """Revokes the family of a refresh token; an unknown one is as good as revoked."""
    held = await session.first(queries.LOCK, hashed=_hash(refresh))
    if held is not None:
        await session.run(queries.REVOKE_FAMILY, family=held["family_id"], at=clock.now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
