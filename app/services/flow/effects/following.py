"""Effects of following 关注 instead of reporting again: told of the end, and a resident may rate."""

from datetime import timedelta
from uuid import UUID, uuid5

from app.authz import Actor, Permission, Post
from app.errors import GuardRefused, TooManyRequests, invalid_field
from app.models.case_part_rows import FollowerRow
from app.queries.cases import followers
from app.queries.cases.case import visible_case
from app.queries.cases.scope import scope_of
from app.schemas.base import Contact
from app.schemas.flow.command import Command
from app.schemas.flow.commands import Follow, OptionalNote
from app.services.cases import contacts
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.services.organisation import locating
from app.services.security import bounds
from app.services.security.bounds import Bound
from app.workflow.actions import Action

MOST_FOLLOWERS = 50  # members of staff; each bears a scope key in every change of the case
MOST_RESIDENTS = 200  # who follow one case
#: For how many residents of one case the same user follows, and of all cases in a day: on the spot, or at a desk.
ON_THE_SPOT, AT_A_DESK = 5, 50
A_DAY_ON_THE_SPOT, A_DAY_AT_A_DESK, A_DAY_OF_A_SYSTEM = (
    Bound(20, timedelta(days=1)),
    Bound(300, timedelta(days=1)),
    Bound(5_000, timedelta(days=1)),
)
_SPACE = UUID("4d3c8a52-3a0e-4a8e-9c57-0c1d1f3f8a10")  # a follow is the same when case, user and contact are


async def follow(move: Move, command: Follow) -> None:
    """The caller follows, for a resident where a contact is given; saying the same again changes nothing.

    The contact stands beside the case's own and never in its place: whoever answers sees whose it is and who gave it.
    """
    move.data.pop("contact", None)
    told = command.contact
    follow_id = uuid5(_SPACE, f"{move.case_id} {move.user_id} {contacts.same(told.phone) if told else ''}")
    known = await move.session.all(followers.FOLLOWERS_OF, case_id=move.case_id)
    if any(row["from_case_id"] == follow_id and row["user_id"] == move.user_id for row in known):
        move.is_noop = True
        return
    await _require_unsent(move, command.report_id)
    if told is not None and all(row["from_case_id"] != follow_id for row in known):
        await _require_resident(move, told, known)
    if command.location is not None:
        place = await locating.place(move.session, command.location)
        move.data["location"] = {"lat": place.lat, "lon": place.lon, "accuracy_m": place.accuracy_m}
    await move.session.run(
        followers.FOLLOW,
        case_id=move.case_id,
        from_case_id=follow_id,
        merged=False,
        area_path=move.case["area_path"],
        user_id=move.user_id,
        contact_name=told.name if told else None,
        contact_phone=told.phone if told else None,
        since=move.now,
        told_by=move.user_id,
    )
    _count_in(move)
    move.data["for_resident"] = told is not None
    own = move.case["contact_phone"]
    move.changes["residents_to_answer"] = await contacts.residents(move.session, move.case_id, own)


async def _require_resident(move: Move, contact: Contact, known: list[FollowerRow]) -> None:
    """Nobody follows for members of staff, nor for more residents than anybody meets.

    Raises:
        Invalid: the phone is that of a user. GuardRefused: too many of this case. TooManyRequests: too many of the day.
    """
    actor = move.mover.actor
    if actor is None:
        raise LookupError("only users follow")
    of_case, of_day = _bounds(actor, move.case["area_path"])
    await bounds.count(move.session, "follow", str(actor.user_id), of_day)
    if await contacts.is_of_staff(move.session, contact.phone):
        zh, en = "这是工作人员的电话；请填居民的联系方式", "this is the phone of a member of staff, not of a resident"
        raise invalid_field("/contact/phone", zh, en)
    for_residents = [row for row in known if row["contact_phone"] is not None]
    if len(for_residents) >= MOST_RESIDENTS or sum(row["told_by"] == actor.user_id for row in for_residents) >= of_case:
        raise GuardRefused(
            zh=f"代居民关注的名额已满（每人每件 {of_case} 名，每件共 {MOST_RESIDENTS} 名）",
            en=f"As many residents are followed for as may be: {of_case} by one user, {MOST_RESIDENTS} by all",
            condition="residents-full",
        )


def _bounds(actor: Actor, area_path: str) -> tuple[int, Bound]:
    if any(held.post is Post.INTEGRATION for held in actor.posts):
        return MOST_RESIDENTS, A_DAY_OF_A_SYSTEM
    if actor.may_at(Permission.TRIAGE, area_path):
        return AT_A_DESK, A_DAY_AT_A_DESK
    return ON_THE_SPOT, A_DAY_ON_THE_SPOT


def _count_in(move: Move) -> None:
    ids = move.facts.follower_ids
    if move.user_id in ids:
        move.changes["follower_ids"] = list(ids)
        return
    if len(ids) >= MOST_FOLLOWERS:
        raise GuardRefused(
            zh=f"关注该案卷的工作人员已满 {MOST_FOLLOWERS} 名",
            en=f"{MOST_FOLLOWERS} members of staff follow this case already",
            condition="followers-full",
        )
    move.changes["follower_ids"] = [*ids, move.user_id]


async def _require_unsent(move: Move, report_id: UUID | None) -> None:
    """Of a report that the caller does not see nothing is told, not even that there is one."""
    if report_id is None or move.mover.actor is None:
        return
    scope = scope_of(move.mover.actor)
    if await move.session.first(visible_case(scope.shape), case_id=report_id, **scope.values) is not None:
        raise invalid_field("/report_id", "该上报已发出，请并案或撤销", "that report was sent: merge or cancel it")


async def unfollow(move: Move, command: Command) -> None:
    """The caller is told no longer; a resident they followed for keeps the right to be answered and to rate."""
    await move.session.run(followers.UNFOLLOW, case_id=move.case_id, follower_id=move.user_id, at=move.now)
    move.changes["follower_ids"] = [id_ for id_ in move.facts.follower_ids if id_ != move.user_id]


ACTIONS = (
    Declared(Action.FOLLOW, Follow, follow, refusals=(TooManyRequests,)),
    Declared(Action.UNFOLLOW, OptionalNote, unfollow),
)
