"""Departments with their names, aliases 别名 and jurisdictions: who is there to handle things, and where."""

from dataclasses import replace
from typing import Any

from app.db.session import Session
from app.models.department import Department, DepartmentAlias, DepartmentKind, DepartmentName, Jurisdiction
from app.queries.importing import loading as queries
from app.services.importing.collection import Collection, Field, Record, Told
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas
from app.services.importing.values import code, day, one_of, text, yes_or_no

DEPARTMENTS = Collection(
    "departments",
    {
        "code": Field(code),
        "kind": Field(one_of(DepartmentKind)),
        "parent_code": Field(code, required=False),
        "is_active": Field(yes_or_no, required=False, default=True),
    },
    ("code",),
)
NAMES = Collection(
    "department_names",
    {
        "department_code": Field(code),
        "valid_from": Field(day),
        "name": Field(text(120)),
        "name_en": Field(text(120), required=False),
    },
    ("department_code", "valid_from"),
)
ALIASES = Collection(
    "department_aliases",
    {
        "department_code": Field(code),
        "alias": Field(text(120)),
        "is_active": Field(yes_or_no, required=False, default=True),  # false withdraws it
    },
    ("department_code", "alias"),
)
JURISDICTIONS = Collection(
    "jurisdictions",
    {"department_code": Field(code), "area_code": Field(code)},
    ("department_code", "area_code"),
)

Departments = dict[str, dict[str, Any]]


class DepartmentImport:
    """The four collections, checked and written together."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._records = told.of(DEPARTMENTS)
        self._names = told.of(NAMES)
        self._aliases = told.of(ALIASES)
        self._places = told.of(JURISDICTIONS)
        self.known: Departments = {}

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of."""
        return self._places.told("area_code")

    async def check(self, session: Session, areas: Areas) -> None:
        """Places every department in the tree and holds names and jurisdictions against it."""
        self.known = {row["code"]: dict(row) for row in await session.all(queries.DEPARTMENTS)}
        waiting = list(self._records.all)
        while waiting:
            left = [record for record in waiting if not self._place(record)]
            if len(left) == len(waiting):
                break
            waiting = left
        self._refuse_lost({record.values["code"]: record for record in waiting})
        for records in (self._names, self._aliases, self._places):
            for record in records.all:
                self._require(records.collection.name, record, areas)

    def _place(self, record: Record) -> bool:
        values = record.values
        parent = self.known.get(values["parent_code"] or "")
        if parent is None and values["parent_code"] is not None:
            return False
        if (values["kind"] == DepartmentKind.STATION) != (parent is not None):
            self._refuse(record, "站所须有上级局，局无上级", "only a station has a parent", "parent_code")
        path = f"{parent['path'] if parent else ''}{values['code']}/"
        if len(path) > 160:
            zh, en = "各级编码总长过长", "the codes from the top down to this one are too long"
            self._refuse(record, zh, en, "code")
        before = self.known.get(values["code"])
        if before is not None and before["path"] != path:
            self._refuse(record, "不能变更上级", "a department cannot move to another parent", "parent_code")
        active = values["is_active"] and "is_active" not in self._records.absent
        if before is not None and active and not before["is_active"]:
            name = values["code"]
            zh, en = f"部门 {name} 已停用，将恢复使用", f"department {name} is retired, and would be taken up again"
            self._problems.revives(DEPARTMENTS.name, record.index, zh, en)
        self.known[values["code"]] = {**values, "path": path}
        return True

    def _refuse_lost(self, lost: dict[str, Record]) -> None:
        """Those without a known parent; what lies below them only follows."""
        for below, record in lost.items():
            above, met = record.values["parent_code"], {below}
            while above in lost and above not in met:
                met.add(above)
                above = lost[above].values["parent_code"]
            if above == below:
                self._refuse(record, "是自己的上级", "lies below itself", "parent_code")
            elif record.values["parent_code"] not in lost:
                parent = ("上级", "parent")
                self._problems.unknown(DEPARTMENTS.name, above, DEPARTMENTS.name, record.index, "parent_code", parent)
            self._problems.spoil(DEPARTMENTS.name, below)

    def _refuse(self, record: Record, zh: str, en: str, field: str) -> None:
        self._problems.spoil(DEPARTMENTS.name, record.values["code"])
        self._problems.add(DEPARTMENTS.name, record.index, zh, en, field)

    def _require(self, name: str, record: Record, areas: Areas) -> None:
        department, area = record.values["department_code"], record.values.get("area_code")
        if department not in self.known:
            self._problems.unknown(DEPARTMENTS.name, department, name, record.index, "department_code")
        if area is not None and area not in areas:
            self._problems.unknown(TREE, area, name, record.index, "area_code")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes all four."""
        rows = [self.known[code] for code in sorted(self._records.told("code"))]
        return {
            "departments": await load(session, Department, rows, keep=self._records.absent),
            "department_names": await load(session, DepartmentName, self._names.rows, keep=self._names.absent),
            "department_aliases": await self._write_aliases(session),
            "jurisdictions": await load(session, Jurisdiction, self._places.rows),
        }

    async def _write_aliases(self, session: Session) -> Count:
        """Adds aliases, and takes away those that are withdrawn, which nothing remembers."""
        pairs = [((row["department_code"], row["alias"]), row["is_active"]) for row in self._aliases.rows]
        added = [{"department_code": unit, "alias": alias} for (unit, alias), is_active in pairs if is_active]
        gone = [pair for pair, is_active in pairs if not is_active]
        count = await load(session, DepartmentAlias, added)
        units, aliases = [unit for unit, _ in gone], [alias for _, alias in gone]
        dropped = await session.all(queries.DROP_ALIASES, units=units, aliases=aliases)
        return replace(count, updated=len(dropped), unchanged=count.unchanged + len(gone) - len(dropped))
