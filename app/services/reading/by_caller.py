"""The cases of a caller 来电人: found by exactly their phone, through a keyed digest, and recorded like a reveal.

Every case that was shown remembers who found it by its caller, and why: whoever sees that, knows whose it is.
"""

from datetime import timedelta

import orjson

from app import clock
from app.authz import Actor, Permission
from app.crypto.marks import Mark
from app.db.session import Session
from app.errors import NotPermitted
from app.logs import Log
from app.queries.cases.orders import NEWEST_FIRST
from app.queries.cases.scope import scope_where
from app.schemas.cases.callers import FindByCaller
from app.services.cases import contacts, rereading
from app.services.cases.recording import record
from app.services.reading.case_lists import fetch
from app.services.reading.showing import show
from app.services.security import bounds
from app.services.security.bounds import Bound
from app.workflow.actions import Action

OF_A_DAY = Bound(1_000, timedelta(days=1))  # of one user: several times what a desk of the hotline takes
log = Log()


async def search(session: Session, actor: Actor, body: FindByCaller, marks: Mark) -> dict[str, object]:
    """A page of the cases that the caller reported, newest first, where the actor may see contacts.

    Raises:
        NotPermitted: they may nowhere. TooManyRequests: so many callers nobody has in a day.
        BadCursor: of another search.
    """
    scope = scope_where(actor, Permission.REVEAL_CONTACT)
    if not scope.shape.areas:
        raise NotPermitted()
    await bounds.count(session, "caller", str(actor.user_id), OF_A_DAY)
    now = clock.now()
    values = {"called_from": sorted(contacts.marks_of(marks, body.phone))}
    cases, cursor = await fetch(session, actor, scope, values, NEWEST_FIRST, body.limit, body.cursor, now)
    items = [orjson.loads(shown) for shown in await show(session, actor, cases, now)]
    for known, item in sorted(zip(cases, items, strict=True), key=lambda each: each[0].id):  # one order of locks
        told = {"reason_code": body.reason_code, "by": "phone"}
        case = await record(session, actor, scope, known.id, Action.REVEAL_CONTACT, told)
        item["version"] = case["version"] if case is not None else known.version
    log.info("caller_looked_for", user_id=str(actor.user_id), reason=body.reason_code, found=len(items))
    return {"items": items, "next_cursor": cursor, "complete": await rereading.is_finished(session, rereading.CALLERS)}
