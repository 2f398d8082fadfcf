from pathlib import Path

import pytest

from app.db.session import Session
from app.services.calendar.snapshot import load
from app.services.importing import ImportRefused, import_directory
from app.services.importing.problems import file_of
from app.workflow.limits import SUPERVISION_REPLY, Limit, LimitUnit
from app.workflow.supervision.notices import Audience
from app.workflow.timing.ladder import ESCALATION, LADDER, Rung
from tests.organisation import COUNTY, GRID_PATH, TOWN
from tests.services.test_importing import owner  # noqa: F401  (a fixture)

RUNGS, REPLIES = "area_code,rung,limit_amount,limit_unit,audience\n", "area_code,level,limit_amount,limit_unit\n"
THREE = "{0},1,2,working_days\n{0},2,4,working_hours\n{0},3,30,urgent_hours\n"


def write(directory: Path, *, rungs: str = "", replies: str = "") -> Path:
    (directory / "escalation_rungs.csv").write_text(RUNGS + rungs)
    (directory / "supervision_replies.csv").write_text(REPLIES + replies)
    return directory


async def test_what_areas_say_comes_in_and_again_changes_nothing(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    rungs = f"{TOWN},2,7,working_hours,supervisor\n{TOWN},1,2,working_hours,holder\n,1,1,calendar_days,centre_leader\n"
    before = (await load(owner)).version

    first = await import_directory(owner, write(tmp_path, rungs=rungs, replies=THREE.format(TOWN) + THREE.format("")))
    again = await import_directory(owner, tmp_path)

    assert (first["escalations"].created, again["escalations"].unchanged) == (2, 2)
    assert not again["escalations"].changed
    snapshot = await load(owner)
    assert snapshot.version == before + 1
    here = snapshot.escalation_of(GRID_PATH)
    assert here.rungs == (
        Rung(Limit(2, LimitUnit.WORKING_HOURS), Audience.HOLDER),
        Rung(Limit(7, LimitUnit.WORKING_HOURS), Audience.SUPERVISOR),
    )
    assert here.replies[3] == Limit(30, LimitUnit.URGENT_HOURS)
    assert snapshot.escalation_of(f"{COUNTY}/").rungs == (
        Rung(Limit(1, LimitUnit.CALENDAR_DAYS), Audience.CENTRE_LEADER),
    )


async def test_what_one_file_leaves_out_stays_and_the_lines_of_an_area_replace_its_own(
    owner: Session,  # noqa: F811
    tmp_path: Path,
) -> None:
    ladder = f"{TOWN},1,2,working_hours,holder\n{TOWN},2,7,working_hours,supervisor\n"
    await import_directory(owner, write(tmp_path, rungs=ladder, replies=THREE.format(TOWN)))
    (tmp_path / "supervision_replies.csv").unlink()
    (tmp_path / "escalation_rungs.csv").write_text(f"{RUNGS}{TOWN},1,3,working_hours,unit\n")

    done = await import_directory(owner, tmp_path)

    said = (await load(owner)).escalation_of(GRID_PATH)
    assert done["escalations"].updated == 1
    assert said.rungs == (Rung(Limit(3, LimitUnit.WORKING_HOURS), Audience.UNIT),)
    assert said.replies[1] == Limit(2, LimitUnit.WORKING_DAYS)


async def test_an_empty_table_is_as_installed(owner: Session, tmp_path: Path) -> None:  # noqa: F811
    done = await import_directory(owner, write(tmp_path))

    assert "escalations" not in done
    assert (await load(owner)).escalation_of(GRID_PATH) is ESCALATION
    assert (ESCALATION.rungs, ESCALATION.replies) == (LADDER, SUPERVISION_REPLY)


_RUNG, _BOTH = f"{TOWN},1,4,working_hours,supervisor", THREE.format(TOWN).rstrip()
_LADDER, _TIMES = "escalation_rungs.csv", "supervision_replies.csv"


@pytest.mark.parametrize(
    ("rungs", "replies", "file", "line", "said"),
    [
        (_RUNG.replace(TOWN, "NOPE"), "", _LADDER, 2, "unknown area NOPE"),
        (_RUNG, "", _LADDER, 2, "the reply time of level 1 is missing"),
        ("", _BOTH, _TIMES, 2, "a ladder has at least one rung"),
        (f"{_RUNG}\n{_RUNG}", _BOTH, _LADDER, 3, "the same as line 2"),
        (_RUNG.replace(",1,", ",2,"), _BOTH, _LADDER, 2, "rung 1 is missing"),
        (f"{_RUNG}\n{TOWN},2,4,working_hours,unit", _BOTH, _LADDER, 2, "rung 2 is not later than the one below"),
        (
            f"{_RUNG}\n{TOWN},2,5,working_days,unit",
            _BOTH,
            _LADDER,
            2,
            "rung 2 counts in another unit than the one below",
        ),
        (_RUNG.replace("supervisor", "issuer"), _BOTH, _LADDER, 2, "rung 1 cannot be told to the issuer"),
        (
            _RUNG.replace(",4,", ",9000,"),
            _BOTH,
            _LADDER,
            2,
            "rung 1 must be 1 to 2000 working hours, within a year",
        ),
        (_RUNG, _BOTH + f"\n{TOWN},4,1,working_hours", _TIMES, 2, "there is no order of level 4"),
    ],
)
async def test_what_makes_no_sense_is_named_and_nothing_is_written(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    rungs: str,
    replies: str,
    file: str,
    line: int,
    said: str,
) -> None:
    before = await load(owner)
    with pytest.raises(ImportRefused) as refused:
        await import_directory(owner, write(tmp_path, rungs=f"{rungs}\n", replies=f"{replies}\n"))
    assert [(file_of(each.collection), each.index, each.en) for each in refused.value.problems] == [(file, line, said)]
    assert all(not each.zh.isascii() for each in refused.value.problems)
    assert await load(owner) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{TOWN},1,0,working_hours,supervisor", "limit_amount: '0' is no whole number from 1 to 100000"),
        (f"{TOWN},1,4,moons,supervisor", "limit_unit: 'moons' is none of"),
        (f"{TOWN},1,4,working_hours,nobody", "audience: 'nobody' is none of holder, unit"),
    ],
)
async def test_values_that_are_none_are_named_where_they_stand(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    line: str,
    said: str,
) -> None:
    with pytest.raises(ImportRefused) as refused:
        await import_directory(owner, write(tmp_path, rungs=f"{line}\n", replies=THREE.format(TOWN)))
    first = refused.value.problems[0]
    assert (file_of(first.collection), first.index) == (_LADDER, 2)
    assert said in first.en
