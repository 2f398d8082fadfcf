"""Signing in, staying signed in, signing out: short access tokens, and refresh tokens that rotate.

A refresh token used a second time means that somebody copied it: its whole family is revoked. Only the very attempt
that used it may be sent again, under its `Idempotency-Key`: a phone whose answer was lost stays signed in.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app import clock
from app.db.session import Database, Row, Session
from app.errors import NotAuthenticated
from app.identifiers import new_id
from app.queries import identity as queries
from app.services.people.passwords import DUMMY_HASH, verify_password
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


async def sign_in(
    database: Database, signer: TokenSigner, username: str, password: str, lifetimes: Lifetimes
) -> Tokens:
    """A pair of tokens for a name and its password; a wrong name takes as long as a wrong password.

    No connection is held while the password is verified; the user is looked at again before anything is issued.

    Raises:
        NotAuthenticated: they are wrong. TooManyRequests: too many are signing in.
    """
    async with database.reading() as session:
        named = "\0" not in username  # which PostgreSQL cannot even compare
        user = await session.first(queries.USER_BY_NAME, username=username) if named else None
    fits = await verify_password(password, user["password_hash"] if user else DUMMY_HASH)
    async with database.writing() as session:
        if not fits or user is None or await session.first(queries.USER_BY_NAME, username=username) != user:
            raise NotAuthenticated(zh="用户名或密码不正确", en="The user name or the password is wrong")
        return await issue(session, signer, user["id"], lifetimes)


async def issue(
    session: Session,
    signer: TokenSigner,
    user_id: UUID,
    lifetimes: Lifetimes,
    *,
    family: UUID | None = None,
    refresh: str | None = None,
) -> Tokens:
    """A pair of tokens; a new family unless one goes on, a new refresh token unless one is given."""
    now = clock.now()
    refresh = refresh or secrets.token_urlsafe(32)
    await session.run(
        queries.ISSUE,
        token_hash=_hash(refresh),
        family_id=family or new_id(now),
        user_id=user_id,
        created_at=now,
        expires_at=now + lifetimes.refresh,
    )
    return _pair(signer, user_id, refresh, lifetimes)


def _pair(signer: TokenSigner, user_id: UUID, refresh: str, lifetimes: Lifetimes) -> Tokens:
    access = signer.sign(user_id, clock.now(), lifetimes.access)
    return Tokens(access, refresh, int(lifetimes.access.total_seconds()))


async def rotate(
    session: Session, signer: TokenSigner, refresh: str, attempt: str | None, lifetimes: Lifetimes
) -> Tokens | None:
    """A new pair for a refresh token; None when another attempt used it before, and then its family is revoked.

    The same `attempt` again gives the same refresh token again. The caller must let a revocation commit and refuse
    afterwards.

    Raises:
        NotAuthenticated: it is unknown, expired or revoked, or its user was deactivated.
    """
    held = await _held(session, refresh)
    now = clock.now()
    if held is None or held["revoked_at"] is not None or held["expires_at"] <= now or not held["is_active"]:
        raise NotAuthenticated()
    following = signer.successor(refresh, attempt) if attempt else None
    used_by = _hash(attempt) if attempt else None
    if held["used_at"] is not None and following and held["used_by"] == used_by:
        return _pair(signer, held["user_id"], following, lifetimes)
    if held["used_at"] is not None:
        await session.run(queries.REVOKE_FAMILY, family=held["family_id"], at=now)
        return None
    await session.run(queries.USE, hashed=_hash(refresh), at=now, attempt=used_by)
    return await issue(session, signer, held["user_id"], lifetimes, family=held["family_id"], refresh=following)


async def sign_out(session: Session, refresh: str) -> None:
    """Revokes the family of a refresh token; an unknown one is as good as revoked."""
    held = await _held(session, refresh)
    if held is not None:
        await session.run(queries.REVOKE_FAMILY, family=held["family_id"], at=clock.now())


async def _held(session: Session, refresh: str) -> Row | None:
    """A refresh token, read once nobody else rotates or revokes its family; rows are locked only after the family."""
    family = await session.value(queries.FAMILY, hashed=_hash(refresh))
    if family is None:
        return None
    await session.run(queries.LOCK_FAMILY, family=family)
    return await session.first(queries.LOCK, hashed=_hash(refresh))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
