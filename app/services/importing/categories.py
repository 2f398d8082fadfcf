"""Standards, categories 大类/小类, their crosswalk, and filing rules 立案条件."""

from collections.abc import Callable, Container
from typing import Any

from app import clock
from app.db.session import Session
from app.models.category import Category, CategoryCrosswalk, CategoryStandard, CrosswalkRelation, FilingRule
from app.queries.importing import loading as queries
from app.services.importing.departments import DEPARTMENTS
from app.services.importing.files import Column, Files, Form, Line, Sheet, read_csv
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.values import code, count, day, one_of, text, yes_or_no
from app.workflow.limits import LIMIT_UNIT_LABELS, LONGEST, LimitUnit

STANDARDS = Form(
    "category_standards.csv",
    {
        "code": Column(code),
        "name": Column(text(120)),
        "name_en": Column(text(120), required=False),
        "version": Column(text(32)),
    },
    ("code",),
)
CATEGORIES = Form(
    "categories.csv",
    {
        "code": Column(code),
        "standard_code": Column(code),
        "parent_code": Column(code, required=False),
        "name": Column(text(120)),
        "name_en": Column(text(120), required=False),
        "self_handle_allowed": Column(yes_or_no, required=False, default=False),
        "retired_on": Column(day, required=False),
    },
    ("code",),
)
CROSSWALK = Form(
    "category_crosswalk.csv",
    {
        "from_code": Column(code),
        "to_code": Column(code),
        "relation": Column(one_of(CrosswalkRelation)),
    },
    ("from_code", "to_code"),
)
RULES = Form(
    "filing_rules.csv",
    {
        "code": Column(code),
        "category_code": Column(code),
        "condition": Column(text(500)),
        "limit_amount": Column(count),
        "limit_unit": Column(one_of(LimitUnit)),
        "close_condition": Column(text(500)),
        "department_code": Column(code, required=False),
        "is_active": Column(yes_or_no, required=False, default=True),
    },
    ("code",),
)
_LEVELS = 3  # 大类、中类、小类


class CategoryFiles:
    """The four files, read and checked together."""

    def __init__(self, files: Files, problems: Problems) -> None:
        """Reads them; `check` holds them against what is known."""
        self._problems = problems
        self._standards = read_csv(STANDARDS, files, problems)
        self._categories = read_csv(CATEGORIES, files, problems)
        self._crosswalk = read_csv(CROSSWALK, files, problems)
        self._rules = read_csv(RULES, files, problems)

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
        for line in self._categories.lines:
            self._check_lineage(line, categories)
        for line in self._rules.lines:
            self._check_limit(line)

    def _check_revived(
        self, sheet: Sheet, retired: Container[str], is_in_use: Callable[[dict[str, Any]], bool], zh: str, en: str
    ) -> None:
        if not sheet.absent.isdisjoint(("retired_on", "is_active")):
            return
        for line in sheet.lines:
            name = line.values["code"]
            if name in retired and is_in_use(line.values):
                said = f"{zh} {name} 已停用，将恢复使用", f"{en} {name} is retired, and would be taken up again"
                self._problems.revives(sheet.form.name, line.number, *said)

    def _check_limit(self, line: Line) -> None:
        unit = line.values["limit_unit"]
        if line.values["limit_amount"] > LONGEST[unit]:
            zh, en = LIMIT_UNIT_LABELS[unit]
            wrong = f"时限最长 {LONGEST[unit]} {zh}（十年）", f"a limit is at most {LONGEST[unit]} {en}: ten years"
            self._problems.add(RULES.name, line.number, *wrong, "limit_amount")

    def _require(self, sheet: Sheet, column: str, known: Container[str], of: str) -> None:
        for line in sheet.lines:
            told = line.values[column]
            if told is not None and told not in known:
                self._problems.unknown(of, told, sheet.form.name, line.number, column)

    def _check_lineage(self, line: Line, categories: dict[str, dict[str, Any]]) -> None:
        above: list[dict[str, Any]] = [line.values]
        while len(above) <= _LEVELS and above[-1]["parent_code"] in categories:
            above.append(categories[above[-1]["parent_code"]])
        wrong = None
        if len(above) > _LEVELS:
            wrong = f"类别至多 {_LEVELS} 级，且不能成环", f"categories have at most {_LEVELS} levels, and no loops"
        elif len({each["standard_code"] for each in above}) > 1:
            wrong = "上级类别属于另一标准", "the parent category is of another standard"
        if wrong is not None:
            self._problems.add(CATEGORIES.name, line.number, *wrong, "parent_code")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes all four; a filing rule that changes gets its next version."""
        done = {
            name: await load(session, model, sheet.rows, keep=sheet.absent)
            for name, model, sheet in (
                ("category_standards", CategoryStandard, self._standards),
                ("categories", Category, self._categories),
                ("category_crosswalk", CategoryCrosswalk, self._crosswalk),
            )
        }
        rules = await load(session, FilingRule, self._rules.rows, counted="version", keep=self._rules.absent)
        return done | {"filing_rules": rules}
