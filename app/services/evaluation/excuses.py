"""What keeps a case from counting: appeals that were granted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.db.session import Session
from app.queries.evaluation import appeals as queries


@dataclass(frozen=True, slots=True)
class Excuse:
    """Of one case: what it is exempt from, and whether it counts at all."""

    exempt: frozenset[str] = frozenset()
    excluded: bool = False


NO_EXCUSE = Excuse()


async def of_cases(session: Session, case_ids: Sequence[UUID]) -> Mapping[UUID, Excuse]:
    """Of some cases those that have one."""
    exempt: dict[UUID, set[str]] = defaultdict(set)
    for row in await session.all(queries.GRANTED, case_ids=list(case_ids)):
        exempt[row["case_id"]].add(row["about"])
    return {case_id: Excuse(frozenset(about)) for case_id, about in exempt.items()}
