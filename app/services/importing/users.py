"""People and the dated posts they hold."""

from collections.abc import Container, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from app import clock
from app.authz import DEPARTMENT_POSTS, Post
from app.db.session import Session
from app.identifiers import new_id
from app.models.user import LOCKED, Appointment, User
from app.queries.identity import sessions
from app.queries.importing import loading as queries
from app.queries.security import trail
from app.services.importing import values as read
from app.services.importing.collection import Collection, Record, Told, field, kind
from app.services.importing.departments import DEPARTMENTS, Departments
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas
from app.text import account_names, phones
from app.text.writing import Unwritable


@kind
class UserValues:
    """Somebody who signs in."""

    username: str = field(read.unmangled(read.text(64)), key=True)
    display_name: str = field(read.text(64))
    phone: str | None = field(phones.folded, empty=None)
    is_active: bool = field(read.yes_or_no, empty=True)


@kind
class PostValues:
    """A post that somebody holds from a day on."""

    username: str = field(read.unmangled(read.text(64)), key=True)
    post: Post = field(read.one_of(Post), key=True)
    area_code: str | None = field(read.code, empty=None, key=True)
    department_code: str | None = field(read.code, empty=None, key=True)
    valid_from: date = field(read.day, key=True)
    valid_to: date | None = field(read.day, empty=None)


USERS = Collection("users", UserValues)
APPOINTMENTS = Collection("appointments", PostValues)
_SPACE = UUID("0b2f6f4e-9c53-4e0a-8f0c-0d6a4c1f7e21")  # appointments are the same when who, what, where and since are


class Identity(NamedTuple):
    """Who, what, where and since when: what makes two posts the same, as the trail remembers it."""

    user_id: str
    post: str
    area_code: str | None
    department_code: str | None
    since: str


class Held(NamedTuple):
    """A post that is there."""

    id: UUID
    valid_to: date | None


class UserImport:
    """Both, checked and written together."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._users = told.of(USERS)
        self._posts = told.of(APPOINTMENTS)
        self._ids: dict[str, UUID] = {}
        self._held: dict[Identity, Held] = {}

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of."""
        return self._posts.told(lambda post: post.area_code)

    async def check(self, session: Session, areas: Areas, departments: Departments) -> None:
        """Every post needs its user and its place: a department for department posts, an area for the others."""
        names = self._users.told(lambda user: user.username) | self._posts.told(lambda post: post.username)
        lowered = sorted({name.lower() for name in names})
        called = await session.all(queries.USERS_CALLED, lowered=lowered)
        self._ids = {row["username"]: row["id"] for row in called}
        held = await session.all(queries.APPOINTMENTS_OF, ids=list(self._ids.values()))
        self._held = {
            Identity(
                str(row["user_id"]), row["post"], row["area_code"], row["department_code"], str(row["valid_from"])
            ): Held(row["id"], row["valid_to"])
            for row in held
        }
        gone = await session.all(trail.REVOKED, targets=[str(user_id) for user_id in self._ids.values()])
        taken_away = {
            _remembered(row["target"], row["data"]): row["created_at"].astimezone(clock.LOCAL).date() for row in gone
        }
        self._check_revived({row["username"] for row in called if not row["is_active"]}, taken_away)
        spelt = {name.lower(): name for name in self._ids}
        for record in self._users.all:
            name = record.values.username
            if name not in self._ids:
                self._check_name(record.index, name)
            other = spelt.setdefault(name.lower(), name)
            if other != name:
                zh, en = f"与 {other} 只有大小写不同", f"differs from {other} only in its case"
                self._problems.add(USERS.name, record.index, zh, en, "username")
            self._ids.setdefault(name, new_id(clock.now()))
        for post in self._posts.all:
            self._check_post(post, areas, departments)

    def _check_name(self, number: int, name: str) -> None:
        """A new name is not taken for another; those that are there stay."""
        try:
            account_names.require_unmistakable(name)
        except Unwritable as error:
            self._problems.add(USERS.name, number, error.zh, error.en, "username")

    def _check_revived(self, deactivated: Container[str], taken_away: Mapping[Identity, date]) -> None:
        """An export of before their end gives back accounts and posts."""
        for record in self._users.all if "is_active" not in self._users.absent else ():
            name = record.values.username
            if name in deactivated and record.values.is_active:
                zh, en = f"用户 {name} 已停用，将恢复使用", f"user {name} is deactivated, and would be active again"
                self._problems.revives(USERS.name, record.index, zh, en)
        if "valid_to" in self._posts.absent:
            return
        for post in self._posts.all:
            self._check_ended(post, taken_away)

    def _check_ended(self, record: Record[PostValues], taken_away: Mapping[Identity, date]) -> None:
        """A post that is over, or that was revoked on its first day and never was."""
        values, today = record.values, clock.today()
        user_id = self._ids.get(values.username)
        if user_id is None or (values.valid_to is not None and values.valid_to < today):
            return
        identity = _identity(user_id, values)
        held = self._held.get(identity)
        ended = held.valid_to if held else taken_away.get(identity)
        if ended is None or (held and ended >= today):
            return
        what = f"{values.username} {values.post} {values.area_code or values.department_code}"
        zh, en = f"{what} 已于 {ended} 免职，将恢复任职", f"{what} ended on {ended}, and would be held again"
        self._problems.revives(APPOINTMENTS.name, record.index, zh, en)

    def _check_post(self, record: Record[PostValues], areas: Areas, departments: Departments) -> None:
        values = record.values
        area, department = values.area_code, values.department_code
        post, end = values.post, values.valid_to
        of_department = post in DEPARTMENT_POSTS
        named = (
            ("username", USERS.name, values.username, self._ids),
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
            ("valid_to", end is not None and end < values.valid_from, "任期倒置", "ends before it starts:", end),
        ]  # fmt: skip
        for name, broken, zh, en, what in wrong:
            if broken:
                self._problems.add(APPOINTMENTS.name, record.index, f"{zh} {what}", f"{en} {what}", name, cause=en)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes both; a new user cannot sign in until a password is set, and one who is inactive is signed out."""
        now, users = clock.now(), self._users.rows
        ids = [self._ids[user.username] for user in users]
        columns: dict[str, list[object]] = {
            "id": [*ids],
            **self._users.columns,
            "phone_keys": [_keys(user.phone) for user in users],
            "password_hash": [LOCKED] * len(users),
            "created_at": [now] * len(users),
        }
        keep = frozenset({"password_hash", "created_at", "username"}) | self._users.absent
        keep |= {"phone_keys"} if "phone" in keep else frozenset()
        counts = {
            "users": await load(session, User, columns, keep=keep),
            "appointments": await load(session, Appointment, self._post_columns(), keep=self._posts.absent),
        }
        await session.run(sessions.END_OF_DEACTIVATED, of_users=ids, at=now)
        return counts

    def _post_columns(self) -> dict[str, list[object]]:
        columns, posts = self._posts.columns, self._posts.rows
        del columns["username"]
        user_ids = [self._ids[post.username] for post in posts]
        ids = [self._post_id(_identity(*each)) for each in zip(user_ids, posts, strict=True)]
        return {"id": [*ids], "user_id": [*user_ids], **columns}

    def _post_id(self, identity: Identity) -> UUID:
        held = self._held.get(identity)
        return held.id if held else uuid5(_SPACE, "|".join(map(str, identity)))


def _keys(phone: str | None) -> str | None:
    """Whose the phone is, for who asks whether it is that of a member of staff."""
    return "/".join(phones.keys(phone)) if phone else None


def _identity(user_id: UUID, post: PostValues) -> Identity:
    return Identity(str(user_id), post.post, post.area_code, post.department_code, post.valid_from.isoformat())


def _remembered(user_id: str, data: Mapping[str, object]) -> Identity:
    """The post that an entry of the trail says was revoked."""
    where = (data["area_code"], data["department_code"])
    area, department = (None if code is None else str(code) for code in where)
    return Identity(user_id, str(data["post"]), area, department, str(data["valid_from"]))
