"""Cases taken at random through what is allowed: the timers and the deadlines are always what the history says."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Row, Session
from app.schemas.calendar import WEEKDAYS
from app.services.flow.effects import ACTIONS
from app.workflow.actions import Action
from tests import deadlines
from tests.cases import Cases
from tests.organisation import POSTS, TOWN, USERS
from tests.times import at

WALKERS = (
    "clerk", "dispatcher", "centre_leader", "handler", "lead", "water_handler", "supervisor", "worker",
    "second_worker", "leader", "station_handler",
)  # fmt: skip
#: In place and without a timer, or in need of photos.
NOT_TAKEN = {"view-original", "attachments", "comment", "reveal-contact", "self-handle", "progress", "release-assist"}
RARE = {"force-close", "cancel", "reject", "merge", "close", "urge"}
#: By what the walk does not look at before: who is where, and what a unit has said already.
MAY_BE_REFUSED = (
    "escalate",  # nobody is above
    "delegate",  # nobody is below
    "deliver",  # no unit here has another team
    "merge",
    "reassign",
    "transfer",
    "add-assist",
    "decline-whistle",
    "request-excuse",
    "approve-excuse",
    "refuse-excuse",
    "score-response",
)
CONTACT = {"name": "王女士", "phone": "13800000000"}  # who is asked to rate
THREE_HOURS = {"limit_amount": 3, "limit_unit": "working_hours"}
STEPS, CASES = 45, 3


class Walk:
    """Some cases, a die, and the moment it is."""

    def __init__(self, cases: Cases, session: Session, seed: int) -> None:
        self.cases, self.session, self.die = cases, session, Random(seed)  # noqa: S311  (a walk, no secret)
        self.now = at("17 09:00")
        self.told: list[str] = []
        self.ids: list[str] = []

    async def begin(self) -> None:
        with clock.frozen(self.now):
            self.ids = [(await self.cases.report(contact=CONTACT))["id"] for _ in range(CASES)]

    async def step(self) -> None:
        """Some time passes, and somebody does one of the things they may do."""
        self.now += timedelta(seconds=self.die.choice([1, 60, 600, 3_600, 9_000, 40_000]))
        case_id = self.die.choice(self.ids)
        with clock.frozen(self.now):
            for who in self.die.sample(WALKERS, len(WALKERS)):
                seen = await self.cases.client_as(who).get(f"/cases/{case_id}")
                offered = [offer["path"] for offer in seen.json().get("allowed_actions", [])]
                rarely = self.die.random() < 0.05
                possible = sorted(set(offered) - NOT_TAKEN - (set() if rarely else RARE))
                if possible:
                    await self.take(who, seen.json(), self.die.choice(possible))
                    return
            self.ids.append((await self.cases.report())["id"])

    async def take(self, who: str, case: dict[str, Any], path: str) -> None:
        answer = await self.cases.act(who, case, path, self.body(who, path, case))
        self.told.append(f"{self.now:%d %H:%M:%S} {who} {path} from {case['status']}: {answer.status_code}")
        no_time = path == "publish" and [error["pointer"] for error in answer.json().get("errors", [])] == ["/minutes"]
        assert answer.status_code in (200, 201) or path in MAY_BE_REFUSED or no_time, (answer.text, self.told)

    def body(self, who: str, path: str, case: dict[str, Any]) -> dict[str, Any]:
        if path == Action.ISSUE_RATING_LINK.slug:
            return {}
        command = ACTIONS[Action(path.replace("-", "_"))].command
        (example,) = command.model_config["json_schema_extra"]["examples"]  # type: ignore[index]
        lead = case["lead_department_code"]
        units = self.die.sample(["CG", "SW"], 2)
        timed = {"department": units[1], **THREE_HOURS}
        own: dict[str, dict[str, Any]] = {
            "file": {"rule_code": self.die.choice(["R1", "R2"]), "urgent": self.die.random() < 0.2},
            "publish": {"eligible": units, "fallback": units[0]},
            "claim": {"team": POSTS[who][2]},
            "deliver": {"team": lead},
            "dispatch": {"lead": units[0], "assists": self.die.choice([[], units[1:], [timed]])},
            "request-return": {"proposed_department": "SW" if lead == "CG" else "CG"},
            "request-suspension": {"resume_at": (self.now + timedelta(hours=self.die.randint(1, 90))).isoformat()},
            "request-extension": {"amount": self.die.randint(1, 2)},
            "resolve": {"photo_exemption": "nothing_visible"},
            "merge": {"target_id": self.die.choice(self.ids)},
            "supervise": {"level": self.die.randint(1, 3)},
            "redirect": {"lead": "SW" if lead == "CG" else "CG", "assists": []},
            "refile": {"rule_code": "R2" if (case["rule"] or {}).get("code") == "R1" else "R1"},
            "reassign": {"person_id": None},
            "add-assist": {"department": "SW" if lead == "CG" else "CG", "limit_amount": self.die.randint(1, 9)},
            "approve-excuse": {"department": self.asked(case)},
            "refuse-excuse": {"department": self.asked(case)},
            "whistle": self.whistle(),
            "score-response": {"department": "SW"},
            "record-minutes": {"attended": ["CG"], "tasks": []},
            "transfer": {"person_id": str(USERS[self.die.choice(["handler", "lead", "water_handler"])])},
        }
        return {**example, **own.get(path, {})}

    def asked(self, case: dict[str, Any]) -> str:
        """Some unit that assists: what it asked for is no business of the walk."""
        return str((case["open_assists"] or ["CG-1"])[0])

    def whistle(self) -> dict[str, Any]:
        until = self.now + timedelta(minutes=self.die.randint(1, 3_000))
        return {"departments": ["SW", "CG"], "respond_by": until.isoformat(), "at": None, "location": None}

    async def holiday(self) -> None:
        """The town declares a holiday within the next days."""
        day = (self.now + timedelta(days=self.die.randint(0, 3))).date()
        with clock.frozen(self.now):
            answer = await self.cases.client_as("admin").put(f"/calendar/{TOWN}/days/{day}", json={"kind": "holiday"})
        self.told.append(f"{self.now:%d %H:%M:%S} holiday on {day}: {answer.status_code}")

    async def hours(self) -> None:
        """A unit, or the one above it, works other hours from within the next days on, or the area's again."""
        unit, day = self.die.choice(["CG", "CG-1", "SW"]), (self.now + timedelta(days=self.die.randint(0, 2))).date()
        address, admin = f"/departments/{unit}/weeks/{day}", self.cases.client_as("admin")
        week = {name: [{"starts": "06:00", "ends": "22:00"}] for name in self.die.sample(WEEKDAYS, 5)}
        with clock.frozen(self.now):
            if self.die.random() < 0.2:
                answer = await admin.delete(address)
            else:
                answer = await admin.put(address, json={**week, "keeps_holidays": self.die.random() < 0.5})
        self.told.append(f"{self.now:%d %H:%M:%S} hours of {unit} from {day}: {answer.status_code}")
        assert answer.status_code == 200, answer.text

    async def ladder(self) -> None:
        """The town gives itself a ladder and other reply times, or withdraws them."""
        rungs = [
            {
                "limit_amount": amount,
                "limit_unit": "working_hours",
                "audience": self.die.choice(["holder", "supervisor"]),
            }
            for amount in sorted(self.die.sample(range(1, 30), self.die.randint(1, 6)))
        ]
        replies = [
            {"level": n, "limit_amount": self.die.randint(1, 9), "limit_unit": "urgent_hours"} for n in (1, 2, 3)
        ]
        admin, address = self.cases.client_as("admin"), f"/escalation/{TOWN}"
        with clock.frozen(self.now):
            if self.die.random() < 0.2:
                answer = await admin.delete(address)
            else:
                answer = await admin.put(address, json={"rungs": rungs, "replies": replies})
        self.told.append(f"{self.now:%d %H:%M:%S} ladder of {len(rungs)}: {answer.status_code}")
        assert answer.status_code == 200, answer.text

    async def rows(self) -> list[Row]:
        return await self.session.connection.fetch(
            "SELECT * FROM cases WHERE id = ANY($1)", [UUID(i) for i in self.ids]
        )

    async def check(self) -> None:
        for case in await self.rows():
            await deadlines.agree(self.session, case, self.told)


@pytest.mark.parametrize("seed", range(6))
async def test_timers_and_deadlines_follow_from_the_case_wherever_it_goes(
    cases: Cases,
    session: Session,
    sweep: Callable[[], Awaitable[None]],
    client_as: Callable[..., AsyncClient],
    seed: int,
) -> None:
    walk = Walk(cases, session, seed)
    await walk.begin()
    for _ in range(STEPS):
        await walk.step()
        if walk.die.random() < 0.1:
            await walk.holiday()
        if walk.die.random() < 0.15:
            await walk.hours()
        if walk.die.random() < 0.15:
            await walk.ladder()
            if walk.die.random() < 0.5:
                continue  # somebody is faster than the worker
        with clock.frozen(walk.now):
            await sweep()
            await walk.check()
    assert len(walk.told) > STEPS / 2, "the walk came to an end early"
