"""Standards, categories 大类/小类, their crosswalk, and filing rules 立案条件."""

from collections.abc import Container, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from app import clock
from app.db.session import Session
from app.models.category import Category, CategoryCrosswalk, CategoryStandard, CrosswalkRelation, FilingRule
from app.queries.importing import loading as queries
from app.services.importing import values as read
from app.services.importing.collection import Collection, Record, Told, field, kind
from app.services.importing.departments import DEPARTMENTS, Departments
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.workflow.limits import LIMIT_UNIT_LABELS, LONGEST, LimitUnit


@kind
class StandardValues:
    """A standard of categories."""

    code: str = field(read.code, key=True)
    name: str = field(read.text(120))
    name_en: str | None = field(read.text(120), empty=None)
    version: str = field(read.text(32))


@kind
class CategoryValues:
    """A category of a standard."""

    code: str = field(read.code, key=True)
    standard_code: str = field(read.code)
    parent_code: str | None = field(read.code, empty=None)
    name: str = field(read.text(120))
    name_en: str | None = field(read.text(120), empty=None)
    self_handle_allowed: bool = field(read.yes_or_no, empty=False)
    retired_on: date | None = field(read.day, empty=None)


@kind
class CrosswalkValues:
    """How a category reads in another standard."""

    from_code: str = field(read.code, key=True)
    to_code: str = field(read.code, key=True)
    relation: CrosswalkRelation = field(read.one_of(CrosswalkRelation))


@kind
class RuleValues:
    """A filing rule."""

    code: str = field(read.code, key=True)
    category_code: str = field(read.code)
    condition: str = field(read.text(500))
    limit_amount: int = field(read.count)
    limit_unit: LimitUnit = field(read.one_of(LimitUnit))
    close_condition: str = field(read.text(500))
    department_code: str | None = field(read.code, empty=None)
    is_active: bool = field(read.yes_or_no, empty=True)


STANDARDS = Collection("category_standards", StandardValues)
CATEGORIES = Collection("categories", CategoryValues)
CROSSWALK = Collection("category_crosswalk", CrosswalkValues)
RULES = Collection("filing_rules", RuleValues)
CodedT = TypeVar("CodedT", CategoryValues, RuleValues)
_LEVELS = 3  # 大类、中类、小类


class Lineage(NamedTuple):
    """Where a category lies, as it is or will be."""

    standard_code: str
    parent_code: str | None


class CategoryImport:
    """The four collections, checked and written together."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._standards = told.of(STANDARDS)
        self._categories = told.of(CATEGORIES)
        self._crosswalk = told.of(CROSSWALK)
        self._rules = told.of(RULES)

    async def check(self, session: Session, departments: Departments) -> None:
        """Every code that is named must be known, and a category lie with its parent in one standard."""
        standards = {row["code"] for row in await session.all(queries.STANDARD_CODES)}
        standards |= self._standards.told(lambda standard: standard.code)
        rows = await session.all(queries.CATEGORIES)
        retired = {row["code"] for row in rows if row["retired_on"] and row["retired_on"] <= clock.today()}
        if "retired_on" not in self._categories.absent:
            again = [each for each in self._categories.all if each.values.retired_on is None]
            self._check_revived(CATEGORIES, again, retired, "类别", "category")
        retired = {row["code"] for row in await session.all(queries.RETIRED_RULES)}
        if "is_active" not in self._rules.absent:
            in_force = [each for each in self._rules.all if each.values.is_active]
            self._check_revived(RULES, in_force, retired, "立案条件", "filing rule")
        categories = {row["code"]: Lineage(row["standard_code"], row["parent_code"]) for row in rows}
        categories |= {row.code: _lineage(row) for row in self._categories.rows}
        for category in self._categories.all:
            standard, parent = category.values.standard_code, category.values.parent_code
            self._require(CATEGORIES, category.index, "standard_code", standard, STANDARDS, standards)
            self._require(CATEGORIES, category.index, "parent_code", parent, CATEGORIES, categories)
            self._check_lineage(category, categories)
        for pair in self._crosswalk.all:
            self._require(CROSSWALK, pair.index, "from_code", pair.values.from_code, CATEGORIES, categories)
            self._require(CROSSWALK, pair.index, "to_code", pair.values.to_code, CATEGORIES, categories)
        for rule in self._rules.all:
            self._require(RULES, rule.index, "category_code", rule.values.category_code, CATEGORIES, categories)
            self._require(RULES, rule.index, "department_code", rule.values.department_code, DEPARTMENTS, departments)
            self._check_limit(rule)

    def _check_revived(
        self, collection: Collection[CodedT], in_use: list[Record[CodedT]], retired: Container[str], zh: str, en: str
    ) -> None:
        for record in in_use:
            name = record.values.code
            if name in retired:
                said = f"{zh} {name} 已停用，将恢复使用", f"{en} {name} is retired, and would be taken up again"
                self._problems.revives(collection.name, record.index, *said)

    def _check_limit(self, record: Record[RuleValues]) -> None:
        unit = record.values.limit_unit
        if record.values.limit_amount > LONGEST[unit]:
            zh, en = LIMIT_UNIT_LABELS[unit]
            wrong = f"时限最长 {LONGEST[unit]} {zh}（十年）", f"a limit is at most {LONGEST[unit]} {en}: ten years"
            self._problems.add(RULES.name, record.index, *wrong, "limit_amount")

    def _require(
        self,
        collection: Collection[object],
        index: int,
        field: str,
        code: str | None,
        of: Collection[object],
        known: Container[str],
    ) -> None:
        """What a field of a record names must be `known`, or told `of` its collection."""
        if code is not None and code not in known:
            self._problems.unknown(of.name, code, collection.name, index, field)

    def _check_lineage(self, record: Record[CategoryValues], categories: Mapping[str, Lineage]) -> None:
        above = [_lineage(record.values)]
        while len(above) <= _LEVELS and (parent := above[-1].parent_code) is not None and parent in categories:
            above.append(categories[parent])
        wrong = None
        if len(above) > _LEVELS:
            wrong = f"类别至多 {_LEVELS} 级，且不能成环", f"categories have at most {_LEVELS} levels, and no loops"
        elif len({each.standard_code for each in above}) > 1:
            wrong = "上级类别属于另一标准", "the parent category is of another standard"
        if wrong is not None:
            self._problems.add(CATEGORIES.name, record.index, *wrong, "parent_code")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes all four; a filing rule that changes gets its next version."""
        done = {
            name: await load(session, model, columns, keep=absent)
            for name, model, columns, absent in (
                ("category_standards", CategoryStandard, self._standards.columns, self._standards.absent),
                ("categories", Category, self._categories.columns, self._categories.absent),
                ("category_crosswalk", CategoryCrosswalk, self._crosswalk.columns, self._crosswalk.absent),
            )
        }
        rules = await load(session, FilingRule, self._rules.columns, counted="version", keep=self._rules.absent)
        return done | {"filing_rules": rules}


def _lineage(category: CategoryValues) -> Lineage:
    return Lineage(category.standard_code, category.parent_code)
