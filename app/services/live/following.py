"""Following the stream of changes in one process: on one connection, woken by the relay, and looking by itself too.

A notification that is lost costs a second. Before anything is told it is asked whether those who listen still may:
nobody hears a change by what was so more than `ASKED_EVERY` seconds before.
"""

import asyncio
from collections.abc import Collection
from uuid import UUID

from app import clock
from app.authz import Permission
from app.concurrency.slices import Slices
from app.db.listening import listening
from app.db.memory import Memory
from app.db.session import Session
from app.errors import NotAuthenticated, PasswordChangeRequired
from app.logs import Log
from app.queries.sync import live as queries
from app.queries.sync.changes import CHANNEL
from app.queries.sync.live import ChangeRow, Head
from app.refusals import AWAY
from app.services.cases import scope_keys
from app.services.identity import actors
from app.services.live import interests
from app.services.live.broadcast import Broadcast
from app.services.live.hints import Why
from app.services.live.listener import Listener

LOOK_EVERY = 1.0  # seconds, where nobody notifies
ASKED_EVERY = 15.0
LONGEST_PAUSE = 5.0  # seconds between attempts to connect
_BATCH = 500
log = Log()


class Follower:
    """Of one process, from when it begins to serve until it ends."""

    def __init__(self, broadcast: Broadcast) -> None:
        """Takes whom to tell."""
        self._broadcast = broadcast
        self._epoch: int | None = None
        self._asked_at, self._day = clock.monotonic(), clock.today()

    async def follow(self, url: str, memory: Memory) -> None:
        """Follows the database at `url` until cancelled; one that is away is waited for."""
        pause = 0.0
        while True:
            try:
                async with listening(url, CHANNEL, memory) as ears:
                    while True:
                        await self.look(ears.session)
                        pause = 0.0
                        await ears.heard(LOOK_EVERY)
            except AWAY as error:
                log.warning("live_waits_for_database", error=type(error).__name__)
            except Exception:  # a fault in one look ends neither the streams nor the service
                log.exception("live_failed")
            pause = min(max(2 * pause, 0.1), LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def look(self, session: Session) -> None:
        """Tells what is new to who may hear it."""
        live = self._broadcast
        if clock.monotonic() - self._asked_at >= ASKED_EVERY:
            await self.ask_again(session)
        head = await session.one(queries.HEAD)
        if self._epoch is None:
            self._epoch, live.number, live.is_open = head["epoch"], head["number"], True
        if head["epoch"] != self._epoch or not head["forgotten"] <= live.number <= head["number"]:
            self._break_off(head)
        if not live.listeners():
            live.number = head["number"]
        await self._tell(session, head)

    async def _tell(self, session: Session, head: Head) -> None:
        live, slices = self._broadcast, Slices()
        while live.number < head["number"]:
            news = await session.all(queries.AFTER, after=live.number, count=_BATCH)
            keys = await keys_now(session, news)
            for change in news:
                live.tell(change, keys.get(change["case_id"], ()))
                await slices.rest()
            if not news:  # they were taken away, or the number was set by hand
                self._break_off(head)

    def _break_off(self, head: Head) -> None:
        """What lies between cannot be told: whoever listens reads anew, and all goes on from here."""
        self._broadcast.end_all(Why.RENEWED)
        self._epoch, self._broadcast.number = head["epoch"], head["number"]

    async def ask_again(self, session: Session) -> None:
        """Ends who may hear no more, or not the same; one statement for all of whom nothing has changed."""
        today, listeners = clock.today(), self._broadcast.listeners()
        standings = await actors.standings(session, {each.bearer for each in listeners}) if listeners else {}
        for listener in listeners:
            standing = standings.get(listener.bearer)
            if standing is None:
                self._broadcast.end(listener, Why.SIGNED_OUT)
            elif standing != listener.standing or today != self._day:
                why = await _changed(session, listener)
                listener.standing = standing
                if why is not None:
                    self._broadcast.end(listener, why)
        self._asked_at, self._day = clock.monotonic(), today


async def _changed(session: Session, listener: Listener) -> Why | None:
    """Why one whose posts were written anew, or on another day, does not hear on; None: they may see the same."""
    try:
        actor = await actors.authenticate(session, listener.bearer, afresh=True)
    except (NotAuthenticated, PasswordChangeRequired):
        return Why.SIGNED_OUT
    if not actor.may(Permission.READ_CASES):
        return Why.SIGNED_OUT
    return None if interests.of_actor(actor) == listener.interest else Why.SCOPE


async def keys_now(session: Session, news: Collection[ChangeRow]) -> dict[UUID, set[str]]:
    """The scope keys that the cases of some changes bear at this moment."""
    rows = await session.all(queries.SCOPES, case_ids=list({change["case_id"] for change in news})) if news else []
    return {row["id"]: scope_keys.of_case(row) for row in rows}
