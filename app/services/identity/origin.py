"""Where a request comes from, as far as signing in cares: its network, of which only keyed digests are kept."""

import asyncio
from dataclasses import dataclass

from app.crypto.marks import Mark


@dataclass(frozen=True, slots=True)
class Origin:
    """A network (an IPv4 address, of IPv6 the /64), and what tells that its client waits no longer."""

    network: str
    _mark: Mark
    left: "asyncio.Future[None] | None" = None

    def mark(self, *who: object) -> str:
        """What the database keeps of somebody at this network."""
        return self._mark.of(self.network, *who)
