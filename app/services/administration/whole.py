"""The whole organisation at once: only for whoever administers all of it."""

import asyncio

from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotPermitted
from app.models.audit import Deed
from app.queries.organisation import administration as queries
from app.services.importing import exporting
from app.services.security.trail import record


async def require_whole(session: Session, actor: Actor) -> None:
    """Lets whoever administers every area pass.

    Raises:
        NotPermitted: there are others.
    """
    if await session.value(queries.AREA_OUTSIDE, paths=list(actor.areas_of(Permission.ADMINISTER))):
        raise NotPermitted()


async def export(session: Session, actor: Actor, *, with_phones: bool) -> bytes:
    """The zip of an export.

    Raises:
        NotPermitted: there are areas the actor does not administer.
    """
    await require_whole(session, actor)
    files = await exporting.export(session, with_phones=with_phones)
    await record(session, actor, Deed.EXPORT, "all", with_phones=with_phones)
    return await asyncio.to_thread(exporting.packed, files)
