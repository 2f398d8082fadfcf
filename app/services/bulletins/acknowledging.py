"""Acknowledging a bulletin 签阅: somebody of a unit or a centre it was sent to has read it."""

from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import NotPermitted, WrongState
from app.queries.bulletins import issues
from app.services.bulletins import reading
from app.workflow.bulletins.life import BulletinStatus


async def acknowledge(session: Session, actor: Actor, bulletin_id: UUID) -> bytes:
    """The actor has read it, in the name of every addressee they are of; once is enough.

    Raises:
        NotFound: they do not see it. WrongState: it is not signed. NotPermitted: it was not sent to any of theirs.
    """
    row = await reading.visible(session, actor, bulletin_id)
    if row["status"] != BulletinStatus.PUBLISHED:
        raise WrongState(zh="简报尚未签发", en="The bulletin is not signed yet", version=row["version"])
    mine = await reading.addressed_as(session, actor, row)
    if not mine:
        raise NotPermitted(zh="该简报未发送给您所在的单位", en="The bulletin was not sent to a unit of yours")
    now = clock.now()
    await session.run_many(
        issues.ACKNOWLEDGE,
        [
            {"bulletin_id": bulletin_id, "kind": each["kind"], "code": each["code"], "user_id": actor.user_id,
             "read_at": now}
            for each in mine
        ],
    )  # fmt: skip
    return await reading.read(session, actor, bulletin_id)
