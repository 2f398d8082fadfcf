"""Where an answer of a resident came from: kept as keyed digests, for half a year, so that floods are found."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.db.session import Session
from app.queries.irregularities import keeping as queries

KEPT = timedelta(days=183)


class Source(NamedTuple):
    """A browser that keeps our cookie, if it does, and the network it answers from; both as keyed digests."""

    device: str | None
    network: str


async def keep(
    session: Session, case_id: UUID, round_: int, unit: str | None, source: Source, closed_at: datetime, now: datetime
) -> None:
    """Beside the answer of a round; of a case that no unit had there is nobody whose rating it could be."""
    if unit is not None:
        await session.run(
            queries.ADD_ORIGIN, case_id=case_id, round=round_, department_code=unit, device=source.device,
            network=source.network, closed_at=closed_at, created_at=now,
        )  # fmt: skip
