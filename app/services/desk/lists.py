"""What a desk opens by name: a queue 待办 of the actor's, or a saved view 常用筛选 by its id; and a page of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.schemas.desk.rows import DeskQuery, point_in
from app.services.desk import known, views
from app.services.desk.rows import Since, View, views_of
from app.services.reading import case_lists, queues
from app.services.reading.case_lists import Asked, begun
from app.services.reading.showing import Shown
from app.workflow.privacy import Told, sight_of

Page = tuple[list[Shown], str | None]
_LENGTH_OF_AN_ID = 36
#: The moment since when a request waits for whom a queue is of.
_SINCE: Mapping[str, Since] = MappingProxyType({"to_endorse": "requested_at", "to_decide": "endorsed_at"})


@dataclass(frozen=True, slots=True)
class DeskList:
    """A queue or a view, as a list of whoever opened it."""

    name: str
    zh: str
    en: str
    asked: Asked
    most: int  # that are counted
    missing: tuple[dict[str, object], ...] = ()

    @property
    def since(self) -> Since | None:
        """The moment of a request since when its cases wait, where it is of requests."""
        return next((moment for name, moment in _SINCE.items() if name in self.asked.values), None)

    def shows(self, told: Told) -> bool:
        """Whether its reader may find the case by this: who is not told a number finds nothing by it."""
        return "external_id" not in self.asked.values or sight_of(self.asked.actor, told).number


async def opened(session: Session, actor: Actor, name: str) -> DeskList:
    """The list of this name.

    Raises:
        NotFound: the actor has no such queue, and no such view is theirs to read. Invalid: the view cannot be read.
    """
    view_id = _id_in(name)
    if view_id is None:
        queue = queues.of(actor, name)
        return DeskList(queue.name, queue.zh, queue.en, queue.asked(actor), queues.COUNT_UP_TO)
    view = await views.get(session, actor, view_id)
    asked, missing = await views.as_list(session, actor, view)
    return DeskList(str(view["id"]), view["name"], view["name"], asked, views.COUNT_UP_TO, missing)


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(name) if len(name) == _LENGTH_OF_AN_ID else None
    except ValueError:
        return None


async def page(session: Session, actor: Actor, name: str, query: DeskQuery) -> tuple[Page, View]:
    """A page of it; and what is said besides: what it is, how many cases the whole has, what the buttons need.

    Raises:
        NotFound, Invalid: as for `opened`. BadCursor: of another list.
    """
    now = clock.now()
    opens = await opened(session, actor, name)
    listing, place, values = begun(opens.asked, query.cursor, now)
    found = await known.page(session, listing, place, query.limit + 1, values | {"now": now})
    cases = [each for each in found[: query.limit] if opens.shows(each.case.told)]
    near = None if query.near is None else point_in(query.near)
    items, buttons = await views_of(session, actor, cases, now, since=opens.since, near=near)
    cursor = None
    if found[query.limit :]:
        last = found[query.limit - 1].case
        cursor = cursors.encode(getattr(last, opens.asked.order.column), last.id, opens.asked.identity)
    return (items, cursor), {
        "name": opens.name,
        "label_zh": opens.zh,
        "label": opens.en,
        "count": await case_lists.count(session, opens.asked, opens.most, now),
        "count_limit": opens.most,
        "missing": opens.missing,
        "buttons": buttons,
    }
