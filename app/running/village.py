"""More than a year of households and points 户档与积分 in one village of the demo, and what waits there now.

Through the public API, each step at its moment: rules and a council, twelve households, points that the council voted
for, the titles of the year that is over; then this year's, with an appeal, a pairing, the shop, and open votes.
"""

from datetime import date, datetime, time, timedelta

from httpx import AsyncClient

from app import clock
from app.running.quarter import Headers, Play, Told

_CODE, _GRIDS = "440310001001", ("44031000100101", "44031000100102")
_AT = f"/villages/{_CODE}"
_KEEPER, _LEADER, _WORKER, _MEMBER = "townclerk", "secretary", "worker", "parttimer"
_RULES: dict[str, object] = {
    "rules": [
        {"code": "QJ-1", "kind": "award", "name": "参加清洁日", "least": 5, "most": 10, "most_a_year": 60},
        {"code": "ZY-1", "kind": "award", "name": "志愿服务", "least": 5, "most": 20, "most_a_year": 80},
        {"code": "LL-1", "kind": "award", "name": "邻里互助", "least": 5, "most": 15, "most_a_year": None},
        {"code": "LJ-1", "kind": "deduct", "name": "乱倒垃圾", "least": 5, "most": 20, "most_a_year": None},
        {"code": "ZD-1", "kind": "deduct", "name": "占道堆放", "least": 5, "most": 15, "most_a_year": None},
    ],
    "quorum_percent": 60, "majority": "more_than_half", "deduction_majority": "two_thirds", "voting_days": 5,
    "appeal_days": 10, "decision_days": 5, "list_label": "masked_name", "help_lowest": 3, "titles": 3,
    "tie_rules": ["fewest_deducted", "first_reached"], "deduction_bars": True,
}  # fmt: skip
#: Heads with who else lives there; nobody of them is anybody.
_HOUSEHOLDS = (
    ("罗守田", ("spouse", "child")), ("曾望春", ("spouse",)), ("赖云开", ("spouse", "child", "parent")), ("邱立夏", ()),
    ("温石磊", ("spouse", "child")), ("廖小满", ("child",)), ("丘谷雨", ("spouse",)), ("古长河", ("spouse", "parent")),
    ("卓秋实", ("spouse", "child", "child")), ("练白露", ()), ("刁清明", ("spouse",)), ("骆大雪", ("spouse", "child")),
)  # fmt: skip
_CLEANED = 19  # days ago, an activity of co-building
_SEATED = (1, 4, 7, 10)  # heads who sit in the council, beside one with an account of their own
#: household, rule, points, why, how many days ago it was; of last year the month and day
_LAST_YEAR: tuple[tuple[int, str, int, str, tuple[int, int]], ...] = (
    (2, "ZY-1", 20, "重阳节上门照看独居老人", (10, 20)), (8, "QJ-1", 10, "带头清理背街小巷", (11, 8)),
    (0, "LL-1", 15, "连续一周接送邻家孩子", (11, 20)), (5, "QJ-1", 10, "清洁日全家参加", (12, 6)),
)  # fmt: skip
_THIS_YEAR = (
    (2, "QJ-1", 10, "清理门前三包区域", 88), (8, "ZY-1", 20, "社区篮球赛志愿者", 74),
    (0, "ZY-1", 15, "台风后清障", 60), (11, "LL-1", 10, "帮邻居照看老人", 41), (6, "QJ-1", 10, "清洁日分拣", _CLEANED),
)  # fmt: skip


class _Village:
    """Who keeps, leads and works there, at moments of the past."""

    def __init__(self, client: AsyncClient, headers: Headers) -> None:
        self.play, self.today = Play(client, headers), clock.today()
        self.homes: list[str] = []
        self.people: list[str] = []
        self.seats: dict[int, str] = {}

    def ago(self, days: int) -> datetime:
        """At ten in the morning, so many days ago."""
        return _at(self.today - timedelta(days=days))

    async def do(self, at: datetime, who: str, path: str, body: object = None, method: str = "POST") -> Told:
        """One step of one of them."""
        return await self.play.send(at, who, f"{_AT}{path}", body, method)

    async def found(self, since: date) -> None:
        """Rules, households and the council, from a day on."""
        at, first = _at(since), str(since)
        later = at + timedelta(hours=1)
        await self.do(at, _LEADER, f"/points-rules/{first}", _RULES, "PUT")
        for place, (head, others) in enumerate(_HOUSEHOLDS):
            relatives = [{"name": f"{head[0]}某{n}", "relation": each} for n, each in enumerate(others, 1)]
            told = [{"name": head, "relation": "head", "phone": f"1380000{place:04}", "birth_year": 1960 + place}]
            body = {"address": f"东街 {place + 1} 号", "grid_code": _GRIDS[place // 6], "since": first}
            moment = at + timedelta(minutes=place)
            made = await self.do(moment, _KEEPER, "/households", body | {"members": [*told, *relatives]})
            self.homes.append(made["id"])
            self.people.append(next((each["person_id"] for each in made["members"]), made["id"]))
        for home in _SEATED:
            seat = {"person_id": self.people[home], "valid_from": first}
            self.seats[home] = (await self.do(later, _LEADER, "/council", seat))["id"]
        seat = {"username": _MEMBER, "valid_from": first}
        self.seats[-1] = (await self.do(later, _LEADER, "/council", seat))["id"]

    async def propose(
        self, at: datetime, home: int, rule: str, points: int, reason: str, **more: object
    ) -> tuple[str, list[str]]:
        """Puts it to the council on the day it happened, by the worker in their grid; gives it with who may vote."""
        who = _WORKER if home < len(_HOUSEHOLDS) // 2 else _KEEPER
        body = {"household_id": self.homes[home], "rule_code": rule, "points": points, "reason": reason,
                "occurred_on": str(at.date())} | more  # fmt: skip
        made = await self.do(at, who, "/proposals", body)
        return made["id"], [seat for of, seat in self.seats.items() if of != home]

    async def vote(self, at: datetime, proposal: str, seats: list[str]) -> None:
        """What a meeting voted, as the keeper wrote it down: all in favour."""
        told = [{"seat_id": seat, "choice": "yes"} for seat in seats]
        minutes = f"{at.month} 月 {at.day} 日评议会，实到 {len(seats)} 人"
        await self.do(at, _KEEPER, f"/proposals/{proposal}/votes", {"votes": told, "minutes": minutes})

    async def decided(self, at: datetime, home: int, rule: str, points: int, reason: str, **more: object) -> None:
        """Proposed, voted for and counted the day after."""
        proposal, seats = await self.propose(at, home, rule, points, reason, **more)
        after = at + timedelta(days=1)
        await self.vote(after, proposal, seats)
        await self.do(after, _KEEPER, f"/proposals/{proposal}/close")

    async def last_entry(self, at: datetime, home: int) -> str:
        """The last of the ledger of a household."""
        path = f"/households/{self.homes[home]}/entries?limit=1"
        entries = await self.do(at, _KEEPER, path, method="GET")
        return next((each["id"] for each in entries["items"]), self.homes[home])

    async def deduct(self) -> None:
        """Two deductions: of one the appeal was granted in part, that of the other waits for who leads the village."""
        await self.decided(self.ago(33), 3, "LJ-1", 10, "垃圾未入桶", activity="环境巡查")
        entry = await self.last_entry(self.ago(30), 3)
        grounds = {"grounds": "当日外出务工，垃圾为租户所倒"}
        appeal = await self.do(self.ago(30), _KEEPER, f"/entries/{entry}/appeal", grounds)
        decision = {"state": "partly", "restore": 5, "decision": "经核实为租户所倒，房东负管理责任，退还一半"}
        await self.do(self.ago(28), _LEADER, f"/appeals/{appeal['id']}/decide", decision)
        await self.decided(self.ago(5), 9, "ZD-1", 5, "门前堆放建材三日", activity="占道整治")
        entry = await self.last_entry(self.ago(1), 9)
        await self.do(self.ago(1), _KEEPER, f"/entries/{entry}/appeal", {"grounds": "建材已报备，因下雨延迟清运"})

    async def give(self) -> None:
        """The shop with its stock, two redemptions; one came back."""
        rewards = []
        for name, cost, stock in (("洗衣液 2 千克", 10, 20), ("大米 5 千克", 25, 12), ("垃圾袋 一卷", 5, 60)):
            body = {"name": name, "cost": cost, "stock": stock}
            rewards.append((await self.do(self.ago(80), _KEEPER, "/rewards", body))["id"])
        await self.do(self.ago(40), _KEEPER, f"/rewards/{rewards[0]}/stock", {"quantity": 10, "note": "四季度采购"})
        for home, reward in ((2, 0), (8, 1)):
            body = {"household_id": self.homes[home], "reward_id": rewards[reward]}
            made = await self.do(self.ago(25), _KEEPER, "/redemptions", body)
        await self.do(self.ago(24), _KEEPER, f"/redemptions/{made['id']}/return", {"reason": "包装破损，当场退回"})

    async def help(self) -> None:
        """Who is at the bottom is visited by a worker."""
        body = {"household_id": self.homes[3], "username": _WORKER, "since": str(self.ago(27).date()),
                "goal": "每月走访，带动参加清洁日"}  # fmt: skip
        pairing = await self.do(self.ago(27), _KEEPER, "/pairings", body)
        for days, note in ((26, "说明积分办法，商定参加清洁日"), (6, "一同参加清洁日，已领分类垃圾桶")):
            visit = {"visited_on": str(self.ago(days).date()), "note": note}
            await self.do(self.ago(days), _WORKER, f"/pairings/{pairing['id']}/visits", visit)

    async def publish(self, title: str, since: date, until: date) -> None:
        """The ranking of some days, on the day after the last."""
        body = {"kind": "ranking", "title": title, "since": str(since), "until": str(until)}
        await self.do(_at(until + timedelta(days=1)), _LEADER, "/points-lists", body)

    async def wait(self) -> None:
        """A proposal that lacks votes, and one that is to be counted."""
        lacking, seats = await self.propose(self.ago(1), 1, "ZY-1", 10, "周末在社区图书室值守")
        await self.vote(self.ago(0), lacking, [seat for seat in seats if seat != self.seats[-1]][:2])
        complete, seats = await self.propose(self.ago(2), 4, "LL-1", 10, "为邻居抢修水管")
        await self.vote(self.ago(1), complete, seats)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), clock.LOCAL)


async def _labour_day(village: _Village) -> dict[str, object]:
    """A co-building group of this village, with an activity that points can name."""
    at, send = village.ago(_CLEANED + 2), village.play.send
    group = {"area_code": _CODE, "name": "六联社区共建联盟", "lead_code": "CGJ", "valid_from": str(at.date())}
    made = await send(at, "supervisor", "/cobuilding/groups", group)
    begins = village.ago(_CLEANED)
    activity = {"kind": "labour_day", "title": "月末清洁日", "place": "六联社区北门", "department_code": "CGJ",
                "starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}  # fmt: skip
    planned = await send(at, "cgj", f"/cobuilding/groups/{made['id']}/activities", activity)
    held = {"minutes": "清理背街小巷 6 处", "residents_present": 18}
    await send(begins + timedelta(hours=3), "cgj", f"/cobuilding/activities/{planned['id']}/minutes", held)
    return {"activity_id": planned["id"], "activity": activity["title"]}


async def play(client: AsyncClient, headers: Headers) -> list[str]:
    """Lets it happen; gives what was refused."""
    village = _Village(client, headers)
    year = village.today.year - 1
    await village.found(date(year, 9, 1))
    for home, rule, points, reason, (month, day) in _LAST_YEAR:
        await village.decided(_at(date(year, month, day)), home, rule, points, reason)
    in_january = date(year + 1, 1, 8)
    await village.publish(f"{year} 年度积分榜", date(year, 9, 1), date(year, 12, 31))
    await village.do(_at(in_january), _LEADER, f"/family-titles/{year}")
    activity = await _labour_day(village)
    for home, rule, points, reason, days in _THIS_YEAR:
        named = activity if days == _CLEANED else {}
        await village.decided(village.ago(days), home, rule, points, reason, **named)
    await village.give()
    await village.deduct()
    await village.help()
    await village.publish("近两月积分榜", village.ago(67).date(), village.ago(7).date())
    await village.wait()
    return village.play.refused
