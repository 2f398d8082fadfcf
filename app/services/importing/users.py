"""users.csv and appointments.csv: people and the dated posts they hold."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from app import clock
from app.authz import DEPARTMENT_POSTS, Post
from app.db.session import Session
from app.identifiers import new_id
from app.models.user import Appointment, User
from app.queries import importing as queries
from app.services.importing.files import Column, Line, day, one_of, read_csv, text, yes_or_no
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.passwords import LOCKED

FILE, POSTS = "users.csv", "appointments.csv"
_USERS = {
    "username": Column(text(64)),
    "display_name": Column(text(64)),
    "phone": Column(text(32), required=False),
    "is_active": Column(yes_or_no, required=False, default=True),
}
_POSTS = {
    "username": Column(text(64)),
    "post": Column(one_of(Post)),
    "area_code": Column(text(32), required=False),
    "department_code": Column(text(32), required=False),
    "valid_from": Column(day),
    "valid_to": Column(day, required=False),
}
_SPACE = UUID("0b2f6f4e-9c53-4e0a-8f0c-0d6a4c1f7e21")  # appointments are the same when who, what, where and since are


class UserFiles:
    """The two files, read and checked together."""

    def __init__(self, directory: Path, problems: Problems) -> None:
        """Reads them; `check` holds them against what is known."""
        self._problems = problems
        self._users = read_csv(directory, FILE, _USERS, ("username",), problems)
        self._posts = read_csv(
            directory, POSTS, _POSTS, ("username", "post", "area_code", "department_code", "valid_from"), problems
        )
        self._ids: dict[str, UUID] = {}

    async def check(self, session: Session, areas: dict[str, Any], departments: dict[str, Any]) -> None:
        """Every post needs its user and its place: a department for department posts, an area for the others."""
        self._ids = {row["username"]: row["id"] for row in await session.all(queries.USERS)}
        for line in self._users:
            self._ids.setdefault(line.values["username"], new_id(clock.now()))
        for line in self._posts:
            self._check_post(line, areas, departments)

    def _check_post(self, line: Line, areas: dict[str, Any], departments: dict[str, Any]) -> None:
        values = line.values
        area, department = values["area_code"], values["department_code"]
        post, end = values["post"], values["valid_to"]
        of_department = post in DEPARTMENT_POSTS
        wrong = [
            (values["username"] not in self._ids, "没有用户", "unknown user", values["username"]),
            (area is not None and area not in areas, "没有区划", "unknown area", area),
            (department is not None and department not in departments, "没有部门", "unknown department", department),
            (of_department != (department is not None), "岗位与部门不符", "wrong department for", post),
            (of_department == (area is not None), "岗位与区划不符", "wrong area for", post),
            (end is not None and end < values["valid_from"], "任期倒置", "ends before it starts:", end),
        ]  # fmt: skip
        for broken, zh, en, what in wrong:
            if broken:
                self._problems.add(POSTS, line.number, f"{zh} {what}", f"{en} {what}")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes both; a new user cannot sign in until a password is set."""
        now = clock.now()
        users = [
            {"id": self._ids[line.values["username"]], **line.values, "password_hash": LOCKED, "created_at": now}
            for line in self._users
        ]
        posts = [self._appointment(line.values) for line in self._posts]
        return {
            "users": await load(session, User, users, keep=frozenset({"password_hash", "created_at", "username"})),
            "appointments": await load(session, Appointment, posts),
        }

    def _appointment(self, values: dict[str, Any]) -> dict[str, Any]:
        row = {name: value for name, value in values.items() if name != "username"}
        identity = "|".join(
            str(values[name]) for name in ("username", "post", "area_code", "department_code", "valid_from")
        )
        return {"id": uuid5(_SPACE, identity), "user_id": self._ids[values["username"]], **row}
