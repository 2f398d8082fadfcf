"""The responsibility matrix 权责清单: rows of category or filing rule × area × time."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import cast

from app.db.session import Session
from app.models.routing_rows import ResponsibilityRow
from app.queries.routing import book as queries
from app.queries.routing import writing
from app.services.importing import routing_values as forms
from app.services.importing import values as read
from app.services.importing.categories import RULES
from app.services.importing.collection import Collection, Record, Told, field, kind
from app.services.importing.departments import Departments
from app.services.importing.loading import Count
from app.services.importing.problems import Problems
from app.services.importing.shapes import Areas
from app.services.routing.book import row_of
from app.workflow.routing import faults

_MOST_ASSISTS = 10


@kind
class ResponsibilityValues:
    """A row; it is a draft until it is made active. Units are known by their codes, or by what they are called."""

    code: str = field(read.code, key=True)
    category_code: str | None = field(read.code, empty=None)
    rule_code: str | None = field(read.code, empty=None)
    area_code: str | None = field(read.code, empty=None)
    weekdays: str | None = field(forms.weekdays, empty=None)
    starts: int | None = field(forms.time_of_day, empty=None)
    ends: int | None = field(forms.time_of_day, empty=None)
    valid_from: date = field(read.day)
    valid_to: date | None = field(read.day, empty=None)
    lead_code: str = field(read.text(120))
    assist_codes: tuple[str, ...] = field(forms.several(read.text(120)), empty=())
    basis: str | None = field(read.text(500), empty=None)
    is_active: bool = field(read.yes_or_no, empty=False)


RESPONSIBILITIES = Collection("responsibilities", ResponsibilityValues)
_NAME = RESPONSIBILITIES.name


class ResponsibilityImport:
    """What is told of the matrix, checked and written."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._told, self._problems = told, problems
        self._records = told.of(RESPONSIBILITIES)
        self._checks = forms.Checks(problems, told, RESPONSIBILITIES)
        self._before: dict[str, ResponsibilityValues] = {}
        self._after: list[ResponsibilityValues] = []

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of, those of the rows that stay too."""
        return self._records.told(lambda row: row.area_code)

    async def check(self, session: Session, areas: Areas, departments: Departments) -> None:
        """Every code must be known, and of no two rows that are active together none more specific."""
        if not self._records.all:
            return
        await self._checks.begin(session, departments)
        rows = {row["code"]: row for row in await session.all(queries.RESPONSIBILITIES)}
        rules = {row["code"] for row in await session.all(queries.FILING_RULES)}
        rules |= self._told.of(RULES).told(lambda rule: rule.code)
        self._before = {code: row_values(row) for code, row in rows.items()}
        told: dict[str, int] = {}
        for record in self._records.all:
            values = self._checked(record, areas, rules)
            self._after.append(values)
            told[values.code] = record.index
            rows[values.code] = cast(ResponsibilityRow, forms.placed(asdict(values), areas))
        self._compare(rows, told)

    def _checked(self, record: Record[ResponsibilityValues], areas: Areas, rules: set[str]) -> ResponsibilityValues:
        before = self._before.get(record.values.code)
        values = record.values if before is None else self._records.over(record, before)
        index, wrong = record.index, self._checks.wrong
        self._checks.scope(index, _scope(values), areas)
        if (values.category_code is None) == (values.rule_code is None):
            wrong(index, "category_code", "类别与立案条件须填其一", "either a category or a filing rule is told")
        if values.rule_code is not None and values.rule_code not in rules:
            self._problems.unknown(RULES.name, values.rule_code, _NAME, index, "rule_code")
        lead = self._checks.unit(index, "lead_code", values.lead_code)
        assists = self._checks.units(index, "assist_codes", values.assist_codes)
        if lead in assists:
            wrong(index, "assist_codes", "主办与协办单位不能重复", "the lead does not assist itself")
        if len(assists) > _MOST_ASSISTS:
            wrong(index, "assist_codes", f"协办单位至多 {_MOST_ASSISTS} 个", f"at most {_MOST_ASSISTS} units assist")
        return replace(values, lead_code=lead, assist_codes=assists)

    def _compare(self, rows: Mapping[str, ResponsibilityRow], told: Mapping[str, int]) -> None:
        """Those that are active with each other, and so the drafts that are new: both could never be made active."""
        new = told.keys() - self._before.keys()
        active = [row for row in rows.values() if row["is_active"]]
        drafts = [row for row in rows.values() if not row["is_active"] and row["code"] in new]
        for ours in (active, drafts):
            read = [row_of(row, {}) for row in sorted(ours, key=lambda row: row["code"] in told)]
            for code, other in faults.equal(read):
                if code in told:
                    zh = f"与 {other} 相同：类别、区划、时段都不更具体，有效期重叠"
                    en = f"is equal to {other}: neither is more specific, and their periods meet"
                    self._problems.add(_NAME, told[code], zh, en, "code", cause="equal rows", told=code)
            for code in faults.crowded(read):
                if code in told:
                    most = faults.MOST_ALIKE
                    zh, en = (
                        f"同一类别同一区划至多 {most} 行",
                        f"there are at most {most} rows of a category and an area",
                    )
                    self._problems.add(_NAME, told[code], zh, en, "code", cause="crowded", told=code)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes what differs; a row that changes gets its next version."""
        new = [values for values in self._after if values.code not in self._before]
        changed = [
            values for values in self._after if values.code in self._before and values != self._before[values.code]
        ]
        if new or changed:
            await session.run_many(writing.PUT_RESPONSIBILITY, [asdict(values) for values in (*new, *changed)])
        return {_NAME: Count(len(new), len(changed), len(self._after) - len(new) - len(changed))}


def _scope(row: ResponsibilityValues) -> forms.Scope:
    return forms.Scope(row.category_code, row.area_code, row.starts, row.ends, row.valid_from, row.valid_to)


def row_values(row: ResponsibilityRow) -> ResponsibilityValues:
    """A row of the database as a record."""
    told = {name: row[name] for name in RESPONSIBILITIES.fields}  # type: ignore[literal-required]
    return ResponsibilityValues(**told | {"assist_codes": tuple(row["assist_codes"])})
