"""Fills a database with cases made inside the database, spread over departments, grids and deadlines.

Half of the first 10,000 are open, so that a page is full at every size, and 1 % of the others. Of the open ones a fifth
is suspended and a fifth under a supervision order; of all cases 1 % each were signed by the system and returned by a
unit.

With `people` a case has a reporter, a handler and words too, and `around` gives cases events, messages and timers, and
people notices: what plans are judged on.
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
    signed_at, return_departments, reporter_id, handler_id)
  SELECT gen_random_uuid(), CASE WHEN NOT open THEN 'closed' WHEN k % 5 = 0 THEN 'filed'
      WHEN k % 5 = 1 THEN 'suspended' ELSE 'handling' END, open,
    'worker', '', 'case ' || n,
    CASE WHEN ids IS NULL THEN '{}' ELSE
      ARRAY['路边', '缺' || chr((20000 + n % 97)::int), '号' || chr((25000 + n % 4999)::int)] END,
    'G' || k % 400, a.path, 'D' || k / 5 % 40, 'B1', t, t, t, t, t + d,
    CASE WHEN open AND k % 5 <> 1 THEN t + d END, CASE WHEN open THEN t + d END,
    30 + n % 1000 * 0.001, 100 + n % 997 * 0.001, CASE WHEN NOT open THEN t + d END, t + d * 0.8,
    CASE WHEN t + d * 0.8 < now() THEN t + d END, CASE WHEN t + d < now() THEN t + d END,
    CASE WHEN t + d < now() THEN 6 ELSE 0 END,
    coalesce((SELECT version FROM reference_versions WHERE name = 'calendar'), 0),
    CASE WHEN open AND k % 5 = 1 THEN now() + d END, CASE WHEN open AND k % 5 = 2 THEN now() + d END, n % 100 = 9, t,
    CASE WHEN n % 100 = 7 THEN ARRAY['D' || k / 5 % 40] ELSE '{}' END,
    ids[(1 + n * 31 % 2000)::int], CASE WHEN k % 5 <> 0 THEN ids[(1 + n * 17 % 2000)::int] END
  FROM generate_series($1::bigint, $2::bigint) n
  CROSS JOIN LATERAL (SELECT now() - (n * 7919 % 31536000) * interval '1 second' AS t,
    interval '1 hour' * (1 + n * 104729 % 9600) AS d) times
  CROSS JOIN LATERAL (SELECT CASE WHEN n <= 10000 THEN 2 ELSE 100 END AS one_of) share
  CROSS JOIN LATERAL (SELECT n % one_of = 0 AS open, n / one_of AS k) numbered
  JOIN areas a ON a.code = 'G' || k % 400
  CROSS JOIN (SELECT array_agg(id ORDER BY username) AS ids FROM users WHERE username LIKE 'person-%') people
"""

_PEOPLE = """
INSERT INTO users (id, username, display_name, password_hash, is_active, created_at)
  SELECT gen_random_uuid(), 'person-' || n, '甲', '!', true, now() FROM generate_series(1, 2000) n;
INSERT INTO appointments (id, user_id, post, area_code, valid_from)
  SELECT gen_random_uuid(), id, 'full_time_worker', 'G' || substr(username, 8)::int % 400, '2020-01-01'
  FROM users WHERE username LIKE 'person-%';
"""

_AROUND = """
SELECT number FROM change_head FOR UPDATE;
TRUNCATE case_events, outbox, changes, change_keys, case_timers, notices;
INSERT INTO case_events (case_id, seq, action, to_status, actor_kind, area_path, data, created_at)
  SELECT id, 1, 'report', 'reported', 'user', area_path, '{}', reported_at
  FROM cases WHERE is_open OR serial % 5 = 0;
INSERT INTO outbox (case_id, seq, topic, payload, created_at)
  SELECT id, 1, 'case.report', '{}', reported_at FROM cases WHERE is_open AND serial % 50 = 0;
INSERT INTO changes (number, case_id, seq, topic, payload, created_at, scope_keys)
  SELECT row_number() OVER (), id, 1, 'case.report', '{}', reported_at, ARRAY[area_code, lead_department_code]
  FROM cases WHERE is_open OR serial % 5 = 0;
UPDATE change_head SET number = (SELECT coalesce(max(number), 0) FROM changes);
INSERT INTO change_keys (key, number, case_id)
  SELECT key, number, case_id FROM changes CROSS JOIN LATERAL unnest(scope_keys) key;
INSERT INTO case_timers (case_id, kind, due_at)
  SELECT id, 'warning', due_at + interval '2 years' FROM cases WHERE due_at IS NOT NULL;
INSERT INTO notices (user_id, id, case_id, seq, action, created_at, read_at)
  SELECT handler_id, gen_random_uuid(), id, 1, 'dispatch', reported_at, CASE WHEN serial % 3 > 0 THEN now() END
  FROM cases WHERE handler_id IS NOT NULL AND (is_open OR serial % 20 = 0);
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
    await connection.execute("SET session_replication_role = replica")  # keys are as they should be
    for first in range(start, end + 1, _BATCH):
        await connection.execute(_CASES, first, min(first + _BATCH - 1, end), timeout=3600)
    await connection.execute("VACUUM (ANALYZE) cases", timeout=3600)
    await connection.close()


async def people(url: str) -> None:
    """Two thousand workers, for cases that come later."""
    connection = await asyncpg.connect(url)
    await connection.execute(_PEOPLE)
    await connection.close()


async def around(url: str) -> None:
    """What hangs below the cases there are, made anew."""
    connection = await asyncpg.connect(url)
    await connection.execute("SET synchronous_commit = off")
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(_AROUND, timeout=3600)
    await connection.execute("VACUUM (ANALYZE)", timeout=3600)
    await connection.close()
