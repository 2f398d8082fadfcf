"""What may be suggested: units in service with the places they serve, what merged ones are today, categories in use."""

from collections.abc import Mapping

from app import clock
from app.db.session import Session
from app.queries.suggesting import asking as queries
from app.queries.suggesting.asking import UnitRow
from app.services.organisation.names import Edition, NameBook

_LONGEST_LINE = 5  # of units each of which took over the one before


class Book:
    """As of an edition of the reference data."""

    def __init__(self, edition: Edition, units: Mapping[str, UnitRow], rules: Mapping[str, list[str]]) -> None:
        """Takes the units by code, and the filing rules in use by category."""
        self.edition, self._units, self._rules = edition, units, rules
        self._today = {code: self._followed(code) for code in units}

    def _followed(self, code: str) -> str:
        for _ in range(_LONGEST_LINE):
            successor = self._units[code]["successor"] if code in self._units else None
            if successor is None:
                break
            code = successor
        return code

    def today(self, code: str) -> str:
        """The unit that a code stands for today: renamed it has kept it, merged it is what took it over."""
        return self._today.get(code, code)

    def serves(self, code: str, area_path: str) -> bool:
        """Whether a unit is active and its jurisdiction holds the place."""
        unit = self._units.get(code)
        return unit is not None and unit["is_active"] and area_path.startswith(tuple(unit["serves"] or ()))

    def rules_of(self, category_code: str) -> list[str]:
        """The filing rules in use of a category in use; none of any other."""
        return self._rules.get(category_code, [])


class BookShelf:
    """The book this process has of the database."""

    def __init__(self) -> None:
        """Has none yet."""
        self.book: Book | None = None


async def book_of(session: Session) -> Book:
    """The book of today, at most a second behind."""
    shelf = session.memory.of(BookShelf)
    edition = await session.memory.of(NameBook).edition(session)
    if shelf.book is None or shelf.book.edition is not edition:
        units = {row["code"]: row for row in await session.all(queries.UNITS)}
        rules = {row["code"]: row["rules"] for row in await session.all(queries.RULES, today=clock.today())}
        shelf.book = Book(edition, units, rules)
    return shelf.book
