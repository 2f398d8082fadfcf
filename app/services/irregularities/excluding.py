"""For whoever evaluates 考评: which cases are confirmed 属实 to be irregular, and count for nobody.

What is found and not judged yet is never held against anybody.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.db.session import Session
from app.queries.irregularities import reading as queries
from app.workflow.irregularities.kinds import IrregularityKind, IrregularityState


async def confirmed_among(session: Session, case_ids: Sequence[UUID]) -> Mapping[UUID, frozenset[IrregularityKind]]:
    """Of some cases those that are confirmed to be irregular, and in which ways."""
    rows = await session.all(
        queries.CONFIRMED_AMONG, case_ids=list(case_ids), confirmed=IrregularityState.CONFIRMED.value
    )
    return {row["case_id"]: frozenset(IrregularityKind(kind) for kind in row["kinds"]) for row in rows}


async def cases_of(session: Session, irregularity_id: UUID) -> list[UUID]:
    """The cases of an irregularity that are odd themselves."""
    return [row["case_id"] for row in await session.all(queries.SUBJECTS_OF, of_id=irregularity_id)]
