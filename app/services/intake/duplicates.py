"""Duplicates at intake 疑似重复: the open cases a report may repeat, scored, with the reasons, for who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import cos, floor, radians
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import invalid_field
from app.geo.points import distance_m
from app.likeness.scoring import WEIGHTS, Kin, Pair, Score, reach_m, score
from app.likeness.words import similarity, telling
from app.models.case_row import CaseRow
from app.models.cells import CELLS_PER_DEGREE
from app.queries.cases.scope import scope_of
from app.queries.intake import duplicates as queries
from app.queries.intake.duplicates import KinRow, NearCase
from app.schemas.cases.case import FindCandidates
from app.services.organisation import locating
from app.workflow.number import number_of
from app.workflow.states import STATUS_LABELS, Status

MOST_SHOWN = 3
_METRES_PER_DEGREE = 111_320.0
_NARROWEST = 0.2  # beyond 78 degrees of latitude the box is narrower than it should be
_MOST_READ = 500  # characters of a description: what comes later seldom says what it is about
_MOST_ASKED = 24  # words an index is asked for: the first ones, which say what it is about
_NO_CASE = UUID(int=0)
Words = dict[str, None]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a report says of its matter; the point in WGS-84 degrees."""

    description: str
    address: str | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    category_code: str | None


def matter_of(case: CaseRow) -> Matter:
    """What a case says of its matter."""
    return Matter(
        description=case["description"],
        address=case["address"],
        lat=case["lat"],
        lon=case["lon"],
        accuracy_m=case["accuracy_m"],
        category_code=case["category_code"],
    )


async def asked(session: Session, actor: Actor, body: FindCandidates) -> dict[str, object]:
    """The candidates of a report that has not been sent."""
    place = await locating.place(session, body.location) if body.location else locating.NOWHERE
    matter = Matter(body.description, body.address, place.lat, place.lon, place.accuracy_m, body.category_code)
    return {"items": await candidates(session, actor, matter, clock.now(), most=body.limit)}


async def candidates(
    session: Session, actor: Actor, matter: Matter, now: datetime, *, most: int = MOST_SHOWN, besides: UUID = _NO_CASE
) -> list[dict[str, object]]:
    """The likeliest open cases in the actor's sight, best first, `most` at most; never the case `besides`.

    Raises:
        Invalid: there is no such category.
    """
    words = telling(matter.description[:_MOST_READ], matter.address)
    rows = await _around(session, actor, matter, words, now, besides)
    kin = await _kin(session, matter.category_code, rows)
    scored = [(_score(matter, words, row, kin, now), row) for row in rows]
    likely = [(found, row) for found, row in scored if found.value >= WEIGHTS.shown_from]
    likely.sort(key=lambda pair: (-pair[0].value, pair[1]["reported_at"], pair[1]["id"]))
    return [_view(matter, found, row) for found, row in likely[:most]]


async def _around(
    session: Session, actor: Actor, matter: Matter, words: Words, now: datetime, besides: UUID
) -> list[NearCase]:
    scope = scope_of(actor)
    values = scope.values | {"since": now - WEIGHTS.recent, "case_id": besides}
    if matter.lat is None or matter.lon is None:
        if not words:
            return []
        return await session.all(queries.open_alike(scope.shape), telling=list(words)[:_MOST_ASKED], **values)
    lat_cells, lon_cells = _cells(matter.lat, matter.lon, reach_m(matter.accuracy_m or 0.0))
    return await session.all(
        queries.open_near(scope.shape),
        lat_cells=lat_cells,
        lon_cells=lon_cells,
        lat=matter.lat,
        lon=matter.lon,
        narrowing=cos(radians(matter.lat)) ** 2,
        **values,
    )


def _cells(lat: float, lon: float, metres: float) -> tuple[list[float], list[float]]:
    """The cells of the earth within so many metres, as two lists of equal length."""
    d_lat = metres / _METRES_PER_DEGREE
    d_lon = d_lat / max(cos(radians(lat)), _NARROWEST)
    cells = [(float(y), float(x)) for y in _numbers(lat, d_lat) for x in _numbers(lon, d_lon)]
    return [y for y, _ in cells], [x for _, x in cells]


def _numbers(degrees: float, reach: float) -> Iterable[int]:
    return range(floor((degrees - reach) * CELLS_PER_DEGREE), floor((degrees + reach) * CELLS_PER_DEGREE) + 1)


async def _kin(session: Session, code: str | None, rows: list[NearCase]) -> dict[str, Kin]:
    if code is None:
        return {}
    codes = {row["category_code"] for row in rows if row["category_code"]} | {code}
    found = await session.all(queries.KIN, code=code, codes=sorted(codes))
    if not found:
        raise invalid_field("/category_code", "没有这个类别", "there is no such category")
    return {row["code"]: _kin_of(row) for row in found}


def _kin_of(row: KinRow) -> Kin:
    told = {Kin.SAME: row["same"], Kin.CROSSWALK: row["crosswalk"], Kin.FAMILY: row["family"]}
    return next((kin for kin, is_so in told.items() if is_so), Kin.OTHER)


def _distance(matter: Matter, row: NearCase) -> float | None:
    if matter.lat is None or matter.lon is None or row["lat"] is None or row["lon"] is None:
        return None
    return distance_m(matter.lat, matter.lon, row["lat"], row["lon"])


def _score(matter: Matter, words: Words, row: NearCase, kin: dict[str, Kin], now: datetime) -> Score:
    return score(
        Pair(
            now - row["reported_at"],
            similarity(words.keys(), telling(row["description"][:_MOST_READ], row["address"]).keys()),
            _distance(matter, row),
            (matter.accuracy_m or 0.0) + (row["accuracy_m"] or 0.0),
            None if row["category_code"] is None else kin.get(row["category_code"]),
        )
    )


def _view(matter: Matter, found: Score, row: NearCase) -> dict[str, object]:
    metres = _distance(matter, row)
    view = columns(row, ("id", "status", "description", "reported_at"))
    zh, en = STATUS_LABELS[Status(row["status"])]
    return view | {
        "number": number_of(row["serial"]),
        "status_label_zh": zh,
        "status_label": en,
        "distance_m": None if metres is None else round(metres),
        "score": found.value,
        "reasons": [{"code": why.code, "label_zh": why.zh, "label": why.en} for why in found.reasons],
    }
