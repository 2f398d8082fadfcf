"""The small district every test plays in: one county, two towns, three grids, three departments, one user a role."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlmodel import SQLModel

from app.db.session import Session
from app.db.statement import Statement
from app.models.area import Area
from app.models.category import Category, CategoryStandard, FilingRule
from app.models.department import Department, DepartmentName, Jurisdiction
from app.models.user import Appointment, TokenFamily, User
from app.queries.tables import table
from app.services.identity.passwords import hash_password

PASSWORD = "correct horse battery staple"
_SPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")

COUNTY, TOWN, OTHER_TOWN = "440310", "440310001", "440310002"
VILLAGE, OTHER_VILLAGE = "440310001001", "440310002001"
GRID, SECOND_GRID, OTHER_GRID = "44031000100101", "44031000100102", "44031000200101"
MARKET = "44031000100103"
GRID_PATH = f"{COUNTY}/{TOWN}/{VILLAGE}/{GRID}/"

IN_GRID = {"lat": 22.695, "lon": 114.305}
IN_OTHER_GRID = {"lat": 22.695, "lon": 114.345}
IN_NO_GRID = {"lat": 22.5, "lon": 114.0}

#: user -> (post, area, department)
POSTS: dict[str, tuple[str, str | None, str | None]] = {
    "worker": ("full_time_worker", GRID, None),
    "second_worker": ("part_time_worker", GRID, None),
    "other_worker": ("full_time_worker", OTHER_GRID, None),
    "leader": ("grid_leader", GRID, None),
    "clerk": ("triage_clerk", COUNTY, None),
    "town_clerk": ("triage_clerk", TOWN, None),
    "dispatcher": ("dispatcher", COUNTY, None),
    "centre_leader": ("centre_leader", COUNTY, None),
    "handler": ("department_handler", None, "CG"),
    "station_handler": ("department_handler", None, "CG-1"),
    "lead": ("department_lead", None, "CG"),
    "water_handler": ("department_handler", None, "SW"),
    "far_handler": ("department_handler", None, "FAR"),
    "supervisor": ("supervisor", COUNTY, None),
    "town_supervisor": ("supervisor", TOWN, None),
    "other_supervisor": ("supervisor", OTHER_TOWN, None),
    "admin": ("administrator", COUNTY, None),
    "hotline": ("integration", COUNTY, None),
}
USERS = {name: uuid5(_SPACE, name) for name in (*POSTS, "nobody")}
#: user -> the session that the tokens of tests belong to
SESSIONS = {name: uuid5(_SPACE, f"session-{name}") for name in USERS}


def _square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def _area(code: str, level: str, path: str, **more: Any) -> dict[str, Any]:
    parents = path.rstrip("/").split("/")
    defaults = {"grid_kind": None, "boundary": None}
    return {
        "code": code, "level": level, "path": path, "name": f"区域{code}",
        "parent_code": parents[-2] if len(parents) > 1 else None, **defaults, **more,
    }  # fmt: skip


AREAS = [
    _area(COUNTY, "county", f"{COUNTY}/"),
    _area(TOWN, "town", f"{COUNTY}/{TOWN}/"),
    _area(OTHER_TOWN, "town", f"{COUNTY}/{OTHER_TOWN}/"),
    _area(VILLAGE, "village", f"{COUNTY}/{TOWN}/{VILLAGE}/"),
    _area(OTHER_VILLAGE, "village", f"{COUNTY}/{OTHER_TOWN}/{OTHER_VILLAGE}/"),
    _area(GRID, "grid", GRID_PATH, grid_kind="general", boundary=_square(114.30, 22.69)),
    _area(SECOND_GRID, "grid", f"{COUNTY}/{TOWN}/{VILLAGE}/{SECOND_GRID}/", grid_kind="general",
          boundary=_square(114.31, 22.69)),
    _area(OTHER_GRID, "grid", f"{COUNTY}/{OTHER_TOWN}/{OTHER_VILLAGE}/{OTHER_GRID}/", grid_kind="general",
          boundary=_square(114.34, 22.69)),
    _area(MARKET, "grid", f"{COUNTY}/{TOWN}/{VILLAGE}/{MARKET}/", grid_kind="special",
          boundary=_square(114.308, 22.698, 0.001)),
]  # fmt: skip
DEPARTMENTS = [
    {"code": "CG", "kind": "bureau", "parent_code": None, "path": "CG/"},
    {"code": "CG-1", "kind": "station", "parent_code": "CG", "path": "CG/CG-1/"},
    {"code": "SW", "kind": "bureau", "parent_code": None, "path": "SW/"},
    {"code": "FAR", "kind": "bureau", "parent_code": None, "path": "FAR/"},
]
JURISDICTIONS = [("CG", COUNTY), ("CG-1", TOWN), ("SW", COUNTY), ("FAR", OTHER_TOWN)]


async def seed(session: Session) -> None:
    """Writes the district, as the owner of the schema."""
    await _insert(session, Area, AREAS)
    await _insert(session, Department, DEPARTMENTS)
    names = [
        {"department_code": d["code"], "valid_from": date(2020, 1, 1), "name": f"部门{d['code']}"} for d in DEPARTMENTS
    ]
    await _insert(session, DepartmentName, names)
    await _insert(session, Jurisdiction, [{"department_code": d, "area_code": a} for d, a in JURISDICTIONS])
    await _seed_categories(session)
    await _seed_users(session)


async def _seed_categories(session: Session) -> None:
    await _insert(session, CategoryStandard, [{"code": "DCM", "name": "数字城管", "version": "2005"}])
    categories = [
        {"code": "DCM-01", "parent_code": None, "name": "市容环境", "self_handle_allowed": False},
        {"code": "DCM-01-02", "parent_code": "DCM-01", "name": "暴露垃圾", "self_handle_allowed": True},
    ]
    await _insert(session, Category, [{"standard_code": "DCM", **row} for row in categories])
    rule = {
        "code": "R1", "category_code": "DCM-01-02", "condition": "成堆的垃圾", "limit_amount": 4,
        "limit_unit": "working_hours", "close_condition": "清除", "department_code": "CG",
    }  # fmt: skip
    await _insert(session, FilingRule, [rule, {**rule, "code": "R2", "limit_amount": 2, "limit_unit": "working_days"}])


async def _seed_users(session: Session) -> None:
    hashed = await hash_password(PASSWORD)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    users = [
        {"id": id_, "username": name, "display_name": f"用户{name}", "password_hash": hashed, "created_at": now}
        for name, id_ in USERS.items()
    ]
    await _insert(session, User, users)
    sessions = [
        {
            "id": id_,
            "user_id": USERS[name],
            "created_at": now,
            "used_at": now,
            "expires_at": datetime(2099, 1, 1, tzinfo=UTC),
        }
        for name, id_ in SESSIONS.items()
    ]
    await _insert(session, TokenFamily, sessions)
    appointments = [
        {
            "id": uuid5(_SPACE, f"post-{name}"), "user_id": USERS[name], "post": post, "area_code": area,
            "department_code": department, "valid_from": date(2026, 1, 1),
        }
        for name, (post, area, department) in POSTS.items()
    ]  # fmt: skip
    await _insert(session, Appointment, appointments)


async def _insert(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    await session.run_many(Statement(insert(table(model)), columns=tuple(rows[0])), rows)
