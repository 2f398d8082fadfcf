"""Handing over 工作移交 what a unit has that is dissolved or merged 机构调整: in bounded batches, a result each.

An administrator sees no cases: they are told numbers, kinds and deadlines, and of confidential ones only that they are.
"""

from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import AppError, NotFound
from app.models.audit import Deed
from app.queries.organisation import holding as queries
from app.queries.organisation.holding import UnitCase
from app.schemas.flow.handing_over import HandOverUnit, HandOverUnitIn
from app.services.administration.handing_over import AT_ONCE
from app.services.administration.holding import paths_of
from app.services.flow.transitions import perform_unseen
from app.services.organisation.reach import Done, lies_at, reach_of
from app.services.security.trail import record
from app.workflow.actions import Action
from app.workflow.number import number_of


async def preview(session: Session, actor: Actor, code: str) -> dict[str, object]:
    """What a unit has where the actor administers, and the first of it.

    Raises:
        NotFound: there is no such unit in reach.
    """
    await _require(session, actor, code)
    values = {"of_unit": code, "paths": paths_of(actor)}
    counts = {row["kind"]: row["count"] for row in await session.all(queries.UNIT_COUNTS, **values)}
    rows = await session.all(queries.UNIT_PAGE, **values, after=None, count=AT_ONCE)
    items = [_view(row) for row in rows if row["is_open"]]
    return {"lead": counts.get("lead", 0), "assist": counts.get("assist", 0), "items": items}


async def hand_over(session: Session, actor: Actor, code: str, body: HandOverUnitIn) -> Done:
    """The next batch of what a unit has goes to another; what cannot, says why and stays.

    Raises:
        NotFound: one of the two is not in reach.
    """
    await _require(session, actor, code, body.to)
    rows = await session.all(
        queries.UNIT_PAGE, of_unit=code, paths=paths_of(actor), after=body.after, count=AT_ONCE + 1
    )
    batch = rows[:AT_ONCE]
    results = [await _one(session, actor, row, code, body) for row in batch]
    refused = [result for result in results if result["code"] is not None]
    handed = len(results) - len(refused)
    if handed:
        at = await lies_at(session, [], [code])
        await record(session, actor, Deed.HAND_OVER_UNIT, code, at=at, to=body.to, handed=handed)
    following = batch[-1]["id"] if len(rows) > AT_ONCE else None
    return Done({"handed": handed, "refused": refused, "next_after": following})


async def _require(session: Session, actor: Actor, *codes: str) -> None:
    if not (await reach_of(session, actor)).serving.issuperset(codes):
        raise NotFound()


async def _one(session: Session, actor: Actor, row: UnitCase, code: str, body: HandOverUnitIn) -> dict[str, object]:
    command = HandOverUnit(from_department=code, to_department=body.to, note=body.note)
    told = {"case_id": row["id"], "number": number_of(row["serial"])} if row["is_open"] else _UNTOLD
    result = dict(told) | {"kind": row["kind"], "code": None, "detail_zh": None, "detail": None}
    try:
        await perform_unseen(session, actor, row["id"], Action.HAND_OVER_UNIT, command)
    except AppError as refused:
        return result | {"code": refused.code, "detail_zh": refused.detail("zh"), "detail": refused.detail("en")}
    return result


_UNTOLD = {"case_id": None, "number": None}


def _view(row: UnitCase) -> dict[str, object]:
    told = columns(row, ("kind", "status", "area_code", "due_at", "stage_due_at"))
    return {"case_id": row["id"], "number": number_of(row["serial"])} | told
