"""Routing rules 派遣规则: conditions and what follows; they stand above the matrix."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from types import MappingProxyType

from app.db.session import Session
from app.models.case import Channel
from app.models.routing_rows import RoutingRuleRow
from app.models.term import TermKind
from app.queries.organisation import terms
from app.queries.routing import book as queries
from app.queries.routing import writing
from app.services.importing import routing_values as forms
from app.services.importing import values as read
from app.services.importing.collection import Collection, Told, field, kind
from app.services.importing.departments import Departments
from app.services.importing.loading import Count
from app.services.importing.problems import Problems
from app.services.importing.shapes import Areas
from app.services.importing.terms import TERMS
from app.workflow.limits import LONGEST_POOL, SHORTEST_POOL
from app.workflow.routing.faults import MOST_RULES
from app.workflow.routing.rules import RoutingOutcome


@kind
class RoutingRuleValues:
    """A rule; it is a draft until it is made active. Units are known by their codes, or by what they are called."""

    code: str = field(read.code, key=True)
    position: int = field(read.count)
    name: str = field(read.text(120))
    name_en: str | None = field(read.text(120), empty=None)
    category_code: str | None = field(read.code, empty=None)
    area_code: str | None = field(read.code, empty=None)
    channel: Channel | None = field(read.one_of(Channel), empty=None)
    nature_code: str | None = field(read.code, empty=None)
    source_code: str | None = field(read.code, empty=None)
    urgent: bool | None = field(read.yes_or_no, empty=None)
    words: tuple[str, ...] = field(forms.several(forms.word), empty=())
    weekdays: str | None = field(forms.weekdays, empty=None)
    starts: int | None = field(forms.time_of_day, empty=None)
    ends: int | None = field(forms.time_of_day, empty=None)
    working_time: bool | None = field(read.yes_or_no, empty=None)
    valid_from: date = field(read.day)
    valid_to: date | None = field(read.day, empty=None)
    outcome: RoutingOutcome = field(read.one_of(RoutingOutcome))
    lead_code: str | None = field(read.text(120), empty=None)
    assist_codes: tuple[str, ...] = field(forms.several(read.text(120)), empty=())
    automatic: bool = field(read.yes_or_no, empty=False)
    eligible_codes: tuple[str, ...] = field(forms.several(read.text(120)), empty=())
    fallback_code: str | None = field(read.text(120), empty=None)
    minutes: int | None = field(read.count, empty=None)
    threshold: float | None = field(forms.share, empty=None)
    is_active: bool = field(read.yes_or_no, empty=False)


ROUTING_RULES = Collection("routing_rules", RoutingRuleValues)
_NAME = ROUTING_RULES.name
_OF_A_DESTINATION = (
    "lead_code", "assist_codes", "automatic", "eligible_codes", "fallback_code", "minutes", "threshold",
)  # fmt: skip
#: What each outcome needs, and what it may have besides.
_NEEDS: Mapping[RoutingOutcome, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        RoutingOutcome.DISPATCH: (("lead_code",), ("assist_codes", "automatic")),
        RoutingOutcome.PUBLISH: (("eligible_codes", "fallback_code", "minutes"), ("automatic",)),
        RoutingOutcome.SUGGESTION: (("threshold",), ("automatic",)),
        RoutingOutcome.URGENT: ((), ()),
    }
)
_SEVERAL = ("words", "assist_codes", "eligible_codes")


class RoutingRuleImport:
    """What is told of routing rules, checked and written."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._told, self._problems = told, problems
        self._records = told.of(ROUTING_RULES)
        self._checks = forms.Checks(problems, told, ROUTING_RULES)
        self._before: dict[str, RoutingRuleValues] = {}
        self._after: list[RoutingRuleValues] = []

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of."""
        return self._records.told(lambda rule: rule.area_code)

    async def check(self, session: Session, areas: Areas, departments: Departments) -> None:
        """Every code must be known, and each rule say what its outcome needs and nothing else."""
        if not self._records.all:
            return
        await self._checks.begin(session, departments)
        self._before = {row["code"]: rule_values(row) for row in await session.all(queries.ROUTING_RULES)}
        known = {(row["kind"], row["code"]) for row in await session.all(terms.ALL)}
        known |= self._told.of(TERMS).told(lambda term: (term.kind, term.code))
        for record in self._records.all:
            before = self._before.get(record.values.code)
            values = record.values if before is None else self._records.over(record, before)
            self._checks.scope(record.index, _scope(values), areas)
            self._check_terms(record.index, values, known)
            self._check_outcome(record.index, values)
            self._check_minutes(record.index, values.minutes)
            self._after.append(self._with_units(record.index, values))
        if len(self._before.keys() | {rule.code for rule in self._after}) > MOST_RULES:
            last, wrong = self._records.all[-1].index, (f"规则至多 {MOST_RULES} 条", f"at most {MOST_RULES} rules")
            self._problems.add(_NAME, last, *wrong)

    def _check_terms(self, index: int, values: RoutingRuleValues, known: set[tuple[str, str]]) -> None:
        named = ((TermKind.NATURE, values.nature_code, ("诉求性质", "nature")),
                 (TermKind.SOURCE, values.source_code, ("来源", "source")))  # fmt: skip
        for of, code, called in named:
            if code is not None and (of, code) not in known:
                self._problems.unknown(TERMS.name, code, _NAME, index, f"{of}_code", called)

    def _check_outcome(self, index: int, values: RoutingRuleValues) -> None:
        needs, may = _NEEDS[values.outcome]
        for name in _OF_A_DESTINATION:
            told = getattr(values, name) not in (None, (), False)
            if name in needs and not told:
                self._checks.wrong(index, name, f"{values.outcome} 缺少 {name}", f"{values.outcome} needs {name}")
            elif told and name not in (*needs, *may):
                zh, en = f"{values.outcome} 不能有 {name}", f"{values.outcome} takes no {name}"
                self._checks.wrong(index, name, zh, en)

    def _check_minutes(self, index: int, minutes: int | None) -> None:
        if minutes is not None and not SHORTEST_POOL <= minutes <= LONGEST_POOL:
            zh, en = (
                f"应为 {SHORTEST_POOL} 至 {LONGEST_POOL} 分钟",
                f"is none of {SHORTEST_POOL} to {LONGEST_POOL} minutes",
            )
            self._checks.wrong(index, "minutes", zh, en)

    def _with_units(self, index: int, values: RoutingRuleValues) -> RoutingRuleValues:
        one, several = self._checks.unit, self._checks.units
        lead, fallback = values.lead_code, values.fallback_code
        done = replace(
            values,
            lead_code=None if lead is None else one(index, "lead_code", lead),
            fallback_code=None if fallback is None else one(index, "fallback_code", fallback),
            assist_codes=several(index, "assist_codes", values.assist_codes),
            eligible_codes=several(index, "eligible_codes", values.eligible_codes),
        )
        if done.lead_code in done.assist_codes:
            self._checks.wrong(index, "assist_codes", "主办与协办单位不能重复", "the lead does not assist itself")
        return done

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes what differs; a rule that changes gets its next version."""
        new = [values for values in self._after if values.code not in self._before]
        changed = [
            values for values in self._after if values.code in self._before and values != self._before[values.code]
        ]
        if new or changed:
            await session.run_many(writing.PUT_ROUTING_RULE, [asdict(values) for values in (*new, *changed)])
        return {_NAME: Count(len(new), len(changed), len(self._after) - len(new) - len(changed))}


def _scope(rule: RoutingRuleValues) -> forms.Scope:
    return forms.Scope(rule.category_code, rule.area_code, rule.starts, rule.ends, rule.valid_from, rule.valid_to)


def rule_values(row: RoutingRuleRow) -> RoutingRuleValues:
    """A rule of the database as a record."""
    told = {name: row[name] for name in ROUTING_RULES.fields}  # type: ignore[literal-required]
    told |= {name: tuple(told[name]) for name in _SEVERAL}
    told |= {"outcome": RoutingOutcome(row["outcome"]), "channel": Channel(row["channel"]) if row["channel"] else None}
    return RoutingRuleValues(**told)
