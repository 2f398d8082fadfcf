"""departments.csv with names, aliases 别名 and jurisdictions: who is there to handle things, and where."""

from dataclasses import replace
from typing import Any

from app.db.session import Session
from app.models.department import Department, DepartmentAlias, DepartmentKind, DepartmentName, Jurisdiction
from app.queries.importing import loading as queries
from app.services.importing.files import Column, Files, Form, Line, read_csv
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas
from app.services.importing.values import code, day, one_of, text, yes_or_no

DEPARTMENTS = Form(
    "departments.csv",
    {
        "code": Column(code),
        "kind": Column(one_of(DepartmentKind)),
        "parent_code": Column(code, required=False),
        "is_active": Column(yes_or_no, required=False, default=True),
    },
    ("code",),
)
NAMES = Form(
    "department_names.csv",
    {
        "department_code": Column(code),
        "valid_from": Column(day),
        "name": Column(text(120)),
        "name_en": Column(text(120), required=False),
    },
    ("department_code", "valid_from"),
)
ALIASES = Form(
    "department_aliases.csv",
    {
        "department_code": Column(code),
        "alias": Column(text(120)),
        "is_active": Column(yes_or_no, required=False, default=True),  # false withdraws it
    },
    ("department_code", "alias"),
)
JURISDICTIONS = Form(
    "jurisdictions.csv",
    {"department_code": Column(code), "area_code": Column(code)},
    ("department_code", "area_code"),
)

Departments = dict[str, dict[str, Any]]


class DepartmentFiles:
    """The four files, read and checked together."""

    def __init__(self, files: Files, problems: Problems) -> None:
        """Reads them; `check` holds them against what is known."""
        self._problems = problems
        self._sheet = read_csv(DEPARTMENTS, files, problems)
        self._names = read_csv(NAMES, files, problems)
        self._aliases = read_csv(ALIASES, files, problems)
        self._places = read_csv(JURISDICTIONS, files, problems)
        self.known: Departments = {}

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of."""
        return self._places.told("area_code")

    async def check(self, session: Session, areas: Areas) -> None:
        """Places every department in the tree and holds names and jurisdictions against it."""
        self.known = {row["code"]: dict(row) for row in await session.all(queries.DEPARTMENTS)}
        waiting = list(self._sheet.lines)
        while waiting:
            left = [line for line in waiting if not self._place(line)]
            if len(left) == len(waiting):
                break
            waiting = left
        self._refuse_lost({line.values["code"]: line for line in waiting})
        for sheet in (self._names, self._aliases, self._places):
            for line in sheet.lines:
                self._require(sheet.form.name, line, areas)

    def _place(self, line: Line) -> bool:
        values = line.values
        parent = self.known.get(values["parent_code"] or "")
        if parent is None and values["parent_code"] is not None:
            return False
        if (values["kind"] == DepartmentKind.STATION) != (parent is not None):
            self._refuse(line, "站所须有上级局，局无上级", "only a station has a parent", "parent_code")
        path = f"{parent['path'] if parent else ''}{values['code']}/"
        if len(path) > 160:
            zh, en = "各级编码总长过长", "the codes from the top down to this one are too long"
            self._refuse(line, zh, en, "code")
        before = self.known.get(values["code"])
        if before is not None and before["path"] != path:
            self._refuse(line, "不能变更上级", "a department cannot move to another parent", "parent_code")
        active = values["is_active"] and "is_active" not in self._sheet.absent
        if before is not None and active and not before["is_active"]:
            name = values["code"]
            zh, en = f"部门 {name} 已停用，将恢复使用", f"department {name} is retired, and would be taken up again"
            self._problems.revives(DEPARTMENTS.name, line.number, zh, en)
        self.known[values["code"]] = {**values, "path": path}
        return True

    def _refuse_lost(self, lost: dict[str, Line]) -> None:
        """Those without a known parent; what lies below them only follows."""
        for below, line in lost.items():
            above, met = line.values["parent_code"], {below}
            while above in lost and above not in met:
                met.add(above)
                above = lost[above].values["parent_code"]
            if above == below:
                self._refuse(line, "是自己的上级", "lies below itself", "parent_code")
            elif line.values["parent_code"] not in lost:
                parent = ("上级", "parent")
                self._problems.unknown(DEPARTMENTS.name, above, DEPARTMENTS.name, line.number, "parent_code", parent)
            self._problems.spoil(DEPARTMENTS.name, below)

    def _refuse(self, line: Line, zh: str, en: str, column: str) -> None:
        self._problems.spoil(DEPARTMENTS.name, line.values["code"])
        self._problems.add(DEPARTMENTS.name, line.number, zh, en, column)

    def _require(self, name: str, line: Line, areas: Areas) -> None:
        department, area = line.values["department_code"], line.values.get("area_code")
        if department not in self.known:
            self._problems.unknown(DEPARTMENTS.name, department, name, line.number, "department_code")
        if area is not None and area not in areas:
            self._problems.unknown(TREE, area, name, line.number, "area_code")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes all four."""
        rows = [self.known[code] for code in sorted(self._sheet.told("code"))]
        return {
            "departments": await load(session, Department, rows, keep=self._sheet.absent),
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
