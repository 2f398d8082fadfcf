"""The tree of areas 区划, with their boundaries."""

from typing import Any

import orjson

from app.db.session import Session
from app.models.area import Area, AreaLevel, GridKind
from app.queries.importing import loading as queries
from app.services.importing.collection import Collection, Field, Record, Told
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas, Shapes
from app.services.importing.surveys import Ask
from app.services.importing.values import code, one_of, text, yes_or_no

AREAS = Collection(
    TREE,
    {
        "code": Field(code),
        "level": Field(one_of(AreaLevel)),
        "parent_code": Field(code, required=False),
        "name": Field(text(120)),
        "name_en": Field(text(120), required=False),
        "grid_kind": Field(one_of(GridKind), required=False),
        "is_active": Field(yes_or_no, required=False, default=True),
    },
    ("code",),
)
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
        return self._records.told("code", "parent_code") | self._shapes.codes

    async def check(self, session: Session, mentioned: set[str]) -> None:
        """Places every area; `known` becomes what there will be of those `mentioned` anywhere in the import."""
        rows = await session.all(queries.AREAS_AROUND, codes=sorted(mentioned), drawn=sorted(self._shapes.codes))
        self.known = {row["code"]: dict(row) for row in rows}
        records = {record.values["code"]: record for record in self._records.all}
        for level in AreaLevel:
            for record in self._records.all:
                if record.values["level"] is level:
                    self._place(record, records)
        self._shapes.draw(self.known)
        self._drawn = await self._shapes.check(session, self.known, self._turned)
        self._check_retired(records)

    def _place(self, record: Record, records: dict[str, Record]) -> None:
        values = record.values
        parent_code, level, before = values["parent_code"], values["level"], self.known.get(values["code"])
        parent = self.known.get(parent_code or "")
        wanted = _PARENT_LEVEL[level]
        if parent is None and (parent_code or wanted):
            self._refuse_lost(record, records.get(parent_code or ""))
            return
        if parent is not None and parent["level"] != wanted:
            self._refuse(record, f"{level} 的上级级别不对", f"a {level} cannot lie in a {parent['level']}", "level")
            return
        path = f"{parent['path'] if parent else ''}{values['code']}/"
        if len(path) > 160:
            self._refuse(record, "各级编码总长过长", "the codes from the top down to this one are too long", "code")
            return
        if before is not None and before["path"] != path:
            zh, en = "不能变更上级，案卷按原路径归属", "an area cannot move to another parent"
            self._refuse(record, zh, en, "parent_code")
            return
        if values["grid_kind"] and level is not AreaLevel.GRID:
            self._refuse(record, "只有网格才分综合与专属", "only a grid is general or special", "grid_kind")
        self._become(record, path, before)

    def _become(self, record: Record, path: str, before: dict[str, Any] | None) -> None:
        code, level = record.values["code"], record.values["level"]
        kept = {name: before[name] for name in self._records.absent} if before else {}
        row = {**record.values, **kept, "path": path, "has_boundary": bool(before and before["has_boundary"])}
        row["grid_kind"] = row["grid_kind"] or (GridKind.GENERAL if level is AreaLevel.GRID else None)
        self.known[code] = row
        self._told.append(code)
        if before and (before["grid_kind"], before["is_active"]) != (row["grid_kind"], row["is_active"]):
            self._turned[code] = record.index
        if before and row["is_active"] and not before["is_active"]:
            zh, en = f"区划 {code} 已停用，将恢复使用", f"area {code} is retired, and would be taken up again"
            self._problems.revives(AREAS.name, record.index, zh, en)

    def _check_retired(self, records: dict[str, Record]) -> None:
        """Nothing active lies in what is retired 停用."""
        for area in list(self.known.values()):
            parent = self.known.get(area["parent_code"] or "")
            if parent is None or parent["is_active"] or not area["is_active"]:
                continue
            record = records.get(area["code"]) or records.get(parent["code"])
            if record is not None:
                zh = f"{area['code']} 仍在用，其上级 {parent['code']} 不能停用"
                en = f"{area['code']} is active and cannot lie in {parent['code']}, which is retired"
                self._refuse(record, zh, en, "is_active")

    def _refuse_lost(self, record: Record, parent: Record | None) -> None:
        """One whose parent is not placed: there is none, or it belongs below, or has a fault of its own."""
        values = record.values
        level, parent_code = values["level"], values["parent_code"]
        if parent_code is None:
            self._refuse(record, f"{level} 须有上级", f"a {level} lies in another area", "parent_code")
        elif level is AreaLevel.COUNTY:
            self._refuse(record, "区县没有上级，请留空", "a county has no parent: leave it empty", "parent_code")
        elif parent is not None and parent.values["level"] != _PARENT_LEVEL[level]:
            self._refuse(
                record, f"{level} 的上级级别不对", f"a {level} cannot lie in a {parent.values['level']}", "level"
            )
        elif parent is None:
            called = ("上级", "parent")
            self._problems.unknown(AREAS.name, parent_code, AREAS.name, record.index, "parent_code", called)
        self._problems.spoil(AREAS.name, values["code"])

    def _refuse(self, record: Record, zh: str, en: str, field: str) -> None:
        self._problems.spoil(AREAS.name, record.values["code"])
        self._problems.add(AREAS.name, record.index, zh, en, field)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes those this import speaks of; those it does not draw keep their boundary."""
        told = dict.fromkeys([*self._told, *self._shapes.drawn])
        kept = [code for code in told if code not in self._drawn and self.known[code]["has_boundary"]]
        rows = await session.all(queries.BOUNDARIES_OF, codes=kept) if kept else []
        stored = {row["code"]: row["boundary"] for row in rows} | self._drawn
        return {"areas": await load(session, Area, [self._row(code, stored.get(code)) for code in told])}

    def _row(self, code: str, boundary: str | None) -> dict[str, Any]:
        area = {name: value for name, value in self.known[code].items() if name != "has_boundary"}
        return area | {"boundary": None if boundary is None else orjson.Fragment(boundary)}
