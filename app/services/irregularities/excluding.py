"""For whoever evaluates 考评: which cases of a period are irregular, of which kind, and whom that concerns.

The one door to what is kept here: a scheme excludes those that are confirmed 属实, or lists them; those that are found
and not judged yet are never held against anybody, and may be listed at most.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from app.db.session import Session
from app.queries.irregularities import reading as queries
from app.queries.irregularities.reading import IrregularCase
from app.workflow.irregularities.kinds import IrregularityState

CONFIRMED = frozenset({IrregularityState.CONFIRMED})


async def irregular_cases(
    session: Session,
    since: datetime,
    until: datetime,
    *,
    area_path: str = "",
    states: Collection[IrregularityState] = CONFIRMED,
) -> list[IrregularCase]:
    """Those that happened from a moment until before another, within an area (the empty path: everywhere).

    A row a case and irregularity: `person_id` is the worker it concerns, `department_code` the unit that was rated.
    Only the cases that are odd themselves are told, not those they were compared with.
    """
    told = sorted(state.value for state in states)
    return await session.all(queries.OF_PERIOD, since=since, until=until, states=told, within=area_path)


async def confirmed_among(session: Session, case_ids: Sequence[UUID]) -> set[UUID]:
    """Of some cases those that are confirmed to be irregular: they count for nobody."""
    rows = await session.all(
        queries.CONFIRMED_AMONG, case_ids=list(case_ids), confirmed=IrregularityState.CONFIRMED.value
    )
    return {row["case_id"] for row in rows}


async def cases_of(session: Session, irregularity_id: UUID) -> list[UUID]:
    """The cases of an irregularity that are odd themselves."""
    return [row["case_id"] for row in await session.all(queries.SUBJECTS_OF, of_id=irregularity_id)]
