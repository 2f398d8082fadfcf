"""A busy desk: whoever may do something to a few cases does it at random, and at once; and what is true afterwards."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from httpx import AsyncClient, Response

from app import clock, worker
from app.db.session import Database, Session
from app.services.evaluation import counting, summing
from app.services.suggesting.learning import learn
from app.services.sync.relay import relay
from app.services.timing import centres, splitting
from tests import deadlines
from tests.cases import ROUTES
from tests.organisation import IN_GRID, TOWN, USERS
from tests.sync.phone import a_report, operation

UNITS = ("CG", "CG-1", "SW")
HANDLERS = {"CG": "handler", "CG-1": "station_handler", "SW": "water_handler"}
IN_TIME = timedelta(minutes=30)
ELSEWHERE = {"lat": IN_GRID["lat"], "lon": 114.315}
#: Of the status a case is in: who may do what. What each says stands in `Desk.body`.
MOVES: dict[str, tuple[tuple[str, str], ...]] = {
    "reported": (("clerk", "file"),) * 6
    + (("clerk", "delegate"), ("town_clerk", "escalate")) * 2
    + (("clerk", "reject"), ("clerk", "merge"), ("clerk", "split")),
    "filed": (("dispatcher", "dispatch"), ("dispatcher", "publish")) * 4
    + (("clerk", "merge"), ("clerk", "split"), ("town_clerk", "escalate"), ("clerk", "delegate"), ("clerk", "cancel")),
    "pooled": (("station_handler", "claim"), ("water_handler", "claim")) * 3 + (("dispatcher", "withdraw"),),
    "dispatched": (("unit", "sign"),) * 4
    + (("dispatcher", "redirect"), ("dispatcher", "recall"), ("unit", "request-return"), ("lead", "transfer")),
    "return_review": (("dispatcher", "approve-return"), ("dispatcher", "refuse-return")),
    "handling": (("unit", "resolve"), ("centre_leader", "whistle")) * 2
    + (
        ("dispatcher", "redirect"), ("dispatcher", "recall"), ("lead", "transfer"), ("unit", "progress"),
        ("dispatcher", "add-assist"), ("handler", "respond"), ("water_handler", "respond"),
        ("water_handler", "decline-whistle"), ("centre_leader", "score-response"), ("centre_leader", "end-whistle"),
        ("centre_leader", "withdraw-whistle"), ("water_handler", "complete-assist"),
    ),
    "split": (("clerk", "correct-location"), ("clerk", "comment")),
    "resolved": (("dispatcher", "close"),) * 3 + (("dispatcher", "rework"), ("dispatcher", "request-check")),
    "checking": (("dispatcher", "close"), ("dispatcher", "rework")),
    "closed": (("supervisor", "reopen"), ("clerk", "comment")),
    "merged": (("clerk", "unmerge"),),
    "rejected": (("clerk", "comment"),),
}  # fmt: skip
CALLED = (
    *(("handler", "respond"), ("water_handler", "respond"), ("station_handler", "respond")) * 2,
    ("water_handler", "decline-whistle"), ("centre_leader", "score-response"), ("centre_leader", "end-whistle"),
)  # fmt: skip
ANYWHERE = (("clerk", "correct-location"), ("clerk", "comment"), ("second_worker", "comment"))
BATCHES = {"reported": "file", "filed": "dispatch", "resolved": "close", "handling": "transfer"}
BATCHERS = {"file": "clerk", "transfer": "lead"}


@dataclass
class Desk:
    """Who works at it: clients by user, and a die. `told` counts answers, `faults` are those nobody should ever get."""

    clients: Callable[[str], AsyncClient]
    die: Random
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)  # cases of which somebody was called to a place
    happened: Counter[str] = field(default_factory=Counter)  # what succeeded, by action
    transactions: int = 0

    async def begin(self, many: int) -> None:
        """Cases of all kinds to fight over, and a centre in the town that cases are handed down to."""
        post = {"username": "town_clerk", "post": "dispatcher", "area_code": TOWN}
        assert (await self.post("admin", "/appointments", post)).is_success
        for number in range(many):
            await self.report()
            (case_id, *_) = reversed(self.seen)
            for who, action, body in ROUTES[("reported", "filed", "filed", "dispatched")[number % 4]]:
                await self.post(who, f"/cases/{case_id}/{action}", body)

    async def find(self) -> None:
        """Takes part where others have begun: as soon as there is something to do."""
        while not self.seen:
            answer = await self.clients("supervisor").get("/cases", params={"limit": 100})
            self._see(answer.json()["items"])
            await asyncio.sleep(0.1)

    async def act(self) -> None:
        """One thing, whatever comes of it."""
        others = (
            (self.batch, 12), (self.push, 4), (self.report, 6), (self.hand_over, 1), (self.leave, 1), (self.holiday, 1),
            (self.look, 3), (self.move, 60), (self.answer, 6),
        )  # fmt: skip
        (chosen,) = self.die.choices([each for each, _ in others], [weight for _, weight in others])
        await chosen()

    async def post(self, who: str, path: str, body: Any, *, method: str = "POST") -> Response:
        answer = await self.clients(who).request(method, path, json=body)
        self.transactions += 1
        said = answer.json()
        code = "done" if answer.is_success else said.get("code", answer.status_code)
        self.told[str(code)] += 1
        if answer.status_code >= 500:
            self.faults.append(f"{who} {path} {body}: {answer.text}")
        if answer.is_success:
            self._see([said])
        return answer

    def _see(self, cases: list[dict[str, Any]]) -> None:
        for case in cases:
            if {"id", "status", "version"} <= set(case):
                self.seen[case["id"]] = {name: case.get(name) for name in ("status", "version", "lead_department_code")}

    def chosen(self, *statuses: str) -> str:
        """A case, of one of these statuses if there is one as far as anybody has seen."""
        ids = [each for each, case in self.seen.items() if case["status"] in statuses]
        return self.die.choice(ids[-30:] or list(self.seen))

    # --- what is done --------------------------------------------------------------------------------------------

    async def report(self) -> None:
        await self.post("worker", "/cases", {"description": f"路边有成堆垃圾 {self.transactions}", "location": IN_GRID})

    def rarest(self) -> tuple[str, str, str] | None:
        """What has happened least of all that somebody could do to a case as far as anybody has seen."""
        there = {case["status"] for case in self.seen.values()}
        ways = [(status, *way) for status, all_ways in MOVES.items() if status in there for way in set(all_ways)]
        least = min((self.happened[action] for _, _, action in ways), default=0)
        rare = sorted(way for way in ways if self.happened[way[2]] == least)
        return self.die.choice(rare) if rare else None

    def plan(self) -> tuple[str, str, str]:
        """A case, and who does what to it: at random, or half of the time what is rare."""
        rare = self.rarest() if self.die.random() < 0.5 else None
        if rare is not None:
            status, who, action = rare
            return self.chosen(status), who, action
        case_id = self.chosen(self.die.choice(list(MOVES)))
        ways = ANYWHERE if self.die.random() < 0.1 else MOVES.get(self.seen[case_id]["status"], ANYWHERE)
        return case_id, *self.die.choice(ways)

    async def move(self) -> None:
        case_id, who, action = self.plan()
        case = self.seen[case_id]
        who = HANDLERS.get(case["lead_department_code"] or "", "handler") if who == "unit" else who
        answer = await self.post(who, f"/cases/{case_id}/{action}", self.body(action, case_id))
        self.happened[action] += answer.is_success
        if action == "whistle" and answer.is_success:
            self.called.append(case_id)
        if action == "split" and answer.is_success:
            rows = (await self.clients("clerk").get(f"/cases/{case_id}/parts")).json()["items"]
            for row in rows:
                await self.clients("clerk").get(f"/cases/{row['id']}")
                self.seen[row["id"]] = {"status": "reported", "version": 1, "lead_department_code": None}
        elif not answer.is_success:
            await self.read(case_id)

    async def answer(self) -> None:
        """Who was called comes, or does not; some are judged, some wait for nobody."""
        if self.called:
            who, action = self.die.choice(CALLED)
            case_id = self.die.choice(self.called[-6:])
            answer = await self.post(who, f"/cases/{case_id}/{action}", self.body(action, case_id))
            self.happened[action] += answer.is_success

    async def read(self, case_id: str) -> None:
        """How it is by now, as the centre sees it."""
        answer = await self.clients("supervisor").get(f"/cases/{case_id}")
        if answer.is_success:
            case = answer.json()
            self.seen[case_id] = {name: case.get(name) for name in ("status", "version", "lead_department_code")}

    def body(self, action: str, case_id: str) -> dict[str, Any]:
        units = self.die.sample(UNITS, 2)
        until = (clock.now() + IN_TIME).isoformat()
        bodies: dict[str, dict[str, Any]] = {
            "file": {"rule_code": self.die.choice(["R1", "R2"])},
            "reject": {"reason_code": "not_true", "reply": "经核查不属实"},
            "cancel": {"reason_code": "test"},
            "delegate": {"area_code": TOWN},
            "escalate": {"reason_code": "beyond_power"},
            "merge": {"target_id": self.chosen("reported", "filed", "handling")},
            "split": {"parts": [{"description": f"第{n}件"} for n in range(self.die.randint(2, 5))]},
            "dispatch": {"lead": units[0], "assists": self.die.choice([[], units[1:]])},
            "publish": {"eligible": ["CG-1", "SW"], "fallback": "CG", "minutes": self.die.choice([5, 30])},
            "claim": {"team": self.die.choice(["SW", "CG-1"])},
            "withdraw": {"reason_code": "wrong_units"},
            "redirect": {"lead": units[0], "assists": [], "reason_code": "wrong_unit"},
            "recall": {"reason_code": "wrong_unit"},
            "request-return": {"reason_code": "not_our_duty", "proposed_department": units[0]},
            "refuse-return": {"note": "属本单位"},
            "transfer": {"person_id": str(USERS[self.die.choice(["handler", "lead"])])},
            "resolve": {"result": "已清理", "photo_exemption": "nothing_visible"},
            "close": {"close_condition_met": True, "reply": "已办结"},
            "rework": {"reason_code": "not_done"},
            "reopen": {"reason_code": "came_back"},
            "whistle": {
                "departments": units,
                "place": "北门",
                "note": "到场",
                "respond_by": until,
            },
            "decline-whistle": {"note": "值守"},
            "score-response": {"department": units[0], "score": 4},
            "end-whistle": {"result": "已会办"},
            "withdraw-whistle": {"note": "不必"},
            "add-assist": {"department": units[0]},
            "complete-assist": {"note": "已完成"},
            "progress": {"note": "已到场"},
            "comment": {"note": "在办"},
            "correct-location": {"location": self.die.choice([IN_GRID, ELSEWHERE])},
        }
        return bodies.get(action, {})

    async def batch(self) -> None:
        status, action = self.die.choice(list(BATCHES.items()))
        ids = [each for each, case in self.seen.items() if case["status"] in (status, "checking")]
        if not ids:
            return
        some = self.die.sample(ids, min(len(ids), 20))
        items = [{"id": each, "version": self.seen[each]["version"]} for each in some]
        body = {"body": self.body(action, some[0]), "items": items}
        answer = await self.post(BATCHERS.get(action, "dispatcher"), f"/cases/batch/{action}", body)
        for result in answer.json().get("results", []):
            self.told[f"of a batch: {result['outcome']}"] += 1
            self.faults += [f"batch {action}: {result}"] * ((result["problem"] or {}).get("status", 0) >= 500)
            await self.read(result["id"])

    async def push(self) -> None:
        """What a phone has gathered, in the order it was made and not of the cases' ids."""
        known = self.die.sample(list(self.seen), min(len(self.seen), 4))
        operations = [operation("comment", each, {"note": "现场"}) for each in known] + [a_report()]
        body = {"sent_at": clock.now().isoformat(), "operations": operations}
        answer = await self.post("worker", "/sync/push", body)
        for result in answer.json().get("results", []):
            self.told[f"of a push: {result['outcome']}"] += 1

    async def hand_over(self) -> None:
        """A unit is merged into another, and back again the next time."""
        unit, to = self.die.sample(UNITS, 2)
        await self.post("admin", f"/departments/{unit}/hand-over", {"to": to})

    async def leave(self) -> None:
        """Somebody leaves, and another goes on with what they have."""
        who, to = self.die.sample(["handler", "lead"], 2)
        await self.post("admin", f"/users/{USERS[who]}/hand-over", {"to_id": str(USERS[to])})

    async def holiday(self) -> None:
        """The town declares one of the next days a holiday, or a working day again: the sweep redates its cases."""
        day = clock.today() + timedelta(days=self.die.randint(1, 4))
        kind = self.die.choice(["holiday", "workday"])
        await self.post("admin", f"/calendar/{TOWN}/days/{day}", {"kind": kind}, method="PUT")

    async def look(self) -> None:
        some = self.die.sample(list(self.seen), min(len(self.seen), 20))
        await self.post("dispatcher", "/looks", {"case_ids": some}, method="PUT")


WORK = (worker.sweep, relay, centres.release, splitting.follow, learn, counting.count, summing.sum_next)


async def working(database: Database, stopping: asyncio.Event) -> None:
    """A worker, as its program does it; what the database refuses it is a fault here."""
    while not stopping.is_set():
        for task in WORK:
            await task(database)
        await asyncio.sleep(0)


async def drained(database: Database) -> None:
    """Until the worker finds nothing to do."""
    while sum([await task(database) for task in WORK]):
        pass


async def deadlocks(connection: Any) -> int:
    """Those the server has found in this database since it began to count."""
    await connection.execute("SELECT pg_stat_force_next_flush()")
    await connection.execute("SELECT pg_stat_clear_snapshot()")
    found: int = await connection.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return found


#: What may never be of any case, by name: rows that this gives are faults.
NEVER = {
    "a history with gaps, or another version than it says": """
        SELECT c.id FROM cases c LEFT JOIN case_events e ON e.case_id = c.id GROUP BY c.id, c.seq, c.version
        HAVING count(*) <> c.seq OR max(e.seq) <> c.seq OR min(e.seq) <> 1 OR c.version <> c.seq""",
    "a move from where the case was not": """
        SELECT case_id FROM (SELECT case_id, seq, from_status, to_status,
            lag(to_status) OVER (PARTITION BY case_id ORDER BY seq) AS before FROM case_events) e
        WHERE seq > 1 AND from_status IS DISTINCT FROM before""",
    "another status than the last event says": """
        SELECT c.id FROM cases c JOIN case_events e ON e.case_id = c.id AND e.seq = c.seq
        WHERE e.to_status <> c.status""",
    "a move that nobody was told": """
        SELECT case_id FROM outbox""",
    "a move that was told twice or not at all": """
        SELECT e.case_id FROM case_events e LEFT JOIN changes c ON c.case_id = e.case_id AND c.seq = e.seq
        GROUP BY e.case_id, e.seq HAVING count(c.number) <> 1""",
    "in no unit's hand or in two": """
        SELECT c.id FROM cases c WHERE (SELECT array_agg(department_code) FROM assignments a
            WHERE a.case_id = c.id AND role = 'lead' AND ended_at IS NULL)
          IS DISTINCT FROM CASE WHEN lead_department_code IS NULL THEN NULL ELSE ARRAY[lead_department_code] END""",
    "at work without a unit, or with one where it waits for none": """
        SELECT id FROM cases WHERE status IN ('dispatched', 'handling', 'suspended') AND lead_department_code IS NULL
          OR status IN ('filed', 'pooled', 'split') AND lead_department_code IS NOT NULL""",
    "in the pool without a publication, or the other way round": """
        SELECT c.id FROM cases c WHERE (status = 'pooled') <> (pool_codes <> '{}')
          OR (status = 'pooled') <>
            EXISTS (SELECT FROM publications p WHERE p.case_id = c.id AND p.ended_at IS NULL)""",
    "claimed twice of one publication": """
        SELECT case_id FROM case_events WHERE action IN ('publish', 'claim') GROUP BY case_id
        HAVING count(*) FILTER (WHERE action = 'claim') > count(*) FILTER (WHERE action = 'publish')""",
    "called without a whistle, or the other way round": """
        SELECT c.id FROM cases c WHERE (called_codes <> '{}') <>
          ((SELECT count(*) FROM whistles w WHERE w.case_id = c.id AND w.state = 'open') = 1)""",
    "assists that are not its own": """
        SELECT id FROM cases WHERE NOT open_assists <@ assist_codes OR NOT open_calls <@ called_codes""",
    "merged into what does not know": """
        SELECT c.id FROM cases c JOIN cases t ON t.id = c.merged_into WHERE NOT t.has_merged_cases""",
    "in parts that have all ended, or ended with one that has not": """
        SELECT c.id FROM cases c JOIN split_parts s ON s.case_id = c.id JOIN cases p ON p.id = s.part_id
        WHERE c.status IN ('split', 'resolved') GROUP BY c.id, c.status
        HAVING bool_or(p.is_open) <> (c.status = 'split')""",
    "parts that lie elsewhere than their report": """
        SELECT c.id FROM cases c JOIN split_parts s ON s.case_id = c.id WHERE s.area_path <> c.area_path""",
}  # fmt: skip


BACKWARDS = """
    SELECT case_id FROM (SELECT case_id, created_at,
        lag(created_at) OVER (PARTITION BY case_id ORDER BY seq) AS before FROM case_events) e
    WHERE created_at < before - $1::interval"""


async def what_is_wrong(session: Session, *, clocks_apart: timedelta = timedelta()) -> dict[str, list[UUID]]:
    """By name, the cases of which something is true that may never be; and whose timers are not their deadlines'.

    No history runs backwards by more than the clocks of the processes that wrote it are apart.
    """
    wrong = {name: [row[0] for row in await session.connection.fetch(sql)] for name, sql in NEVER.items()}
    backwards = await session.connection.fetch(BACKWARDS, clocks_apart)
    wrong["a history that runs backwards"] = [row[0] for row in backwards]
    wrong["timers that are not as the history says"] = []
    for case in await session.connection.fetch("SELECT * FROM cases"):
        try:
            await deadlines.agree(session, case)
        except AssertionError:
            wrong["timers that are not as the history says"].append(case["id"])
    return {name: ids for name, ids in wrong.items() if ids}
