"""Rankings 考评排名 of a bulletin: what published evaluations of its area and days came to, as they read elsewhere.

Scores and colours are those of the corrections that appeals made, ranks those of the publication. No person is ranked.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.db.session import Session
from app.queries.bulletins import rankings as queries
from app.queries.bulletins.rankings import ColourCountRow, RankedPeriodRow, RankedRow
from app.queries.cases.scope import code_of
from app.services.bulletins.names import Names, Said
from app.workflow.bulletins.periods import Period
from app.workflow.evaluation.scheme import Assessed
from app.workflow.evaluation.subjects import SubjectKind

_KINDS = {SubjectKind.AREA: "area", SubjectKind.UNIT: "department"}
_NO_COLOUR: Said = {"code": None, "zh": "未定色", "en": "No colour"}


def _kind_of(period: RankedPeriodRow) -> str:
    return _KINDS[Assessed(period["assessed"]).kind]


def _colours_of(period: RankedPeriodRow) -> dict[str | None, Said]:
    """From the best down; last, that there is none."""
    called: dict[str | None, Said] = {
        each["code"]: {"code": each["code"], "zh": each["label_zh"], "en": each["label"] or each["label_zh"]}
        for each in period["colours"]
    }
    return called | {None: _NO_COLOUR}


@dataclass(frozen=True, slots=True)
class Rankings:
    """What was found, to be said when the names are known."""

    periods: Sequence[RankedPeriodRow] = ()
    colours: Mapping[UUID, list[ColourCountRow]] = field(default_factory=dict)
    lines: Mapping[UUID, list[RankedRow]] = field(default_factory=dict)

    def said(self, names: Names) -> list[Said]:
        """Each evaluation, the widest area first."""
        return [self._said(each, names) for each in self.periods]

    @property
    def left_out(self) -> int:
        """How many more there are than a bulletin tells of."""
        return self.periods[0]["found"] - len(self.periods) if self.periods else 0

    def _said(self, period: RankedPeriodRow, names: Names) -> Said:
        called, counts = _colours_of(period), self.colours.get(period["id"], [])
        counted = {row["colour"]: row["count"] for row in counts}
        zh = period["scheme_name"]
        return {
            "scheme": {"code": period["scheme_code"], "zh": zh, "en": period["scheme_name_en"] or zh},
            "area": names.of("area", code_of(period["area_path"])),
            "assessed": period["assessed"],
            "first": period["first"],
            "last": period["last"],
            "scored": sum(row["count"] for row in counts),
            "ranked": sum(row["ranked"] for row in counts),
            "colours": [
                told | {"count": counted.get(code, 0)} for code, told in called.items() if code or counted.get(code)
            ],
            "lines": [
                {
                    "code": line["subject"], "zh": line["name"],
                    "en": names.of(_kind_of(period), line["subject"])["en"], "rank": line["rank"],
                    "score": line["score"], "colour": called.get(line["colour"], _NO_COLOUR),
                    "is_corrected": line["is_corrected"],
                }
                for line in self.lines.get(period["id"], [])
            ],
        }  # fmt: skip


async def find(session: Session, within: Mapping[str, object], period: Period, names: Names) -> Rankings:
    """The published evaluations whose days lie within a period and whose area lies in one; their names are wanted."""
    periods = await session.all(queries.PERIODS, **within, first=period.first, last=period.last)
    if not periods:
        return Rankings()
    ids = [each["id"] for each in periods]
    colours, lines = defaultdict[UUID, list[ColourCountRow]](list), defaultdict[UUID, list[RankedRow]](list)
    for count in await session.all(queries.COLOURS, period_ids=ids):
        colours[count["period_id"]].append(count)
    for line in await session.all(queries.LINES, period_ids=ids):
        lines[line["period_id"]].append(line)
    names.want("area", (code_of(each["area_path"]) for each in periods))
    for each in periods:
        names.want(_kind_of(each), (line["subject"] for line in lines[each["id"]]))
    return Rankings(periods, colours, lines)
