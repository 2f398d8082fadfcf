"""A village that plays with points: who works there, its rules, its households and its council."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from httpx import AsyncClient, Response

from app import clock
from app.db.session import Session
from tests.organisation import GRID, TOWN, USERS, VILLAGE

ClientAs = Callable[..., AsyncClient]
AT = f"/villages/{VILLAGE}"
#: who keeps the village, who leads it, and who decides from the town.
KEEPER, LEADER, TOWN_LEADER = "town_clerk", "leader", "town_supervisor"
#: Residents who sit in the council by an account of theirs.
COUNCIL = ("second_worker", "handler", "lead")

AWARD = {"code": "QJ-1", "kind": "award", "name": "参加清洁日", "least": 5, "most": 20, "most_a_year": 60}
DEDUCTION = {"code": "LJ-1", "kind": "deduct", "name": "乱倒垃圾", "least": 5, "most": 20}
RULES: dict[str, Any] = {
    "rules": [AWARD, DEDUCTION], "quorum_percent": 60, "majority": "more_than_half", "deduction_majority": "two_thirds",
    "voting_days": 3, "appeal_days": 5, "decision_days": 3, "list_label": "masked_name", "help_lowest": 2, "titles": 1,
    "tie_rules": ["fewest_deducted"], "deduction_bars": False,
}  # fmt: skip


def day(ahead: int = 0) -> str:
    return str(clock.today() + timedelta(days=ahead))


def days_until(moment: date) -> timedelta:
    """From now until noon of a day."""
    return datetime.combine(moment, time(4), UTC) - clock.now()


def first_day() -> str:
    return f"{clock.today().year}-01-01"


async def post(session: Session, who: str, kind: str, area: str) -> None:
    await session.connection.execute(
        "INSERT INTO appointments (id, user_id, post, area_code, valid_from) VALUES ($1, $2, $3, $4, '2020-01-01') "
        "ON CONFLICT DO NOTHING",
        uuid5(USERS[who], f"{kind}-{area}"), USERS[who], kind, area,
    )  # fmt: skip


def head(name: str = "王建国", **more: Any) -> dict[str, Any]:
    return {"name": name, "relation": "head", "phone": "13800000000", "birth_year": 1968, **more}


class Play:
    """What people of the village do, each by their own client."""

    def __init__(self, client_as: ClientAs) -> None:
        self.client_as = client_as

    async def ask(self, who: str, path: str, body: Any = None, method: str = "POST", **more: Any) -> Response:
        return await self.client_as(who).request(method, f"{AT}{path}", json=body, **more)

    async def do(self, who: str, path: str, body: Any = None, method: str = "POST") -> dict[str, Any]:
        answer = await self.ask(who, path, body, method)
        assert answer.status_code in (200, 201), answer.text
        view: dict[str, Any] = answer.json()
        return view

    async def get(self, who: str, path: str, **params: Any) -> Any:
        answer = await self.client_as(who).get(f"{AT}{path}", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def rules(self, since: str | None = None, **more: Any) -> dict[str, Any]:
        return await self.do(LEADER, f"/points-rules/{since or first_day()}", RULES | more, "PUT")

    async def household(self, name: str = "王建国", grid: str | None = GRID, **more: Any) -> dict[str, Any]:
        body = {"address": "东街 12 号", "grid_code": grid, "since": first_day(), "members": [head(name, **more)]}
        return await self.do(KEEPER, "/households", body)

    async def council(self, *households: dict[str, Any]) -> list[str]:
        """The heads of some households sit in it."""
        heads = [household["members"][0]["person_id"] for household in households]
        bodies = [{"person_id": person, "valid_from": first_day()} for person in heads]
        return [(await self.do(LEADER, "/council", body))["id"] for body in bodies]

    async def propose(self, household: dict[str, Any], who: str = "worker", **more: Any) -> dict[str, Any]:
        return await self.do(who, "/proposals", proposal(household, **more))

    async def votes(self, proposal_id: str, choices: dict[str, str], who: str = KEEPER) -> dict[str, Any]:
        told = [{"seat_id": seat, "choice": choice} for seat, choice in choices.items()]
        return await self.do(who, f"/proposals/{proposal_id}/votes", {"votes": told, "minutes": "评议会记录"})

    async def decided(self, household: dict[str, Any], seats: list[str], **more: Any) -> dict[str, Any]:
        """Proposed, voted for by all who may, and counted; gives the entry."""
        made = await self.propose(household, **more)
        choices = dict.fromkeys(seats[: made["count"]["voters"]], "yes")
        await self.votes(made["id"], choices)
        closed = await self.do(KEEPER, f"/proposals/{made['id']}/close")
        assert closed["state"] == "passed", closed
        entry: dict[str, Any] = (await self.get(KEEPER, f"/households/{household['id']}/entries"))["items"][0]
        return entry

    async def balance(self, household: dict[str, Any]) -> int:
        found: int = (await self.get(KEEPER, f"/households/{household['id']}"))["balance"]
        return found


def proposal(household: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "household_id": household["id"], "rule_code": "QJ-1", "points": 10, "occurred_on": day(),
        "reason": "带头清理门前", "activity": "清洁日", **more,
    }  # fmt: skip


async def people_of_the_village(session: Session) -> None:
    await post(session, LEADER, "centre_leader", VILLAGE)
    await post(session, TOWN_LEADER, "centre_leader", TOWN)


async def ledger_holds(session: Session) -> dict[UUID, int]:
    """Each balance is the sum of all entries up to it; gives the sums."""
    rows = await session.connection.fetch(
        "SELECT household_id, balance, sum(points) OVER (PARTITION BY household_id ORDER BY entry_number) AS total, "
        "entry_number, row_number() OVER (PARTITION BY household_id ORDER BY entry_number) AS place FROM points_entries"
    )
    assert all(row["balance"] == row["total"] and row["entry_number"] == row["place"] for row in rows), rows
    return {row["household_id"]: row["balance"] for row in rows}


NOBODY = str(uuid4())
