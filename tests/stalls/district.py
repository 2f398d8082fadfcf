"""A large district, written by a few statements: 520 areas, 204 departments, 518 users, 1,000 open cases."""

import json
from math import cos, pi, sin
from typing import Any

import asyncpg

from app.schemas.examples.bulletin import VIEW
from tests.organisation import COUNTY, GRID, VILLAGE

ISLAND = "440310001001077"  # a special grid with the largest boundary there may be
OLD = "00000000-0000-7000-8000-000000000001"  # a case that has been open for sixteen years
DRAFT = "00000000-0000-7000-8000-000000000002"  # a bulletin of the county that is being written
VERTICES = 49_000

_AREAS = f"""
INSERT INTO areas (code, level, parent_code, path, name, grid_kind, is_active, boundary)
SELECT code, level, parent, path, '区域' || code, kind, true, boundary FROM (
  SELECT '{COUNTY}' || t code, 'town' level, '{COUNTY}' parent, '{COUNTY}/{COUNTY}' || t || '/' path,
         NULL kind, NULL::jsonb boundary
    FROM generate_series(101, 110) t
  UNION ALL
  SELECT '{COUNTY}' || t || v, 'village', '{COUNTY}' || t, '{COUNTY}/{COUNTY}' || t || '/{COUNTY}' || t || v || '/',
         NULL, NULL
    FROM generate_series(101, 110) t, generate_series(101, 110) v
  UNION ALL
  SELECT '{COUNTY}' || t || v || g, 'grid', '{COUNTY}' || t || v,
         '{COUNTY}/{COUNTY}' || t || '/{COUNTY}' || t || v || '/{COUNTY}' || t || v || g || '/', 'general',
         jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array((
           SELECT jsonb_agg(jsonb_build_array(
             115 + (t - 101) * 0.04 + (g - 101) * 0.01 + 0.004 * cos(n % 120 * pi() / 60),
             23 + (v - 101) * 0.01 + 0.004 * sin(n % 120 * pi() / 60)) ORDER BY n)
           FROM generate_series(0, 120) n)))
    FROM generate_series(101, 110) t, generate_series(101, 110) v, generate_series(101, 104) g
) told ORDER BY length(path)
"""
_DEPARTMENTS = """
INSERT INTO departments (code, kind, parent_code, path, is_active)
SELECT 'D' || n, 'bureau', NULL, 'D' || n || '/', true FROM generate_series(1, 200) n;
INSERT INTO department_names (department_code, valid_from, name)
SELECT 'D' || n, date '2020-01-01', '部门' || n FROM generate_series(1, 200) n;
INSERT INTO jurisdictions (department_code, area_code)
SELECT 'D' || n, code FROM generate_series(1, 200) n, areas WHERE code != '440310001001077';
"""
_PEOPLE = """
INSERT INTO users (id, username, display_name, password_hash, is_active, created_at)
SELECT gen_random_uuid(), 'u' || n, '用户' || n, 'locked', true, now() FROM generate_series(1, 500) n;
INSERT INTO appointments (id, user_id, post, area_code, valid_from)
SELECT gen_random_uuid(), users.id, 'full_time_worker', areas.code, date '2026-01-01'
FROM (SELECT id, row_number() OVER (ORDER BY username) n FROM users WHERE username ~ '^u[0-9]+$') users
JOIN (SELECT code, row_number() OVER (ORDER BY code) n FROM areas WHERE level = 'grid') areas
  ON areas.n = users.n % 400 + 1;
INSERT INTO appointments (id, user_id, post, department_code, valid_from)
SELECT gen_random_uuid(), id, 'department_lead', 'D7', date '2026-01-01' FROM users WHERE username = 'far_handler';
"""
#: Each village has a week and days of its own: nothing of one calendar serves another.
_CALENDARS = """
INSERT INTO working_windows (scope_path, valid_from, weekday, starts, ends)
SELECT path, date '2020-01-01', weekday, start, start + 60 FROM areas, generate_series(1, 6) weekday,
       unnest(ARRAY[480, 600, 720, 840, 960, 1080]) start WHERE level = 'village';
INSERT INTO calendar_days (scope_path, day, kind, name)
SELECT path, date '2026-01-01' + n * 5, 'holiday', '当地假日' FROM areas, generate_series(1, 60) n
WHERE level = 'village';
"""
#: Copies of a case that real people took there, with its history: in every village, late and not.
_CASES = """
CREATE TEMP TABLE made AS
SELECT gen_random_uuid() id, n, area.path, area.code,
       now() + make_interval(hours => (n % 200) - 100) due
FROM generate_series(1, 1000) n
JOIN (SELECT path, code, row_number() OVER (ORDER BY code) k FROM areas WHERE level = 'grid' AND length(code) = 15) area
  ON area.k = n % 400 + 1;
INSERT INTO cases ({columns}) SELECT {values} FROM cases told, made WHERE told.id = $1;
"""
_OF_A_COPY = {
    "id": "made.id", "serial": "nextval('case_serial')", "area_path": "made.path", "area_code": "made.code",
    "description": "$2::text", "due_at": "made.due", "deadline_at": "made.due", "stage_due_at": "made.due",
    "warn_at": "made.due - interval '1 hour'", "reminded_for": "made.due",
}  # fmt: skip
_HISTORY = """
INSERT INTO case_events ({columns}) SELECT {values} FROM case_events told, made WHERE told.case_id = $1
"""
_OF_HISTORY = {"case_id": "made.id", "area_path": "made.path"}
_OLD = f"""
INSERT INTO cases SELECT (jsonb_populate_record(NULL::cases, to_jsonb(told) || jsonb_build_object(
  'id', '{OLD}', 'serial', nextval('case_serial'), 'reported_at', timestamptz '2010-01-04 09:00+08',
  'filed_at', timestamptz '2010-01-04 09:00+08', 'clock_started_at', timestamptz '2010-01-04 09:00+08',
  'deadline_at', timestamptz '2042-01-06 09:00+08',
  'rule', told.rule || '{{"limit_unit": "working_hours", "limit_amount": 60000}}'))).*
FROM cases told WHERE told.id = $1;
"""
_OLD_HISTORY = f"""
INSERT INTO case_events SELECT (jsonb_populate_record(NULL::case_events, to_jsonb(event) || jsonb_build_object(
  'case_id', '{OLD}', 'created_at', timestamptz '2010-01-04 09:00+08'))).* FROM case_events event
WHERE event.case_id = $1
"""

_BULLETIN = f"""
INSERT INTO bulletins (id, area_code, area_path, kind, starts_on, ends_on, title, status, figures, told, editor_ids,
                       created_by, created_at, edited_at)
SELECT '{DRAFT}', '{COUNTY}', '{COUNTY}/', 'quarterly', date '2026-10-01', date '2026-12-31', '季报', 'draft',
       $1::jsonb, $2::jsonb, ARRAY[id], id, now(), now()
FROM users WHERE username = 'supervisor'
"""


def island(west: float = 117.0, vertices: int = VERTICES) -> dict[str, Any]:
    """A valid star of so many vertices."""
    turns = [2 * pi * n / (vertices - 1) for n in range(vertices - 1)]
    ring = [[west + 0.3 * cos(t) * (1 + 0.01 * (n % 2)), 22 + 0.3 * sin(t) * (1 + 0.01 * (n % 2))]
            for n, t in enumerate(turns)]  # fmt: skip
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


async def _copying(owner: Any, table: str, statement: str, instead: dict[str, str]) -> str:
    """The statement with every column of a table, some of them made anew."""
    found = "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped"
    names = [row["attname"] for row in await owner.fetch(found, table)]
    values = [instead.get(name, f"told.{name}") for name in names]
    return statement.format(columns=", ".join(names), values=", ".join(values))


async def settle(url: str, case_id: str) -> None:
    """Writes it around one case in hand, as the owner."""
    owner = await asyncpg.connect(url)
    try:
        async with owner.transaction():
            await owner.execute(_AREAS)
            await owner.execute(
                "INSERT INTO areas (code, level, parent_code, path, name, grid_kind, is_active, boundary) "
                "SELECT $1::varchar, 'grid', $2::varchar, path || $1::varchar || '/', '岛', 'special', true, $3::jsonb "
                "FROM areas WHERE code = $2::varchar",
                ISLAND, VILLAGE, json.dumps(island()),
            )  # fmt: skip
            for each in (_DEPARTMENTS, _PEOPLE, _CALENDARS):
                await owner.execute(each)
            await owner.execute("UPDATE reference_versions SET version = version + 1")
            made, cases = _CASES.split(";\n", 1)
            await owner.execute(made)
            copied = await _copying(owner, "cases", cases, _OF_A_COPY)
            await owner.execute(copied, case_id, "占道经营，堆放杂物影响通行" * 150)
            await owner.execute(await _copying(owner, "case_events", _HISTORY, _OF_HISTORY), case_id)
            await owner.execute(_OLD, case_id)
            await owner.execute(_OLD_HISTORY, case_id)
            page = VIEW["page"]
            said = {name: page[name] for name in ("foreword", "remarks", "typical", "praised", "criticised")}
            told = {**said, "addressees": page["addressees"], "withdraws": None, "withdrawal_reason": None}
            await owner.execute(_BULLETIN, json.dumps(page["figures"]), json.dumps(told))
        await owner.execute("ANALYZE cases")
    finally:
        await owner.close()


__all__ = ["DRAFT", "GRID", "ISLAND", "OLD", "island", "settle"]
