"""How far an administrator reaches, with the departments and people that lie there; how far anybody may look up.

What lies outside is not visible (404); what is seen from below but reaches further is visible and not theirs (403).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.authz import Actor, Permission
from app.db.session import Row, Session
from app.errors import NotFound, NotPermitted
from app.logs import Log
from app.queries import administration as queries
from app.queries import importing, organisation

log = Log()


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a write: the view of the row, none where it is gone; `once` names what no copy of it may hold."""

    view: dict[str, Any] | None
    created: bool = False
    once: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reach:
    """The subtrees, the departments that serve a part of them, and those that serve nothing else."""

    paths: tuple[str, ...]
    everywhere: bool
    serving: frozenset[str]
    own: frozenset[str]

    def holds(self, path: str | None) -> bool:
        """Whether an area lies in it."""
        return path is not None and path.startswith(self.paths)

    def holds_post(self, post: Mapping[str, Any] | Row) -> bool:
        """Whether all that a post reaches lies in it."""
        return self.holds(post["area_path"]) or post["department_code"] in self.own


async def begin(session: Session) -> None:
    """Nobody else changes the organisation until the transaction ends: what is checked stays as it was."""
    await session.run(importing.LOCK)


async def reach_of(session: Session, actor: Actor) -> Reach:
    """The reach of an actor. Departments that serve no area at all lie with whoever administers everywhere."""
    paths, everywhere = actor.areas_of(Permission.ADMINISTER), actor.may_everywhere(Permission.ADMINISTER)
    return _reach(await _served(session), paths, everywhere)


async def sight_of(session: Session, actor: Actor) -> Reach:
    """What an actor may look up: where they administer or read cases, and what their departments serve."""
    served = await _served(session)
    of_theirs = {area for code in actor.department_codes for area in served.get(code, ())}
    paths = {*actor.areas_of(Permission.ADMINISTER), *actor.areas_of(Permission.READ_CASES), *of_theirs}
    return _reach(served, tuple(sorted(paths)), actor.may_everywhere(Permission.ADMINISTER))


async def _served(session: Session) -> Mapping[str, set[str]]:
    """The paths of the areas that each department serves, itself or by a department below it."""
    served: dict[str, set[str]] = defaultdict(set)
    for row in await session.all(queries.SERVED):
        for code in row["department_path"].rstrip("/").split("/"):
            served[code] |= {row["area_path"]} - {None}
    return served


def _reach(served: Mapping[str, set[str]], paths: tuple[str, ...], everywhere: bool) -> Reach:
    serving = {code for code, areas in served.items() if any(_touches(area, paths) for area in areas)}
    own = {code for code in serving if all(area.startswith(paths) for area in served[code])}
    idle = {code for code, areas in served.items() if not areas} if everywhere else set()
    return Reach(paths, everywhere, frozenset(serving | idle), frozenset(own | idle))


def _touches(area: str, paths: tuple[str, ...]) -> bool:
    return area.startswith(paths) or any(path.startswith(area) for path in paths)


async def area_in_reach(session: Session, actor: Actor, code: str) -> Row | None:
    """An area, None when there is no such.

    Raises:
        NotFound: it lies outside.
    """
    area = await session.first(organisation.AREA, code=code)
    if area is not None and not actor.may_at(Permission.ADMINISTER, area["path"]):
        raise NotFound()
    return area


async def require_area(session: Session, actor: Actor, code: str | None) -> None:
    """An area that a body names is one the actor administers; that there is one, the import checks.

    Raises:
        NotPermitted: it lies outside.
    """
    area = await session.first(organisation.AREA, code=code) if code is not None else None
    if area is not None and not actor.may_at(Permission.ADMINISTER, area["path"]):
        raise NotPermitted()


async def area_in_sight(session: Session, sight: Reach, code: str) -> Row:
    """An area that may be looked up.

    Raises:
        NotFound: there is none.
    """
    area = await session.first(organisation.AREA, code=code)
    if area is None or not sight.holds(area["path"]):
        raise NotFound()
    return area


def require_everywhere(actor: Actor) -> None:
    """What holds for every area alike is changed by an administrator of an area without a parent.

    Raises:
        NotPermitted: the actor administers only parts.
    """
    if not actor.may_everywhere(Permission.ADMINISTER):
        raise NotPermitted()


async def posts_in_force_or_ahead(session: Session, user_id: Any) -> list[Row]:
    """The posts of a user that are not over."""
    today = clock.today()
    posts = await session.all(queries.POSTS_OF, of_id=user_id)
    return [post for post in posts if post["valid_to"] is None or post["valid_to"] >= today]


def record(actor: Actor, what: str, code: Any, **more: Any) -> None:
    """One line of the log for each write: who, what, which; when is the line's own time."""
    log.info("administered", user_id=str(actor.user_id), what=what, code=str(code), **more)
