"""What `yikou check-routing` finds, in the district of tests and in the demo."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.db.session import Session
from app.demo import DATA
from app.services.importing import import_directory
from app.services.importing.routing_check import report
from app.services.routing.book import load
from app.services.routing.checking import check
from tests.organisation import GRID, OTHER_TOWN, TOWN
from tests.routing import has_changed, put_row, put_rule
from tests.services.test_importing import owner  # noqa: F401  (a fixture)


async def found(session: Session) -> list[tuple[str, str | None]]:
    return [(each.kind, each.code) for each in await check(session, await load(session))]


async def without_units(session: Session) -> None:
    """The filing rules name nobody any more."""
    await session.connection.execute("UPDATE filing_rules SET department_code = NULL WHERE code = 'R1'")
    await session.connection.execute("UPDATE filing_rules SET is_active = false WHERE code = 'R2'")


async def test_a_district_whose_filing_rules_name_units_has_nothing_to_mend(session: Session) -> None:
    assert await found(session) == []


async def test_a_gap_is_said_of_the_largest_area_that_has_it_as_a_whole(session: Session) -> None:
    await without_units(session)
    gaps = [each for each in await check(session, await load(session)) if each.kind == "gap"]
    assert len(gaps) == 1
    assert "filing rule R1" in gaps[0].en
    assert "nobody is named" in gaps[0].en

    await put_row(session, "town", area_code=TOWN)
    gaps = [each for each in await check(session, await load(session)) if each.kind == "gap"]
    assert [OTHER_TOWN in each.zh for each in gaps] == [True]

    await put_row(session, "other", area_code=OTHER_TOWN, starts=8 * 60, ends=18 * 60)
    gaps = [each for each in await check(session, await load(session)) if each.kind == "gap"]
    assert ["at some hours" in each.en for each in gaps] == [True]

    await put_rule(session, "night", area_code=OTHER_TOWN, lead_code="FAR", starts=18 * 60, ends=8 * 60)
    assert await found(session) == []


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"lead_code": "FAR", "area_code": TOWN}, "no_jurisdiction"),
        ({"assist_codes": ["GONE"]}, "unit_not_active"),
        ({"valid_to": "soon"}, "expiring"),
        ({"valid_to": "over"}, "expired"),
        ({"category_code": "DCM-01-02"}, "retired_category"),
    ],
)
async def test_what_is_wrong_with_a_row(session: Session, row: dict[str, Any], kind: str) -> None:
    days = {"soon": clock.today() + timedelta(days=3), "over": clock.today() - timedelta(days=1)}
    if "valid_to" in row:
        row = row | {"valid_to": days[row["valid_to"]]}
    if kind == "retired_category":
        await session.connection.execute("UPDATE categories SET retired_on = '2020-01-01' WHERE code = 'DCM-01-02'")
    await put_row(session, "row", **row)

    assert await found(session) == [(kind, "row")]


async def test_a_unit_that_serves_a_part_is_no_error_and_one_that_was_merged_a_warning(session: Session) -> None:
    await put_row(session, "part", lead_code="FAR")
    await session.connection.execute("UPDATE departments SET is_active = false WHERE code = 'SW'")
    await session.connection.execute("INSERT INTO department_aliases VALUES ('CG', 'SW')")
    await put_row(session, "merged", category_code="DCM-01-02", lead_code="SW", area_code=GRID)
    await has_changed(session, "departments")

    assert await found(session) == [("unit_merged", "merged")]


async def test_equal_rows_and_rules_that_never_win(session: Session) -> None:
    await put_row(session, "1")
    await put_row(session, "2")
    await put_rule(session, "wide", position=1)
    await put_rule(session, "strict", position=2, category_code="DCM-01", words=["垃圾"])

    assert await found(session) == [("equal_rows", "2"), ("never_wins", "strict")]


async def test_the_command_says_it_in_both_languages_and_of_files_what_they_would_do(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    lines, wrong = await report(owner)
    assert (wrong, lines) == (False, ["0 errors, 0 warnings · 0 处须改正，0 处提醒"])
    header = "code,category_code,area_code,valid_from,lead_code,is_active\n"
    (tmp_path / "responsibilities.csv").write_text(f"{header}M1,DCM-01,{TOWN},2026-01-01,FAR,true\n")

    lines, wrong = await report(owner, directory=tmp_path)

    assert wrong
    assert lines[0].startswith("error: row M1: FAR: the unit has no jurisdiction there · 权责清单 M1")
    assert lines[-1].startswith("dry run over 30 days: 0 cases looked at")
    assert (await load(owner)).rows == [], "nothing of it is kept"


async def test_the_demo_has_nothing_to_mend(owner: Session) -> None:  # noqa: F811
    await import_directory(owner, DATA)

    assert [each for each in await check(owner, await load(owner)) if each.severity == "error"] == []
    assert len((await load(owner)).rows) > 10
