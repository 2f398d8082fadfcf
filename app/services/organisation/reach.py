"""How far an administrator reaches, with the departments and people that lie there; how far anybody may look up.

What lies outside is not visible (404); what is seen from below but reaches further is visible and not theirs (403).
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app import clock
from app.authz import Actor, Permission
from app.db.session import Row, Session
from app.errors import NotFound, NotPermitted
from app.models.organisation_rows import AreaRow
from app.queries.importing import loading
from app.queries.organisation import administration as queries
from app.queries.organisation import lookup


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a write: the view of the row, none where it is gone; `once` names what no copy of it may hold.

    `kept` is what a copy holds instead, where secrets lie deeper.
    """

    view: dict[str, Any] | None
    created: bool = False
    once: frozenset[str] = frozenset()
    kept: dict[str, Any] | None = None


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
    await session.run(loading.LOCK)


async def reach_of(session: Session, actor: Actor) -> Reach:
    """The reach of an actor. Departments that serve no area at all lie with whoever administers everywhere."""
    return await _reach(session, actor, actor.areas_of(Permission.ADMINISTER))


async def sight_of(session: Session, actor: Actor) -> Reach:
    """What an actor may look up: where they administer or read cases, what their departments serve, and these.

    A team of volunteers serves no area of its own.
    """
    codes = sorted(actor.department_codes)
    served = [row["path"] for row in await session.all(queries.SERVED_BY, codes=codes)] if codes else []
    paths = {*actor.areas_of(Permission.ADMINISTER), *actor.areas_of(Permission.READ_CASES), *served}
    seen = await _reach(session, actor, paths)
    return replace(seen, serving=seen.serving | actor.department_codes)


async def _reach(session: Session, actor: Actor, paths: Iterable[str]) -> Reach:
    """Which departments serve what: counted by the database, for they may serve a hundred thousand areas together."""
    roots, everywhere = outermost(paths), actor.may_everywhere(Permission.ADMINISTER)
    served = await session.all(queries.SERVED_AREAS)
    within = [row["code"] for row in served if _lies_in(row["path"], roots)]
    near = within + [row["code"] for row in served if _holds_some_of(row["path"], roots)]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in await session.all(queries.SERVICE, near=near, within=within):
        own_counts = (row["areas"], row["near"], row["within"])
        for code in row["path"].rstrip("/").split("/"):
            counts[code] = [a + b for a, b in zip(counts[code], own_counts, strict=True)]
    idle = {code for code, (areas, _, _) in counts.items() if areas == 0} if everywhere else set()
    serving = {code for code, (_, near_, _) in counts.items() if near_}
    own = {code for code, (areas, _, within_) in counts.items() if within_ and areas == within_}
    return Reach(tuple(roots), everywhere, frozenset(serving | idle), frozenset(own | idle))


def outermost(paths: Iterable[str]) -> list[str]:
    """The paths that lie in no other, sorted."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found


def _lies_in(area: str, roots: Sequence[str]) -> bool:
    """Whether an area lies in one of these: of sorted ones that lie in no other, only the last before it can."""
    index = bisect_right(roots, area) - 1
    return index >= 0 and area.startswith(roots[index])


def _holds_some_of(area: str, roots: Sequence[str]) -> bool:
    """Whether one of these lies in an area: only the first after it can."""
    index = bisect_right(roots, area)
    return index < len(roots) and roots[index].startswith(area)


async def area_in_reach(session: Session, actor: Actor, code: str) -> AreaRow | None:
    """An area, None when there is no such.

    Raises:
        NotFound: it lies outside.
    """
    area = await session.first(lookup.AREA, code=code)
    if area is not None and not actor.may_at(Permission.ADMINISTER, area["path"]):
        raise NotFound()
    return area


async def require_area(session: Session, actor: Actor, code: str | None) -> None:
    """An area that a body names is one the actor administers; that there is one, the import checks.

    Raises:
        NotPermitted: it lies outside.
    """
    area = await session.first(lookup.AREA, code=code) if code is not None else None
    if area is not None and not actor.may_at(Permission.ADMINISTER, area["path"]):
        raise NotPermitted()


async def area_in_sight(session: Session, sight: Reach, code: str) -> AreaRow:
    """An area that may be looked up.

    Raises:
        NotFound: there is none.
    """
    area = await session.first(lookup.AREA, code=code)
    if area is None or not sight.holds(area["path"]):
        raise NotFound()
    return area


async def lies_at(session: Session, posts: Iterable[Row], departments: Iterable[str] = ()) -> list[str]:
    """The areas that some posts, and some departments, reach."""
    held = list(posts)
    codes = {*departments, *(post["department_code"] for post in held if post["department_code"])}
    served = await session.all(queries.SERVED_BY, codes=sorted(codes)) if codes else []
    return [*(post["area_path"] for post in held if post["area_path"]), *(row["path"] for row in served)]


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
