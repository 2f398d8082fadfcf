import json
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app import clock
from app.db.connections import prepare_connection
from app.db.session import Session
from app.demo import DATA
from app.demo.accounts import Accounts
from app.demo.district import load_demo
from app.services.importing import ImportRefused, case_history, commanded, import_directory
from app.services.importing.case_lines import CASES
from app.services.importing.problems import file_of
from app.services.organisation.locating import LocatorCache
from app.workflow.timing.ladder import MOST_RUNGS
from tests.organisation import MARKET, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE


@pytest.fixture
async def owner(fresh_url: str) -> Any:
    connection = await asyncpg.connect(fresh_url)
    await prepare_connection(connection)
    transaction = connection.transaction()
    await transaction.start()
    # In the demo district, where the test district is drawn over, this market would lie outside its village.
    await connection.execute("DELETE FROM areas WHERE code = $1", MARKET)
    yield Session(connection)
    await transaction.rollback()
    await connection.close()


async def _refused(session: Session, directory: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(ImportRefused) as refused:
        await import_directory(session, directory)
    return [(file_of(problem.collection), problem.index, problem.en) for problem in refused.value.problems]


async def test_the_demo_district_imports_and_again_changes_nothing(owner: Session) -> None:
    first = await import_directory(owner, DATA)
    again = await import_directory(owner, DATA)

    assert first["areas"].created > 90
    assert all(count.created == count.updated == 0 for count in again.values())


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("1.38E+10", "a spreadsheet has changed this number"),
        ("13800000000.0", "a spreadsheet has changed this number"),
        ('"=""13800000000"""', "a spreadsheet has changed this number"),
        ("'13800000000", "a spreadsheet has changed this number"),
        ("暂无", "not a phone number"),
    ],
)
async def test_a_phone_that_is_none_is_named_by_its_line(owner: Session, tmp_path: Path, phone: str, said: str) -> None:
    (tmp_path / "users.csv").write_text(f"username,display_name,phone\nfine,王五,13800000001\nbad,李四,{phone}\n")
    ((file, line, told),) = await _refused(owner, tmp_path)

    assert (file, line) == ("users.csv", 3)
    assert told.startswith(f"phone: {said}")


async def test_phones_and_names_of_users_are_kept_in_one_form(owner: Session, tmp_path: Path) -> None:
    lines = (
        "u1,𮯰某,+86 138 0000 0001",
        "u2,张\u3000三,（0755）2834－1234转8001",
        "u3,\ue863某,",
        "u4,\ufeff王\u200b五,110",
    )
    (tmp_path / "users.csv").write_text("username,display_name,phone\n" + "\n".join(lines) + "\n")
    await import_directory(owner, tmp_path)
    rows = await owner.connection.fetch(
        "SELECT display_name, phone FROM users WHERE username ~ '^u[1-4]$' ORDER BY username"
    )

    assert [tuple(row) for row in rows] == [
        ("𮯰某", "13800000001"), ("张 三", "0755-28341234转8001"), ("\ue863某", None), ("王五", "110"),
    ]  # fmt: skip


async def test_a_new_user_is_not_taken_for_another_and_one_who_is_there_stays(owner: Session, tmp_path: Path) -> None:
    await owner.connection.execute(
        "INSERT INTO users (id, username, display_name, password_hash, created_at) "
        "VALUES (gen_random_uuid(), 'аdmin', '旧', '!', now())"
    )
    (tmp_path / "users.csv").write_text("username,display_name\nаdmin,新\n")
    assert (await import_directory(owner, tmp_path))["users"].updated == 1
    (tmp_path / "users.csv").write_text("username,display_name\nаdmin2,新\nｚhang,张\n")

    assert await _refused(owner, tmp_path) == [
        ("users.csv", 2, "a user name does not mix scripts whose letters look alike"),
        ("users.csv", 3, "this user name looks like 'zhang': write it so"),
    ]


async def test_history_holds_no_control_characters(owner: Session, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    rows = ["X-1,2025-03-01T09:12:00+08:00,,,a\x07b,,,,,,,,", "X-2,2025-03-01T09:12:00+08:00,,,𮯰路\ue863,,,,,,,,"]
    path.write_text(",".join(CASES.fields) + "\n" + "\n".join(rows) + "\n")
    with pytest.raises(ImportRefused) as refused:
        await case_history.import_cases(owner, path)

    assert [(problem.index, problem.field) for problem in refused.value.problems] == [(2, "description")]


async def test_an_update_changes_only_what_differs_and_counts_the_rules_version(owner: Session, tmp_path: Path) -> None:
    await import_directory(owner, DATA)
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    rules = tmp_path / "filing_rules.csv"
    rules.write_text(rules.read_text().replace("背街小巷零星暴露垃圾,1,", "背街小巷零星暴露垃圾,2,"))
    counts = await import_directory(owner, tmp_path)

    assert (counts["filing_rules"].created, counts["filing_rules"].updated) == (0, 1)
    version = await owner.connection.fetchval("SELECT version FROM filing_rules WHERE code = 'DCM-01-02-B'")
    assert version == 2


async def test_every_bad_line_is_named_and_nothing_is_written(owner: Session, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(
        "code,level,parent_code,name\nN1,county,,甲县\nN2,town,NOPE,乙镇\nN1,county,,又一\nN3,village,N1,丙村\n,town,N1,无码\n"
        "N4,county,4403,丁县\n"
    )
    (tmp_path / "categories.csv").write_text("code,standard_code,name,retired_on\nK1,NOPE,类,2026-13-01\nK2,NOPE,类,\n")
    (tmp_path / "appointments.csv").write_text(
        "username,post,area_code,department_code,valid_from\nghost,king,N1,,2026-01-01\nghost,supervisor,N1,CG,2026-01-01\n"
    )
    problems = await _refused(owner, tmp_path)

    assert ("areas.csv", 3, "unknown parent NOPE") in problems
    assert ("areas.csv", 4, "the same as line 2") in problems
    assert ("areas.csv", 5, "a village cannot lie in a county") in problems
    assert ("areas.csv", 6, "code is missing") in problems
    assert ("areas.csv", 7, "a county has no parent: leave it empty") in problems
    assert any(p[:2] == ("categories.csv", 2) and "not a date" in p[2] for p in problems)
    assert ("categories.csv", 3, "unknown standard NOPE") in problems
    assert any(p[:2] == ("appointments.csv", 2) and "none of" in p[2] for p in problems)
    assert ("appointments.csv", 3, "unknown user ghost") in problems
    assert await owner.connection.fetchval("SELECT count(*) FROM areas WHERE code = 'N1'") == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"code,level\n", "missing columns: name; a header"), (b"code,level,name\n\xff,county,x\n", "not UTF-8")],
)
async def test_a_file_of_another_form_is_refused(owner: Session, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "areas.csv").write_bytes(content)

    assert said in (await _refused(owner, tmp_path))[0][2]


def _shapes(*features: tuple[str, list[list[float]]], datum: str | None = "wgs84") -> str:
    told = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": told} | ({"datum": datum} if datum else {}))


BOW_TIE = [[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
OVER_THE_FIRST = [[114.30, 22.69], [114.305, 22.69], [114.305, 22.70], [114.30, 22.70], [114.30, 22.69]]
SWAPPED = [[22.69, 114.30], [22.70, 114.30], [22.70, 114.31], [22.69, 114.30]]
SECOND = "44031000100102"


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (_shapes((SECOND, BOW_TIE)), "Self-intersection"),
        (_shapes((SECOND, OVER_THE_FIRST)), "overlap"),
        (_shapes((SECOND, SWAPPED)), "swapped"),
        (_shapes(("NOPE", OVER_THE_FIRST)), "no area NOPE"),
        (_shapes((SECOND, OVER_THE_FIRST), datum=None), "declares no datum"),
        ("{}", "is not a GeoJSON"),
    ],
)
async def test_a_bad_boundary_is_refused_with_its_reason(
    owner: Session, tmp_path: Path, shapes: str, said: str
) -> None:
    (tmp_path / "boundaries.geojson").write_text(shapes)

    assert said in (await _refused(owner, tmp_path))[0][2]


def _box(west: float, width: float = 0.03) -> list[list[float]]:
    east, south, north = west + width, 22.68, 22.71
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.mark.parametrize(("one", "other"), [(TOWN, OTHER_TOWN), (VILLAGE, OTHER_VILLAGE)])
async def test_towns_and_villages_that_overlap_are_named_by_file_and_feature(
    owner: Session, tmp_path: Path, one: str, other: str
) -> None:
    file = tmp_path / "boundaries.geojson"
    file.write_text(_shapes((one, _box(114.30)), (other, _box(114.32))))
    assert await _refused(owner, tmp_path) == [("boundaries.geojson", 1, f"{one} and {other} overlap")]

    file.write_text(_shapes((one, _box(114.30)), (other, _box(114.3298))))
    assert (await import_directory(owner, tmp_path))["areas"].updated == 2, "a sliver of 0.7 %"
    file.write_text(_shapes((other, _box(114.31, 0.05))))
    assert await _refused(owner, tmp_path) == [("boundaries.geojson", 1, f"{other} and {one} overlap")]


async def test_an_area_taken_up_again_over_another_is_named_by_its_line(owner: Session, tmp_path: Path) -> None:
    sheet, shapes = tmp_path / "areas.csv", tmp_path / "boundaries.geojson"
    line = f"440310001009,village,{TOWN},丙村"
    sheet.write_text(f"code,level,parent_code,name,is_active\n{line},false\n")
    shapes.write_text(_shapes((VILLAGE, _box(114.30)), ("440310001009", _box(114.30))))
    await import_directory(owner, tmp_path)
    shapes.unlink()
    sheet.write_text(f"code,level,parent_code,name,is_active\n{line},true\n")

    assert await _refused(owner, tmp_path) == [("areas.csv", 2, f"440310001009 and {VILLAGE} overlap")]


async def test_a_grid_outside_its_village_hints_at_the_datum(owner: Session, tmp_path: Path) -> None:
    await import_directory(owner, DATA)
    shapes = json.loads((DATA / "boundaries.geojson").read_text())
    village = next(f for f in shapes["features"] if f["properties"]["code"] == "440310001001")
    from app.geo.datum import wgs84_to_gcj02

    ring = [list(wgs84_to_gcj02(lat, lon))[::-1] for lon, lat in village["geometry"]["coordinates"][0]]
    (tmp_path / "boundaries.geojson").write_text(_shapes(("44031000100101", ring)))

    assert "its datum may be gcj02" in (await _refused(owner, tmp_path))[0][2]


async def test_another_process_sees_a_changed_boundary(owner: Session, tmp_path: Path) -> None:
    here, there = LocatorCache(), LocatorCache()
    point = (22.75, 114.25)
    assert (await here.get(owner)).locate(*point) is (await there.get(owner)).locate(*point) is None
    (tmp_path / "boundaries.geojson").write_text(
        _shapes((SECOND, [[114.2, 22.7], [114.3, 22.7], [114.3, 22.8], [114.2, 22.8], [114.2, 22.7]]))
    )
    await import_directory(owner, tmp_path)
    here.forget()
    there.forget()

    found = [(await cache.get(owner)).locate(*point) for cache in (here, there)]

    assert [place.code for place in found if place] == [SECOND, SECOND]


async def test_the_demo_leaves_a_database_with_areas_alone(owner: Session) -> None:
    shown: list[dict[str, str]] = []
    with Accounts() as accounts:
        assert await load_demo(owner, accounts, shown.append) is False

    assert shown == []


async def test_history_imports_once_with_its_times(owner: Session, tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    header = ",".join(CASES.fields)
    file.write_text(
        f"{header}\nA1,2015-08-10T00:11:23-04:00,2015-08-11T00:00:00-04:00,,坑,路口,22.695,114.305,,DCM-01-02,CG,,\n"
        "A2,2015-08-10T00:11:23-04:00,,2015-08-12T00:00:00-04:00,灯,路口,,,,,SW,,已修\n"
    )
    first = await case_history.import_cases(owner, file)
    again = await case_history.import_cases(owner, file)
    rows = await owner.connection.fetch("SELECT status, area_code, due_at IS NULL AS stopped FROM cases ORDER BY 1")

    assert (first.created, again.created, again.unchanged) == (2, 0, 2)
    assert [tuple(row) for row in rows] == [("archived", None, True), ("handling", "44031000100101", False)]


async def test_history_of_nowhere_has_no_point(owner: Session, tmp_path: Path) -> None:
    told = {"opened_at": "2015-08-10T00:11:23+08:00", "closed_at": "2015-08-12T00:00:00+08:00", "description": "坑"}
    places = {"nowhere": ("0", "0.0"), "on-the-equator": ("0", "114.305")}
    lines = [
        ",".join({**told, "external_id": name, "lat": lat, "lon": lon}.get(column, "") for column in CASES.fields)
        for name, (lat, lon) in places.items()
    ]
    (tmp_path / "history.csv").write_text("\n".join([",".join(CASES.fields), *lines]) + "\n")
    await case_history.import_cases(owner, tmp_path / "history.csv")
    rows = await owner.connection.fetch("SELECT lat, lon FROM cases ORDER BY lat NULLS FIRST")

    assert [tuple(row) for row in rows] == [(None, None), (0.0, 114.305)]


async def test_open_history_is_warned_of_only_when_its_time_comes(owner: Session, tmp_path: Path) -> None:
    now = clock.now()
    lines = [
        f"{name},{(now - timedelta(days=10)).isoformat()},{(now + timedelta(days=due)).isoformat()},,x,,,,,,,,"
        for name, due in (("overdue", -1), ("yellow", 1), ("green", 90))
    ]
    (tmp_path / "history.csv").write_text("\n".join([",".join(CASES.fields), *lines]) + "\n")

    await case_history.import_cases(owner, tmp_path / "history.csv")

    rows = await owner.connection.fetch(
        "SELECT external_id, array_agg(kind ORDER BY kind) FROM cases JOIN case_timers ON case_id = id GROUP BY 1"
    )
    assert dict(map(tuple, rows)) == {
        "yellow": ["reminder"],
        "green": ["reminder", "warning"],
    }
    steps = await owner.connection.fetch("SELECT external_id, ladder_step FROM cases")
    assert dict(map(tuple, steps)) == {"overdue": MOST_RUNGS, "yellow": 0, "green": 0}, "no rung tells of what was late"
    version = await owner.connection.fetchval("SELECT version FROM reference_versions WHERE name = 'calendar'")
    assert await owner.connection.fetchval("SELECT count(*) FROM cases WHERE calendar_version < $1", version) == 0


async def test_bad_history_is_named_line_by_line(owner: Session, tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    header = ",".join(CASES.fields)
    file.write_text(
        f"{header}\nA1,2015-08-10T00:11:23,,,坑,,,,,,CG,,\nA2,yesterday,,,坑,,,,,,CG,,\n"
        "A3,2015-08-10T00:11:23Z,,,坑,,,,,,NOPE,,\nA4,2015-08-10T00:11:23Z,,,坑,,99,1,,,CG,,\n"
    )
    with pytest.raises(ImportRefused) as refused:
        await case_history.import_cases(owner, file)

    assert [problem.index for problem in refused.value.problems] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",2015-08-10T00:11:23Z,,,坑,,,,,,CG,,", "external_id is missing"),
        ("  ,2015-08-10T00:11:23Z,,,坑,,,,,,CG,,", "external_id is missing"),
        ("A0,2015-08-10T00:11:23Z,,,坑,,,,,,CG,,", "the same as line 2"),
        (f"{'x' * 101},2015-08-10T00:11:23Z,,,坑,,,,,,CG,,", "external_id: unprintable or longer than 100 characters"),
        ("A1,,,,坑,,,,,,CG,,", "opened_at is missing"),
        ("A1", "opened_at is missing"),
        ("A1,2015-08-10T00:11:23Z,,2015-08-09T23:00:00Z,坑,,,,,,CG,,", "closed_at lies before opened_at"),
        ("A1,2015-08-10T00:11:23Z,,2098-08-09T23:00:00Z,坑,,,,,,CG,,", "lies in the future"),
        ("A1,2098-08-10T00:11:23Z,,,坑,,,,,,CG,,", "lies in the future"),
        ("A1,2015-08-10T00:11:23Z,9999-12-31T23:59:59-09:00,,坑,,,,,,CG,,", "is not of 1990 to 2099"),
        ("A1,2015-08-10T00:11:23Z,,,坑,,22.695,,,,CG,,", "lat and lon go together"),
        ("A1,2015-08-10T00:11:23Z,,,坑,,,114.305,,,CG,,", "lat and lon go together"),
        ("A1,2015-08-10T00:11:23Z,,,坑,,north,114.305,,,CG,,", "lat: 'north' is no number"),
        ("A1,2015-08-10T00:11:23Z,,,坑,,nan,114.305,,,CG,,", "lat: coordinate nan is out of range"),
        ("A1,2015-08-10T00:11:23Z,,,坑,,,,NOPE,,CG,,", "unknown area NOPE"),
        ("A1,2015-08-10T00:11:23Z,,,坑,,,,,NOPE,CG,,", "category_code: unknown NOPE"),
        ("A1,2015-08-10T00:11:23Z,,,坑,,,,,,CG,fax,", "channel: 'fax' is none of worker, clerk, resident, integration"),
        ("A1,2015-08-10T00:11:23Z,,,坑,,,,,,CG,,已修,,,,,,,,再修", "more values than columns"),
        ("A1,2015-08-10T00:11:23Z,,,a\0b,,,,,,CG,,", "description: control characters are not allowed: U+0000"),
        ('A1,2015-08-10T00:11:23Z,,,"坑,,,,,,CG,,', "is not CSV"),
        ("A1,2015-08-10T00:11:23Z,,,\udcff,,,,,,CG,,", "is not UTF-8"),
    ],
)
async def test_a_line_of_history_that_cannot_be_is_named_and_nothing_is_imported(
    owner: Session, tmp_path: Path, line: str, said: str
) -> None:
    file = tmp_path / "history.csv"
    good = "A0,2015-08-10T00:11:23Z,,,坑,,,,,,CG,,"
    file.write_bytes("\n".join([",".join(CASES.fields), good, line]).encode(errors="surrogateescape"))

    with pytest.raises(ImportRefused) as refused:
        await case_history.import_cases(owner, file)

    assert [problem.index for problem in refused.value.problems] == [3], refused.value.problems
    assert said in refused.value.problems[0].en
    assert not refused.value.problems[0].zh.isascii()
    assert await owner.connection.fetchval("SELECT count(*) FROM cases") == 0


async def test_history_past_the_rating_window_comes_in_archived_and_the_rest_will_be(
    owner: Session, tmp_path: Path
) -> None:
    now = clock.now()
    days = {"long ago": 400, "just over": 14.1, "not yet": 13.9, "today": 0}
    opened, due = (now - timedelta(days=500)).isoformat(), (now + timedelta(days=90)).isoformat()
    lines = [f"{name},{opened},{due},{(now - timedelta(days=ago)).isoformat()},x,,,,,,,," for name, ago in days.items()]
    # The machine that closed it was some seconds behind the one that opened it.
    lines.append(f"two clocks,{now.isoformat()},,{(now - timedelta(seconds=58)).isoformat()},x,,,,,,,,")
    (tmp_path / "history.csv").write_text("\n".join([",".join(CASES.fields), *lines]) + "\n")

    await case_history.import_cases(owner, tmp_path / "history.csv")

    rows = await owner.connection.fetch(
        "SELECT external_id, status, e.to_status = status AND e.created_at >= status_since AS told,"
        " closed_at >= reported_at AS ordered, array_agg(t.kind) AS kinds, min(t.due_at - closed_at) AS window"
        " FROM cases JOIN case_events e ON e.case_id = id LEFT JOIN case_timers t ON t.case_id = id"
        " GROUP BY 1, 2, 3, 4"
    )
    fortnight = timedelta(days=14)
    assert {row["external_id"]: tuple(row)[1:] for row in rows} == {
        "long ago": ("archived", True, True, [None], None),
        "just over": ("archived", True, True, [None], None),
        "not yet": ("closed", True, True, ["rating_window"], fortnight),
        "today": ("closed", True, True, ["rating_window"], fortnight),
        "two clocks": ("closed", True, True, ["rating_window"], fortnight),
    }


async def test_an_import_that_gives_passwords_reads_each_file_once(
    owner: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, secret = tmp_path / "newcomers", tmp_path / "passwords.csv"
    folder.mkdir()
    (folder / "users.csv").write_text("username,display_name\nnewcomer,新人\n")
    reads: Counter[str] = Counter()
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        reads[path.name] += 1
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    counts = await commanded.organisation(owner, folder, passwords=secret)

    assert counts["users"].created == 1
    assert "newcomer,新人," in secret.read_text("utf-8-sig")
    assert reads == {"users.csv": 1}
