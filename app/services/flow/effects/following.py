"""Effects of following 关注 instead of reporting again: told of the end, and a resident may rate."""

from uuid import UUID, uuid5

from app.errors import GuardRefused, invalid_field
from app.queries import followers
from app.queries.cases import CASE_BY_ID
from app.schemas.commands import Command, Follow
from app.services.flow.move import Move
from app.services.intake import locating

MOST_FOLLOWERS = 50  # members of staff; each bears a scope key in every change of the case
_SPACE = UUID("4d3c8a52-3a0e-4a8e-9c57-0c1d1f3f8a10")  # a follow is the same when case, user and contact are


async def follow(move: Move, command: Follow) -> None:
    """The caller follows, for a resident where a contact is given; saying the same again changes nothing.

    The first contact of a case that has none becomes the case's own: whom to answer, and who may rate.
    """
    told = move.data.pop("contact", None)
    follow_id = uuid5(_SPACE, f"{move.case_id} {move.user_id} {told['phone'] if told else ''}")
    known = await move.session.all(followers.FOLLOWERS_OF, case_id=move.case_id)
    if any(row["from_case_id"] == follow_id and row["user_id"] == move.user_id for row in known):
        move.said_before = True
        return
    await _require_unsent(move, command.report_id)
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
        contact_name=told["name"] if told else None,
        contact_phone=told["phone"] if told else None,
        since=move.now,
    )
    _count_in(move)
    move.data["for_resident"] = told is not None
    if told is not None and not move.facts.has_contact:
        move.changes |= {"contact_name": told["name"], "contact_phone": told["phone"]}


def _count_in(move: Move) -> None:
    ids = move.facts.follower_ids
    if move.user_id in ids:
        move.changes["follower_ids"] = list(ids)
        return
    if len(ids) >= MOST_FOLLOWERS:
        raise GuardRefused(
            zh=f"每件最多 {MOST_FOLLOWERS} 名工作人员关注",
            en=f"At most {MOST_FOLLOWERS} members of staff follow a case",
            condition="followers-full",
        )
    move.changes["follower_ids"] = [*ids, move.user_id]


async def _require_unsent(move: Move, report_id: UUID | None) -> None:
    if report_id is not None and await move.session.first(CASE_BY_ID, case_id=report_id) is not None:
        raise invalid_field("/report_id", "该上报已发出，请并案或撤销", "that report was sent: merge or cancel it")


async def unfollow(move: Move, command: Command) -> None:
    """The caller is told no longer; a resident they followed for keeps the right to be answered and to rate."""
    await move.session.run(followers.UNFOLLOW, case_id=move.case_id, follower_id=move.user_id, at=move.now)
    move.changes["follower_ids"] = [id_ for id_ in move.facts.follower_ids if id_ != move.user_id]
