"""Evidence of a village: photos that come before their matter, are given to it once, and are shown to who sees it."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Database, Session
from app.errors import NotFound, invalid_field
from app.identifiers import new_id
from app.queries import photos as photo_queries
from app.queries.households import photos as queries
from app.services.households.access import Village, require, village_of
from app.services.photos import links
from app.services.photos.copies import PhotoParked, PhotoPending
from app.services.photos.store import PhotoStore


async def require_welcome(database: Database, actor: Actor, code: str) -> None:
    """Refuses a photo of who has nothing to tell in this village: nothing is kept for them.

    Raises:
        NotFound: they are nothing to it. NotPermitted: they only vote there.
    """
    async with database.reading() as session:
        village = await village_of(session, actor, code)
        require(holds=village.standing.is_any)


async def add(
    database: Database, store: PhotoStore, actor: Actor, code: str, content: AsyncIterator[bytes]
) -> dict[str, object]:
    """Keeps a photo until a matter takes it. No connection is held while the picture is looked at.

    Raises:
        NotFound, NotPermitted: see `require_welcome`. UnsupportedMedia, Invalid, TooLarge: not a usable picture.
    """
    await require_welcome(database, actor, code)
    sha256 = await store.keep(database, content)
    async with database.writing() as session:
        used = await session.one(photo_queries.USE, of_sha256=sha256)
        now = clock.now()
        row: dict[str, object] = {"id": new_id(now), "repeated": used["uses"] > 1}
        await session.run(
            queries.KEEP, **row, village_code=code, sha256=sha256, uploader_id=actor.user_id, created_at=now
        )
    return row


async def use(session: Session, actor: Actor, village: Village, photo_ids: Sequence[UUID], matter: UUID) -> None:
    """Gives photos to the matter they are evidence for; each belongs to one.

    Raises:
        Invalid: one is not there, not the actor's own, or belongs to another matter.
    """
    wanted = set(photo_ids)
    if not wanted:
        return
    used = await session.all(
        queries.USE, ids=sorted(wanted), village=village.code, uploader=actor.user_id, matter=matter
    )
    if len(used) != len(wanted):
        zh, en = (
            "照片不存在、非本人上传或已用于其他事项",
            "a photo is not there, not your own, or used for something else",
        )
        raise invalid_field("/photo_ids", zh, en)


async def copy(session: Session, actor: Actor, code: str, photo_id: UUID, size: str) -> links.Kept:
    """The copy of a photo that may leave, for who has a post in the village; a member of the council sees it too.

    Raises:
        NotFound: there is none within sight. PhotoPending: the copy is being made. PhotoParked: none could be made.
    """
    village = await village_of(session, actor, code)
    row = await session.first(queries.ONE, of_id=photo_id, village=village.code)
    if row is None or (row["used_for"] is None and row["uploader_id"] != actor.user_id):
        raise NotFound()
    if row["copies"] == "parked":
        raise PhotoParked()
    if row["copies"] != "made":
        raise PhotoPending(headers={"Retry-After": "2"}, copies=row["copies"])
    return links.kept_copy(row["sha256"], size)
