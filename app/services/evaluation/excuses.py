"""What keeps a case from counting: appeals that were granted, and irregularities that were confirmed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.db.session import Session
from app.queries.evaluation import appeals as queries
from app.services.irregularities import excluding
from app.workflow.irregularities.kinds import IrregularityKind


@dataclass(frozen=True, slots=True)
class Excuse:
    """Of one case: what it is exempt from, and in which ways it was confirmed to be irregular."""

    exempt: frozenset[str] = frozenset()
    irregular: frozenset[IrregularityKind] = frozenset()


NO_EXCUSE = Excuse()


async def of_cases(session: Session, case_ids: Sequence[UUID]) -> Mapping[UUID, Excuse]:
    """Of some cases those that have one."""
    exempt: dict[UUID, set[str]] = defaultdict(set)
    for row in await session.all(queries.GRANTED, case_ids=list(case_ids)):
        exempt[row["case_id"]].add(row["about"])
    irregular = await excluding.confirmed_among(session, case_ids)
    return {
        case_id: Excuse(frozenset(exempt.get(case_id, ())), irregular.get(case_id, frozenset()))
        for case_id in exempt.keys() | irregular.keys()
    }
