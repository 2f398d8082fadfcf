"""Where residents say they stand: an area whose code hangs at the place, in both languages; what may be told of."""

import re
from typing import NamedTuple

import orjson

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import invalid_field
from app.geo.locator import Grid
from app.models.area import AreaLevel, GridKind
from app.models.organisation_rows import AreaRow
from app.queries.cases.scope import codes_of
from app.queries.organisation import lookup
from app.queries.residents import reports as queries
from app.schemas.base import CODE
from app.services.organisation import names
from app.services.organisation.reach import area_in_sight, sight_of

LANGUAGES = ("zh", "en")
Subject = tuple[str, str]
_MOST_OF_A_BOUNDARY = 20_000  # characters: a larger one would make the page slow on a slow line, which needs no map


class Sign(NamedTuple):
    """An area as a sign at the place names it: its code, and by language the names of all levels, outermost first."""

    code: str
    called: dict[str, list[str]]
    boundary: object | None = None


async def home(session: Session, area_code: str | None) -> tuple[str, Grid | None]:
    """Where a report waits that no point places: the area it names, its grid if it is one; else the first county.

    Raises:
        Invalid: no such area is in use, or there is no county.
    """
    if area_code is None:
        county = await session.value(queries.FIRST_COUNTY)
        if county is None:
            raise invalid_field("/location", "此处尚未开通", "nobody serves this place yet")
        return county, None
    area = await _in_use(session, area_code)
    if area is None:
        raise invalid_field("/area_code", "没有此区划，或已停用", "there is no such area, or it is not in use any more")
    is_grid = area["level"] == AreaLevel.GRID
    grid = Grid(area["code"], area["path"], area["grid_kind"] == GridKind.SPECIAL) if is_grid else None
    return area["path"], grid


async def scanned(session: Session, area_code: str) -> Sign | None:
    """What the page of a report shows of the area whose code was scanned; None where there is none in use."""
    area = await _in_use(session, area_code) if re.fullmatch(CODE, area_code) else None
    if area is None:
        return None
    sign = await _sign(session, area)
    drawn = await session.value(lookup.BOUNDARY, code=area["code"]) if area["level"] == AreaLevel.GRID else None
    return sign._replace(boundary=orjson.loads(drawn)) if drawn and len(drawn) <= _MOST_OF_A_BOUNDARY else sign


class Asked(NamedTuple):
    """What the form of a report offers: the area that was scanned, whether it is known, what reports may be about."""

    sign: Sign | None
    is_unknown: bool
    subjects: list[Subject]


async def asked(session: Session, area_code: str, language: str) -> Asked:
    """The form of a report for whoever scanned the code of an area, or none."""
    sign = await scanned(session, area_code)
    return Asked(sign, bool(area_code) and sign is None, await subjects(session, language))


async def to_print(session: Session, actor: Actor, area_code: str) -> Sign:
    """The sign of an area, for whoever may look it up.

    Raises:
        NotFound: there is none that the actor may look up.
    """
    return await _sign(session, await area_in_sight(session, await sight_of(session, actor), area_code))


async def subjects(session: Session, language: str) -> list[Subject]:
    """What a report may be about: the code and the name of each category that lies in no other."""
    rows = await session.all(queries.SUBJECTS, today=clock.today())
    called = (await names.words_of(session, {"category": {row["code"] for row in rows}}, language))["category"]
    return [(row["code"], called.get(row["code"], row["code"])) for row in rows]


async def _in_use(session: Session, area_code: str) -> AreaRow | None:
    area = await session.first(lookup.AREA, code=area_code)
    return area if area is not None and area["is_active"] else None


async def _sign(session: Session, area: AreaRow) -> Sign:
    codes = codes_of(area["path"])
    called = {
        language: (await names.words_of(session, {"area": set(codes)}, language))["area"] for language in LANGUAGES
    }
    told = {language: [known.get(code, code) for code in codes] for language, known in called.items()}
    return Sign(area["code"], told)
