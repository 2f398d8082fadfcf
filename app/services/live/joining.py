"""How somebody begins to listen: from now on, or after the last hint they have heard."""

from collections.abc import Sequence
from datetime import datetime

from app.authz import Actor, Bearer
from app.concurrency.slices import Slices
from app.db.session import Session
from app.queries.sync import live as queries
from app.queries.sync.live import ChangeRow, Head
from app.services.identity import actors
from app.services.live import hints, interests
from app.services.live.broadcast import Broadcast, Place, hint_of
from app.services.live.following import keys_now
from app.services.live.hints import Why
from app.services.live.listener import MOST_WAITING, RESETS, Listener

MOST_CHANGES = 2_000  # that are told one by one to who comes back: to read a list is less than so many hints


async def join(
    session: Session, live: Broadcast, place: Place, bearer: Bearer, expires: datetime, actor: Actor, since: int | None
) -> bytes:
    """Lets an actor listen at a place, to all that changes after `since`; gives what they are told first."""
    interest = interests.of_actor(actor)
    listener = Listener(bearer, expires, interest, actors.standing_of(session, bearer, actor))
    number = live.enter(place, listener)  # from here on nothing passes them by
    if since is None:
        return hints.beginning(number, interest.names)
    listener.floor = since
    why = await _catch_up(session, listener, since, number)
    if why is None:
        return hints.beginning(since, interest.names)
    listener.floor = 0
    RESETS.labels(why.value).inc()
    return hints.reset(why, number) + hints.beginning(number, interest.names)


async def _catch_up(session: Session, listener: Listener, since: int, number: int) -> Why | None:
    """Lets them hear what changed after `since` up to `number`, or says why that cannot be told."""
    head = await session.one(queries.HEAD)
    if (why := _unreachable(head, since)) is not None or since >= number:
        return why
    keys = list(listener.interest.keys)
    news = await session.all(queries.UNDER_KEYS, keys=keys, after=since, until=number, count=MOST_CHANGES + 1)
    if len(news) > MOST_CHANGES or len({change["case_id"] for change in news}) > MOST_WAITING // 2:
        return Why.FORGOTTEN
    await _tell(session, listener, news)
    return None


def _unreachable(head: Head, since: int) -> Why | None:
    if since > head["number"] or 0 < head["renewed"] >= since:
        return Why.RENEWED
    return Why.FORGOTTEN if since < head["forgotten"] else None


async def _tell(session: Session, listener: Listener, news: Sequence[ChangeRow]) -> None:
    keys, told, slices = await keys_now(session, news), [], Slices()
    for change in news:
        told.append(hint_of(change, frozenset(keys.get(change["case_id"], ())), listener))
        await slices.rest()
    listener.hear_first(told)
