"""The matrix and the routing rules by file: what comes in, what is refused and where."""

from pathlib import Path

import pytest

from app.db.session import Session
from app.services.importing import ImportRefused, import_directory
from app.services.importing.exporting import export
from app.services.routing.book import load
from app.workflow.routing.rules import RoutingOutcome
from app.workflow.routing.times import Times
from tests.organisation import GRID_PATH, TOWN
from tests.services.test_importing import owner  # noqa: F401  (a fixture)

ROWS = (
    "code,category_code,rule_code,area_code,weekdays,starts,ends,valid_from,valid_to,lead_code,assist_codes,is_active\n"
)
RULES = (
    "code,position,name,outcome,lead_code,words,eligible_codes,fallback_code,minutes,threshold,automatic,valid_from\n"
)


def write(directory: Path, *, rows: str = "", rules: str = "") -> Path:
    (directory / "responsibilities.csv").write_text(ROWS + rows)
    (directory / "routing_rules.csv").write_text(RULES + rules)
    return directory


async def test_both_come_in_again_change_nothing_and_go_out_as_they_came(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    rows = (
        f"M1,DCM-01,,{TOWN},12345,22:00,06:00,2026-01-01,2027-12-31,部门SW,CG|部门CG-1,true\n"
        "M2,,R1,,,,,2026-01-01,,CG,,\n"
    )
    rules = (
        "P1,1,燃气,urgent,,燃气|泄漏 味,,,,,,2026-01-01\n"
        "P2,2,亮单,publish,,,CG|CG-1,SW,90,,,2026-01-01\n"
        "P3,3,推荐,suggestion,,,,,,0.85,true,2026-01-01\n"
    )

    first = await import_directory(owner, write(tmp_path, rows=rows, rules=rules))
    again = await import_directory(owner, tmp_path)

    assert (first["responsibilities"].created, first["routing_rules"].created) == (2, 3)
    assert (again["responsibilities"].unchanged, again["routing_rules"].unchanged) == (2, 3)
    assert not again["responsibilities"].changed
    known = await load(owner)
    row = known.rows[0]
    assert (row.lead, row.assists, row.area_path) == (
        "SW",
        ("CG", "CG-1"),
        GRID_PATH[: GRID_PATH.index(TOWN)] + f"{TOWN}/",
    )
    assert row.times == Times(frozenset({1, 2, 3, 4, 5}), 22 * 60, 6 * 60)
    assert known.active == {"M1"}, "what says nothing of it is a draft"
    assert [(rule.outcome, rule.conditions.words, rule.threshold) for rule in known.rules] == [
        (RoutingOutcome.URGENT, ("燃气", "泄漏味"), None),
        (RoutingOutcome.PUBLISH, (), None),
        (RoutingOutcome.SUGGESTION, (), 0.85),
    ]  # fmt: skip

    files = await export(owner, with_phones=False)
    for name in ("responsibilities.csv", "routing_rules.csv"):
        (tmp_path / name).write_bytes(files[name])
    back = await import_directory(owner, tmp_path)
    assert (back["responsibilities"].unchanged, back["routing_rules"].unchanged) == (2, 3)


async def test_what_a_file_leaves_out_stays(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    await import_directory(owner, write(tmp_path, rows="M1,DCM-01,,,,,,2026-01-01,,SW,CG,true\n"))
    (tmp_path / "responsibilities.csv").write_text("code,valid_from,lead_code\nM1,2026-01-01,CG-1\n")

    done = await import_directory(owner, tmp_path)

    row = (await load(owner)).rows[0]
    assert done["responsibilities"].updated == 1
    assert (row.category, row.lead, row.assists) == ("DCM-01", "CG-1", ("CG",))
    assert (await load(owner)).active == {"M1"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("M1,,,,,,,2026-01-01,,SW,,", "either a category or a filing rule is told"),
        ("M1,DCM-01,R1,,,,,2026-01-01,,SW,,", "either a category or a filing rule is told"),
        ("M1,NO,,,,,,2026-01-01,,SW,,", "unknown category NO"),
        ("M1,,NO,,,,,2026-01-01,,SW,,", "unknown filing rule NO"),
        ("M1,DCM-01,,NO,,,,2026-01-01,,SW,,", "unknown area NO"),
        ("M1,DCM-01,,,,,,2026-01-01,,NO,,", "unknown department NO"),
        ("M1,DCM-01,,,,,,2026-01-01,,SW,NO,", "unknown department NO"),
        ("M1,DCM-01,,,,,,2026-01-01,,SW,CG|SW,", "the lead does not assist itself"),
        ("M1,DCM-01,,,128,,,2026-01-01,,SW,,", "must be digits from 1 (Monday) to 7"),
        ("M1,DCM-01,,,,08:00,,2026-01-01,,SW,,", "both times are told, or none"),
        ("M1,DCM-01,,,,08:00,08:00,2026-01-01,,SW,,", "it ends when it starts"),
        ("M1,DCM-01,,,,24:00,08:00,2026-01-01,,SW,,", "it ends when it starts"),
        ("M1,DCM-01,,,,25:00,08:00,2026-01-01,,SW,,", "is not a time like 08:30"),
        ("M1,DCM-01,,,,,,2026-01-02,2026-01-01,SW,,", "is before it begins"),
    ],
)
async def test_a_bad_row_is_refused_at_its_field(owner: Session, tmp_path: Path, line: str, problem: str) -> None:  # noqa: F811
    with pytest.raises(ImportRefused) as refused:
        await import_directory(owner, write(tmp_path, rows=f"{line}\n"))

    assert [each.index for each in refused.value.problems] == [2]
    assert problem in refused.value.problems[0].en


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("P1,1,a,dispatch,,,,,,,,2026-01-01", "dispatch needs lead_code"),
        ("P1,1,a,dispatch,CG,,,,,0.5,,2026-01-01", "dispatch takes no threshold"),
        ("P1,1,a,publish,,,CG,,90,,,2026-01-01", "publish needs fallback_code"),
        ("P1,1,a,publish,,,,SW,90,,,2026-01-01", "publish needs eligible_codes"),
        ("P1,1,a,suggestion,,,,,,,,2026-01-01", "suggestion needs threshold"),
        ("P1,1,a,suggestion,,,,,,1.01,,2026-01-01", "is no number from 0 to 1"),
        ("P1,1,a,suggestion,,,,,,nan,,2026-01-01", "is no number from 0 to 1"),
        ("P1,1,a,urgent,,,,,,,true,2026-01-01", "urgent takes no automatic"),
        ("P1,0,a,urgent,,,,,,,,2026-01-01", "is no whole number from 1"),
    ],
)
async def test_a_bad_rule_is_refused_at_its_field(owner: Session, tmp_path: Path, line: str, problem: str) -> None:  # noqa: F811
    with pytest.raises(ImportRefused) as refused:
        await import_directory(owner, write(tmp_path, rules=f"{line}\n"))

    assert problem in refused.value.problems[0].en


async def test_equal_rows_are_refused_also_against_what_is_there(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    await import_directory(owner, write(tmp_path, rows="M1,DCM-01,,,,,,2026-01-01,2026-12-31,SW,,true\n"))
    later = "M2,DCM-01,,,,,,2027-01-01,,CG,,true\n"
    narrower = "M3,DCM-01,,,67,,,2026-01-01,,CG,,true\n"
    elsewhere = f"M4,DCM-01,,{TOWN},,,,2026-01-01,,CG,,true\n"
    draft = "M5,DCM-01,,,,,,2026-06-01,,CG,,\n"
    assert (await import_directory(owner, write(tmp_path, rows=later + narrower + elsewhere + draft)))[
        "responsibilities"
    ].created == 4

    with pytest.raises(ImportRefused) as refused:
        await import_directory(owner, write(tmp_path, rows="M6,DCM-01,,,,,,2026-12-31,,CG,,true\n"))

    assert "is equal to M1" in refused.value.problems[0].en
    assert "与 M1 相同" in refused.value.problems[0].zh
