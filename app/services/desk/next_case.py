"""The next case 下一件 of a queue, after one that was just dealt with: that nobody else looks at, with a look taken.

Who may not look at a case 正在查看 is given it to read: else a worker could keep cases from being anybody's next.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

import orjson

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound
from app.queries.cases.lists import Listing, PageStart
from app.queries.cases.scope import scope_of
from app.queries.desk import looks
from app.queries.desk import rows as queries
from app.queries.desk.looks import HeldCase
from app.queries.desk.rows import FramedCase
from app.services.cases.facts import told_by
from app.services.desk.known import framed
from app.services.desk.lists import DeskList, opened
from app.services.desk.looks import LASTS, works_on
from app.services.desk.rows import View, views_of
from app.services.reading.case_lists import place_after

_AT_ONCE = (20, 400)  # cases after that one which are asked for: the first of a few is mostly free
_TRIES = 4
Place = tuple[datetime | None, UUID]


@dataclass(frozen=True, slots=True)
class Following:
    """A queue, and where in it the case stood that is being dealt with; None: it begins with the first."""

    opens: DeskList
    after: Place | None

    def kept(self) -> dict[str, object]:
        """The place alone, for a copy of the answer: what comes next is found anew."""
        return {"after": None if self.after is None else self.after[0]}

    async def case(self, session: Session, actor: Actor, besides: Collection[UUID] = ()) -> View | None:
        """The next case with its buttons, or None at the end; none of those `besides`."""
        now = clock.now()
        listing, values = self.opens.asked.described(now)
        start, after = PageStart.FIRST, dict[str, object]()
        if self.after is not None:
            start, after = place_after(*self.after)
        for count in _AT_ONCE:
            rows = await session.all(queries.held(listing, start, count), **values | after)
            asked = [row for row in rows if row["id"] not in besides and self.opens.shows(told_by(row))]
            found = await _first(session, actor, _Among(listing, values, now), asked)
            if found is not None:
                (view,), buttons = await views_of(session, actor, [framed(session, found)], now, since=self.opens.since)
                return {"row": orjson.Fragment(view), "buttons": buttons}
            if len(rows) < count:
                break
        return None


class _Among(NamedTuple):
    """The list that a case has to be in still, and at which moment."""

    listing: Listing
    values: dict[str, object]
    now: datetime

    async def those(self, session: Session, ids: list[UUID]) -> list[FramedCase]:
        """Those of the cases that are in it."""
        return await session.all(queries.still(self.listing), **self.values | {"now": self.now, "case_ids": ids})


async def _first(session: Session, actor: Actor, among: _Among, rows: Sequence[HeldCase]) -> FramedCase | None:
    """The first that is free; where it is theirs to look at, they do from now on, and else they only read it."""
    for theirs, group in groupby(rows, partial(works_on, actor)):
        take = _taken if theirs else _read
        found = await take(session, actor, among, [row["id"] for row in group])
        if found is not None:
            return found
    return None


async def _taken(session: Session, actor: Actor, among: _Among, ids: list[UUID]) -> FramedCase | None:
    for _ in range(_TRIES):
        taken = await session.first(
            looks.TAKE_FIRST, case_ids=ids, me=actor.user_id, now=among.now, until=among.now + LASTS, writing=False
        )
        if taken is None:  # there is none, or somebody else was faster just now
            continue
        found = await among.those(session, [taken["case_id"]])
        if found:
            return found[0]
        ids = [each for each in ids if each != taken["case_id"]]
    return None


async def _read(session: Session, actor: Actor, among: _Among, ids: list[UUID]) -> FramedCase | None:
    found = {case["id"]: case for case in await among.those(session, ids)}
    free = (found[id_] for id_ in ids if id_ in found and found[id_]["look_by"] in (None, actor.user_id))
    return next(free, None)


async def beginning(session: Session, actor: Actor, name: str) -> Following:
    """From the first case of a queue or view on.

    Raises:
        NotFound, Invalid: as for `opened`.
    """
    return Following(await opened(session, actor, name), None)


async def before_a_move(session: Session, actor: Actor, name: str, case_id: UUID) -> Following:
    """From where a case stands now, before it is moved.

    Raises:
        NotFound, Invalid: as for `opened`.
    """
    opens, scope = await opened(session, actor, name), scope_of(actor)
    stands = await session.first(queries.places_of(scope.shape), case_id=case_id, **scope.values)
    return Following(opens, None if stands is None else (stands[opens.asked.order.column], case_id))


async def again(
    session: Session, actor: Actor, name: str, case_id: UUID, kept: Mapping[str, str | None] | None
) -> View | None:
    """What comes next when the same move is told once more; nothing, where the queue is the actor's no longer."""
    try:
        opens = await opened(session, actor, name)
    except NotFound:
        return None
    told = None if kept is None else kept["after"]
    place = None if kept is None else (None if told is None else datetime.fromisoformat(told), case_id)
    return await Following(opens, place).case(session, actor)
