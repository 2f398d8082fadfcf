"""Sessions: short access tokens, and refresh tokens that rotate; a session and all its tokens end together, at once.

A refresh token used a second time means that somebody copied it: its family ends. Only the very attempt that used it
may be sent again, under its `Idempotency-Key`, and only until its successor has been used: a phone whose answer was
lost stays signed in, and whoever kept the request has nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app import clock
from app.authz import Bearer
from app.crypto.tokens import TokenSigner
from app.db.session import Session
from app.errors import NotAuthenticated, PasswordChangeRequired
from app.identifiers import new_id
from app.queries.identity import sessions as queries
from app.services.identity.origin import Origin


@dataclass(frozen=True, slots=True)
class Issuer:
    """What makes tokens: the signer, and how long the two kinds are good for."""

    signer: TokenSigner
    access: timedelta
    refresh: timedelta


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client gets; `expires_in` in seconds, of the access token."""

    access_token: str
    refresh_token: str
    expires_in: int
    password_change_required: bool = False


async def begin(session: Session, issuer: Issuer, user_id: UUID, origin: Origin) -> Tokens:
    """A new session with its first pair of tokens."""
    now = clock.now()
    bearer, refresh = Bearer(user_id, new_id(now)), secrets.token_urlsafe(32)
    await session.run(queries.BEGIN, of_user=user_id, **_of_now(bearer, issuer, origin))
    return await _issue(session, issuer, bearer, refresh)


async def rotate(session: Session, issuer: Issuer, refresh: str, attempt: str | None, origin: Origin) -> Tokens | None:
    """A new pair for a refresh token; None when it was used before, and then its family ends.

    The same `attempt` again gives the same refresh token again, until that has been used. The caller must let the end
    of a family commit and refuse afterwards.

    Raises:
        NotAuthenticated: it is unknown or expired, its session has ended, or its user was deactivated.
        PasswordChangeRequired: the session began with a one-time password.
    """
    family = await session.first(queries.LOCK_FAMILY, hashed=_hash(refresh))
    if family is None or family["ended_at"] is not None or not family["is_active"]:
        raise NotAuthenticated()
    if family["password_expires_at"] is not None:
        raise PasswordChangeRequired()
    held = await session.one(queries.TOKEN, hashed=_hash(refresh))  # after whoever had the family before
    now = clock.now()
    if held["expires_at"] <= now:
        raise NotAuthenticated()
    bearer = Bearer(family["user_id"], family["id"])
    following = issuer.signer.successor(refresh, attempt) if attempt else secrets.token_urlsafe(32)
    if held["used_at"] is None:
        await session.run(queries.USE, hashed=_hash(refresh), at=now, attempt=_hash(attempt) if attempt else None)
        await session.run(queries.GO_ON, **_of_now(bearer, issuer, origin))
        return await _issue(session, issuer, bearer, following)
    if attempt and held["used_by"] == _hash(attempt) and await _is_unused(session, following):
        return _pair(issuer, bearer, following)
    await session.run(queries.END, family=family["id"], at=now)
    return None


async def sign_out(session: Session, refresh: str) -> None:
    """Ends the session of a refresh token; an unknown one has ended."""
    family = await session.first(queries.LOCK_FAMILY, hashed=_hash(refresh))
    if family is not None:
        await session.run(queries.END, family=family["id"], at=clock.now())


async def _is_unused(session: Session, refresh: str) -> bool:
    held = await session.first(queries.TOKEN, hashed=_hash(refresh))
    return held is not None and held["used_at"] is None


async def _issue(session: Session, issuer: Issuer, bearer: Bearer, refresh: str) -> Tokens:
    now = clock.now()
    await session.run(
        queries.ISSUE,
        token_hash=_hash(refresh),
        family_id=bearer.session_id,
        created_at=now,
        expires_at=now + issuer.refresh,
    )
    return _pair(issuer, bearer, refresh)


def _pair(issuer: Issuer, bearer: Bearer, refresh: str) -> Tokens:
    access = issuer.signer.sign(bearer, clock.now(), issuer.access)
    return Tokens(access, refresh, int(issuer.access.total_seconds()))


def _of_now(bearer: Bearer, issuer: Issuer, origin: Origin) -> dict[str, object]:
    """What a session remembers of its latest use."""
    now = clock.now()
    network = origin.mark("user", bearer.user_id)
    return {"family": bearer.session_id, "network": network, "at": now, "until": now + issuer.refresh}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
