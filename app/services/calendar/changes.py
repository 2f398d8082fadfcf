"""The three changes 变更 there are: a week of an area, a day of an area, the published arrangement of a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.db.session import Session
from app.queries import calendar as queries
from app.services.calendar.checks import Wrong, wrong_date, wrong_day, wrong_week, wrong_year
from app.services.calendar.seeding import ADMINISTRATOR, put_days, write_year
from app.services.calendar.snapshot import NATIONAL, Snapshot
from app.workflow.timing.working_days import SpecialDay, Week


@dataclass(frozen=True, slots=True)
class WeekChange:
    """The windows of a week 每周工作时段 from a day on; None withdraws that week."""

    scope: str
    since: date
    week: Week | None

    def wrong(self) -> Wrong:
        """Why it is refused whatever the database says."""
        return wrong_date(self.since) if self.week is None else wrong_week(self.since, self.week)

    def stored(self, before: Snapshot) -> Week | None:
        """What stands in its place."""
        return dict(before.weeks.get(self.scope, ())).get(self.since)

    def span(self, before: Snapshot) -> tuple[date, date] | None:
        """The first day it may touch and the day after the last one; None: it changes nothing."""
        if self.stored(before) == self.week:
            return None
        later = (since for since, _ in before.weeks.get(self.scope, ()) if since > self.since)
        return self.since, min(later, default=date.max)

    def applied(self, before: Snapshot) -> Snapshot:
        """The calendar as it would be."""
        return before.with_week(self.scope, self.since, self.week)

    async def write(self, session: Session, before: Snapshot) -> None:
        """Puts it in the place of the week of the same day."""
        await session.run(queries.DROP_WEEK, scope=self.scope, since=self.since)
        await session.run_many(
            queries.ADD_WINDOW,
            [
                {"scope_path": self.scope, "valid_from": self.since, "weekday": day, "starts": start, "ends": end}
                for day, windows in (self.week or {}).items()
                for start, end in windows
            ],
        )


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day of an area that differs 特殊日; None makes it a day like those of its week and above it again."""

    scope: str
    day: date
    special: SpecialDay | None

    def wrong(self) -> Wrong:
        """Why it is refused whatever the database says."""
        if self.scope == NATIONAL:
            return "全国的日子按年度公布，不能单独改一天", "national days are published by the year, never one alone"
        return wrong_date(self.day) if self.special is None else wrong_day(self.day, self.special)

    def stored(self, before: Snapshot) -> SpecialDay | None:
        """What stands in its place."""
        return before.days.get(self.scope, {}).get(self.day)

    def span(self, before: Snapshot) -> tuple[date, date] | None:
        """The first day it may touch and the day after the last one; None: it changes nothing."""
        return None if self.stored(before) == self.special else (self.day, self.day + timedelta(days=1))

    def applied(self, before: Snapshot) -> Snapshot:
        """The calendar as it would be."""
        return before.with_days(self.scope, {self.day: self.special})

    async def write(self, session: Session, before: Snapshot) -> None:
        """Writes the day, or takes it away."""
        if self.special is None:
            await session.run(queries.DROP_DAYS, scope=self.scope, days=[self.day])
        else:
            await put_days(session, self.scope, {self.day: self.special})


@dataclass(frozen=True, slots=True)
class YearChange:
    """The State Council's arrangement of a whole year 年度放假安排; it publishes the year."""

    year: int
    days: Mapping[date, SpecialDay]
    scope: str = NATIONAL

    def wrong(self) -> Wrong:
        """Why it is refused whatever the database says."""
        return wrong_date(date(self.year, 1, 1)) or wrong_year(self.year, self.days)

    def stored(self, before: Snapshot) -> dict[date, SpecialDay]:
        """What stands in its place."""
        return {day: special for day, special in before.days.get(NATIONAL, {}).items() if day.year == self.year}

    def span(self, before: Snapshot) -> tuple[date, date] | None:
        """The first day it may touch and the day after the last one; None: it changes nothing."""
        stored = self.stored(before)
        differing = [day for day in {*stored, *self.days} if stored.get(day) != self.days.get(day)]
        if differing:
            return min(differing), max(differing) + timedelta(days=1)
        return None if self.year in before.published else (date(self.year, 12, 31), date(self.year + 1, 1, 1))

    def applied(self, before: Snapshot) -> Snapshot:
        """The calendar as it would be."""
        gone = dict.fromkeys(self.stored(before))
        return before.with_days(NATIONAL, {**gone, **self.days}).with_published(self.year)

    async def write(self, session: Session, before: Snapshot) -> None:
        """Puts it in the place of what the library guessed or somebody wrote."""
        await write_year(session, self.year, self.days, self.stored(before), is_published=True, source=ADMINISTRATOR)


Change = WeekChange | DayChange | YearChange
