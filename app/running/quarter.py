"""A quarter of co-building 共建 for the demo: three groups, assessed, inspected, published; and what waits now.

Through the public API, each step at its moment of the quarter before this one.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TypedDict

from httpx import AsyncClient

from app import clock
from app.workflow.cobuilding.quarters import Quarter, end_of_month, quarter_of

Headers = Mapping[str, dict[str, str]]
_ITEMS = (("A1", "任务完成", 30), ("A2", "环境面貌", 40), ("A3", "居民参与", 30))
_SCHEME = {
    "area_code": "440310", "name": "坪山区社区共建季度考评办法",
    "items": [{"code": code, "name": name, "most": most} for code, name, most in _ITEMS],
    "weights": {"own": 30, "inspection": 50, "residents": 20}, "least_answers": 5, "commend_from": 85,
    "criticise_below": 60,
}  # fmt: skip
#: community, name, lead unit with who works there, what it thinks of itself, what inspectors found, what residents say
_GROUPS = (
    ("440310003001", "碧岭社区共建联盟", "CGJ", "cgj", (28, 37, 27), (27, 35.5, 26), (5, 5, 4, 5, 4, 5)),
    ("440310002001", "坪环社区共建联盟", "SWJ", "swj", (25, 30, 22), (22, 28, 20.5), (4, 3, 4, 4, 3)),
    ("440310004002", "石井社区共建联盟", "JTJ", "jtj", (24, 28, 24), (15, 20, 14), (2, 3)),
)
_MEMBERS = {"CGJ": ("SWJ", "GAJ"), "SWJ": ("CGJ",), "JTJ": ("CGJ",)}


class Made(TypedDict):
    """One of what an answer lists."""

    id: str


class Person(TypedDict):
    """One of a household."""

    person_id: str


class Told(TypedDict):
    """Of what an answer tells, what the next step goes by."""

    id: str
    items: list[Made]
    members: list[Person]
    urls: list[str]


class Play:
    """Who sends each step at its moment; what was refused."""

    def __init__(self, client: AsyncClient, headers: Headers) -> None:
        self.client, self.headers, self.refused = client, headers, list[str]()

    async def send(self, at: datetime, who: str | None, path: str, body: object = None, method: str = "POST") -> Told:
        """One step, not later than now."""
        headers = {} if who is None else self.headers[who]
        with clock.shifted(min(at - clock.now(), timedelta())):
            answer = await self.client.request(method, path, json=body, headers=headers)
        if answer.is_error:
            self.refused.append(f"{path}: {answer.text[:300]}")
            return {"id": "0193a0c0-0000-7000-8000-0000000000ff", "items": [], "members": [], "urls": []}
        told: Told = answer.json()
        return told


def _at(day: date, hours: int = 10) -> datetime:
    return datetime.combine(day, time(hours), clock.LOCAL)


def _marks(points: tuple[float, ...]) -> list[dict[str, object]]:
    return [{"code": code, "points": got} for (code, _, _), got in zip(_ITEMS, points, strict=True)]


async def play(client: AsyncClient, headers: Headers) -> list[str]:
    """Lets the quarter happen; gives what was refused."""
    going = Play(client, headers)
    quarter = quarter_of(quarter_of(clock.today()).first - timedelta(days=1))
    first = _at(quarter.first)
    await going.send(first, "supervisor", "/cobuilding/schemes", _SCHEME | {"valid_from": str(quarter.first)})
    groups = [await _group(going, quarter, *group) for group in _GROUPS]
    body = {"area_code": "440310", "year": quarter.year, "number": quarter.number}
    period = await going.send(first + timedelta(days=3), "supervisor", "/cobuilding/periods", body)
    for group, (_, _, lead, who, own, found, said) in zip(groups, _GROUPS, strict=True):
        await _work(going, quarter, group, lead, who)
        await _assess(going, quarter, group, who, own)
        await _judge(going, quarter, period, group, found, said)
    path, after = f"/cobuilding/periods/{period['id']}", _at(quarter.last) + timedelta(days=5)
    await going.send(after, "supervisor", f"{path}/compute")
    await going.send(after, "supervisor", f"{path}/publish")
    await _now(going, groups)
    return going.refused


async def _group(going: Play, quarter: Quarter, area: str, name: str, lead: str, *_: object) -> str:
    founded = str(quarter.first)
    body = {"area_code": area, "name": name, "lead_code": lead, "valid_from": founded}
    group = await going.send(_at(quarter.first), "supervisor", "/cobuilding/groups", body)
    path = f"/cobuilding/groups/{group['id']}/members"
    for unit in _MEMBERS[lead]:
        told = {"department_code": unit, "valid_from": founded}
        await going.send(_at(quarter.first), "supervisor", path, told)
    return str(group["id"])


async def _work(going: Play, quarter: Quarter, group: str, lead: str, who: str) -> None:
    path, day = f"/cobuilding/groups/{group}", quarter.first + timedelta(days=40)
    task = {"title": "清理背街小巷卫生死角", "evidence": "清理前后对比照片", "department_code": lead,
            "due_on": str(quarter.last - timedelta(days=20))}  # fmt: skip
    set_ = await going.send(_at(day), who, f"{path}/tasks", task)
    await going.send(_at(day, 16), who, f"/cobuilding/tasks/{set_['id']}/report", {"result": "清理 12 处，清运 3 车"})
    activity = {"kind": "labour_day", "title": "周末清洁行动", "place": "社区党群服务中心", "department_code": lead,
                "starts_at": _at(day, 9).isoformat(), "ends_at": _at(day, 11).isoformat()}  # fmt: skip
    planned = await going.send(_at(day - timedelta(days=3)), who, f"{path}/activities", activity)
    held = f"/cobuilding/activities/{planned['id']}"
    await going.send(_at(day, 9), who, f"{held}/check-in", {})
    minutes = {"minutes": "清理卫生死角 12 处，与居民商定每月一次", "residents_present": 23}
    await going.send(_at(day, 12), who, f"{held}/minutes", minutes)
    adopted = {"kind": "place", "title": "楼前花坛", "resident_name": "王女士", "resident_phone": "13800000000",
               "valid_from": str(day)}  # fmt: skip
    adoption = await going.send(_at(day), who, f"{path}/adoptions", adopted)
    did = {"note": "浇水除草，补种月季"}
    await going.send(_at(day + timedelta(days=9)), who, f"/cobuilding/adoptions/{adoption['id']}/deeds", did)


async def _assess(going: Play, quarter: Quarter, group: str, who: str, own: tuple[float, ...]) -> None:
    for month in quarter.months:
        told = {"month": str(month), "marks": _marks(own)}
        await going.send(_at(end_of_month(month)), who, f"/cobuilding/groups/{group}/assessments", told)


async def _judge(
    going: Play, quarter: Quarter, period: Told, group: str, found: tuple[float, ...], said: tuple[int, ...]
) -> None:
    at, path = _at(quarter.last - timedelta(days=6)), f"/cobuilding/periods/{period['id']}"
    who = await _inspector(going)
    assigned = {"assigned": [{"group_id": group, "inspector_id": who}]}
    named = await going.send(at, "supervisor", f"{path}/inspections", assigned)
    for inspection in named["items"]:
        submit = f"/cobuilding/inspections/{inspection['id']}/submit"
        await going.send(at, "supervisor", submit, {"marks": _marks(found)})
    links = await going.send(at, "supervisor", f"{path}/ballots", {"group_id": group, "count": len(said)})
    for url, score in zip(links["urls"], said, strict=False):
        await going.send(at, None, f"/public/cobuilding/{url.rsplit('/', 1)[1]}", {"score": score})


async def _inspector(going: Play) -> str:
    answer = await going.client.get("/me", headers=going.headers["supervisor"])
    return str(answer.json().get("id"))


async def _now(going: Play, groups: list[str]) -> None:
    """This quarter: open, a task and an inspection that wait, and a meeting to come."""
    now, today = clock.now(), clock.today()
    quarter = quarter_of(today)
    body = {"area_code": "440310", "year": quarter.year, "number": quarter.number}
    period = await going.send(now, "supervisor", "/cobuilding/periods", body)
    who = await _inspector(going)
    assigned = {"assigned": [{"group_id": group, "inspector_id": who} for group in groups[:2]]}
    await going.send(now, "supervisor", f"/cobuilding/periods/{period['id']}/inspections", assigned)
    task = {"title": "老旧小区楼道堆物整治", "evidence": "楼道照片", "department_code": "SWJ", "due_on": str(today)}
    await going.send(now, "cgj", f"/cobuilding/groups/{groups[0]}/tasks", task)
    soon = now + timedelta(days=1)
    meeting = {"kind": "meeting", "title": "共建例会", "place": "社区会议室", "department_code": "CGJ",
               "starts_at": soon.isoformat(), "ends_at": (soon + timedelta(hours=2)).isoformat()}  # fmt: skip
    await going.send(now, "cgj", f"/cobuilding/groups/{groups[0]}/activities", meeting)
