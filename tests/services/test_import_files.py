"""What people and spreadsheets make of the files of an import: taken, or refused by line, and never guessed at."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.db.session import Session
from app.demo import DATA
from app.services.importing import ImportRefused, case_history, exporting, import_directory
from app.services.importing.areas import AREAS
from app.services.importing.calendar import CALENDAR_DAYS, WORKING_WINDOWS
from app.services.importing.case_lines import CASES
from app.services.importing.categories import CATEGORIES, CROSSWALK, RULES, STANDARDS
from app.services.importing.collection import Collection, field, kind
from app.services.importing.departments import DEPARTMENTS, JURISDICTIONS, NAMES
from app.services.importing.directory import import_files
from app.services.importing.escalation import ESCALATION_RUNGS, SUPERVISION_REPLIES
from app.services.importing.files import read_csv, write_csv
from app.services.importing.problems import Problems, WouldRevive, file_of
from app.services.importing.users import APPOINTMENTS, USERS
from app.services.importing.values import code, day, moment, yes_or_no
from tests.organisation import GRID, TOWN, VILLAGE
from tests.services.test_importing import owner  # noqa: F401  (a fixture)

pytestmark = pytest.mark.any_server

FORMS = (AREAS, CALENDAR_DAYS, WORKING_WINDOWS, STANDARDS, CATEGORIES, CROSSWALK, RULES, DEPARTMENTS, NAMES,
         JURISDICTIONS, ESCALATION_RUNGS, SUPERVISION_REPLIES, USERS, APPOINTMENTS)  # fmt: skip
#: What a spreadsheet makes of numbers and dates: each is another value, or none.
MANGLED = ("44031000100199.0", "440310001001.00", "4.4E+11", "4.40E+11", "4.4e+11", "4E+11", "4.4031E11", "2.02503E+13")
BAD_DAYS = (
    "2026-W48-6",
    "2026W486",
    "20261129",
    "2026-333",
    "2026/11/29",
    "2026-11-29T00:00:00",
    "２０２６-11-29",
    "26-11-29",
)
BAD_MOMENTS = (
    "2025-W10-6T09:12:00+08:00", "20250301T091200+0800", "2025-060T09:12:00+08:00", "2025-03-01T09:12:00,123+08:00",
    "2025-03-01T24:00:00+08:00", "2025-03-01T09:12:00+08:05:43", "2025-03-01T09:12:00+0800",
    "2025-03-01x09:12:00+08:00", "2025-03-01T09+08:00", "1740791520",
)  # fmt: skip


def _read(form: Collection[Any], text: str | bytes) -> tuple[list[Any], list[tuple[int, str]]]:
    problems = Problems()
    content = text if isinstance(text, bytes) else text.encode()
    sheet = read_csv(form, content, problems)
    return sheet.rows, [(problem.index, problem.en) for problem in problems.found]


async def _refused(session: Session, directory: Path, **files: str | bytes) -> ImportRefused:
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (directory / f"{name}.csv").write_bytes(data)
    with pytest.raises(ImportRefused) as refused:
        await import_directory(session, directory)
    return refused.value


def _history(*lines: str | bytes) -> bytes:
    told = [",".join(CASES.fields), *lines]
    return b"\n".join(line if isinstance(line, bytes) else line.encode() for line in told) + b"\n"


async def _history_refused(session: Session, tmp_path: Path, *lines: str | bytes) -> ImportRefused:
    (tmp_path / "history.csv").write_bytes(_history(*lines))
    with pytest.raises(ImportRefused) as refused:
        await case_history.import_cases(session, tmp_path / "history.csv")
    await session.connection.execute("DROP TABLE incoming_cases")  # else gone with its transaction
    return refused.value


# --- the header --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_column_that_stands_twice_is_refused_however_it_is_spelt(form: Collection[Any]) -> None:
    columns = list(form.fields)
    values = ",".join("1" for _ in range(len(columns) + 1))
    taken = []
    for name in (columns[-1], columns[-1].upper(), columns[-1].title()):
        for second in (name, f"{name} ", f"\u3000{name}", f"\ufeff{name}", f"\u200b{name}", f'"{name}"'):
            found = _read(form, ",".join([*columns, second]) + "\n" + values)
            if found != ([], [(1, f"the same column twice: {columns[-1]}")]):
                taken.append((second, found))

    assert taken == []


def test_a_header_in_other_letters_blanks_and_order_is_the_same_header() -> None:
    rows, problems = _read(USERS, "\ufeff Display_Name ,ＵＳＥＲＮＡＭＥ,\n张三,zhang,\n")

    assert problems == []
    assert [(row.username, row.display_name) for row in rows] == [("zhang", "张三")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("username;display_name;phone\nzhang;张三;\n", "not by semicolons"),
        ("username\tdisplay_name\nzhang\t张三\n", "not by tabs"),
        ("username，display_name\n", "not by full-width commas"),
        ("username,display_name\n".encode("utf-16"), "is UTF-16"),
        (b"PK\x03\x04 a workbook", "is an Excel workbook"),
        ("username,display_name,电话\n".encode("gbk"), "it looks like GBK"),
        ("", "missing columns: display_name, username; a header is like username,display_name,phone"),
        ('username,"display_name\nzhang,张三\n', "is not CSV"),
    ],
)
def test_a_file_of_another_kind_is_told_what_it_is(content: str | bytes, said: str) -> None:
    rows, problems = _read(USERS, content)

    assert rows == []
    assert len(problems) == 1
    assert problems[0][0] == 1
    assert said in problems[0][1]


def test_the_line_by_which_a_spreadsheet_is_told_the_separator_is_none() -> None:
    assert _read(USERS, "sep=,\r\nusername,display_name\r\nzhang,张三\r\n")[1] == []


# --- rows --------------------------------------------------------------------------------------------------------


def test_rows_of_nothing_are_no_rows_and_lines_keep_their_numbers() -> None:
    rows, problems = _read(
        USERS, 'username,display_name,phone,\n,,,\n\nzhang,张三,,\n , ,\u3000,,,\n"li\n",,,\nwang,王五,,x\n'
    )

    assert [row.username for row in rows] == ["zhang"]
    assert problems == [(6, "display_name is missing"), (8, "more values than columns")]


@pytest.mark.parametrize("told", ["TRUE", "True", "true", "ＴＲＵＥ", "是"])
def test_truth_is_taken_as_spreadsheets_and_people_write_it(told: str) -> None:
    assert yes_or_no(told) is True


@pytest.mark.parametrize("told", ["FALSE", "False", "否"])
def test_so_is_its_opposite(told: str) -> None:
    assert yes_or_no(told) is False


@pytest.mark.parametrize("told", ["yes", "1", "0", "T", "#N/A", "=TRUE()"])
def test_what_may_mean_something_else_is_no_truth(told: str) -> None:
    with pytest.raises(ValueError, match="must be true or false"):
        yes_or_no(told)


@pytest.mark.parametrize("told", MANGLED)
def test_a_number_that_a_spreadsheet_made_of_a_code_is_none(told: str) -> None:
    with pytest.raises(ValueError, match="was made a number by a spreadsheet"):
        code(told.replace("+", "")) if told == "4E+11" else code(told)


@pytest.mark.parametrize("told", ["440310001001", "DCM-01-02.1", "1.1", "12E3", "E10", "2026.10", "CG-1", "A1.0", "0"])
def test_a_code_that_has_digits_and_points_is_one(told: str) -> None:
    assert code(told) == told


@pytest.mark.parametrize("told", BAD_DAYS)
def test_a_date_has_one_form(told: str) -> None:
    with pytest.raises(ValueError, match="is not a date like 2026-11-24"):
        day(told)


@pytest.mark.parametrize("told", [*BAD_MOMENTS, "2025-03-01T09:12:00"])
def test_a_time_has_one_form(told: str) -> None:
    with pytest.raises(ValueError, match="2026-11-24T09:30:00"):
        moment(told)


@pytest.mark.parametrize("told", ["2025-03-01T01:12:00Z", "2025-03-01 09:12:00.123456789+08:00", "2025-03-01t01:12z"])
def test_and_is_taken_in_all_that_its_standard_allows(told: str) -> None:
    assert moment(told).utcoffset() is not None


@pytest.mark.parametrize(
    ("name", "header", "line"),
    [
        ("areas", "code,level,parent_code,name", f"{{}},grid,{VILLAGE},测试"),
        ("areas", "code,level,parent_code,name", f"{GRID}9,grid,{{}},测试"),
        ("departments", "code,kind,parent_code", "{},station,CGJ"),
        ("department_names", "department_code,valid_from,name", "{},2026-01-01,站"),
        ("jurisdictions", "department_code,area_code", "CG,{}"),
        ("category_standards", "code,name,version", "{},标准,1.0"),
        ("categories", "code,standard_code,name", "{},DCM,类"),
        ("category_crosswalk", "from_code,to_code,relation", "DCM-01-02,{},same"),
        ("calendar_days", "area_code,day,kind", "{},2026-12-05,working"),
        ("working_windows", "area_code,valid_from,weekday,starts,ends", "{},2026-12-05,1,08:30,12:00"),
        ("escalation_rungs", "area_code,rung,limit_amount,limit_unit,audience", "{},1,1,working_days,unit"),
        ("supervision_replies", "area_code,level,limit_amount,limit_unit", "{},1,1,working_days"),
        ("users", "username,display_name", "{},张三"),
        ("appointments", "username,post,area_code,valid_from", "worker,grid_instructor,{},2026-01-01"),
        ("appointments", "username,post,area_code,valid_from", f"{{}},grid_instructor,{GRID},2026-01-01"),
    ],
)
async def test_a_mangled_code_is_named_in_every_file(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    name: str,
    header: str,
    line: str,
) -> None:
    for mangled in ("44031000100199.0", "4.4E+11"):
        refused = await _refused(owner, tmp_path, **{name: f"{header}\n{line.format(mangled)}\n"})

        assert [problem.index for problem in refused.problems] == [2]
        assert "was made a number by a spreadsheet" in refused.problems[0].en


async def test_a_mangled_code_of_history_is_named(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    places = ("external_id", "area_code", "category_code", "department_code")
    lines = []
    for number, (told, place) in enumerate((told, place) for told in MANGLED for place in places):
        values = {"external_id": f"X-{number}", "opened_at": "2025-03-01T09:12:00+08:00", place: told}
        lines.append(",".join(values.get(name, "") for name in CASES.fields))
    refused = await _history_refused(owner, tmp_path, *lines)

    assert [problem.field for problem in refused.problems] == [*places] * len(MANGLED)
    assert {"was made a number by a spreadsheet" in problem.en for problem in refused.problems} == {True}


async def test_times_of_history_have_one_form(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    lines = [f'X-{each},"{told}",,,路灯,,,,,,,,' for each, told in enumerate(BAD_MOMENTS)]
    refused = await _history_refused(owner, tmp_path, *lines)

    assert [problem.index for problem in refused.problems] == list(range(2, len(lines) + 2))
    assert {problem.field for problem in refused.problems} == {"opened_at"}


async def test_history_that_was_due_before_it_was_opened_is_refused_and_rows_of_commas_are_none(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    opened = "2025-03-01T09:12:00+08:00"
    blank = "," * (len(CASES.fields) - 1)
    refused = await _history_refused(owner, tmp_path, blank, f"X-1,{opened},2025-02-01T09:12:00+08:00,,a,,,,,,,,")
    assert [(problem.index, problem.en) for problem in refused.problems] == [(3, "due_at lies before opened_at")]

    (tmp_path / "history.csv").write_bytes(_history(f"X-1,{opened},{opened},,a,,,,,,,,", blank, ""))
    assert (await case_history.import_cases(owner, tmp_path / "history.csv")).created == 1


async def test_what_is_said_of_an_import_bears_its_own_time(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    before = clock.now()
    (tmp_path / "history.csv").write_bytes(
        _history(
            "X-1,2015-03-01T09:12:00+08:00,,2015-04-01T00:00:00Z,a,,,,,,,,", "X-2,2015-03-01T09:12:00Z,,,b,,,,,,,,"
        )
    )
    await case_history.import_cases(owner, tmp_path / "history.csv")
    rows = await owner.connection.fetch("SELECT e.created_at, reported_at FROM case_events e, cases WHERE case_id = id")

    assert len(rows) == 2
    assert all(before <= row["created_at"] <= clock.now() for row in rows)
    assert {row["reported_at"].year for row in rows} == {2015}


# --- one cause, one message ----------------------------------------------------------------------------------------


async def test_a_date_form_is_one_message_with_its_count_its_first_lines_and_an_example(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    lines = "".join(f"worker,grid_instructor,{GRID},2026112{each % 10}\n" for each in range(12))
    refused = await _refused(owner, tmp_path, appointments=f"username,post,area_code,valid_from\n{lines}")

    assert len(refused.problems) == 12
    ((zh, en),) = refused.causes
    assert en == (
        "appointments.csv:2: valid_from: '20261120' is not a date like 2026-11-24; 12 lines: 2 (20261120), "
        "3 (20261121), 4 (20261122), 5 (20261123), 6 (20261124), …"
    )
    assert "共 12 行" in zh
    assert "2026-11-24" in zh


@pytest.mark.parametrize("others", [0, 40])
async def test_a_file_of_gbk_is_one_message_and_nobody_in_it_is_unknown(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    others: int,
) -> None:
    names = [f"new{each}" for each in range(40)]
    users = b"username,display_name\n" + b"".join(f"{name},张三\n".encode("gbk") for name in names)
    posts = "username,post,area_code,valid_from\n" + "".join(
        f"{name},grid_instructor,{GRID},2026-01-01\n" for name in names[:others]
    )
    refused = await _refused(owner, tmp_path, users=users, appointments=posts)

    ((_, en),) = refused.causes
    assert en.startswith("users.csv:2: is not UTF-8, it looks like GBK: save it as “CSV UTF-8 (comma delimited)”")
    assert "40 lines: 2, 3, 4, 5, 6, …" in en


async def test_history_of_gbk_is_one_message_and_a_single_line_of_it_is_named(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    garbled = [f"X-{each},2025-03-01T09:12:00+08:00,,,路灯,坪山,,,,,,,".encode("gbk") for each in range(30)]
    whole = await _history_refused(owner, tmp_path, *garbled)
    mixed = await _history_refused(owner, tmp_path, "Y-1,2025-03-01T09:12:00Z,,,路灯,,,,,,,,", garbled[0])

    assert len(whole.causes) == 1
    assert "30 lines: 2, 3, 4, 5, 6, …" in whole.causes[0][1]
    assert [problem.index for problem in mixed.problems] == [3]


async def test_a_wrong_header_is_named_before_what_follows_from_it_and_instead(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    refused = await _refused(
        owner,
        tmp_path,
        areas="代码,级别,名称\n4403109,county,乙区\n",
        jurisdictions="department_code,area_code\n" + "".join(f"CG,4403109{each}\n" for each in range(100, 120)),
        department_names="department_code,valid_from,name\nCG,20260101,局\n",
    )

    assert [en.partition(":")[0] for _, en in refused.causes] == ["areas.csv", "department_names.csv"]
    assert "unknown columns: 代码, 名称, 级别; missing columns: code, level, name; a header" in refused.causes[0][1]
    assert "code,level,parent_code,name" in refused.causes[0][1]


async def test_what_is_unknown_only_because_its_line_is_bad_is_not_complained_of(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    refused = await _refused(
        owner,
        tmp_path,
        areas=f"code,level,parent_code,name,is_active\n{VILLAGE}7,grid,{VILLAGE},测试,maybe\n{TOWN}777,village,NOPE,村,\n"
        f"{TOWN}77701,grid,{TOWN}777,格,\n",
        departments="code,kind,parent_code\nNEW,office,\nNEW-1,station,NEW\nNEW-2,station,NEW-1\n",
        users="username,display_name,phone\nli,,13800000000\n",
        appointments="username,post,area_code,department_code,valid_from\n"
        f"li,grid_instructor,{VILLAGE}7,,2026-01-01\nli,department_handler,,NEW-2,2026-01-01\n",
        jurisdictions=f"department_code,area_code\nNEW-1,{TOWN}77701\n",
    )

    assert [(file_of(problem.collection), problem.index, problem.field) for problem in refused.problems] == [
        ("areas.csv", 2, "is_active"),
        ("areas.csv", 3, "parent_code"),
        ("departments.csv", 2, "kind"),
        ("users.csv", 2, "display_name"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("departments", "code,kind,parent_code\nA1,station,B1\nB1,station,A1\n", 2),
        ("departments", "code,kind,parent_code\nA1,station,A1\n", 2),
        ("areas", "code,level,parent_code,name\nV1,village,G1,村\nG1,grid,V1,格\n", 2),
        ("areas", "code,level,parent_code,name\nV1,village,,村\n", 2),
    ],
)
async def test_nothing_is_its_own_parent_or_lost_in_silence(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    name: str,
    content: str,
    line: int,
) -> None:
    refused = await _refused(owner, tmp_path, **{name: content})

    assert refused.problems[0].index == line
    assert refused.problems[0].field in ("parent_code", "level")


# --- boundaries ----------------------------------------------------------------------------------------------------

RING = [[114.30, 22.69], [114.31, 22.69], [114.31, 22.70], [114.30, 22.70], [114.30, 22.69]]


def _drawn(ring: list[list[Any]]) -> bytes:
    feature = {"type": "Feature", "properties": {"code": GRID}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return json.dumps({"type": "FeatureCollection", "datum": "wgs84", "features": [feature]}).encode()


@pytest.mark.parametrize(
    "heights",
    [
        (1.0, None, None, None, 1.0),
        (1.0, 2.0, 3.0, 4.0, 1.0),
        (None, None, 7, None, None),
        (None, 3.5, None, None, None),
    ],
)
async def test_altitudes_are_dropped_also_where_only_some_points_have_one(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    heights: tuple[float | None, ...],
) -> None:
    ring = [point if height is None else [*point, height] for point, height in zip(RING, heights, strict=True)]
    (tmp_path / "boundaries.geojson").write_bytes(b"\xef\xbb\xbf" + _drawn(ring))
    await import_directory(owner, tmp_path)
    stored = await owner.connection.fetchval("SELECT boundary FROM areas WHERE code = $1", GRID)

    assert sorted(map(tuple, stored["coordinates"][0])) == sorted(map(tuple, RING))


async def test_geojson_of_gbk_is_told_so(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "boundaries.geojson").write_bytes(_drawn(RING)[:-1] + ', "name": "路灯坏了"}'.encode("gbk"))

    refused = await _refused(owner, tmp_path)
    assert [file_of(problem.collection) for problem in refused.problems] == ["boundaries.geojson"]
    assert "it looks like GBK" in refused.problems[0].en


# --- safe in a spreadsheet, and back unchanged -----------------------------------------------------------------------


@kind
class _FreeValues:
    key: str = field(str, key=True)
    words: str | None = field(str, empty=None)


FREE = Collection("free", _FreeValues)
_AWKWARD = st.text(st.sampled_from("=+-@'\"\t\r\n,;＝＋－＠ a1号\u3000\ufeff#|%"), min_size=1, max_size=6)
_STARTS = tuple("=+-@\t\r＝＋－＠")


@given(st.lists(_AWKWARD.map(str.strip).filter(bool), min_size=1, max_size=5, unique=True))
def test_whatever_is_written_is_read_unchanged_and_is_no_formula(words: list[str]) -> None:
    content = write_csv(FREE, [{"key": each, "words": each} for each in words])
    rows, problems = _read(FREE, content)

    assert problems == []
    assert [(row.key, row.words) for row in rows] == [(each, each) for each in words]
    import csv

    cells = [cell for row in csv.reader(StringIO(content.decode(), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(_STARTS)]


@pytest.mark.parametrize("name", ["@SUM(1)", "+1", "-1+1", "'", "''", "'=1", "'张", "＝1", "=c|'/C x'!A0"])
async def test_names_that_look_like_formulas_go_out_safe_and_come_in_unchanged(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    name: str,
) -> None:
    rows = [
        (USERS, {"username": "formula", "display_name": name, "phone": None, "is_active": True}),
        (AREAS, {"code": f"{VILLAGE}7", "level": "grid", "parent_code": VILLAGE, "name": name, "name_en": name,
                "grid_kind": "general", "is_active": True, "keep_originals": False}),
        (STANDARDS, {"code": "S9", "name": name, "name_en": name, "version": name}),
        (CATEGORIES, {"code": "S9-1", "standard_code": "S9", "parent_code": None, "name": name, "name_en": name,
                     "self_handle_allowed": False, "retired_on": None}),
        (RULES, {"code": "S9-1-A", "category_code": "S9-1", "condition": name, "limit_amount": 1,
                "limit_unit": "working_days", "close_condition": name, "department_code": None, "is_active": True}),
        (NAMES, {"department_code": "CG", "valid_from": "2026-01-01", "name": name, "name_en": name}),
    ]  # fmt: skip
    for form, row in rows:
        (tmp_path / file_of(form.name)).write_bytes(write_csv(form, [row]))
    await import_directory(owner, tmp_path)
    first = await exporting.export(owner, with_phones=True)
    for file, content in first.items():
        (tmp_path / file).write_bytes(content)
    again = await import_directory(owner, tmp_path)

    stored = await owner.connection.fetchval("SELECT display_name FROM users WHERE username = 'formula'")
    assert stored == name
    assert not [kind for kind, count in again.items() if count.changed]
    assert first == await exporting.export(owner, with_phones=True)
    lines = [line for content in first.values() for line in content.decode().split("\n")]
    assert not [line for line in lines if line.startswith(_STARTS) or any(f",{start}" in line for start in _STARTS)]


# --- an older export -------------------------------------------------------------------------------------------------


async def test_an_older_export_says_what_it_would_revive_before_it_does(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    await import_directory(owner, DATA)
    older = await exporting.export(owner, with_phones=True)
    for file, content in older.items():
        (tmp_path / file).write_bytes(content)
    run = owner.connection.execute
    yesterday = clock.today() - timedelta(days=1)
    await run("UPDATE appointments SET valid_to = $1 WHERE post = 'supervisor' AND area_code = $2", yesterday, "440310")
    await run("UPDATE users SET is_active = false WHERE username = 'worker'")
    await run("UPDATE filing_rules SET is_active = false WHERE code = 'DCM-01-02-B'")
    await run("UPDATE categories SET retired_on = $1 WHERE code = 'DCM-01-10'", yesterday)
    ended = await owner.connection.fetchval("SELECT count(*) FROM appointments WHERE valid_to = $1", yesterday)

    with pytest.raises(WouldRevive) as would:
        await import_directory(owner, tmp_path)
    assert await owner.connection.fetchval("SELECT count(*) FROM appointments WHERE valid_to = $1", yesterday) == ended
    said = "\n".join(would.value.messages)
    assert f"ended on {yesterday}, and would be held again" in said
    assert "user worker is deactivated, and would be active again" in said
    assert "filing rule DCM-01-02-B is retired" in said
    assert "category DCM-01-10 is retired" in said
    assert f"{ended + 3} would come back; nothing was imported. Say --revive" in said

    await import_directory(owner, tmp_path, reviving=True)
    assert older == await exporting.export(owner, with_phones=True)


async def test_a_post_that_was_taken_away_on_its_first_day_is_remembered(
    client_as: Callable[..., AsyncClient], session: Session
) -> None:
    admin = client_as("admin")
    granted = await admin.post("/appointments", json={"username": "worker", "post": "triage_clerk", "area_code": TOWN})
    older = await exporting.export(session, with_phones=True)
    assert (await admin.delete(f"/appointments/{granted.json()['id']}")).status_code == 204

    with pytest.raises(WouldRevive) as would:
        await import_files(session, {"appointments.csv": older["appointments.csv"]})
    assert [problem.en for problem in would.value.revivals] == [
        f"worker triage_clerk {TOWN} ended on {clock.today()}, and would be held again"
    ]
