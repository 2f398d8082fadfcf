"""What somebody is to a village: found by its code, with their posts there and their seat in its council.

Who is nothing to a village does not learn that there is one with households; who only sits in the council sees what
they vote on, and no household.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound, NotPermitted, WrongState, invalid_field
from app.models.area import AreaLevel
from app.queries.households import accounts as account_queries
from app.queries.households import helping as helping_queries
from app.queries.households import records as queries
from app.queries.households import rules as rule_queries
from app.queries.households.records import HouseholdRow
from app.queries.organisation import lookup
from app.workflow.households.roles import Standing, standing


class OwnHousehold(NotPermitted):
    """Nobody votes on their own household, or decides what it has."""

    code, zh = "own-household", "本人所在户须回避，不能表决或裁定"


@dataclass(frozen=True, slots=True)
class Village:
    """A village as an actor stands to it; `sight` are the paths whose households they may know of."""

    code: str
    path: str
    name: str
    standing: Standing
    seat_id: UUID | None
    helped: frozenset[UUID] = frozenset()  # the households that the actor helps

    @property
    def sight(self) -> list[str]:
        """All of it, the grids they work in, or nothing."""
        return [self.path] if self.standing.sees_all else list(self.standing.grids)

    @property
    def may(self) -> list[str]:
        """What the actor is here, in words that a screen goes by."""
        held = {
            "keep": self.standing.keeps,
            "lead": self.standing.leads,
            "propose": self.standing.keeps or bool(self.standing.grids),
            "vote": self.seat_id is not None,
            "help": bool(self.helped),
        }
        return [name for name, holds in held.items() if holds]


async def village_of(session: Session, actor: Actor, code: str) -> Village:
    """A village in which the actor has something to do.

    Raises:
        NotFound: there is none of that code, or it is none of their business.
    """
    area = await session.first(lookup.AREA, code=code)
    if area is None or area["level"] != AreaLevel.VILLAGE:
        raise NotFound()
    seat_id = (await seats_of(session, actor)).get(code)
    helped = (await helped_by(session, actor)).get(code, frozenset())
    by_posts = standing(actor, area["path"])
    if not (by_posts.is_any or seat_id or helped):
        raise NotFound()
    return Village(code, area["path"], area["name"], by_posts, seat_id, helped)


async def seats_of(session: Session, actor: Actor) -> dict[str, UUID]:
    """The seat an actor has today in each village's council."""
    rows = await session.all(rule_queries.MINE, me=actor.user_id, day=clock.today())
    return {row["village_code"]: row["id"] for row in rows}


async def helped_by(session: Session, actor: Actor) -> dict[str, frozenset[UUID]]:
    """The households an actor helps today, by village."""
    found: dict[str, set[UUID]] = {}
    for row in await session.all(helping_queries.HELPED, helper=actor.user_id):
        found.setdefault(row["village_code"], set()).add(row["household_id"])
    return {code: frozenset(ids) for code, ids in found.items()}


async def homes_of(session: Session, actor: Actor) -> frozenset[UUID]:
    """The households in which an actor lives today, as far as a register knows them by their account."""
    rows = await session.all(queries.HOMES, me=actor.user_id)
    return frozenset(row["id"] for row in rows)


def require(*, holds: bool) -> None:
    """Refuses what a post does not give here.

    Raises:
        NotPermitted: it does not.
    """
    if not holds:
        raise NotPermitted()


async def kept(session: Session, actor: Actor, code: str) -> Village:
    """A village whose records the actor keeps.

    Raises:
        NotFound: they are nothing to it. NotPermitted: they are something else.
    """
    village = await village_of(session, actor, code)
    require(holds=village.standing.keeps)
    return village


async def led(session: Session, actor: Actor, code: str) -> Village:
    """A village that the actor leads.

    Raises:
        NotFound: they are nothing to it. NotPermitted: they are something else.
    """
    village = await village_of(session, actor, code)
    require(holds=village.standing.leads)
    return village


async def sees_all(session: Session, actor: Actor, code: str) -> Village:
    """A village that the actor keeps or leads.

    Raises:
        NotFound: it is none of theirs. NotPermitted: they are something else to it.
    """
    village = await village_of(session, actor, code)
    require(holds=village.standing.sees_all)
    return village


async def household_of(session: Session, village: Village, household_id: UUID, *, lock: bool = False) -> HouseholdRow:
    """A household of the village within sight; held until the transaction ends where it is locked.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.LOCKED if lock else queries.ONE, of_id=household_id, village=village.code)
    if row is None or not (household_id in village.helped or _is_in_sight(row["area_path"], village.sight)):
        raise NotFound()
    return row


def _is_in_sight(area_path: str, paths: Iterable[str]) -> bool:
    """Whether a household lies in one of these areas; one of no known grid lies in each of its village."""
    return any(area_path.startswith(path) or path.startswith(area_path) for path in paths)


def require_there(household: HouseholdRow) -> None:
    """Refuses what is only for a household that is one of the village today.

    Raises:
        WrongState: it has ended.
    """
    if household["ended_on"] is not None:
        raise WrongState(
            zh=f"该户已于 {household['ended_on']} 销档，不能再办理",
            en=f"This household ended on {household['ended_on']}; nothing more is done with it",
        )


class Named(Protocol):
    """What names an account: its id, as a list of people gives it, or its user name."""

    @property
    def user_id(self) -> UUID | None:
        """Its id."""

    @property
    def username(self) -> str | None:
        """Its user name."""


def names_a_user(told: Named) -> bool:
    """Whether an account is named."""
    return told.user_id is not None or told.username is not None


def called_by(told: Named, at: str = "") -> str:
    """The pointer of what names the account."""
    return f"{at}/user_id" if told.user_id is not None else f"{at}/username"


async def account_of(session: Session, village: Village, told: Named, at: str = "") -> UUID | None:
    """The account that is named, if one is: it has to do with the village by a post.

    Raises:
        Invalid: there is none, of those elsewhere nobody learns that they are there; or it is named twice.
    """
    if not names_a_user(told):
        return None
    if told.user_id is not None and told.username is not None:
        raise invalid_field(f"{at}/username", "账号只须填一处", "name the user by one of them")
    found = await session.first(
        account_queries.OF_USER, user_id=told.user_id, username=told.username, village_path=village.path,
        today=clock.today(),
    )  # fmt: skip
    if found is None:
        zh, en = "没有这个与本村有关的账号", "there is no such user who has to do with this village"
        raise invalid_field(called_by(told, at), zh, en)
    return found["id"]
