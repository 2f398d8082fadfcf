"""Who is tied to a group, by all their posts and all its members in the quarter and since: see the rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from app import clock
from app.db.session import Session
from app.queries.cobuilding import groups as group_queries
from app.queries.cobuilding import marks as queries
from app.queries.cobuilding.groups import PlacedGroup, PlacedMember
from app.workflow.cobuilding import standing as rules
from app.workflow.cobuilding.quarters import Quarter
from app.workflow.cobuilding.standing import Held, InspectorTie, Member


def holds_in(group: PlacedGroup, quarter: Quarter) -> bool:
    """Whether a group is one of a quarter: it was there on its last day, as far as that is known today."""
    until = group["valid_to"]
    return group["valid_from"] <= quarter.last and (until is None or until >= quarter.last)


async def may_serve(session: Session, user_id: UUID) -> bool:
    """Whether somebody may sign in and has a post today."""
    if not await session.all(queries.ACTIVE, user_ids=[user_id]):
        return False
    today = clock.today()
    posts = (await posts_of(session, [user_id]))[user_id]
    return any(post.since <= today and (post.until is None or post.until >= today) for post in posts)


async def posts_of(session: Session, user_ids: Iterable[UUID]) -> Mapping[UUID, list[Held]]:
    """The posts of some people, former and coming ones too."""
    found: dict[UUID, list[Held]] = defaultdict(list)
    for row in await session.all(queries.POSTS, user_ids=list(user_ids)):
        held = Held(row["department_path"], row["area_path"], row["valid_from"], row["valid_to"])
        found[row["user_id"]].append(held)
    return found


def members_of(rows: Iterable[PlacedMember]) -> list[Member]:
    """The members of a group, as the rules read them."""
    return [Member(row["department_path"], row["valid_from"], row["valid_to"]) for row in rows]


async def tie_of(session: Session, user_id: UUID, group_id: UUID, path: str, quarter: Quarter) -> InspectorTie | None:
    """What ties somebody to a group, from the first day of a quarter until today."""
    posts = (await posts_of(session, [user_id]))[user_id]
    members = members_of(await session.all(group_queries.MEMBERS, group_ids=[group_id]))
    return tie_in(posts, members, path, quarter)


def tie_in(posts: Iterable[Held], members: Iterable[Member], path: str, quarter: Quarter) -> InspectorTie | None:
    """The same of what is known."""
    return rules.tie(posts, members, path, quarter.first, max(quarter.last, clock.today()))
