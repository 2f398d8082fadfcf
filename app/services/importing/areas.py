"""areas.csv: the tree of areas 区划, with the boundaries of boundaries.geojson."""

from collections.abc import Sequence
from typing import Any

import orjson

from app.db.session import Session
from app.models.area import Area, AreaLevel, GridKind
from app.queries.importing import loading as queries
from app.services.importing.files import Column, Files, Form, Line, read_csv
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas, Feature, Shapes
from app.services.importing.surveys import Ask
from app.services.importing.values import code, one_of, text, yes_or_no

AREAS = Form(
    TREE,
    {
        "code": Column(code),
        "level": Column(one_of(AreaLevel)),
        "parent_code": Column(code, required=False),
        "name": Column(text(120)),
        "name_en": Column(text(120), required=False),
        "grid_kind": Column(one_of(GridKind), required=False),
        "is_active": Column(yes_or_no, required=False, default=True),
    },
    ("code",),
)
_PARENT_LEVEL = {
    AreaLevel.COUNTY: None,
    AreaLevel.TOWN: AreaLevel.COUNTY,
    AreaLevel.VILLAGE: AreaLevel.TOWN,
    AreaLevel.GRID: AreaLevel.VILLAGE,
}


class AreaFiles:
    """The two files, read and checked together."""

    def __init__(self, files: Files, problems: Problems, ask: Ask, features: Sequence[Feature] = ()) -> None:
        """Reads them; `check` holds them against what is known, and asks what geometry says.

        `features` are boundaries where there is no file of them.
        """
        self._problems = problems
        self._sheet = read_csv(AREAS, files, problems)
        self._shapes = Shapes(files, problems, ask, features)
        self._told: list[str] = []
        self._turned: dict[str, int] = {}
        self._drawn: dict[str, str] = {}
        self.known: Areas = {}

    @property
    def codes(self) -> set[str]:
        """The areas they speak of."""
        return self._sheet.told("code", "parent_code") | self._shapes.codes

    async def check(self, session: Session, mentioned: set[str]) -> None:
        """Places every area; `known` becomes what there will be of those `mentioned` anywhere in the import."""
        rows = await session.all(queries.AREAS_AROUND, codes=sorted(mentioned), drawn=sorted(self._shapes.codes))
        self.known = {row["code"]: dict(row) for row in rows}
        lines = {line.values["code"]: line for line in self._sheet.lines}
        for level in AreaLevel:
            for line in self._sheet.lines:
                if line.values["level"] is level:
                    self._place(line, lines)
        self._shapes.draw(self.known)
        self._drawn = await self._shapes.check(session, self.known, self._turned)
        self._check_retired(lines)

    def _place(self, line: Line, lines: dict[str, Line]) -> None:
        values = line.values
        parent_code, level, before = values["parent_code"], values["level"], self.known.get(values["code"])
        parent = self.known.get(parent_code or "")
        wanted = _PARENT_LEVEL[level]
        if parent is None and (parent_code or wanted):
            self._refuse_lost(line, lines.get(parent_code or ""))
            return
        if parent is not None and parent["level"] != wanted:
            self._refuse(line, f"{level} 的上级级别不对", f"a {level} cannot lie in a {parent['level']}", "level")
            return
        path = f"{parent['path'] if parent else ''}{values['code']}/"
        if len(path) > 160:
            self._refuse(line, "各级编码总长过长", "the codes from the top down to this one are too long", "code")
            return
        if before is not None and before["path"] != path:
            zh, en = "不能变更上级，案卷按原路径归属", "an area cannot move to another parent"
            self._refuse(line, zh, en, "parent_code")
            return
        if values["grid_kind"] and level is not AreaLevel.GRID:
            self._refuse(line, "只有网格才分综合与专属", "only a grid is general or special", "grid_kind")
        self._become(line, path, before)

    def _become(self, line: Line, path: str, before: dict[str, Any] | None) -> None:
        code, level = line.values["code"], line.values["level"]
        kept = {name: before[name] for name in self._sheet.absent} if before else {}
        row = {**line.values, **kept, "path": path, "has_boundary": bool(before and before["has_boundary"])}
        row["grid_kind"] = row["grid_kind"] or (GridKind.GENERAL if level is AreaLevel.GRID else None)
        self.known[code] = row
        self._told.append(code)
        if before and (before["grid_kind"], before["is_active"]) != (row["grid_kind"], row["is_active"]):
            self._turned[code] = line.number
        if before and row["is_active"] and not before["is_active"]:
            zh, en = f"区划 {code} 已停用，将恢复使用", f"area {code} is retired, and would be taken up again"
            self._problems.revives(AREAS.name, line.number, zh, en)

    def _check_retired(self, lines: dict[str, Line]) -> None:
        """Nothing active lies in what is retired 停用."""
        for area in list(self.known.values()):
            parent = self.known.get(area["parent_code"] or "")
            if parent is None or parent["is_active"] or not area["is_active"]:
                continue
            line = lines.get(area["code"]) or lines.get(parent["code"])
            if line is not None:
                zh = f"{area['code']} 仍在用，其上级 {parent['code']} 不能停用"
                en = f"{area['code']} is active and cannot lie in {parent['code']}, which is retired"
                self._refuse(line, zh, en, "is_active")

    def _refuse_lost(self, line: Line, parent: Line | None) -> None:
        """One whose parent is not placed: there is none, or it belongs below, or has a fault of its own."""
        values = line.values
        level, parent_code = values["level"], values["parent_code"]
        if parent_code is None:
            self._refuse(line, f"{level} 须有上级", f"a {level} lies in another area", "parent_code")
        elif level is AreaLevel.COUNTY:
            self._refuse(line, "区县没有上级，请留空", "a county has no parent: leave it empty", "parent_code")
        elif parent is not None and parent.values["level"] != _PARENT_LEVEL[level]:
            self._refuse(
                line, f"{level} 的上级级别不对", f"a {level} cannot lie in a {parent.values['level']}", "level"
            )
        elif parent is None:
            called = ("上级", "parent")
            self._problems.unknown(AREAS.name, parent_code, AREAS.name, line.number, "parent_code", called)
        self._problems.spoil(AREAS.name, values["code"])

    def _refuse(self, line: Line, zh: str, en: str, column: str) -> None:
        self._problems.spoil(AREAS.name, line.values["code"])
        self._problems.add(AREAS.name, line.number, zh, en, column)

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
