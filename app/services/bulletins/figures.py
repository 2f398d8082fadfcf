"""Counts what a bulletin 简报 tells of an area and a period, beside the period before and the same one a year ago.

Names are kept with the numbers, in both languages: a unit that is renamed later is called what it was called.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypedDict

from app import clock
from app.db.session import Session
from app.queries.bulletins import counting as queries
from app.queries.bulletins.counting import CountRow, OrderCountRow, OrderLineRow
from app.queries.cases.scope import is_wide, subtree
from app.services.bulletins import rankings
from app.services.bulletins.names import Names, Said
from app.workflow.bulletins.figures import COUNTED, NOTHING, Counts, Line, change, lines_of, rate
from app.workflow.bulletins.periods import BulletinKind, Period, a_year_ago, before, name_of
from app.workflow.number import number_of

_MOST_CATEGORIES = 10
_CHANGING = ("reported", "filed", "closed", "overdue")


class Addressee(TypedDict):
    """Whom an issue went to, by the names it had."""

    kind: str
    code: str
    zh: str
    en: str


class _Grouped(TypedDict):
    all: Counts
    unit: dict[str, Counts]
    area: dict[str, Counts]
    category: dict[str, Counts]


def start_of(day: date) -> datetime:
    """When a day begins where the service is used."""
    return datetime.combine(day, time(), clock.LOCAL)


async def collect(session: Session, area_path: str, kind: BulletinKind, period: Period) -> Said:
    """All figures of an area and a period, as of now."""
    now = clock.now()
    area_from, area_to = subtree(area_path)
    within: dict[str, object] = {"area_from": area_from, "area_to": area_to}
    wide, depth = is_wide(area_path), area_path.count("/") + 1
    periods = (period, before(kind, period), a_year_ago(kind, period))
    counted: list[_Grouped] = []
    for each in periods:
        span = _span(each)
        at = min(span["period_to"], now)
        rows = await session.all(queries.counts(wide), **within, **span, depth=depth, at=at)
        counted.append(_by_group(rows))
    days = await session.all(queries.days(wide), **within, **_span(period))
    names = Names()
    for of, group in (("department", "unit"), ("area", "area"), ("category", "category")):
        names.want(of, (code for each in counted for code in each[group]))  # type: ignore[literal-required]
    orders = await _orders(session, wide, within, periods, names)
    ranked = await rankings.find(session, within, period, names)
    await names.look_up(session)
    here, *then = (each["all"] for each in counted)
    told = {(row["kind"], row["day"]): row["count"] for row in days}
    return {
        "as_of": now,
        "is_over": now >= _span(period)["period_to"],
        "period": _period(kind, period),
        "before": _period(kind, periods[1]),
        "year_ago": _period(kind, periods[2]),
        "total": _said(Line("", here, *then), {"code": None, "zh": "合计", "en": "Total"}),
        "units": _table(counted, "unit", "department", names),
        "areas": [_at_area_itself(line) for line in _table(counted, "area", "area", names)],
        "categories": _table(counted, "category", "category", names)[:_MOST_CATEGORIES],
        "days": [
            {"day": day, "reported": told.get(("reported", day), 0), "closed": told.get(("closed", day), 0)}
            for day in (period.first + timedelta(days=ahead) for ahead in range(period.days))
        ],
        "orders": orders(),
        "rankings": ranked.said(names),
        "rankings_left_out": ranked.left_out,
    }


def _span(period: Period) -> dict[str, datetime]:
    return {"period_from": start_of(period.first), "period_to": start_of(period.last + timedelta(days=1))}


def _period(kind: BulletinKind, period: Period) -> Said:
    zh, en = name_of(kind, period)
    return {"first": period.first, "last": period.last, "zh": zh, "en": en}


def _by_group(rows: Sequence[CountRow]) -> _Grouped:
    grouped: _Grouped = {"all": NOTHING, "unit": {}, "area": {}, "category": {}}
    for row in rows:
        counts: Counts = {name: row[name] for name in COUNTED}  # type: ignore[assignment,literal-required]
        if row["by"] == "all":
            grouped["all"] = counts
        else:
            grouped[row["by"]][row["key"]] = counts  # type: ignore[literal-required]
    return grouped


def _table(counted: Sequence[_Grouped], group: str, kind: str, names: Names) -> list[Said]:
    now, then, year_ago = (each[group] for each in counted)  # type: ignore[literal-required]
    return [_said(line, names.of(kind, line.code)) for line in lines_of(now, then, year_ago)]


def _at_area_itself(line: Said) -> Said:
    """Cases that lie in none of the areas below are of the area itself."""
    return line if line["code"] else line | {"zh": "本级", "en": "Of the area itself"}


def _said(line: Line, named: Said) -> Said:
    now, then, year_ago = ({**each, "on_time_rate": _kept(each)} for each in line[1:])
    return named | {
        "now": now,
        "before": then,
        "year_ago": year_ago,
        "since_before": _compared(line.now, line.before),
        "since_year_ago": _compared(line.now, line.year_ago),
    }


def _kept(counts: Counts) -> float | None:
    return rate(counts["on_time"], counts["timed"])


def _compared(now: Counts, then: Counts) -> Said:
    """In percent; the rate in points."""
    here, there = _kept(now), _kept(then)
    points = None if here is None or there is None else round(here - there, 1)
    changes: Said = {name: change(now[name], then[name]) for name in _CHANGING}  # type: ignore[literal-required]
    return changes | {"on_time_rate": points}


async def _orders(
    session: Session, wide: bool, within: Mapping[str, object], periods: Sequence[Period], names: Names
) -> "_OrdersSaid":
    counted = [await session.all(queries.order_counts(wide), **within, **_span(period)) for period in periods]
    lines = await session.all(queries.order_lines(wide), **within, **_span(periods[0]))
    names.want("department", [row["key"] for row in counted[0]] + [line["unit"] for line in lines])
    return _OrdersSaid(counted, lines, names)


class _OrdersSaid:
    """Orders of a period, to be said when the names are known."""

    def __init__(self, counted: Sequence[Sequence[OrderCountRow]], lines: Sequence[OrderLineRow], names: Names) -> None:
        self._counted, self._lines, self._names = counted, lines, names

    def __call__(self) -> Said:
        here, then, year_ago = (_total(rows) for rows in self._counted)
        units = [
            _answers(row) | self._names.of("department", row["key"]) for row in self._counted[0] if not row["is_all"]
        ]
        lines = [_order(line) | {"unit": self._names.of("department", line["unit"])} for line in self._lines]
        return {"total": here, "before": then, "year_ago": year_ago, "units": units, "lines": lines}


def _answers(row: OrderCountRow) -> Said:
    answered = row["in_time"] + row["late"]
    told: Said = {name: row[name] for name in ("orders", "in_time", "late", "waiting", "ended")}
    return told | {"answer_rate": rate(answered, row["orders"] - row["ended"])}


def _total(rows: Sequence[OrderCountRow]) -> Said:
    none: OrderCountRow = {
        "key": None, "is_all": True, "orders": 0, "in_time": 0, "late": 0, "waiting": 0, "ended": 0,
    }  # fmt: skip
    return _answers(next((row for row in rows if row["is_all"]), none))


def _order(line: OrderLineRow) -> Said:
    state = "waiting" if line["ended_at"] is None else "ended"
    if line["answered_at"] is not None:
        state = "in_time" if line["in_time"] else "late"
    return {
        "number": number_of(line["serial"]),
        "level": line["level"],
        "issued_at": line["issued_at"],
        "reply_due_at": line["reply_due_at"],
        "answered_at": line["answered_at"],
        "state": state,
    }
