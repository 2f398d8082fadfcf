"""What a week came to in the demo district: grids and units judged through the public API itself, and an appeal.

A scheme 考评方案 of grids and one of units, each with a period over the days that are over, computed and published; one
of workers that waits for its review; and a worker's appeal 申诉, so that everybody finds something to decide. Those of
the town lie within a calendar week: its bulletin ranks them.
"""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from app import clock
from app.db.session import Database
from app.services.evaluation import counting
from app.services.evaluation.computing import compute_next
from app.services.sync.relay import relay

_AREA, _TOWN, _GRID = "440310", "440310001", "44031000100101"
_PUBLISHED = ("grid", "department")
_DAYS = 7
Asks = Callable[[str, str, str, object], Awaitable[dict[str, object]]]  # who, method, path, body


def _item(
    code: str, zh: str, en: str, weight: int, figure: str | None = None, zero_at: float = 0.0
) -> dict[str, object]:
    said = {"code": code, "label_zh": zh, "label": en, "weight": weight}
    return said if figure is None else said | {"figure": figure, "zero_at": zero_at, "full_at": 1}


_CONDUCT = _item("conduct", "日常表现", "Conduct", 10)
_ITEMS = {
    "grid": (
        _item("closing", "按期结案", "Closed in time", 40, "closing_in_time", 0.3),
        _item("filing", "有效上报", "Reports that were filed", 30, "filing_rate", 0.5),
        _item("once", "一次办结", "Done at once", 20, "done_at_once", 0.5),
        _CONDUCT,
    ),
    "department": (
        _item("response", "按期签收", "Signed in time", 30, "response_rate", 0.5),
        _item("handling", "按期处置", "Handled in time", 40, "handling_in_time", 0.5),
        _item("satisfied", "群众满意", "Satisfied residents", 20, "satisfied_rate", 0.5),
        _CONDUCT,
    ),
    "worker": (
        _item("verifying", "按期核查", "Verified in time", 60, "verification_in_time", 0.5),
        _item("filing", "有效上报", "Reports that were filed", 40, "filing_rate", 0.5),
    ),
}  # fmt: skip
_NAMES = {
    "grid": ("网格周考评", "Grids by week"),
    "department": ("部门周考评", "Departments by week"),
    "worker": ("网格员周考评", "Workers by week"),
}
_COLOURS = [
    {"code": "red", "label_zh": "红", "label": "Red", "from_score": 85},
    {"code": "yellow", "label_zh": "黄", "label": "Yellow", "from_score": 60},
    {"code": "grey", "label_zh": "灰", "label": "Grey", "from_score": 0},
]
_DEDUCTION = {"code": "reopened", "label_zh": "办结后重办", "label": "Reopened", "figure": "reopening_rate",
              "points": 5, "cap": 15}  # fmt: skip
_TRIGGER = {"code": "false", "label_zh": "弄虚作假", "label": "Falsification", "figure": "irregular", "at_least": 1,
            "colour": "grey"}  # fmt: skip
_PAY = [
    {"code": "three", "label_zh": "三档", "label": "Third", "amount": 300},
    {"code": "two", "label_zh": "二档", "label": "Second", "tasks_from": 3, "amount": 500},
    {"code": "one", "label_zh": "一档", "label": "First", "tasks_from": 6, "amount": 800},
]


async def judge(database: Database, ask: Asks) -> None:
    """Writes the schemes, computes the days that are over, publishes what is to be published, and appeals."""
    schemes = {assessed: await _written(ask, assessed) for assessed in _ITEMS}
    yesterday = clock.today() - timedelta(days=1)
    monday, a_week_ago = yesterday - timedelta(days=yesterday.weekday()), clock.today() - timedelta(days=_DAYS)
    of_the_town = [await _opened(ask, schemes[assessed], _TOWN, monday) for assessed in _PUBLISHED]
    made = {assessed: await _opened(ask, scheme, _AREA, a_week_ago) for assessed, scheme in schemes.items()}
    given = {"points": [{"subject": _GRID, "item": "conduct", "points": 8, "reason": "巡查认真，台账完整"}]}
    await ask("supervisor", "PUT", f"/evaluation/periods/{made['grid']}/points", given)
    for period in (*of_the_town, *made.values()):
        await ask("supervisor", "POST", f"/evaluation/periods/{period}/compute", None)
    await _computed(database)
    for period in (*of_the_town, *(made[assessed] for assessed in _PUBLISHED)):
        await ask("supervisor", "POST", f"/evaluation/periods/{period}/review", None)
        await ask("leader", "POST", f"/evaluation/periods/{period}/publish", None)
    appeal = {"subject": _GRID, "reason": "两件超期因道路封闭，当日已报告", "evidence": "街道封路通告；群内报备记录"}
    await ask("worker", "POST", f"/evaluation/periods/{made['grid']}/appeals", appeal)


async def _written(ask: Asks, assessed: str) -> str:
    today = clock.today()
    name, name_en = _NAMES[assessed]
    document: dict[str, object] = {"items": _ITEMS[assessed], "colours": _COLOURS, "deductions": [_DEDUCTION],
                                "triggers": [_TRIGGER], "fewest": 1}  # fmt: skip
    body = {
        "code": f"{assessed}-week", "name": name, "name_en": name_en, "assessed": assessed, "area_code": _AREA,
        "valid_from": f"{today - timedelta(days=60)}",
        "document": document | ({"pay_bands": _PAY} if assessed == "worker" else {}),
    }  # fmt: skip
    return str((await ask("leader", "POST", "/evaluation/schemes", body))["id"])


async def _opened(ask: Asks, scheme: str, area: str, first: date) -> str:
    """Until yesterday."""
    days = {"first": f"{first}", "last": f"{clock.today() - timedelta(days=1)}"}
    period = await ask("supervisor", "POST", "/evaluation/periods", {"scheme_id": scheme, "area_code": area, **days})
    return str(period["id"])


async def _computed(database: Database) -> None:
    """What the worker does in the background, done at once: nobody is served yet."""
    while await relay(database):
        pass
    while await counting.count(database):
        pass
    while await compute_next(database):
        pass
