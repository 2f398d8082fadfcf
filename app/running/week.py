"""A week of cases for the demo district, passed through the public API itself, each step at its moment in the past.

`demo/week.csv` says what was reported where, how long ago, and by which path it went on. The clock of the process is
moved for each step, so all of it happens before anything is served. Where there are cases already, nothing is added.
"""

import csv
import heapq
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr
from starlette.datastructures import State

from app import clock
from app.config import Settings
from app.db.session import Database
from app.demo import DATA, bulletins
from app.demo.district import present
from app.demo.scenes import scene
from app.main import create_app
from app.queries.identity import sessions as families
from app.queries.identity.users import USER_CALLED
from app.running import quarter, village
from app.running.judged import judge
from app.running.ways import WAYS, Step
from app.services.identity import sessions
from app.services.identity.origin import Origin
from app.services.identity.sessions import Issuer

_TOWN = "坪山街道"  # which has a centre of its own
_LASTS = timedelta(days=8)
_HANDLERS = {"CGJ": "cgj", "CGJ-001": "cgjteam", "SWJ": "swj", "JTJ": "jtj", "GAJ": "gaj"}


@dataclass(frozen=True, slots=True)
class _Case:
    row: dict[str, str]
    reported: datetime
    people: Mapping[str, UUID]

    @property
    def is_from_the_field(self) -> bool:
        """Whether somebody with a camera reported it."""
        return not self.row["caller"]

    @property
    def place(self) -> dict[str, object]:
        """Where it is."""
        return {"lat": float(self.row["lat"]), "lon": float(self.row["lon"]), "datum": "wgs84"}

    def who(self, role: str) -> str:
        """The account of a role, at the centre and in the unit this case belongs to."""
        town = "town" if self.row["address"].startswith(_TOWN) else ""
        desk = {"clerk": f"{town}clerk", "dispatcher": f"{town}dispatcher", "unit": _HANDLERS[self.row["unit"]]}
        return desk.get(role, role)

    def told(self, value: object) -> object:
        """What a step says of this case."""
        if isinstance(value, str):
            later = (clock.now() + timedelta(days=10)).isoformat()
            return value.format(**self.row, in_ten_days=later, **self.people)
        return [self.told(each) for each in value] if isinstance(value, list) else value


async def play(database: Database, settings: Settings, key: str) -> list[str]:
    """Lets the week happen; gives what was refused, which is nothing while table and flow agree."""
    app = create_app(settings.model_copy(update={"signing_key": SecretStr(key)}), database)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    bearers = await _sign_all_in(database, app.state)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://week/api/v1") as client:
        player = _Player(client, {name: tokens[0] for name, tokens in bearers.items()})
        refused: list[str] = []
        if "supervisor" in bearers and not await player.has_cases():
            refused = [*await quarter.play(client, player.headers), *await village.play(client, player.headers)]
            refused += await player.play(_cases({name: user_id for name, (_, user_id) in bearers.items()}))
            with suppress(_Refused):
                await judge(database, player.ask)
            refused += await player.issue()
    async with database.writing() as session:
        for _, user_id in bearers.values():
            await session.run(families.END_ALL_OF, of_user=user_id, at=clock.now())
    return refused


def _cases(people: Mapping[str, UUID]) -> list[_Case]:
    now = clock.now()
    with (DATA.parent / "week.csv").open(encoding="utf-8", newline="") as file:
        return [_Case(row, now - timedelta(minutes=int(row["minutes_ago"])), people) for row in csv.DictReader(file)]


async def _sign_all_in(database: Database, state: State) -> dict[str, tuple[str, UUID]]:
    issuer, origin = Issuer(state.signer, _LASTS, _LASTS), Origin("week", state.origins)
    found = {}
    with clock.shifted(-_LASTS + timedelta(hours=1)):
        async with database.writing() as session:
            for name in await present(session):
                user = await session.one(USER_CALLED, of_username=name)
                tokens = await sessions.begin(session, issuer, user["id"], origin)
                found[name] = (tokens.access_token, user["id"])
    return found


class _Refused(Exception):
    """What was asked was refused."""


class _Player:
    """Who sends each step at its moment, in the order in which all of them happened."""

    def __init__(self, client: AsyncClient, tokens: dict[str, str]) -> None:
        self._client, self._tokens = client, tokens
        self._ids: dict[int, str] = {}
        self._refused: list[str] = []

    @property
    def headers(self) -> dict[str, dict[str, str]]:
        """By account."""
        return {name: self._as(name) for name in self._tokens}

    async def has_cases(self) -> bool:
        """Whether there is anything already."""
        answer = await self._client.get("/cases?limit=1", headers=self._as("supervisor"))
        return bool(answer.json()["items"])

    async def play(self, cases: list[_Case]) -> list[str]:
        """All steps of all cases; what was refused."""
        now = clock.now()
        waiting = [(case.reported, at, 0) for at, case in enumerate(cases)]
        heapq.heapify(waiting)
        while waiting:
            moment, at, step = heapq.heappop(waiting)
            path = WAYS[cases[at].row["path"]]
            with clock.shifted(moment - clock.now()):
                went = await self._step(at, cases[at], path[step - 1] if step else None)
            if went and step < len(path):
                following = moment + timedelta(minutes=path[step][0])
                heapq.heappush(waiting, (min(following, now), at, step + 1))
        return list(self._refused)

    async def issue(self) -> list[str]:
        """The bulletins, of all that has happened and was judged; what was refused."""
        return await bulletins.issue(self._ask)

    async def _ask(self, who: str, method: str, path: str, body: Mapping[str, object] | None) -> Response:
        return await self._client.request(method, path, json=body, headers=self._as(who))

    async def ask(self, who: str, method: str, path: str, body: object) -> dict[str, object]:
        """Asks as somebody; what is refused is kept and told, and nothing is built upon it.

        Raises:
            _Refused: it was.
        """
        answer = await self._client.request(method, path, json=body, headers=self._as(who))
        if answer.is_error:
            self._refused.append(f"{method} {path}: {answer.text[:300]}")
            raise _Refused
        told: dict[str, object] = answer.json()
        return told

    async def _step(self, at: int, case: _Case, step: Step | None) -> bool:
        answer = await (self._report(at, case) if step is None else self._go_on(at, case, step))
        if answer.is_error:
            self._refused.append(f"{case.row['path']}: {step and step[2]}: {answer.text[:300]}")
        return not answer.is_error

    async def _report(self, at: int, case: _Case) -> Response:
        row = case.row
        body: dict[str, object] = {"description": row["description"], "address": row["address"]}
        body["location"] = case.place | {"accuracy_m": 12.0}
        if not case.is_from_the_field:
            body["contact"] = {"name": row["caller"], "phone": row["phone"]}
        answer = await self._client.post("/cases", json=body, headers=self._as(row["reporter"]))
        self._ids[at] = answer.json().get("id", "")
        if answer.is_success and case.is_from_the_field:
            answer = await self._attach(at, case, row["reporter"], "scene")
        return answer

    async def _go_on(self, at: int, case: _Case, step: Step) -> Response:
        _, role, action, said = step
        who, address = case.who(role), f"/cases/{self._ids[at]}"
        if action == "rate":
            link = await self._client.post(f"{address}/rating-link", headers=self._as(who))
            return await self._client.post(f"/public/ratings/{link.json().get('token')}", json=said)
        told = {name: case.told(value) for name, value in said.items()}
        if action == "resolve" and case.is_from_the_field:
            await self._attach(at, case, who, "after")
        elif action == "resolve":
            told["photo_exemption"] = "dark_or_unsafe"
        return await self._client.post(f"{address}/{action}", json=told, headers=self._as(who))

    async def _attach(self, at: int, case: _Case, who: str, purpose: str) -> Response:
        files = {"photo": ("photo.jpg", scene(at, is_clear=purpose == "after"), "image/jpeg")}
        told = {name: str(value) for name, value in case.place.items()}
        told |= {"purpose": purpose, "taken_at": clock.now().isoformat()}
        return await self._client.post(
            f"/cases/{self._ids[at]}/attachments", data=told, files=files, headers=self._as(who)
        )

    def _as(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[who]}"}
