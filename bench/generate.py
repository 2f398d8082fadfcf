"""Fills a database with cases made inside the database, spread over departments, grids and deadlines.

Half of the first 10,000 are open, so that a page is full at every size, and 1 % of the others. Of the open ones a fifth
is suspended and a fifth under a supervision order; of all cases 1 % each were signed by the system and returned by a
unit.
"""

import asyncpg

_ORGANISATION = """
INSERT INTO areas (code, level, path, name) VALUES ('C', 'county', 'C/', 'bench') ON CONFLICT DO NOTHING;
INSERT INTO areas (code, level, parent_code, path, name)
  SELECT 'T' || t, 'town', 'C', 'C/T' || t || '/', 'town' FROM generate_series(1, 20) t;
INSERT INTO areas (code, level, parent_code, path, name)
  SELECT 'V' || v, 'village', 'T' || (v % 20 + 1), 'C/T' || (v % 20 + 1) || '/V' || v || '/', 'village'
  FROM generate_series(1, 100) v;
INSERT INTO areas (code, level, parent_code, path, name, grid_kind, boundary)
  SELECT 'G' || g, 'grid', 'V' || (g % 100 + 1),
    'C/T' || ((g % 100 + 1) % 20 + 1) || '/V' || (g % 100 + 1) || '/G' || g || '/', 'grid', 'general',
    jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array(jsonb_build_array(
      jsonb_build_array(114 + (g % 20) * 0.01, 22 + (g / 20) * 0.01),
      jsonb_build_array(114 + (g % 20) * 0.01 + 0.01, 22 + (g / 20) * 0.01),
      jsonb_build_array(114 + (g % 20) * 0.01 + 0.01, 22 + (g / 20) * 0.01 + 0.01),
      jsonb_build_array(114 + (g % 20) * 0.01, 22 + (g / 20) * 0.01 + 0.01),
      jsonb_build_array(114 + (g % 20) * 0.01, 22 + (g / 20) * 0.01))))
  FROM generate_series(0, 399) g;
INSERT INTO departments (code, kind, path) SELECT 'D' || d, 'bureau', 'D' || d || '/' FROM generate_series(0, 39) d;
INSERT INTO department_names SELECT 'D' || d, '2020-01-01', 'department' FROM generate_series(0, 39) d;
INSERT INTO jurisdictions SELECT 'D' || d, 'C' FROM generate_series(0, 39) d;
INSERT INTO category_standards (code, name, version) VALUES ('B', 'bench', '1');
INSERT INTO categories (code, standard_code, name) VALUES ('B1', 'B', 'bench');
INSERT INTO filing_rules (code, category_code, condition, limit_amount, limit_unit, close_condition)
  VALUES ('B1-R', 'B1', 'bench', 3, 'working_days', 'done');
"""

_CASES = """
INSERT INTO cases (id, status, is_open, channel, body_hash, description, words, area_code, area_path,
    lead_department_code, category_code, reported_at, status_since, filed_at, clock_started_at, deadline_at, due_at,
    stage_due_at, lat, lon,
    closed_at, warn_at, warned_for, reminded_for, ladder_step, calendar_version, resume_at, order_due_at, auto_signed,
    signed_at, return_departments)
  SELECT gen_random_uuid(), CASE WHEN NOT open THEN 'closed' WHEN k % 5 = 0 THEN 'filed'
      WHEN k % 5 = 1 THEN 'suspended' ELSE 'handling' END, open,
    'worker', '', 'case ' || n, '{}', 'G' || k % 400, a.path, 'D' || k / 5 % 40, 'B1', t, t, t, t, t + d,
    CASE WHEN open AND k % 5 <> 1 THEN t + d END, CASE WHEN open THEN t + d END,
    30 + n % 1000 * 0.001, 100 + n % 997 * 0.001, CASE WHEN NOT open THEN t + d END, t + d * 0.8,
    CASE WHEN t + d * 0.8 < now() THEN t + d END, CASE WHEN t + d < now() THEN t + d END,
    CASE WHEN t + d < now() THEN 6 ELSE 0 END,
    coalesce((SELECT version FROM reference_versions WHERE name = 'calendar'), 0),
    CASE WHEN open AND k % 5 = 1 THEN now() + d END, CASE WHEN open AND k % 5 = 2 THEN now() + d END, n % 100 = 9, t,
    CASE WHEN n % 100 = 7 THEN ARRAY['D' || k / 5 % 40] ELSE '{}' END
  FROM generate_series($1::bigint, $2::bigint) n
  CROSS JOIN LATERAL (SELECT now() - (n * 7919 % 31536000) * interval '1 second' AS t,
    interval '1 hour' * (1 + n * 104729 % 9600) AS d) times
  CROSS JOIN LATERAL (SELECT CASE WHEN n <= 10000 THEN 2 ELSE 100 END AS one_of) share
  CROSS JOIN LATERAL (SELECT n % one_of = 0 AS open, n / one_of AS k) numbered
  JOIN areas a ON a.code = 'G' || k % 400
"""
_BATCH = 500_000


async def organisation(url: str) -> None:
    """Areas, departments and a rule; users come by the command line."""
    connection = await asyncpg.connect(url)
    await connection.execute(_ORGANISATION)
    await connection.close()


async def cases(url: str, start: int, end: int) -> None:
    """Cases numbered from start to end."""
    connection = await asyncpg.connect(url)
    await connection.execute("SET synchronous_commit = off")
    for first in range(start, end + 1, _BATCH):
        await connection.execute(_CASES, first, min(first + _BATCH - 1, end), timeout=3600)
    await connection.execute("VACUUM (ANALYZE) cases", timeout=3600)
    await connection.close()
