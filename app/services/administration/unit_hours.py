"""The hours of a unit 单位工时, a week at a time: checked and previewed; the worker moves what they move."""

from dataclasses import asdict
from datetime import date

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import AltersClosed, Invalid, NotFound, NotPermitted
from app.models.audit import Deed
from app.queries import unit_hours as queries
from app.schemas.calendar import WEEKDAYS
from app.services.calendar.changing import begin, finish
from app.services.calendar.checks import within_its_years, wrong_date, wrong_week
from app.services.calendar.reading import windows
from app.services.calendar.snapshot import Snapshot
from app.services.organisation import reach
from app.services.security.trail import record
from app.services.timing.unit_preview import Preview, moving
from app.workflow.timing.unit_hours import UnitWeek

MOST_WEEKS = 100  # of a unit


async def put(
    session: Session, actor: Actor, code: str, since: date, week: UnitWeek | None, *, preview: bool
) -> dict[str, object]:
    """Says the week of a unit from a day on, None withdraws it; or what that would do.

    Raises:
        NotFound: the unit serves no part of the reach. NotPermitted: it serves areas outside.
        Invalid: the windows make no sense. AltersClosed: the day is past, and the unit was measured by its hours.
    """
    await reach.begin(session)
    await _require(session, actor, code)
    before = await begin(session)
    _refuse_nonsense(before, code, since, week)
    stored = dict(before.units.get(code, ())).get(since)
    if stored == week:
        return {"applied": False, "calendar_version": before.version, **asdict(Preview())}
    if since < clock.today():
        zh, en = "工时只能自今日或以后的日期起变更：此前的签收已按原工时计", "hours change from today on, or later"
        raise AltersClosed(zh=zh, en=f"{en}: what was signed before was measured by those there were")
    below = {row["code"]: row["path"].rstrip("/").split("/") for row in await session.all(queries.BELOW, code=code)}
    after = before.with_unit_week(code, since, week, below)
    with within_its_years():
        found = await moving(session, list(below), after)
    if not preview:
        await _write(session, code, since, week)
        await finish(session)
        at = await reach.lies_at(session, [], [code])
        day, moves = since.isoformat(), found.moving
        await record(session, actor, Deed.CALENDAR, code, at=at, change="unit_week", since=day, moving=moves)
    return {"applied": not preview, "calendar_version": before.version + (not preview), **asdict(found)}


async def _require(session: Session, actor: Actor, code: str) -> None:
    theirs = await reach.reach_of(session, actor)
    if code not in theirs.serving:
        raise NotFound()
    if code not in theirs.own:
        raise NotPermitted()


def _refuse_nonsense(before: Snapshot, code: str, since: date, week: UnitWeek | None) -> None:
    wrong = wrong_date(since) if week is None else wrong_week(since, week.windows)
    known = dict(before.units.get(code, ()))
    if wrong is None and week is not None and since not in known and len(known) >= MOST_WEEKS:
        wrong = f"一个单位最多 {MOST_WEEKS} 个起用日", f"a unit has at most {MOST_WEEKS} weeks"
    if wrong is not None:
        raise Invalid(zh=wrong[0], en=wrong[1])


async def _write(session: Session, code: str, since: date, week: UnitWeek | None) -> None:
    if week is None:
        await session.run(queries.DROP, code=code, since=since)
        return
    told = {str(day): [list(window) for window in each] for day, each in week.windows.items()}
    await session.run(
        queries.PUT, department_code=code, valid_from=since, windows=told, keeps_holidays=week.keeps_holidays
    )


async def weeks_of(session: Session, code: str) -> list[dict[str, object]]:
    """What was said for a unit itself."""
    return [
        {
            "valid_from": row["valid_from"],
            "windows": {
                WEEKDAYS[int(day) - 1]: windows((start, end) for start, end in each)
                for day, each in sorted(row["windows"].items())
            },
            "keeps_holidays": row["keeps_holidays"],
        }
        for row in await session.all(queries.WEEKS_OF, code=code)
    ]
