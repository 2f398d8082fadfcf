"""An export is what an import takes: into an empty database and out again it is the same to the byte."""

import json
import stat
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import asyncpg
import pytest
from httpx import AsyncClient
from sqlmodel import SQLModel

from app.db import migrations
from app.db.connections import prepare_connection
from app.db.session import Session
from app.db.statement import Statement
from app.demo import DATA
from app.models.category import FilingRule
from app.models.routing import Responsibility, RoutingRule
from app.queries.importing import loading
from app.services.calendar import seeding
from app.services.importing import exporting, import_directory
from app.services.importing.directory import COLLECTIONS
from app.services.importing.problems import file_of
from tests.routers.test_administration import town_admin  # noqa: F401  (a fixture)
from tests.services.test_importing import owner  # noqa: F401  (a fixture)
from tests.services.test_kinds import WRITTEN


@pytest.fixture
async def empty(admin_url: str, database_url: str, worker: str) -> AsyncIterator[Session]:
    """A migrated database with nothing but the calendar every installation starts with."""
    name = f"yikou_empty_{worker}"
    admin = await asyncpg.connect(admin_url)
    await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await admin.execute(f'CREATE DATABASE "{name}"')
    head, _, tail = admin_url.partition("?")
    url = f"{head.rsplit('/', 1)[0]}/{name}{'?' + tail if tail else ''}"
    await migrations.upgrade(url)
    connection = await asyncpg.connect(url)
    await prepare_connection(connection)
    async with connection.transaction():
        await seeding.seed(Session(connection))
        yield Session(connection)
    await connection.close()
    await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await admin.close()


def _write(files: dict[str, bytes], directory: Path) -> Path:
    for name, content in files.items():
        (directory / name).write_bytes(content)
    return directory


async def _everything(session: Session, tmp_path: Path) -> None:
    """The demo district with what it does not have: retired things, phones, quotes, a local calendar and ladder."""
    await import_directory(session, DATA)
    extra = tmp_path / "extra"
    extra.mkdir()
    (extra / "areas.csv").write_text(
        'code,level,parent_code,name,name_en,is_active\n44031000300199,grid,440310003001,"甲,""乙""",=1+1,false\n'
    )
    (extra / "users.csv").write_text("username,display_name,phone,is_active\nzhang,张 三,138 0000 1234,false\n")
    (extra / "appointments.csv").write_text(
        "username,post,area_code,valid_from,valid_to\nzhang,grid_leader,440310003001,2026-01-01,2026-06-30\n"
    )
    (extra / "calendar_days.csv").write_text(
        "area_code,day,kind,name,windows\n440310003,2028-03-04,working,赶集,08:00-10:00 11:00-24:00\n"
        ",2028-01-01,holiday,元旦,\n,2028-05-01,holiday,劳动节,\n,2028-10-01,holiday,国庆节,\n"
    )
    (extra / "working_windows.csv").write_text(
        "area_code,valid_from,weekday,starts,ends\n440310003,2028-01-01,1,09:00,12:00\n,2029-01-01,2,09:30,24:00\n"
    )
    (extra / "escalation_rungs.csv").write_text(
        "area_code,rung,limit_amount,limit_unit,audience\n440310003,1,2,working_days,unit\n"
        "440310003,2,3,working_days,upper_supervisor\n,1,24,urgent_hours,centre_leader\n"
    )
    (extra / "supervision_replies.csv").write_text(
        "area_code,level,limit_amount,limit_unit\n"
        + "".join(f"{area},{level},{5 - level},calendar_days\n" for area in ("440310003", "") for level in (1, 2, 3))
    )
    (extra / "repeat_rules.csv").write_text(
        "area_code,kind,times,window_days,raises,valid_from,valid_to\n440310003,caller,3,30,true,2026-01-01,\n,place,5,90,,,\n"
    )
    (extra / "terms.csv").write_text(
        "kind,code,name,name_en,is_active\nnature,bouquet,鲜花,Bouquet,true\nsource,letters,领导信箱,,false\n"
    )
    (extra / "departments.csv").write_text("code,kind\nEX-1,bureau\n")
    (extra / "department_aliases.csv").write_text("department_code,alias\nEX-1,老城管\nEX-1,=区城管\n")
    await import_directory(session, extra)


@pytest.mark.parametrize("with_phones", [True, False])
async def test_out_in_and_out_again_is_the_same_to_the_byte(
    owner: Session,  # noqa: F811
    empty: Session,
    tmp_path: Path,
    with_phones: bool,
) -> None:
    await _everything(owner, tmp_path)
    first = await exporting.export(owner, with_phones=with_phones)
    done = await import_directory(empty, _write(first, tmp_path))
    second = await exporting.export(empty, with_phones=with_phones)

    assert done["areas"].created > 100
    assert {name for name in first if first[name] != second[name]} == set()
    assert first["escalation_rungs.csv"].count(b"\n") == 4
    assert "nature,bouquet,鲜花,Bouquet,true\n".encode() in first["terms.csv"]
    assert "source,letters,领导信箱,,false\n".encode() in first["terms.csv"]
    assert "EX-1,老城管,true\n".encode() in first["department_aliases.csv"]
    assert "EX-1,'=区城管,true\n".encode() in first["department_aliases.csv"]
    assert first["supervision_replies.csv"].count(b"\n") == 7
    assert exporting.packed(first) == exporting.packed(second)
    again = await import_directory(empty, tmp_path)
    assert not [kind for kind, count in again.items() if count.changed]


async def test_header_and_columns_are_the_fields_of_each_kind(
    owner: Session,  # noqa: F811
    empty: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: dict[type[SQLModel], set[str]] = {}
    upsert_all = loading.upsert_all

    def spy(model: type[SQLModel], columns: tuple[str, ...], counted: str | None, keep: frozenset[str]) -> Statement:
        written[model] = {*columns} | ({counted} if counted else set())
        return upsert_all(model, columns, counted, keep)

    monkeypatch.setattr(loading, "upsert_all", spy)
    await _everything(owner, tmp_path)
    files = await exporting.export(owner, with_phones=True)
    await import_directory(empty, _write(files, tmp_path))

    headers = {each.name: files[file_of(each.name)].decode().split("\n", 1)[0] for each in COLLECTIONS}
    assert headers == {each.name: ",".join(each.fields) for each in COLLECTIONS}
    counted = {FilingRule: {"version"}}
    by_columns = [each for each in WRITTEN if each.model not in (Responsibility, RoutingRule)]  # lists go row by row
    assert written == {each.model: each.columns | counted.get(each.model, set()) for each in by_columns}


async def test_phones_are_there_only_when_asked_for_and_an_import_without_keeps_them(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    await _everything(owner, tmp_path)
    without = await exporting.export(owner, with_phones=False)
    with_phones = await exporting.export(owner, with_phones=True)

    assert b"13800001234" not in b"".join(without.values())
    assert b"13800001234" in with_phones["users.csv"]
    assert json.loads(without["contents.json"])["personal_data"] == ["names"]
    assert json.loads(with_phones["contents.json"])["personal_data"] == ["names", "phones"]
    assert not [name for name, content in with_phones.items() if b"argon2" in content]
    await import_directory(owner, _write(without, tmp_path))
    assert await owner.connection.fetchval("SELECT phone FROM users WHERE username = 'zhang'") == "13800001234"


async def test_boundaries_keep_their_coordinates_and_unpublished_years_stay_out(owner: Session) -> None:  # noqa: F811
    files = await exporting.export(owner, with_phones=False)
    shapes = json.loads(files["boundaries.geojson"])
    days = files["calendar_days.csv"].decode().splitlines()

    assert (shapes["datum"], len(shapes["features"])) == ("wgs84", 3)
    assert [114.3, 22.69] in shapes["features"][0]["geometry"]["coordinates"][0]
    assert any(line.startswith(",2026-02-17,holiday,春节") for line in days)
    assert not any(line.startswith(",2040-") for line in days)


async def test_the_route_gives_the_same_files_to_whoever_administers_everything(
    client_as: Callable[..., AsyncClient], session: Session
) -> None:
    answer = await client_as("admin").get("/export")
    assert answer.headers["content-type"] == "application/zip"
    archive = ZipFile(BytesIO(answer.content))
    files = {name: archive.read(name) for name in archive.namelist()}
    assert files == await exporting.export(session, with_phones=False)
    county = {"level": "county", "path": "990000/", "name": "外县"}
    await session.connection.execute(
        "INSERT INTO areas (code, level, path, name) VALUES ('990000', $1, $2, $3)", *county.values()
    )
    assert (await client_as("admin").get("/export")).status_code == 403


@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o644)])
def test_what_holds_phones_is_for_its_owner_alone_also_where_files_were(
    tmp_path: Path, private: bool, mode: int
) -> None:
    (tmp_path / "users.csv").write_bytes(b"older and longer")
    (tmp_path / "users.csv").chmod(0o644)
    exporting.write({"users.csv": b"u"}, tmp_path, private=private)

    assert (tmp_path / "users.csv").read_bytes() == b"u"
    assert stat.S_IMODE((tmp_path / "users.csv").stat().st_mode) == mode
