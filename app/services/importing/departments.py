"""Departments with their names, aliases 别名 and jurisdictions: who is there to handle things, and where."""

from dataclasses import dataclass, replace
from datetime import date

from app.db.session import Session
from app.models.department import Department, DepartmentAlias, DepartmentKind, DepartmentName, Jurisdiction
from app.queries.importing import loading as queries
from app.queries.unit_hours import REACHES
from app.services.calendar.changing import finish
from app.services.importing import values as read
from app.services.importing.collection import Collection, Record, Told, by_column, field, kind
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas


@kind
class DepartmentValues:
    """A department or a station."""

    code: str = field(read.code, key=True)
    kind: DepartmentKind = field(read.one_of(DepartmentKind))
    parent_code: str | None = field(read.code, empty=None)
    is_active: bool = field(read.yes_or_no, empty=True)
    claim_limit: int | None = field(read.count_or_none, empty=None)


@kind
class NameValues:
    """What a department is called since a day."""

    department_code: str = field(read.code, key=True)
    valid_from: date = field(read.day, key=True)
    name: str = field(read.text(120))
    name_en: str | None = field(read.text(120), empty=None)


@kind
class AliasValues:
    """What else a department is called."""

    department_code: str = field(read.code, key=True)
    alias: str = field(read.text(120), key=True)
    is_active: bool = field(read.yes_or_no, empty=True)  # false withdraws it


@kind
class JurisdictionValues:
    """Where a department serves."""

    department_code: str = field(read.code, key=True)
    area_code: str = field(read.code, key=True)


DEPARTMENTS = Collection("departments", DepartmentValues)
NAMES = Collection("department_names", NameValues)
ALIASES = Collection("department_aliases", AliasValues)
JURISDICTIONS = Collection("jurisdictions", JurisdictionValues)


@dataclass(frozen=True, slots=True)
class KnownDepartment:
    """A department as it is, or will be; its kind is the text it is stored as."""

    code: str
    kind: str
    parent_code: str | None
    path: str
    is_active: bool
    claim_limit: int | None = None


Departments = dict[str, KnownDepartment]


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
        return self._places.told(lambda place: place.area_code)

    async def check(self, session: Session, areas: Areas) -> None:
        """Places every department in the tree and holds names and jurisdictions against it."""
        self.known = {row["code"]: KnownDepartment(**row) for row in await session.all(queries.DEPARTMENTS)}
        waiting = list(self._records.all)
        while waiting:
            left = [record for record in waiting if not self._place(record)]
            if len(left) == len(waiting):
                break
            waiting = left
        self._refuse_teams_with_units()
        self._refuse_lost({record.values.code: record for record in waiting})
        for each in self._names.all:
            self._require(NAMES, each.index, each.values.department_code)
        for alias in self._aliases.all:
            self._require(ALIASES, alias.index, alias.values.department_code)
        for place in self._places.all:
            self._require(JURISDICTIONS, place.index, place.values.department_code)
            area = place.values.area_code
            if area not in areas:
                self._problems.unknown(TREE, area, JURISDICTIONS.name, place.index, "area_code")

    def _place(self, record: Record[DepartmentValues]) -> bool:
        values = record.values
        parent = self.known.get(values.parent_code or "")
        if parent is None and values.parent_code is not None:
            return False
        if (values.kind == DepartmentKind.BUREAU) != (parent is None):
            zh, en = "站所和团队须有上级，局无上级", "a station or a team has a parent, a bureau none"
            self._refuse(record, zh, en, "parent_code")
        elif parent is not None and parent.kind == DepartmentKind.TEAM:
            self._refuse(record, "团队下不能再设单位", "nothing lies below a team", "parent_code")
        path = f"{parent.path if parent else ''}{values.code}/"
        if len(path) > 160:
            zh, en = "各级编码总长过长", "the codes from the top down to this one are too long"
            self._refuse(record, zh, en, "code")
        before = self.known.get(values.code)
        if before is not None and before.path != path:
            self._refuse(record, "不能变更上级", "a department cannot move to another parent", "parent_code")
        active = values.is_active and "is_active" not in self._records.absent
        if before is not None and active and not before.is_active:
            name = values.code
            zh, en = f"部门 {name} 已停用，将恢复使用", f"department {name} is retired, and would be taken up again"
            self._problems.revives(DEPARTMENTS.name, record.index, zh, en)
        told = (values.code, values.kind, values.parent_code, path, values.is_active, values.claim_limit)
        self.known[values.code] = KnownDepartment(*told)
        return True

    def _refuse_teams_with_units(self) -> None:
        """What has units below it, which are not told here and so cannot be refused themselves, is no team."""
        told = self._records.told(lambda department: department.code)
        above = {known.parent_code for known in self.known.values() if known.code not in told}
        for record in self._records.all:
            if record.values.kind == DepartmentKind.TEAM and record.values.code in above:
                self._refuse(record, "其下设有单位，不能作为团队", "units lie below it: it is no team", "kind")

    def _refuse_lost(self, lost: dict[str, Record[DepartmentValues]]) -> None:
        """Those without a known parent; what lies below them only follows."""
        for below, record in lost.items():
            above, met = record.values.parent_code, {below}
            while above in lost and above not in met:
                met.add(above)
                above = lost[above].values.parent_code
            if above == below:
                self._refuse(record, "是自己的上级", "lies below itself", "parent_code")
            elif above is not None and record.values.parent_code not in lost:
                parent = ("上级", "parent")
                self._problems.unknown(DEPARTMENTS.name, above, DEPARTMENTS.name, record.index, "parent_code", parent)
            self._problems.spoil(DEPARTMENTS.name, below)

    def _refuse(self, record: Record[DepartmentValues], zh: str, en: str, field: str) -> None:
        self._problems.spoil(DEPARTMENTS.name, record.values.code)
        self._problems.add(DEPARTMENTS.name, record.index, zh, en, field)

    def _require(self, collection: Collection[object], index: int, department: str) -> None:
        if department not in self.known:
            self._problems.unknown(DEPARTMENTS.name, department, collection.name, index, "department_code")

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes all four."""
        told = [self.known[code] for code in sorted(self._records.told(lambda department: department.code))]
        columns = by_column((*DEPARTMENTS.fields, "path"), told)
        units = await load(session, Department, columns, keep=self._records.absent)
        if units.created and await session.one_value(REACHES, codes=[department.code for department in told]):
            await finish(session)  # a new unit goes by the hours of those above it
        return {
            "departments": units,
            "department_names": await load(session, DepartmentName, self._names.columns, keep=self._names.absent),
            "department_aliases": await self._write_aliases(session),
            "jurisdictions": await load(session, Jurisdiction, self._places.columns),
        }

    async def _write_aliases(self, session: Session) -> Count:
        """Adds aliases, and takes away those that are withdrawn, which nothing remembers."""
        added, gone = [[row for row in self._aliases.rows if row.is_active is wanted] for wanted in (True, False)]
        count = await load(session, DepartmentAlias, by_column(("department_code", "alias"), added))
        units, aliases = [row.department_code for row in gone], [row.alias for row in gone]
        dropped = await session.all(queries.DROP_ALIASES, units=units, aliases=aliases)
        return replace(count, updated=len(dropped), unchanged=count.unchanged + len(gone) - len(dropped))
