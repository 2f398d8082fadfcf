"""Links to one file that work for five minutes without a token: what an `<img>` can show."""

from datetime import datetime, timedelta
from typing import NamedTuple

from app.errors import Gone, NotFound
from app.sealing import Seal
from app.services.photos.store import copy_of, original

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


def link_to(kept: Kept, seal: Seal, now: datetime) -> str:
    """The address of a file, for five minutes."""
    return _PATH + seal.close([*kept, int((now + LASTS).timestamp())])


def behind(sealed: str, seal: Seal, now: datetime) -> Kept:
    """The file behind a link.

    Raises:
        NotFound: the link is none of ours. Gone: its time is over.
    """
    try:
        name, media_type, tag, until = seal.open(sealed)
    except (ValueError, TypeError):
        raise NotFound() from None
    if now.timestamp() > until:
        raise Gone()
    return Kept(name, media_type, tag)
