"""The book of this process: rules, matrix and units, made anew when one of them has changed or the day has.

It goes by the edition of the reference data, as names do: at most a second behind the database. Who acts by it without
a human, asks for the edition again first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app import clock
from app.concurrency.slices import Slices
from app.db.memory import OfThisServer
from app.db.session import Session
from app.models.routing_rows import ResponsibilityRow, RoutingRuleRow, TimedRow
from app.queries.organisation import names
from app.queries.routing import book as queries
from app.queries.routing.book import KnownCategory, UnitRow
from app.services.organisation.names import Edition, NameBook
from app.text.folding import folded
from app.workflow.routing.choice import Book
from app.workflow.routing.matrix import Matrix, Period, Responsibility
from app.workflow.routing.rules import Conditions, RoutingOutcome, RoutingRule
from app.workflow.routing.times import ALWAYS, DAY, EVERY_DAY, Times
from app.workflow.routing.units import Unit, Units

_MADE_OF = frozenset({"areas", "departments", "categories", "routing"})
_AT_ONCE = 500  # rows, before others have their turn


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to choose by: active or draft; and the categories, each with those above it."""

    rows: Sequence[Responsibility]
    rules: Sequence[RoutingRule]
    active: frozenset[str]  # codes of rows, and of rules with a colon before them
    units: Units
    categories: Mapping[str, KnownCategory]

    def lineage(self, code: str | None) -> tuple[str, ...]:
        """A category and those above it, the deepest first; three at most."""
        found: list[str] = []
        while code is not None and code in self.categories and code not in found:
            found.append(code)
            code = self.categories[code]["parent_code"]
        return tuple(found)

    def in_force(self) -> Book:
        """The book of what is active."""
        rows = [row for row in self.rows if row.code in self.active]
        return book_of(rows, [rule for rule in self.rules if f":{rule.code}" in self.active], self.units)


def book_of(rows: Iterable[Responsibility], rules: Iterable[RoutingRule], units: Units) -> Book:
    """The book of these, the rules in their order."""
    return Book(sorted(rules, key=lambda rule: (rule.position, rule.code)), Matrix(rows), units)


class RoutingBook(OfThisServer):
    """What this process knows of routing."""

    def __init__(self) -> None:
        """Starts empty."""
        self._edition: object = None
        self._known: tuple[Known, Book] | None = None

    async def of(self, session: Session) -> tuple[Known, Book]:
        """What holds now."""
        edition = _relevant(await session.memory.of(NameBook).edition(session))
        known = self._known
        if known is None or edition != self._edition:
            read = await load(session)
            known = read, read.in_force()
            self._known, self._edition = known, edition
        return known

    @property
    def edition(self) -> object:
        """Which edition it is of."""
        return self._edition

    async def is_current(self, session: Session, edition: object) -> bool:
        """Asks the database, not the clock, whether an edition still holds; else it is read anew by who asks next."""
        versions = tuple((row["name"], row["version"]) for row in await session.all(names.EDITION))
        if _relevant((clock.today(), versions)) == edition == self._edition:
            return True
        session.memory.of(NameBook).forget()
        return False


def _relevant(edition: Edition) -> object:
    today, versions = edition
    return today, tuple(version for version in versions if version[0] in _MADE_OF)


async def load(session: Session) -> Known:
    """All of it, as this transaction sees it."""
    slices = Slices()
    categories = {row["code"]: row for row in await session.all(queries.CATEGORIES)}
    rules = await session.all(queries.ROUTING_RULES)
    rows = await session.all(queries.RESPONSIBILITIES)
    made: list[Responsibility] = []
    for start in range(0, len(rows), _AT_ONCE):
        made += (row_of(row, categories) for row in rows[start : start + _AT_ONCE])
        await slices.rest()
    active = {row["code"] for row in rows if row["is_active"]} | {
        f":{row['code']}" for row in rules if row["is_active"]
    }
    return Known(made, [rule_of(row) for row in rules], frozenset(active), await _units(session), categories)


async def _units(session: Session) -> Units:
    rows = await session.all(queries.UNITS)
    gone = [row["code"] for row in rows if not row["is_active"]]
    called = await session.all(queries.CALLED) if gone else []
    called_of: dict[str, set[str]] = defaultdict(set)
    for row in called:
        called_of[row["code"]].add(folded(row["name"]))
    bears: dict[str, set[str]] = defaultdict(set)
    for unit in rows:
        for name in called_of[unit["code"]] if unit["is_active"] else ():
            bears[name].add(unit["code"])
    return Units({row["code"]: _unit(row, called_of, bears) for row in rows})


def _unit(row: UnitRow, called_of: Mapping[str, set[str]], bears: Mapping[str, set[str]]) -> Unit:
    """With its heir: the one active unit that is called by what this one was, or by its code 更名、合并."""
    code, heirs = row["code"], set[str]()
    if not row["is_active"]:
        heirs = heirs.union(*(bears.get(name, set()) for name in (*called_of[code], folded(code))))
    return Unit(code, row["is_active"], tuple(row["serves"]), heirs.pop() if len(heirs) == 1 else None)


def row_of(row: ResponsibilityRow, categories: Mapping[str, KnownCategory]) -> Responsibility:
    """A row of the matrix."""
    return Responsibility(
        code=row["code"],
        category=row["category_code"],
        rule=row["rule_code"],
        area_path=row["area_path"] or "",
        lead=row["lead_code"],
        assists=tuple(row["assist_codes"]),
        times=times_of(row),
        period=Period(row["valid_from"], row["valid_to"]),
        basis=row["basis"],
        said=_said(row, categories),
    )


def _said(row: ResponsibilityRow, categories: Mapping[str, KnownCategory]) -> tuple[str, str]:
    """What it is about, in words."""
    category = categories.get(row["category_code"] or "")
    if category is None:
        zh, en = f"立案条件 {row['rule_code']}", f"filing rule {row['rule_code']}"
    else:
        zh, en = category["name"], category["name_en"] or category["name"]
    at_zh, at_en = row["area_name"] or "全域", row["area_name_en"] or row["area_name"] or "everywhere"
    return f"{zh} × {at_zh}", f"{en} × {at_en}"


def rule_of(row: RoutingRuleRow) -> RoutingRule:
    """A routing rule."""
    conditions = Conditions(
        category=row["category_code"],
        area_path=row["area_path"] or "",
        channel=row["channel"],
        nature=row["nature_code"],
        source=row["source_code"],
        urgent=row["urgent"],
        words=tuple(folded(word) for word in row["words"]),
        times=times_of(row),
        working_time=row["working_time"],
    )
    return RoutingRule(
        code=row["code"],
        position=row["position"],
        name=row["name"],
        name_en=row["name_en"],
        outcome=RoutingOutcome(row["outcome"]),
        conditions=conditions,
        period=Period(row["valid_from"], row["valid_to"]),
        lead=row["lead_code"],
        assists=tuple(row["assist_codes"]),
        automatic=row["automatic"],
        eligible=tuple(row["eligible_codes"]),
        fallback=row["fallback_code"],
        minutes=row["minutes"],
        threshold=row["threshold"],
    )


def times_of(row: TimedRow) -> Times:
    """When it holds within a week."""
    days = frozenset(map(int, row["weekdays"])) if row["weekdays"] else EVERY_DAY
    starts, ends = row["starts"], row["ends"]
    times = Times(days, 0, DAY) if starts is None or ends is None else Times(days, starts, ends)
    return ALWAYS if times == ALWAYS else times
