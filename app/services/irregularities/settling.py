"""Making what is kept of a look what the look found: found once, changed while nobody has judged, taken back.

So a look may be repeated however often, by whichever worker: it leaves what a first look at the record would find.
"""

from app import clock
from app.db.session import Session
from app.identifiers import new_id
from app.queries.irregularities import keeping as queries
from app.queries.irregularities.keeping import Standing
from app.services.irregularities.finding.found import Finding, Look
from app.workflow.irregularities.kinds import EntryKind, IrregularityState


async def settle(session: Session, look: Look) -> int:
    """Keeps what is new, changes what has changed, takes back what holds no longer; gives how many were found."""
    standing = {row["id"]: row for row in await session.all(queries.STANDING, ids=sorted(look.looked_at))}
    for id_ in sorted(look.found):
        finding, known = look.found[id_], standing.get(id_)
        if known is None:
            await _keep(session, finding)
        elif known["state"] in (IrregularityState.FOUND, IrregularityState.WITHDRAWN):
            await _change(session, finding, known)
    for id_, known in standing.items():
        if id_ not in look.found and known["state"] == IrregularityState.FOUND:
            await session.run(
                queries.SET_STATE, of_id=id_, to_state=IrregularityState.WITHDRAWN.value, at=None, by=None
            )
            await _enter(session, id_, EntryKind.WITHDRAWN)
    return len(look.found)


async def _keep(session: Session, finding: Finding) -> None:
    await session.run(
        queries.KEEP, id=finding.id, kind=finding.kind, person_id=finding.person_id,
        department_code=finding.department_code, area_path=finding.area_path, happened_at=finding.happened_at,
        found_at=clock.now(), figures=dict(finding.figures),
    )  # fmt: skip
    await _of_cases(session, finding)


async def _change(session: Session, finding: Finding, known: Standing) -> None:
    again = known["state"] == IrregularityState.WITHDRAWN
    figures = dict(finding.figures)
    if not again and known["figures"] == figures and tuple(known["subjects"]) == finding.subjects:
        return
    await session.run(
        queries.CHANGE, of_id=finding.id, to_state=IrregularityState.FOUND.value, to_path=finding.area_path,
        at=finding.happened_at, to_figures=figures,
    )  # fmt: skip
    await session.run(queries.DROP_CASES, of_id=finding.id)
    await _of_cases(session, finding)
    if again:
        await _enter(session, finding.id, EntryKind.FOUND_AGAIN)


async def _of_cases(session: Session, finding: Finding) -> None:
    told = [(case_id, True) for case_id in finding.subjects] + [(case_id, False) for case_id in finding.others]
    await session.run_many(
        queries.ADD_CASE,
        [{"case_id": case_id, "irregularity_id": finding.id, "is_subject": odd} for case_id, odd in told],
    )


async def _enter(session: Session, id_: object, kind: EntryKind) -> None:
    now = clock.now()
    await session.run(
        queries.ADD_ENTRY, id=new_id(now), irregularity_id=id_, kind=kind, said_by=None, note=None, created_at=now
    )
