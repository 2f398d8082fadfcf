"""Links to one file that work for five minutes without a token: what an `<img>` can show.

A link is made for somebody who sees a case, and opens while they do: a tier that is raised, a post that ends and a user
who is deactivated close it at once.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.crypto.signed import Signed
from app.db.session import Session
from app.errors import Gone, NotAuthenticated, NotFound
from app.services.identity.actors import load_actor
from app.services.photos.store import copy_of, original
from app.services.reading import cases

LASTS = timedelta(minutes=5)
COPY_TYPE = "image/jpeg"
_PATH = "/api/v1/files/"


class Kept(NamedTuple):
    """A file to send: its name in the store, what it is, and the tag of its content."""

    name: str
    media_type: str
    tag: str


def kept_copy(sha256: str, size: str) -> Kept:
    """A copy that may leave."""
    return Kept(copy_of(sha256, size), COPY_TYPE, f"{size}-{sha256[:32]}")


def kept_original(sha256: str, media_type: str) -> Kept:
    """The bytes as they came."""
    return Kept(original(sha256), media_type, sha256)


class Reader(NamedTuple):
    """For whom a link is, and the case in which they see the file."""

    user_id: UUID
    case_id: UUID


def link_to(kept: Kept, reader: Reader, signed: Signed, now: datetime) -> str:
    """The address of a file, for five minutes."""
    until = int((now + LASTS).timestamp())
    return _PATH + signed.sign([*kept, until, *map(str, reader)])


async def behind(session: Session, link: str, signed: Signed, now: datetime) -> Kept:
    """The file behind a link.

    Raises:
        NotFound: the link is none of ours. Gone: its time is over, or its reader does not see the case any more.
    """
    try:
        name, media_type, tag, until, *reader = signed.verify(link)
        user_id, case_id = map(UUID, reader)
    except (ValueError, TypeError, AttributeError):
        raise NotFound() from None
    if now.timestamp() > until:
        raise Gone()
    try:
        await cases.get(session, await load_actor(session, user_id), case_id)
    except (NotFound, NotAuthenticated):
        raise Gone() from None
    return Kept(name, media_type, tag)
