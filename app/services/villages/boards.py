"""The board of a village 网上公开, put together for anybody; a process keeps each for some seconds.

What is read here is either about no person (the pool by category and grid), or was released by a clerk in words of its
own. Nothing of a case itself is told: no number, no words, no place, no photo, nobody who told of it or worked on it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from app import clock, cursors
from app.db.session import Session
from app.errors import NotFound
from app.queries.cases.scope import codes_of, subtree
from app.queries.villages import boards as queries
from app.queries.villages import releases
from app.queries.villages.boards import VillageRow
from app.queries.villages.releases import AnsweredRow
from app.schemas.cases.lists import PageQuery
from app.services.organisation import names
from app.services.villages import published

_KEPT = 10.0  # seconds
_MOST_KEPT = 2_000
_LATEST, _MOST_POOLED = 20, 50
Board = dict[str, object]
Page = tuple[list[dict[str, object]], str | None]


class _Kept(NamedTuple):
    board: Board
    until: float


class Boards:
    """The boards this process has put together lately, by village and language."""

    def __init__(self) -> None:
        """None yet."""
        self._kept: dict[tuple[str, str], _Kept] = {}

    def get(self, code: str, language: str) -> Board | None:
        """One that is no older than some seconds."""
        kept = self._kept.get((code, language))
        return kept.board if kept is not None and clock.monotonic() < kept.until else None

    def keep(self, code: str, language: str, board: Board) -> None:
        """One that was put together now."""
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[code, language] = _Kept(board, clock.monotonic() + _KEPT)


async def board(session: Session, code: str, language: str) -> Board:
    """All that stands on the board of a village.

    Raises:
        NotFound: there is no such village in use.
    """
    kept = session.memory.of(Boards)
    known = kept.get(code, language)
    if known is not None:
        return known
    village = await _village(session, code)
    made: Board = {
        "as_of": clock.now(),
        "village": (await _named(session, [village], language))[0],
        "pool": await _pool(session, village, language),
        "answered": (await _answered(session, code, language, _LATEST, None))[0],
        "colours": await published.colours(session, village, language),
        "bulletins": await published.bulletins(session, village, language),
        "adoptions": await published.adoptions(session, village, language),
        "points": await published.points(session, village),
    }
    kept.keep(code, language, made)
    return made


async def villages(session: Session, language: str, query: PageQuery) -> Page:
    """A page of the villages in use, in the order of their codes."""
    after = cursors.decode_key(query.cursor, "villages") if query.cursor else ""
    rows = await session.all(queries.VILLAGES, after=after, count=query.limit + 1)
    shown = rows[: query.limit]
    cursor = cursors.encode_key(shown[-1]["code"], "villages") if rows[query.limit :] else None
    return await _named(session, shown, language), cursor


async def answered(session: Session, code: str, language: str, query: PageQuery) -> Page:
    """A page of what was answered in a village and released, the newest first.

    Raises:
        NotFound: there is no such village in use.
    """
    await _village(session, code)
    return await _answered(session, code, language, query.limit, query.cursor)


async def _village(session: Session, code: str) -> VillageRow:
    village = await session.first(queries.VILLAGE, code=code)
    if village is None:
        raise NotFound(zh="没有这个村社区，或已停用", en="There is no such village, or it is not in use any more")
    return village


async def _named(session: Session, rows: Iterable[VillageRow], language: str) -> list[dict[str, object]]:
    listed = [(row["code"], codes_of(row["path"])) for row in rows]
    wanted: set[object] = {code for _, codes in listed for code in codes}
    called = (await names.words_of(session, {"area": wanted}, language))["area"]
    return [
        {
            "code": code,
            "name": called.get(code, code),
            "above": [called.get(each, each) for each in codes[:-1]],
        }
        for code, codes in listed
    ]


async def _pool(session: Session, village: VillageRow, language: str) -> list[dict[str, object]]:
    since, until = subtree(village["path"])
    rows = await session.all(queries.POOL, area_from=since, area_to=until, now=clock.now(), count=_MOST_POOLED)
    called = await names.words_of(
        session,
        {"area": _coded(row["area_code"] for row in rows), "category": _coded(row["category_code"] for row in rows)},
        language,
    )
    return [
        {
            "category_name": called["category"].get(row["category_code"]),
            "area_name": called["area"].get(row["area_code"]),
            "since": row["status_since"],
            "until": row["stage_due_at"],
        }
        for row in rows
    ]


def _coded(codes: Iterable[str | None]) -> set[object]:
    return {code for code in codes if code is not None}


async def _answered(session: Session, code: str, language: str, limit: int, cursor: str | None) -> Page:
    identity = ("answered", code)
    values: dict[str, object] = {"code": code, "count": limit + 1}
    if cursor is not None:
        values["after_value"], values["after_id"] = cursors.decode(cursor, identity)
    rows = await session.all(releases.answered(first=cursor is None), **values)
    shown: list[AnsweredRow] = rows[:limit]
    called = (await names.words_of(session, {"category": _coded(row["category_code"] for row in shown)}, language))[
        "category"
    ]
    items: list[dict[str, object]] = [
        {
            "id": row["id"], "category_name": called.get(row["category_code"]), "question": row["question"],
            "answer": row["answer"], "closed_on": row["closed_on"], "released_at": row["released_at"],
        }
        for row in shown
    ]  # fmt: skip
    following = cursors.encode(shown[-1]["released_at"], shown[-1]["id"], identity) if rows[limit:] else None
    return items, following
