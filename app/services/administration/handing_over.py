"""Handing over 工作移交 what a leaver holds, in bounded batches: each case through the one door, with a result each.

An administrator sees no cases: they are told numbers, kinds and deadlines, and of confidential ones only that they are.
"""

from uuid import UUID

from app.authz import Actor
from app.db.session import Row, Session
from app.errors import AppError, NotFound
from app.models.audit import Deed
from app.queries.organisation import holding as queries
from app.schemas.flow.handing_over import HandOver, HandOverIn
from app.services.administration.holding import counts, paths_of
from app.services.administration.people import changeable, is_visible, record_of
from app.services.flow.transitions import perform_unseen
from app.services.organisation.reach import Done, reach_of
from app.workflow.actions import Action
from app.workflow.number import number_of

AT_ONCE = 200


async def preview(session: Session, actor: Actor, user_id: UUID) -> dict[str, object]:
    """What there is to hand over, and the first of it.

    Raises:
        NotFound: there is no such user in reach.
    """
    if not await is_visible(session, await reach_of(session, actor), user_id):
        raise NotFound()
    rows = await session.all(queries.PAGE, of_user=user_id, paths=paths_of(actor), after=None, count=AT_ONCE)
    return await counts(session, actor, user_id) | {"items": [_view(row) for row in rows if row["is_open"]]}


async def hand_over(session: Session, actor: Actor, user_id: UUID, body: HandOverIn) -> Done:
    """The next batch of what a user holds goes to another; what cannot, says why and stays.

    Raises:
        NotFound, NotPermitted: one of the two is not in reach, or reaches further.
    """
    reach = await reach_of(session, actor)
    leaver = await changeable(session, actor, reach, user_id)
    if not await is_visible(session, reach, body.to_id):
        raise NotFound()
    rows = await session.all(queries.PAGE, of_user=user_id, paths=paths_of(actor), after=body.after, count=AT_ONCE + 1)
    batch = rows[:AT_ONCE]
    results = [await _one(session, actor, row, user_id, body) for row in batch if row["kind"] in body.kinds]
    refused = [result for result in results if result["code"] is not None]
    handed = len(results) - len(refused)
    if handed:
        await record_of(session, actor, Deed.HAND_OVER, leaver, to=str(body.to_id), handed=handed)
    following = batch[-1]["id"] if len(rows) > AT_ONCE else None
    return Done({"handed": handed, "refused": refused, "next_after": following})


async def _one(session: Session, actor: Actor, row: Row, user_id: UUID, body: HandOverIn) -> dict[str, object]:
    command = HandOver(from_id=user_id, to_id=body.to_id, note=body.note)
    told = {"case_id": row["id"], "number": number_of(row["serial"])} if row["is_open"] else _UNTOLD
    result = dict(told) | {"kind": row["kind"], "code": None, "detail_zh": None, "detail": None}
    try:
        await perform_unseen(session, actor, row["id"], Action.HAND_OVER, command)
    except AppError as refused:
        return result | {"code": refused.code, "detail_zh": refused.detail("zh"), "detail": refused.detail("en")}
    return result


_UNTOLD = {"case_id": None, "number": None}


def _view(row: Row) -> dict[str, object]:
    names = ("kind", "status", "area_code", "due_at", "stage_due_at")
    told = {name: row[name] for name in names} | {"department_code": row["lead_department_code"]}
    return {"case_id": row["id"], "number": number_of(row["serial"])} | told
