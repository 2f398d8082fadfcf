"""How often somebody may try something: counted in the database, so that every process knows of all attempts."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from app import clock
from app.db.session import Session
from app.errors import TooManyRequests
from app.queries.security import bounds as queries
from app.queries.security.bounds import TriedRow


class Bound(NamedTuple):
    """So many attempts within so long."""

    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Tried:
    """How often, and in how many seconds that is forgotten."""

    count: int
    seconds: int

    @property
    def refusal(self) -> TooManyRequests:
        """Says when to come again."""
        return TooManyRequests(headers={"Retry-After": str(self.seconds)})


async def count(session: Session, kind: str, who: str, bound: Bound) -> None:
    """One more attempt of `kind` by `who`, who is kept as a hash alone.

    In the transaction of what is attempted: one too many is taken back with it, so that refused ones do not prolong it.

    Raises:
        TooManyRequests: too many within the time; `Retry-After` says in how many seconds it is over.
    """
    told = await add(session, kind, who, bound)
    if told.count > bound.most:
        raise told.refusal


async def add(session: Session, kind: str, who: str, bound: Bound) -> Tried:
    """One more, whatever the bound says; and how many there have been."""
    now = clock.now()
    told = await session.one(queries.COUNT, key=_key(kind, who), at=now, before=now - bound.within)
    return _tried(told, bound)


async def tried(session: Session, kind: str, who: str, bound: Bound) -> Tried:
    """How many there have been."""
    told = await session.first(queries.TRIED, key=_key(kind, who), before=clock.now() - bound.within)
    return _tried(told, bound) if told else Tried(0, 0)


async def forget(session: Session, kind: str, who: str) -> None:
    """Begins anew."""
    await session.run(queries.BEGIN_ANEW, key=_key(kind, who))


def _tried(told: TriedRow, bound: Bound) -> Tried:
    return Tried(told["count"], int((told["began_at"] + bound.within - clock.now()).total_seconds()) + 1)


def network(address: str | None) -> str:
    """Who is behind an address: of IPv6 the whole network of a household."""
    try:
        told = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    told = getattr(told, "ipv4_mapped", None) or told  # as a proxy that listens to both families tells it
    return str(ipaddress.ip_network((told, 64), strict=False)) if told.version == 6 else str(told)


def _key(kind: str, who: str) -> str:
    return hashlib.sha256(f"{kind}:{who}".encode()).hexdigest()
