"""Standards, categories 大类/小类, their crosswalk, and filing rules 立案条件."""

from collections.abc import Callable, Container
from typing import Any

from app import clock
from app.db.session import Session
from app.models.category import Category, CategoryCrosswalk, CategoryStandard, CrosswalkRelation, FilingRule
from app.queries.importing import loading as queries
from app.services.importing.collection import Collection, Field, Record, Records, Told
from app.services.importing.departments import DEPARTMENTS
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.values import code, count, day, one_of, text, yes_or_no
from app.workflow.limits import LIMIT_UNIT_LABELS, LONGEST, LimitUnit

STANDARDS = Collection(
    "category_standards",
    {
        "code": Field(code),
        "name": Field(text(120)),
        "name_en": Field(text(120), required=False),
        "version": Field(text(32)),
    },
    ("code",),
)
CATEGORIES = Collection(
    "categories",
    {
        "code": Field(code),
        "standard_code": Field(code),
        "parent_code": Field(code, required=False),
        "name": Field(text(120)),
        "name_en": Field(text(120), required=False),
        "self_handle_allowed": Field(yes_or_no, required=False, default=False),
        "retired_on": Field(day, required=False),
    },
    ("code",),
)
CROSSWALK = Collection(
    "category_crosswalk",
    {
        "from_code": Field(code),
        "to_code": Field(code),
        "relation": Field(one_of(CrosswalkRelation)),
    },
    ("from_code", "to_code"),
)
RULES = Collection(
    "filing_rules",
    {
        "code": Field(code),
        "category_code": Field(code),
        "condition": Field(text(500)),
        "limit_amount": Field(count),
        "limit_unit": Field(one_of(LimitUnit)),
        "close_condition": Field(text(500)),
        "department_code": Field(code, required=False),
        "is_active": Field(yes_or_no, required=False, default=True),
    },
    ("code",),
)
_LEVELS = 3  # 大类、中类、小类


class CategoryImport:
    """The four collections, checked and written together."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._standards = told.of(STANDARDS)
        self._categories = told.of(CATEGORIES)
        self._crosswalk = told.of(CROSSWALK)
        self._rules = told.of(RULES)

    async def check(self, session: Session, departments: dict[str, Any]) -> None:
        """Every code that is named must be known, and a category lie with its parent in one standard."""
        standards = {row["code"] for row in await session.all(queries.STANDARD_CODES)} | self._standards.told("code")
        categories = {row["code"]: dict(row) for row in await session.all(queries.CATEGORIES)}
        retired = {code for code, row in categories.items() if row["retired_on"] and row["retired_on"] <= clock.today()}
        self._check_revived(self._categories, retired, lambda row: row["retired_on"] is None, "类别", "category")
        retired = {row["code"] for row in await session.all(queries.RETIRED_RULES)}
        self._check_revived(self._rules, retired, lambda row: row["is_active"], "立案条件", "filing rule")
        categories |= {row["code"]: row for row in self._categories.rows}
        self._require(self._categories, "standard_code", standards, STANDARDS.name)
        self._require(self._categories, "parent_code", categories, CATEGORIES.name)
        self._require(self._crosswalk, "from_code", categories, CATEGORIES.name)
        self._require(self._crosswalk, "to_code", categories, CATEGORIES.name)
        self._require(self._rules, "category_code", categories, CATEGORIES.name)
        self._require(self._rules, "department_code", departments, DEPARTMENTS.name)
        for record in self._categories.all:
            self._check_lineage(record, categories)
        for record in self._rules.all:
            self._check_limit(record)

    def _check_revived(
        self, records: Records, retired: Container[str], is_in_use: Callable[[dict[str, Any]], bool], zh: str, en: str
    ) -> None:
        if not records.absent.isdisjoint(("retired_on", "is_active")):
            return
        for record in records.all:
            name = record.values["code"]
            if name in retired and is_in_use(record.values):
                said = f"{zh} {name} 已停用，将恢复使用", f"{en} {name} is retired, and would be taken up again"
                self._problems.revives(records.collection.name, record.index, *said)

    def _check_limit(self, record: Record) -> None:
        unit = record.values["limit_unit"]
        if record.values["limit_amount"] > LONGEST[unit]:
            zh, en = LIMIT_UNIT_LABELS[unit]
            wrong = f"时限最长 {LONGEST[unit]} {zh}（十年）", f"a limit is at most {LONGEST[unit]} {en}: ten years"
            self._problems.add(RULES.name, record.index, *wrong, "limit_amount")

    def _require(self, records: Records, field: str, known: Container[str], of: str) -> None:
        for record in records.all:
            told = record.values[field]
            if told is not None and told not in known:
                self._problems.unknown(of, told, records.collection.name, record.index, field)

    def _check_lineage(self, record: Record, categories: dict[str, dict[str, Any]]) -> None:
        above: list[dict[str, Any]] = [record.values]
        while len(above) <= _LEVELS and above[-1]["parent_code"] in categories:
            above.append(categories[above[-1]["parent_code"]])
        wrong = None
        if len(above) > _LEVELS:
            wrong = f"类别至多 {_LEVELS} 级，且不能成环", f"categories have at most {_LEVELS} levels, and no loops"
        elif len({each["standard_code"] for each in above}) > 1:
            wrong = "上级类别属于另一标准", "the parent category is of another standard"
        if wrong is not None:
            self._problems.add(CATEGORIES.name, record.index, *wrong, "parent_code")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes all four; a filing rule that changes gets its next version."""
        done = {
            name: await load(session, model, records.rows, keep=records.absent)
            for name, model, records in (
                ("category_standards", CategoryStandard, self._standards),
                ("categories", Category, self._categories),
                ("category_crosswalk", CategoryCrosswalk, self._crosswalk),
            )
        }
        rules = await load(session, FilingRule, self._rules.rows, counted="version", keep=self._rules.absent)
        return done | {"filing_rules": rules}
