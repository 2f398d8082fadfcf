"""Who sees a group of co-building 共建 and what they may do there, by their posts, units and areas.

Seen by whoever has a post at the community, around it or in it, whose unit is or was a member, or who inspects it.
Managed by whoever supervises there; led by who works in its lead unit of today; worked on by those of its members.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import clock
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound, NotPermitted, WrongState
from app.models.cobuilding import MemberRole
from app.queries.cobuilding import groups as queries
from app.queries.cobuilding.groups import PlacedGroup, PlacedMember


def sight_of(actor: Actor) -> dict[str, object]:
    """What the statements ask to know whom somebody sees."""
    paths = {*actor.areas_of(Permission.READ_CASES), *actor.areas_of(Permission.ADMINISTER)}
    return {"me": actor.user_id, "codes": sorted(actor.department_codes), "paths": sorted(paths)}


def may_manage(actor: Actor, path: str) -> bool:
    """Whether somebody runs the assessment of an area: names inspectors, computes, publishes, corrects."""
    return actor.may_at(Permission.SUPERVISE, path)


def may_organise(actor: Actor, path: str) -> bool:
    """Whether somebody founds groups, lets units join and leave, and writes schemes there."""
    return may_manage(actor, path) or actor.may_at(Permission.ADMINISTER, path)


def holds_on(member: PlacedMember, day: date) -> bool:
    """Whether a unit is of its group on a day."""
    return member["valid_from"] <= day and (member["valid_to"] is None or member["valid_to"] >= day)


@dataclass(frozen=True, slots=True)
class Seen:
    """A group that an actor sees, with all its members."""

    actor: Actor
    group: PlacedGroup
    members: Sequence[PlacedMember]

    @property
    def path(self) -> str:
        """That of its community."""
        return self.group["area_path"]

    @property
    def goes_on(self) -> bool:
        """Whether it has not ended."""
        until = self.group["valid_to"]
        return until is None or until >= clock.today()

    @property
    def today(self) -> list[PlacedMember]:
        """The members of today."""
        return [each for each in self.members if holds_on(each, clock.today())]

    @property
    def may_manage(self) -> bool:
        """Whether the actor runs its assessment."""
        return may_manage(self.actor, self.path)

    @property
    def may_organise(self) -> bool:
        """Whether the actor says who is of it."""
        return may_organise(self.actor, self.path)

    @property
    def may_lead(self) -> bool:
        """Whether the actor works in its lead unit of today."""
        leads = (each["department_code"] for each in self.today if each["role"] == MemberRole.LEAD)
        return any(self.actor.may_in(Permission.HANDLE, code) for code in leads)

    @property
    def may_work(self) -> bool:
        """Whether the actor works in a member of today."""
        return any(self.works_in(each["department_code"]) for each in self.today)

    @property
    def is_of_the_community(self) -> bool:
        """Whether the actor has a post of the field or the centre at the community, around it or in it."""
        posted = self.actor.posted_at(Permission.REPORT)
        return any(self.path.startswith(path) or path.startswith(self.path) for path in posted)

    @property
    def may_record(self) -> bool:
        """Whether the actor records who has adopted what."""
        return self.may_manage or self.may_work or self.is_of_the_community

    def works_in(self, code: str) -> bool:
        """Whether the actor works in a unit."""
        return self.actor.may_in(Permission.HANDLE, code)

    def require(self, permitted: bool) -> None:
        """It goes on, and the actor may.

        Raises:
            NotPermitted, WrongState.
        """
        if not permitted:
            raise NotPermitted()
        if not self.goes_on:
            raise WrongState(zh="该小组已结束", en="This group has ended")

    def member(self, code: str) -> PlacedMember | None:
        """The membership of a unit today."""
        return next((each for each in self.today if each["department_code"] == code), None)


async def seen(session: Session, actor: Actor, group_id: UUID) -> Seen:
    """A group that the actor sees.

    Raises:
        NotFound: there is none.
    """
    group = await session.first(queries.IN_SIGHT_OF, of_id=group_id, **sight_of(actor))
    if group is None:
        raise NotFound()
    return Seen(actor, group, await session.all(queries.MEMBERS, group_ids=[group_id]))
