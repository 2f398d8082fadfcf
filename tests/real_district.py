"""A district as real ones are, made by chance that is always the same: the files its administrator would bring.

156 units of which many are called nearly the same, a taxonomy in three levels, and a history that knows days without
hours, "in time" and "overdue" without moments, and places no finer than a village or a town. Each line of history is
kept beside what it means, so that a test can hold the one against the other.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random
from typing import Any

from app.clock import LOCAL

COUNTY = "449901"
NOW = datetime(2026, 3, 17, 10, 0, tzinfo=LOCAL)
LINES = 3_000
TOWNS = ("青石街道", "白沙街道", "龙潭街道", "东桥街道", "西岭街道", "南塘街道")
BUREAUS = (
    "城管局", "住建局", "水务局", "交通局", "教育局", "民政局", "公安局", "司法局", "财政局", "人社局", "环保局",
    "农业局", "商务局", "文旅局", "卫健局", "应急局", "审计局", "统计局", "医保局", "信访局", "消防队", "税务局",
    "气象局", "园林局", "规资局", "市监局",
)  # fmt: skip
COMPANIES = (
    "供水公司", "供水公司（东片）", "燃气公司", "燃气公司（东片）", "供电局", "供电所", "公交公司", "公交公司（东片）",
    "地铁公司", "地铁运营公司", "移动公司", "移动通信公司", "环卫公司",
)  # fmt: skip
#: What two units are called each, and nobody can tell which is meant: a name that both bore, and an alias of both.
TWO_BORE, TWO_ARE_CALLED = "市执法局", "供水热线"
NATURES = {"complaint": "投诉", "advice": "建议", "question": "咨询", "praise": "表扬", "help": "求助"}
SOURCES = {"12345": "12345热线", "letter": "领导信箱", "app": "随手拍", "media": "媒体", "inspection": "巡查"}
LEAVES = tuple(f"T{a}-{b}-{c}" for a in range(1, 9) for b in range(1, 7) for c in range(1, 5))
COMPLAINTS = ("路灯不亮", "污水外溢", "占道经营", "夜间噪音", "井盖缺失")
_RENAMED_ON = date(2024, 5, 1)


def csv_of(rows: Sequence[dict[str, Any]]) -> bytes:
    """A file of these rows; what is None is an empty field."""
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


@dataclass(frozen=True)
class Unit:
    """A unit by its code, by the words people write for it, and by none that another one is called too."""

    code: str
    kind: str
    parent_code: str | None
    name: str
    former: str | None = None
    alias: str | None = None

    @property
    def called(self) -> list[str]:
        own = [self.code, self.name, self.former, self.alias]
        return [word for word in own if word is not None and word not in (TWO_BORE, TWO_ARE_CALLED)]


def _units() -> list[Unit]:
    units = []
    for number, name in enumerate(BUREAUS, start=1):
        former = f"{name[:2]}委员会" if number % 4 == 0 else TWO_BORE if number in (1, 2) else None
        units.append(Unit(f"S{number:02}", "bureau", None, f"市{name}", former, f"全市{name}" if number % 3 else None))
        units.append(Unit(f"Q{number:02}", "bureau", None, f"市{name}（名山分局）", None, f"名山{name}"))
        units += [Unit(f"Q{number:02}-{n}", "station", f"Q{number:02}", f"{name}{n}中队") for n in (1, 2)]
    for number, town in enumerate(TOWNS, start=1):
        office, short = f"J{number}", f"{town}办"
        # Of every second town the short name is a unit of its own, of the others the office is called so.
        units.append(Unit(office, "bureau", None, f"{town}办事处", None, None if number % 2 else short))
        if number % 2:
            units.append(Unit(f"{office}-B", "bureau", None, short))
        units += [Unit(f"{office}-{n}", "station", office, f"{town}第{n}社区工作站") for n in range(1, 6)]
    for number, name in enumerate(COMPANIES, start=1):
        alias = TWO_ARE_CALLED if number in (1, 2) else None
        units.append(Unit(f"C{number:02}", "bureau", None, name, None, alias))
    return units


def _square(west: int, south: int, side: int) -> dict[str, Any]:
    """A square of a lattice of thousandths of a degree."""
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    ring = [[round(114 + (west + x) / 1000, 3), round(23 + (south + y) / 1000, 3)] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass(frozen=True)
class Area:
    code: str
    level: str
    parent_code: str | None
    name: str
    corner: tuple[int, int] | None = None  # of a grid that has a boundary: 10 thousandths of a degree each way


def _areas() -> list[Area]:
    """Towns of five villages of four grids; the grids of two towns are drawn."""
    areas = [Area(COUNTY, "county", None, "名山区")]
    for t, town in enumerate(TOWNS, start=1):
        areas.append(Area(town_code := f"{COUNTY}{t:03}", "town", COUNTY, town))
        for v in range(1, 6):
            areas.append(Area(village := f"{town_code}{v:03}", "village", town_code, f"{town[:2]}第{v}社区"))
            for g in range(1, 5):
                corner = ((t * 5 + v) * 20, g * 10) if t <= 2 else None
                areas.append(Area(f"{village}{g:02}", "grid", village, f"{town[:2]}{v}-{g}网格", corner))
    return areas


UNITS, AREAS = _units(), _areas()


def _taxonomy() -> dict[str, list[dict[str, Any]]]:
    codes = sorted({leaf.rsplit("-", level)[0] for leaf in LEAVES for level in (0, 1, 2)})
    categories = [
        {
            "code": code, "standard_code": "NAMED", "parent_code": code.rpartition("-")[0] or None,
            "name": f"{'大中小'[code.count('-')]}类{code}",
        }
        for code in codes
    ]  # fmt: skip
    rules = [
        {
            "code": f"{leaf}-R", "category_code": leaf, "condition": "情况属实", "limit_amount": 1 + number % 15,
            "limit_unit": ("working_days", "working_hours", "calendar_days", "urgent_hours")[number % 4],
            "close_condition": "已处理", "department_code": UNITS[number % len(UNITS)].code,
        }
        for number, leaf in enumerate(LEAVES)
    ]  # fmt: skip
    standard = [{"code": "NAMED", "name": "名山区事项分类", "version": "2024"}]
    return {"category_standards.csv": standard, "categories.csv": categories, "filing_rules.csv": rules}


def _people() -> dict[str, list[dict[str, Any]]]:
    users = [
        {"username": "jiandu", "display_name": "督查员", "phone": "13800000001"},
        {"username": "shouli", "display_name": "受理员", "phone": "0755-28341234转8001"},
    ]
    posts = [
        {"username": "jiandu", "post": "supervisor", "area_code": COUNTY, "valid_from": "2024-01-01"},
        {"username": "shouli", "post": "triage_clerk", "area_code": COUNTY, "valid_from": "2024-01-01"},
    ]
    return {"users.csv": users, "appointments.csv": posts}


def _departments() -> dict[str, list[dict[str, Any]]]:
    names = [(unit.code, "2016-01-01", unit.former or unit.name) for unit in UNITS]
    names += [(unit.code, f"{_RENAMED_ON}", unit.name) for unit in UNITS if unit.former]
    return {
        "departments.csv": [{"code": u.code, "kind": u.kind, "parent_code": u.parent_code} for u in UNITS],
        "department_names.csv": [
            {"department_code": code, "valid_from": since, "name": name} for code, since, name in names
        ],
        "department_aliases.csv": [{"department_code": u.code, "alias": u.alias} for u in UNITS if u.alias],
        "jurisdictions.csv": [{"department_code": u.code, "area_code": COUNTY} for u in UNITS],
    }


def organisation() -> dict[str, bytes]:
    """Every file of the organisation, as `yikou import DIR` takes them."""
    tables = {
        "areas.csv": [
            {"code": a.code, "level": a.level, "parent_code": a.parent_code, "name": a.name} for a in AREAS
        ],
        **_departments(), **_taxonomy(), **_people(),
        "terms.csv": [
            {"kind": kind, "code": code, "name": name}
            for kind, terms in (("nature", NATURES), ("source", SOURCES)) for code, name in terms.items()
        ],
    }  # fmt: skip
    features = [
        {"type": "Feature", "properties": {"code": area.code}, "geometry": _square(*area.corner, 10)}
        for area in AREAS
        if area.corner
    ]
    shapes = {"type": "FeatureCollection", "datum": "wgs84", "features": features}
    return {
        **{name: csv_of(rows) for name, rows in tables.items()},
        "boundaries.geojson": json.dumps(shapes).encode(),
    }


@dataclass(frozen=True)
class Told:
    """A line of history, and what it means."""

    line: dict[str, Any]
    opened: datetime
    due: datetime | None  # a day lasts until it is over
    closed: datetime | None
    days: list[str]  # which of them are only known by the day
    unit: str | None
    area: str | None
    point: tuple[float, float] | None
    timeliness: str | None


@dataclass(frozen=True)
class _When:
    written: str
    at: datetime
    end: datetime
    is_day: bool


def _when(chance: Random, moment: datetime) -> _When:
    """A moment as it is written: of most only the day is known."""
    if chance.random() < 0.7:
        begin = moment.replace(hour=0, minute=0)
        return _When(f"{begin:%Y-%m-%d}", begin, begin + timedelta(days=1) - timedelta(seconds=1), True)
    return _When(f"{moment:%Y-%m-%dT%H:%M}:00+08:00", moment, moment, False)


def _place(chance: Random) -> tuple[str | None, tuple[float, float] | None, str | None]:
    """The area that is written, a point, and the area that is meant: as coarse as it is known, and no finer."""
    what = chance.random()
    if what < 0.12:
        grid = chance.choice([area for area in AREAS if area.corner])
        west, south = grid.corner or (0, 0)
        return None, (round(23 + (south + 5) / 1000, 4), round(114 + (west + 5) / 1000, 4)), grid.code
    if what < 0.2:
        return None, None, None
    level = "grid" if what < 0.3 else "village" if what < 0.75 else "town"
    code = chance.choice([area.code for area in AREAS if area.level == level])
    return code, None, code


def _line(number: int, chance: Random) -> Told:
    opened_at = NOW.replace(minute=0) - timedelta(days=chance.randrange(20, 700), minutes=chance.randrange(600))
    is_open, unit = chance.random() < 0.1, chance.choice(UNITS) if chance.random() < 0.9 else None
    opened = _when(chance, opened_at)
    due = _when(chance, opened_at + timedelta(days=chance.randrange(1, 60))) if chance.random() < 0.5 else None
    closed = None if is_open else _when(chance, opened_at + timedelta(days=chance.randrange(1, 19)))
    word = chance.choice(("按期", "按时", "in_time", "超期", "逾期", "overdue")) if due is None and closed else None
    rating = chance.randrange(1, 6) if closed and chance.random() < 0.25 else None
    area, point, meant = _place(chance)
    line = {
        "external_id": f"QX{2024_0000_0000 + number}", "opened_at": opened.written,
        "due_at": due and due.written, "closed_at": closed and closed.written,
        "description": f"第{number}件：反映{chance.choice(COMPLAINTS)}",
        "address": chance.choice(("幸福路旁", None)), "lat": point and point[0], "lon": point and point[1],
        "area_code": area, "category_code": chance.choice((*LEAVES, "T1-1", "T8", None)),
        "department_code": unit and chance.choice(unit.called),
        "result": f"已答复{number}" if closed else None,
        "title": chance.choice((None, "噪音扰民", "市政设施")),
        "nature_code": chance.choice((*NATURES, None)), "source_code": chance.choice((*SOURCES, None)),
        "timeliness": word, "rating": rating,
        "rating_solved": chance.choice((None, "true", "false")) if rating else None,
        "rating_words": chance.choice((None, "满意", "无人回访")) if rating else None,
    }  # fmt: skip
    days = [
        name for name, when in (("reported_at", opened), ("due_at", due), ("closed_at", closed)) if when and when.is_day
    ]
    return Told(
        line, opened.at, due and due.end, closed and max(closed.at, opened.at), days, unit and unit.code, meant, point,
        word and ("in_time" if word in ("按期", "按时", "in_time") else "overdue"),
    )  # fmt: skip


def history() -> list[Told]:
    """The cases of the older system, the same at each call."""
    chance = Random(156)  # noqa: S311  (the same each time, and that is the point)
    return [_line(number, chance) for number in range(LINES)]


def history_file(told: Iterable[Told]) -> bytes:
    return csv_of([each.line for each in told])
