"""The tree of areas 区划, with their boundaries."""

import orjson

from app.db.session import Session
from app.models.area import Area, AreaLevel, GridKind
from app.queries.importing import loading as queries
from app.services.importing import values as read
from app.services.importing.collection import Collection, Record, Told, by_column, field, kind
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas, KnownArea, Shapes
from app.services.importing.surveys import Ask


@kind
class AreaValues:
    """An area."""

    code: str = field(read.code, key=True)
    level: AreaLevel = field(read.one_of(AreaLevel))
    parent_code: str | None = field(read.code, empty=None)
    name: str = field(read.text(120))
    name_en: str | None = field(read.text(120), empty=None)
    grid_kind: GridKind | None = field(read.one_of(GridKind), empty=None)
    is_active: bool = field(read.yes_or_no, empty=True)
    keep_originals: bool = field(read.yes_or_no, empty=False)


AREAS = Collection(TREE, AreaValues)
_PARENT_LEVEL = {
    AreaLevel.COUNTY: None,
    AreaLevel.TOWN: AreaLevel.COUNTY,
    AreaLevel.VILLAGE: AreaLevel.TOWN,
    AreaLevel.GRID: AreaLevel.VILLAGE,
}


class AreaImport:
    """Areas and their boundaries, checked and written together."""

    def __init__(self, told: Told, problems: Problems, ask: Ask) -> None:
        """Takes what is told; `check` holds it against what is known, and asks what geometry says."""
        self._problems = problems
        self._records = told.of(AREAS)
        self._shapes = Shapes(told.boundaries, problems, ask)
        self._told: list[str] = []
        self._turned: dict[str, int] = {}
        self._drawn: dict[str, str] = {}
        self.known: Areas = {}

    @property
    def codes(self) -> set[str]:
        """The areas they speak of."""
        return self._records.told(lambda area: area.code, lambda area: area.parent_code) | self._shapes.codes

    async def check(self, session: Session, mentioned: set[str]) -> None:
        """Places every area; `known` becomes what there will be of those `mentioned` anywhere in the import."""
        rows = await session.all(queries.AREAS_AROUND, codes=sorted(mentioned), drawn=sorted(self._shapes.codes))
        self.known = {row["code"]: KnownArea(**row) for row in rows}
        records = {record.values.code: record for record in self._records.all}
        for level in AreaLevel:
            for record in self._records.all:
                if record.values.level is level:
                    self._place(record, records)
        self._shapes.draw(self.known)
        self._drawn = await self._shapes.check(session, self.known, self._turned)
        self._check_retired(records)

    def _place(self, record: Record[AreaValues], records: dict[str, Record[AreaValues]]) -> None:
        values = record.values
        parent_code, level, before = values.parent_code, values.level, self.known.get(values.code)
        parent = self.known.get(parent_code or "")
        wanted = _PARENT_LEVEL[level]
        if parent is None and (parent_code or wanted):
            self._refuse_lost(record, records.get(parent_code or ""))
            return
        if parent is not None and parent.level != wanted:
            self._refuse(record, f"{level} 的上级级别不对", f"a {level} cannot lie in a {parent.level}", "level")
            return
        path = f"{parent.path if parent else ''}{values.code}/"
        if len(path) > 160:
            self._refuse(record, "各级编码总长过长", "the codes from the top down to this one are too long", "code")
            return
        if before is not None and before.path != path:
            zh, en = "不能变更上级，案卷按原路径归属", "an area cannot move to another parent"
            self._refuse(record, zh, en, "parent_code")
            return
        if values.grid_kind and level is not AreaLevel.GRID:
            self._refuse(record, "只有网格才分综合与专属", "only a grid is general or special", "grid_kind")
        self._become(record, path, before)

    def _become(self, record: Record[AreaValues], path: str, before: KnownArea | None) -> None:
        said = self._records.over(record, before) if before else record.values
        code, level = record.values.code, record.values.level
        row = self.known[code] = KnownArea(
            code=said.code,
            level=said.level,
            parent_code=said.parent_code,
            path=path,
            name=said.name,
            name_en=said.name_en,
            grid_kind=said.grid_kind or (GridKind.GENERAL if level is AreaLevel.GRID else None),
            is_active=said.is_active,
            keep_originals=said.keep_originals,
            has_boundary=bool(before and before.has_boundary),
        )
        self._told.append(code)
        if before and (before.grid_kind, before.is_active) != (row.grid_kind, row.is_active):
            self._turned[code] = record.index
        if before and row.is_active and not before.is_active:
            zh, en = f"区划 {code} 已停用，将恢复使用", f"area {code} is retired, and would be taken up again"
            self._problems.revives(AREAS.name, record.index, zh, en)

    def _check_retired(self, records: dict[str, Record[AreaValues]]) -> None:
        """Nothing active lies in what is retired 停用."""
        for area in list(self.known.values()):
            parent = self.known.get(area.parent_code or "")
            if parent is None or parent.is_active or not area.is_active:
                continue
            record = records.get(area.code) or records.get(parent.code)
            if record is not None:
                zh = f"{area.code} 仍在用，其上级 {parent.code} 不能停用"
                en = f"{area.code} is active and cannot lie in {parent.code}, which is retired"
                self._refuse(record, zh, en, "is_active")

    def _refuse_lost(self, record: Record[AreaValues], parent: Record[AreaValues] | None) -> None:
        """One whose parent is not placed: there is none, or it belongs below, or has a fault of its own."""
        values = record.values
        level, parent_code = values.level, values.parent_code
        if parent_code is None:
            self._refuse(record, f"{level} 须有上级", f"a {level} lies in another area", "parent_code")
        elif level is AreaLevel.COUNTY:
            self._refuse(record, "区县没有上级，请留空", "a county has no parent: leave it empty", "parent_code")
        elif parent is not None and parent.values.level != _PARENT_LEVEL[level]:
            self._refuse(record, f"{level} 的上级级别不对", f"a {level} cannot lie in a {parent.values.level}", "level")
        elif parent is None:
            called = ("上级", "parent")
            self._problems.unknown(AREAS.name, parent_code, AREAS.name, record.index, "parent_code", called)
        self._problems.spoil(AREAS.name, values.code)

    def _refuse(self, record: Record[AreaValues], zh: str, en: str, field: str) -> None:
        self._problems.spoil(AREAS.name, record.values.code)
        self._problems.add(AREAS.name, record.index, zh, en, field)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes those this import speaks of; those it does not draw keep their boundary."""
        told = dict.fromkeys([*self._told, *self._shapes.drawn])
        kept = [code for code in told if code not in self._drawn and self.known[code].has_boundary]
        rows = await session.all(queries.BOUNDARIES_OF, codes=kept) if kept else []
        stored = {row["code"]: row["boundary"] for row in rows} | self._drawn
        drawn = [orjson.Fragment(stored[code]) if code in stored else None for code in told]
        columns = by_column((*AREAS.fields, "path"), [self.known[code] for code in told])
        return {"areas": await load(session, Area, columns | {"boundary": drawn})}
