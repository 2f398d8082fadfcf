"""What areas say of repeat demands 重复诉求."""

from datetime import date

from app.db.session import Session
from app.models.repeats import RepeatRule
from app.services.calendar.snapshot import NATIONAL
from app.services.importing import values as read
from app.services.importing.collection import Collection, Record, Told, field, kind
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.shapes import TREE, Areas
from app.workflow.repeats import RepeatKind

_TIMES, _DAYS = range(2, 1_001), range(1, 3_651)


@kind
class RepeatRuleValues:
    """One rule; without an area it is of the country."""

    area_code: str | None = field(read.code, empty=None, key=True)
    kind: RepeatKind = field(read.one_of(RepeatKind), key=True)
    times: int = field(read.count)
    window_days: int = field(read.count)
    raises: bool = field(read.yes_or_no, empty=False)
    valid_from: date | None = field(read.day, empty=None)
    valid_to: date | None = field(read.day, empty=None)


REPEAT_RULES = Collection("repeat_rules", RepeatRuleValues)


class RepeatImport:
    """What is told of them, checked and written; a rule that is not told stays."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._records = told.of(REPEAT_RULES)
        self._scopes: list[str] = []

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of."""
        return self._records.told(lambda rule: rule.area_code)

    async def check(self, areas: Areas) -> None:
        """The area is known, and the numbers make sense."""
        for record in self._records.all:
            place = record.values.area_code
            if place is not None and place not in areas:
                self._problems.unknown(TREE, place, REPEAT_RULES.name, record.index, "area_code")
                continue
            self._scopes.append(NATIONAL if place is None else areas[place].path)
            self._check(record)

    def _check(self, record: Record[RepeatRuleValues]) -> None:
        rule = record.values
        if rule.times not in _TIMES:
            self._wrong(record, "times", "应为 2 至 1000", "must be 2 to 1,000")
        if rule.window_days not in _DAYS:
            self._wrong(record, "window_days", "应为 1 至 3650 天", "must be 1 to 3,650 days")
        if rule.valid_from is not None and rule.valid_to is not None and rule.valid_to < rule.valid_from:
            self._wrong(record, "valid_to", "早于起始日期", "is before it begins")

    def _wrong(self, record: Record[RepeatRuleValues], name: str, zh: str, en: str) -> None:
        self._problems.add(REPEAT_RULES.name, record.index, zh, en, name)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes them."""
        columns = self._records.columns
        del columns["area_code"]
        return {"repeat_rules": await load(session, RepeatRule, {"scope_path": self._scopes, **columns})}
