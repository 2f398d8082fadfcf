"""People and the dated posts they hold."""

from collections.abc import Container, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from app import clock
from app.authz import DEPARTMENT_POSTS, Post
from app.db.session import Row, Session
from app.identifiers import new_id
from app.models.user import LOCKED, Appointment, User
from app.queries.identity import sessions
from app.queries.importing import loading as queries
from app.queries.security import trail
from app.services.importing.collection import Collection, Field, Record, Told
from app.services.importing.departments import DEPARTMENTS
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE
from app.services.importing.values import code, day, one_of, text, unmangled, yes_or_no
from app.text import account_names, phones
from app.text.writing import Unwritable

USERS = Collection(
    "users",
    {
        "username": Field(unmangled(text(64))),
        "display_name": Field(text(64)),
        "phone": Field(phones.folded, required=False),
        "is_active": Field(yes_or_no, required=False, default=True),
    },
    ("username",),
)
APPOINTMENTS = Collection(
    "appointments",
    {
        "username": Field(unmangled(text(64))),
        "post": Field(one_of(Post)),
        "area_code": Field(code, required=False),
        "department_code": Field(code, required=False),
        "valid_from": Field(day),
        "valid_to": Field(day, required=False),
    },
    ("username", "post", "area_code", "department_code", "valid_from"),
)
_SPACE = UUID("0b2f6f4e-9c53-4e0a-8f0c-0d6a4c1f7e21")  # appointments are the same when who, what, where and since are


class UserImport:
    """Both, checked and written together."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._users = told.of(USERS)
        self._posts = told.of(APPOINTMENTS)
        self._ids: dict[str, UUID] = {}
        self._held: dict[tuple[Any, ...], Row] = {}

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of."""
        return self._posts.told("area_code")

    async def check(self, session: Session, areas: dict[str, Any], departments: dict[str, Any]) -> None:
        """Every post needs its user and its place: a department for department posts, an area for the others."""
        lowered = sorted({name.lower() for name in self._users.told("username") | self._posts.told("username")})
        called = await session.all(queries.USERS_CALLED, lowered=lowered)
        self._ids = {row["username"]: row["id"] for row in called}
        held = await session.all(queries.APPOINTMENTS_OF, ids=list(self._ids.values()))
        self._held = {_identity(row["user_id"], row): row for row in held}
        gone = await session.all(trail.REVOKED, targets=[str(user_id) for user_id in self._ids.values()])
        taken_away = {
            _identity(row["target"], row["data"]): row["created_at"].astimezone(clock.LOCAL).date() for row in gone
        }
        self._check_revived({row["username"] for row in called if not row["is_active"]}, taken_away)
        spelt = {name.lower(): name for name in self._ids}
        for record in self._users.all:
            name = record.values["username"]
            if name not in self._ids:
                self._check_name(record.index, name)
            other = spelt.setdefault(name.lower(), name)
            if other != name:
                zh, en = f"与 {other} 只有大小写不同", f"differs from {other} only in its case"
                self._problems.add(USERS.name, record.index, zh, en, "username")
            self._ids.setdefault(name, new_id(clock.now()))
        for record in self._posts.all:
            self._check_post(record, areas, departments)

    def _check_name(self, number: int, name: str) -> None:
        """A new name is not taken for another; those that are there stay."""
        try:
            account_names.require_unmistakable(name)
        except Unwritable as error:
            self._problems.add(USERS.name, number, error.zh, error.en, "username")

    def _check_revived(self, deactivated: Container[str], taken_away: Mapping[tuple[Any, ...], date]) -> None:
        """An export of before their end gives back accounts and posts."""
        for record in self._users.all if "is_active" not in self._users.absent else ():
            name = record.values["username"]
            if name in deactivated and record.values["is_active"]:
                zh, en = f"用户 {name} 已停用，将恢复使用", f"user {name} is deactivated, and would be active again"
                self._problems.revives(USERS.name, record.index, zh, en)
        if "valid_to" in self._posts.absent:
            return
        for record in self._posts.all:
            self._check_ended(record, taken_away)

    def _check_ended(self, record: Record, taken_away: Mapping[tuple[Any, ...], date]) -> None:
        """A post that is over, or that was revoked on its first day and never was."""
        values, today = record.values, clock.today()
        user_id = self._ids.get(values["username"])
        if user_id is None or (values["valid_to"] is not None and values["valid_to"] < today):
            return
        identity = _identity(user_id, values)
        held = self._held.get(identity)
        ended = held["valid_to"] if held else taken_away.get(_told(identity))
        if ended is None or (held and ended >= today):
            return
        what = f"{values['username']} {values['post']} {values['area_code'] or values['department_code']}"
        zh, en = f"{what} 已于 {ended} 免职，将恢复任职", f"{what} ended on {ended}, and would be held again"
        self._problems.revives(APPOINTMENTS.name, record.index, zh, en)

    def _check_post(self, record: Record, areas: dict[str, Any], departments: dict[str, Any]) -> None:
        values = record.values
        area, department = values["area_code"], values["department_code"]
        post, end = values["post"], values["valid_to"]
        of_department = post in DEPARTMENT_POSTS
        named = (
            ("username", USERS.name, values["username"], self._ids),
            ("area_code", TREE, area, areas),
            ("department_code", DEPARTMENTS.name, department, departments),
        )
        for name, of, told, known in named:
            if told is not None and told not in known:
                self._problems.unknown(of, told, APPOINTMENTS.name, record.index, name)
        wrong = [
            ("department_code", of_department != (department is not None),
             "岗位与部门不符", "wrong department for", post),
            ("area_code", of_department == (area is not None), "岗位与区划不符", "wrong area for", post),
            ("valid_to", end is not None and end < values["valid_from"], "任期倒置", "ends before it starts:", end),
        ]  # fmt: skip
        for name, broken, zh, en, what in wrong:
            if broken:
                self._problems.add(APPOINTMENTS.name, record.index, f"{zh} {what}", f"{en} {what}", name, cause=en)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes both; a new user cannot sign in until a password is set, and one who is inactive is signed out."""
        now = clock.now()
        users = [
            {"id": self._ids[row["username"]], **row, **_keys(row), "password_hash": LOCKED, "created_at": now}
            for row in self._users.rows
        ]
        keep = frozenset({"password_hash", "created_at", "username"}) | self._users.absent
        keep |= {"phone_keys"} if "phone" in keep else frozenset()
        posts = [self._appointment(row) for row in self._posts.rows]
        counts = {
            "users": await load(session, User, users, keep=keep),
            "appointments": await load(session, Appointment, posts, keep=self._posts.absent),
        }
        await session.run(sessions.END_OF_DEACTIVATED, of_users=[row["id"] for row in users], at=now)
        return counts

    def _appointment(self, values: dict[str, Any]) -> dict[str, Any]:
        row = {name: value for name, value in values.items() if name != "username"}
        user_id = self._ids[values["username"]]
        identity = _identity(user_id, values)
        known = self._held.get(identity)
        return {"id": known["id"] if known else uuid5(_SPACE, "|".join(map(str, identity))), "user_id": user_id, **row}


def _keys(row: dict[str, Any]) -> dict[str, str | None]:
    """Whose the phone is, for who asks whether it is that of a member of staff."""
    return {"phone_keys": "/".join(phones.keys(row["phone"])) if row["phone"] else None}


def _identity(user_id: UUID | str, values: Any) -> tuple[Any, ...]:
    """Who, what, where and since when."""
    where = (values[name] for name in ("post", "area_code", "department_code", "valid_from"))
    return str(user_id), *where


def _told(identity: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same as the trail remembers it."""
    *others, since = identity
    return *others, since.isoformat()
