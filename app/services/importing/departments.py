"""departments.csv, department_names.csv and jurisdictions.csv: who is there to handle things, and where."""

from pathlib import Path
from typing import Any

from app.db.session import Session
from app.models.department import Department, DepartmentKind, DepartmentName, Jurisdiction
from app.queries import importing as queries
from app.services.importing.areas import Areas
from app.services.importing.files import Column, Line, day, one_of, read_csv, text, yes_or_no
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems

FILE, NAMES, PLACES = "departments.csv", "department_names.csv", "jurisdictions.csv"
_DEPARTMENTS = {
    "code": Column(text(32)),
    "kind": Column(one_of(DepartmentKind)),
    "parent_code": Column(text(32), required=False),
    "is_active": Column(yes_or_no, required=False, default=True),
}
_NAMES = {
    "department_code": Column(text(32)),
    "valid_from": Column(day),
    "name": Column(text(120)),
    "name_en": Column(text(120), required=False),
}
_PLACES = {"department_code": Column(text(32)), "area_code": Column(text(32))}

Departments = dict[str, dict[str, Any]]


class DepartmentFiles:
    """The three files, read and checked together."""

    def __init__(self, directory: Path, problems: Problems) -> None:
        """Reads them; `check` holds them against what is known."""
        self._problems = problems
        self._lines = read_csv(directory, FILE, _DEPARTMENTS, ("code",), problems)
        self._names = read_csv(directory, NAMES, _NAMES, ("department_code", "valid_from"), problems)
        self._places = read_csv(directory, PLACES, _PLACES, ("department_code", "area_code"), problems)
        self.known: Departments = {}

    async def check(self, session: Session, areas: Areas) -> None:
        """Places every department in the tree and holds names and jurisdictions against it."""
        self.known = {row["code"]: dict(row) for row in await session.all(queries.DEPARTMENTS)}
        waiting = list(self._lines)
        while waiting:
            left = [line for line in waiting if not self._place(line)]
            if len(left) == len(waiting):
                break
            waiting = left
        for line in waiting:
            parent = line.values["parent_code"]
            self._problems.add(FILE, line.number, f"上级 {parent} 不存在", f"unknown parent {parent}")
        for name, lines in ((NAMES, self._names), (PLACES, self._places)):
            for line in lines:
                self._require(name, line, areas)

    def _place(self, line: Line) -> bool:
        values = line.values
        parent = self.known.get(values["parent_code"] or "")
        if parent is None and values["parent_code"] is not None:
            return False
        if (values["kind"] == DepartmentKind.STATION) != (parent is not None and values["parent_code"] is not None):
            self._problems.add(FILE, line.number, "站所须有上级局，局无上级", "only a station has a parent")
        path = f"{parent['path'] if parent else ''}{values['code']}/"
        before = self.known.get(values["code"])
        if before is not None and before["path"] != path:
            self._problems.add(FILE, line.number, "不能变更上级", "a department cannot move to another parent")
        self.known[values["code"]] = {**values, "path": path}
        return True

    def _require(self, name: str, line: Line, areas: Areas) -> None:
        department, area = line.values["department_code"], line.values.get("area_code")
        if department not in self.known:
            self._problems.add(name, line.number, f"没有部门 {department}", f"unknown department {department}")
        if area is not None and area not in areas:
            self._problems.add(name, line.number, f"没有区划 {area}", f"unknown area {area}")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes all three."""
        return {
            "departments": await load(session, Department, [self.known[line.values["code"]] for line in self._lines]),
            "department_names": await load(session, DepartmentName, [line.values for line in self._names]),
            "jurisdictions": await load(session, Jurisdiction, [line.values for line in self._places]),
        }
