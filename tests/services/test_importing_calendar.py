from datetime import date
from pathlib import Path

import pytest

from app.db.session import Session
from app.services.calendar.snapshot import load
from app.services.importing import ImportRefused, import_directory
from app.services.importing.problems import file_of
from app.workflow.timing.working_days import DayKind, Reason, SpecialDay
from tests.organisation import COUNTY, TOWN
from tests.services.test_importing import owner  # noqa: F401  (a fixture)

DAYS, WINDOWS = "area_code,day,kind,name,windows\n", "area_code,valid_from,weekday,starts,ends\n"
YEAR = (
    ",2029-01-01,holiday,元旦,\n,2029-05-01,holiday,劳动节,\n,2029-10-01,holiday,国庆节,\n,2029-09-29,working,调休,\n"
)


def write(directory: Path, *, days: str = "", windows: str = "") -> Path:
    (directory / "calendar_days.csv").write_text(DAYS + days)
    (directory / "working_windows.csv").write_text(WINDOWS + windows)
    return directory


async def test_weeks_days_and_years_come_in_and_again_change_nothing(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    windows = f"{TOWN},2029-01-01,1,09:00,12:00\n{TOWN},2029-01-01,1,13:00,17:00\n{TOWN},2029-01-01,7,09:00,24:00\n"
    days = f"{YEAR}{TOWN},2029-03-03,working,赶集,08:00-10:00 11:00-12:00\n"
    before = (await load(owner)).version

    first = await import_directory(owner, write(tmp_path, days=days, windows=windows))
    again = await import_directory(owner, tmp_path)

    done = {
        kind: (count.created, count.updated, count.unchanged) for kind, count in first.items() if "calendar" in kind
    }
    assert done == {"calendar_weeks": (1, 0, 0), "calendar_days": (1, 0, 0), "calendar_years": (0, 1, 0)}
    assert [again[kind].unchanged for kind in ("calendar_weeks", "calendar_days", "calendar_years")] == [1, 1, 1]
    snapshot = await load(owner)
    assert snapshot.version == before + 1
    assert 2029 in snapshot.published
    there = snapshot.calendar_of(f"{COUNTY}/{TOWN}/").days
    assert there.of(date(2029, 3, 3)).windows == ((480, 600), (660, 720))
    assert there.of(date(2029, 1, 7)).windows == ((540, 1440),)
    assert there.of(date(2029, 9, 29)).reason is Reason.MAKE_UP
    assert snapshot.days[""][date(2029, 10, 1)] == SpecialDay(DayKind.HOLIDAY, "国庆节")
    assert date(2029, 10, 2) not in snapshot.days[""], "what the library guessed of the year is gone"


@pytest.mark.parametrize(
    ("file", "lines", "line", "said"),
    [
        ("days", "NOPE,2029-03-03,holiday,,", 2, "unknown area NOPE"),
        ("days", f"{TOWN},2029-03-03,holiday,,09:00-10:00", 2, "2029-03-03 cannot be both a holiday and worked"),
        ("days", f"{TOWN},2029-03-03,holiday,,\n{TOWN},2029-03-03,working,,", 3, "the same as line 2"),
        ("days", ",2029-03-03,holiday,,", 2, "the arrangement of 2029 lacks the holiday 2029-01-01"),
        ("days", f"{TOWN},2029-03-03,working,,09:00", 2, "windows: '' is not a time like 08:30"),
        ("windows", f"{TOWN},2029-01-01,1,12:00,09:00", 2, "the window 12:00–09:00 ends before it starts"),
        (
            "windows",
            f"{TOWN},2029-01-01,1,09:00,12:00\n{TOWN},2029-01-01,1,11:00,17:00",
            2,
            "the window 11:00–17:00 overlaps the one before",
        ),
        ("windows", f"{TOWN},2029-01-01,8,09:00,12:00", 2, "weekday: '8' is not 1 (Monday) to 7 (Sunday)"),
        ("windows", f"{TOWN},2029-01-01,1,9,12:00", 2, "starts: '9' is not a time like 08:30"),
        ("windows", f"{TOWN},1999-01-01,1,09:00,12:00", 2, "1999-01-01 is not within 2004 to 2050"),
    ],
)
async def test_what_makes_no_sense_is_named_and_nothing_is_written(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    file: str,
    lines: str,
    line: int,
    said: str,
) -> None:
    before = await load(owner)
    with pytest.raises(ImportRefused) as refused:
        await import_directory(owner, write(tmp_path, **{file: f"{lines}\n"}))
    names = {"days": "calendar_days.csv", "windows": "working_windows.csv"}
    found = [(file_of(problem.collection), problem.index, problem.en) for problem in refused.value.problems]
    assert found == [(names[file], line, said)]
    assert await load(owner) == before
