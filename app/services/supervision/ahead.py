"""What is open by how long it has been 积压, and what falls due in the next working days 到期预测, by unit."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.queries.cases import insights as queries
from app.queries.cases.orders import BY_DUE, OLDEST_FIRST
from app.queries.organisation.unit_load import HANDS
from app.schemas.supervision.ahead import ForecastQuery, OpenQuery
from app.schemas.supervision.questions import SummaryBy
from app.services.calendar.checks import within_its_years
from app.services.calendar.lookup import calendar_of
from app.services.reading.case_lists import describe, places, scope_of_lists
from app.services.supervision.questions import names_of, path_of
from app.workflow.supervision.ages import AGE_LABELS, moments
from app.workflow.timing.calendar import Calendar

_OPEN = "/api/v1/supervision/open?"
_FARTHEST = 60  # days in which that many working days lie, whatever the holidays


async def backlog(session: Session, actor: Actor, query: OpenQuery) -> dict[str, object]:
    """What is open that the actor sees, by unit and by band of days since it was reported.

    Raises:
        NotFound: there is no such area.
    """
    now, given = clock.now(), query.model_dump(exclude_none=True)
    values: dict[str, object] = {"open": True, **await places(session, query.area, query.department, query.category)}
    listing, parameters = describe(actor, scope_of_lists(actor), values, OLDEST_FIRST, now)
    ages: dict[str | None, Counter[str]] = defaultdict(Counter)
    oldest: dict[str | None, datetime] = {}
    for row in await session.all(queries.backlog(listing), **parameters, **moments(now)):
        key = row["key"]
        ages[key][row["age"]] += row["count"]
        oldest[key] = min(oldest.get(key, row["oldest_at"]), row["oldest_at"])
    named = await names_of(session, actor, SummaryBy.DEPARTMENT, [key for key in ages if key])
    items = [
        {
            "key": key, "name": named.get(key or ""), "count": of_age.total(), "oldest_at": oldest[key],
            "ages": [
                {
                    "age": band.value, "name": label[actor.language != "zh"], "count": of_age[band.value],
                    "href": _address({**given, **_of_unit(key), "age": band.value}),
                }
                for band, label in AGE_LABELS.items()
            ],
        }
        for key, of_age in sorted(ages.items(), key=lambda pair: (-pair[1].total(), pair[0] or ""))
    ]  # fmt: skip
    return {"as_of": now, "count": sum(of_age.total() for of_age in ages.values()), "items": items}


async def forecast(session: Session, actor: Actor, query: ForecastQuery) -> dict[str, object]:
    """By unit what falls due in each of the next working days, with how many people there are to do it.

    Raises:
        NotFound: there is no such area. Invalid: the calendar does not reach as far.
    """
    now, given = clock.now(), query.model_dump(exclude={"days"}, exclude_none=True)
    found = await places(session, query.area, query.department, query.category)
    values: dict[str, object] = {"open": True, "running": True, **found}
    with within_its_years():
        calendar = await calendar_of(session, path_of(actor, values))
        days = _working_days(calendar, now, query.days)
    ends = [now, *(end for _, end in days)]
    listing, parameters = describe(actor, scope_of_lists(actor), values, BY_DUE, now)
    stretches: dict[str | None, Counter[int]] = defaultdict(Counter)
    for row in await session.all(queries.due(listing), **parameters, ends=ends):
        stretches[row["key"]][row["stretch"] or 0] += row["count"]
    codes = [key for key in stretches if key]
    named = await names_of(session, actor, SummaryBy.DEPARTMENT, codes)
    hands = {row["code"]: row["hands"] for row in await session.all(HANDS, codes=codes, today=clock.today())}
    rows = []
    for key, due in stretches.items():
        soon, people = sum(due[stretch] for stretch in range(len(days) + 1)), hands.get(key or "", 0)
        told = [
            {"day": day, "count": due[number], "href": _within(given, key, ends[number - 1], end)}
            for number, (day, end) in enumerate(days, start=1)
        ]
        rows.append(
            {
                "key": key, "name": named.get(key or ""), "open": due.total(), "overdue": due[0],
                "later": due[len(days) + 1], "days": told, "hands": people,
                "load": round(soon / people, 2) if people else None,
            }
        )  # fmt: skip
    rows.sort(key=_by_load)
    provisional = calendar.is_provisional(now, ends[-1])
    return {"as_of": now, "until": ends[-1], "provisional": provisional, "items": rows}


def _by_load(row: Mapping[str, object]) -> tuple[bool, float, str]:
    load = row["load"]
    return (not isinstance(load, float), -load if isinstance(load, float) else 0.0, str(row["key"] or ""))


def _working_days(calendar: Calendar, now: datetime, count: int) -> list[tuple[date, datetime]]:
    """The next days with working time still to come, each with when its last window closes."""
    today = clock.today()
    found: list[tuple[date, datetime]] = []
    for day in (today + timedelta(days=ahead) for ahead in range(_FARTHEST)):
        windows = calendar.days.of(day).windows
        if windows and len(found) < count:
            closes = datetime.combine(day, time(), clock.LOCAL) + timedelta(minutes=windows[-1][1])
            if closes > now:
                found.append((day, closes))
    return found


def _of_unit(key: str | None) -> dict[str, object]:
    return {"unit": key} if key else {"without": "department"}


def _within(given: Mapping[str, object], key: str | None, since: datetime, until: datetime) -> str:
    return _address({**given, **_of_unit(key), "due_from": since.isoformat(), "due_to": until.isoformat()})


def _address(given: Mapping[str, object]) -> str:
    return _OPEN + urlencode(given)
