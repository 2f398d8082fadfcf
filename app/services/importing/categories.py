"""Standards, categories 大类/小类, their crosswalk, and filing rules 立案条件."""

from pathlib import Path
from typing import Any

from app.db.session import Session
from app.models.category import Category, CategoryCrosswalk, CategoryStandard, CrosswalkRelation, FilingRule
from app.queries import importing as queries
from app.services.importing.files import Column, Line, count, day, one_of, read_csv, text, yes_or_no
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.workflow.limits import LimitUnit

STANDARDS, FILE, CROSSWALK, RULES = (
    "category_standards.csv",
    "categories.csv",
    "category_crosswalk.csv",
    "filing_rules.csv",
)
_STANDARDS = {
    "code": Column(text(32)),
    "name": Column(text(120)),
    "name_en": Column(text(120), required=False),
    "version": Column(text(32)),
}
_CATEGORIES = {
    "code": Column(text(32)),
    "standard_code": Column(text(32)),
    "parent_code": Column(text(32), required=False),
    "name": Column(text(120)),
    "name_en": Column(text(120), required=False),
    "self_handle_allowed": Column(yes_or_no, required=False, default=False),
    "retired_on": Column(day, required=False),
}
_CROSSWALK = {
    "from_code": Column(text(32)),
    "to_code": Column(text(32)),
    "relation": Column(one_of(CrosswalkRelation)),
}
_RULES = {
    "code": Column(text(32)),
    "category_code": Column(text(32)),
    "condition": Column(text(500)),
    "limit_amount": Column(count),
    "limit_unit": Column(one_of(LimitUnit)),
    "close_condition": Column(text(500)),
    "department_code": Column(text(32), required=False),
    "is_active": Column(yes_or_no, required=False, default=True),
}


class CategoryFiles:
    """The four files, read and checked together."""

    def __init__(self, directory: Path, problems: Problems) -> None:
        """Reads them; `check` holds them against what is known."""
        self._problems = problems
        self._standards = read_csv(directory, STANDARDS, _STANDARDS, ("code",), problems)
        self._categories = read_csv(directory, FILE, _CATEGORIES, ("code",), problems)
        self._crosswalk = read_csv(directory, CROSSWALK, _CROSSWALK, ("from_code", "to_code"), problems)
        self._rules = read_csv(directory, RULES, _RULES, ("code",), problems)

    async def check(self, session: Session, departments: dict[str, Any]) -> None:
        """Every code that is named must be known."""
        standards = await self._known(session, queries.STANDARD_CODES, self._standards)
        categories = await self._known(session, queries.CATEGORY_CODES, self._categories)
        for line in self._categories:
            self._require(FILE, line, "standard_code", standards, "标准", "standard")
            self._require(FILE, line, "parent_code", categories, "类别", "category")
        for line in self._crosswalk:
            self._require(CROSSWALK, line, "from_code", categories, "类别", "category")
            self._require(CROSSWALK, line, "to_code", categories, "类别", "category")
        for line in self._rules:
            self._require(RULES, line, "category_code", categories, "类别", "category")
            self._require(RULES, line, "department_code", set(departments), "部门", "department")

    async def _known(self, session: Session, query: Any, lines: list[Line]) -> set[str]:
        stored = {row["code"] for row in await session.all(query)}
        return stored | {line.values["code"] for line in lines}

    def _require(self, file: str, line: Line, column: str, known: set[str], zh: str, en: str) -> None:
        code = line.values[column]
        if code is not None and code not in known:
            self._problems.add(file, line.number, f"没有{zh} {code}", f"unknown {en} {code}")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes all four; parents go before children by the length of their codes' chain."""
        return {
            "category_standards": await load(session, CategoryStandard, [line.values for line in self._standards]),
            "categories": await load(session, Category, [line.values for line in self._categories]),
            "category_crosswalk": await load(session, CategoryCrosswalk, [line.values for line in self._crosswalk]),
            "filing_rules": await load(session, FilingRule, [line.values for line in self._rules], counted="version"),
        }
