"""How often somebody may try something: counted in the database, so that every process knows of all attempts."""

import hashlib
import ipaddress
from datetime import timedelta
from typing import NamedTuple

from app import clock
from app.db.session import Session
from app.errors import TooManyRequests
from app.queries import bounds as queries


class Bound(NamedTuple):
    """So many attempts within so long."""

    most: int
    within: timedelta


async def count(session: Session, kind: str, who: str, bound: Bound) -> None:
    """One more attempt of `kind` by `who`, who is kept as a hash alone.

    In the transaction of what is attempted: one too many is taken back with it, so that refused ones do not prolong it.

    Raises:
        TooManyRequests: too many within the time; `Retry-After` says in how many seconds it is over.
    """
    now = clock.now()
    told = await session.one(queries.COUNT, key=_key(kind, who), at=now, before=now - bound.within)
    if told["count"] > bound.most:
        seconds = int((told["began_at"] + bound.within - now).total_seconds()) + 1
        raise TooManyRequests(headers={"Retry-After": str(seconds)})


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
