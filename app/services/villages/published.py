"""What others published, on the board of a village: colours 红黄灰, bulletins 简报, adoption 认领共管, points 文明积分.

Each was published by whoever answers for it. What people wrote freely, a title, is masked here all the same; residents
who adopted something are not named, and a list that names households in full is left out.
"""

from app import clock
from app.db.session import Session
from app.queries.cases.scope import codes_of, subtree
from app.queries.villages import published as queries
from app.queries.villages.boards import VillageRow
from app.queries.villages.published import ColourRow
from app.services.organisation import names
from app.text.personal import masked

_MOST_COLOURS, _MOST, _LINES = 200, 20, 50


async def colours(session: Session, village: VillageRow, language: str) -> list[dict[str, object]]:
    """Of each scheme what its latest published period made of the village and its grids."""
    since, until = subtree(village["path"])
    rows = await session.all(queries.COLOURS, area_from=since, area_to=until, count=_MOST_COLOURS)
    present: dict[str, object] = {}
    for row in rows:
        present.setdefault(row["scheme_code"], row["last"])
    return [
        {"name": row["name"], "colour": row["colour"], "colour_name": _called(row, language),
         "scheme_name": (row["scheme_name_en"] if language == "en" else None) or row["scheme_name"],
         "first": row["first"], "last": row["last"]}
        for row in rows
        if row["colour"] is not None and present[row["scheme_code"]] == row["last"]  # who had no case has no colour
    ]  # fmt: skip


def _called(row: ColourRow, language: str) -> str | None:
    told = next((each for each in row["colours"] if each.get("code") == row["colour"]), None)
    if told is None:
        return None
    return str((told["label"] if language == "en" else None) or told["label_zh"])


async def bulletins(session: Session, village: VillageRow, language: str) -> list[dict[str, object]]:
    """The titles of the bulletins of the village and of the areas above it."""
    rows = await session.all(queries.BULLETINS, codes=codes_of(village["path"]), count=_MOST)
    called = (await names.words_of(session, {"area": {row["area_code"] for row in rows}}, language))["area"]
    return [
        {"title": masked(row["title"]), "area_name": called.get(row["area_code"]), "year": row["year"],
         "number": row["number"], "signed_at": row["signed_at"]}
        for row in rows
    ]  # fmt: skip


async def adoptions(session: Session, village: VillageRow, language: str) -> list[dict[str, object]]:
    """What is taken care of, and by which unit; a resident is not named."""
    rows = await session.all(queries.ADOPTIONS, code=village["code"], today=clock.today(), count=_MOST)
    units: set[object] = {row["department_code"] for row in rows if row["department_code"] is not None}
    called = (await names.words_of(session, {"department": units}, language))["department"]
    return [
        {"kind": row["kind"], "title": masked(row["title"]), "unit_name": called.get(row["department_code"]),
         "since": row["valid_from"]}
        for row in rows
    ]  # fmt: skip


async def points(session: Session, village: VillageRow) -> list[dict[str, object]]:
    """The lists of points that name households by number or masked, as they were published."""
    rows = await session.all(queries.POINTS, code=village["code"], count=_MOST)
    return [
        {
            "title": masked(row["title"]), "since": row["since"], "until": row["until"],
            "lines": [
                {"household": line["household"], "points": line["points"], "rank": line.get("rank")}
                for line in row["document"][:_LINES]
            ],
        }
        for row in rows
    ]  # fmt: skip
