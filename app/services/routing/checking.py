"""What is wrong with who is responsible: for `yikou check-routing`, and before something is made active.

A gap is a filing rule and an area for which nobody is named, or not at every hour. Errors send a case to nobody or to
chance; warnings say what will, or what has no effect.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app import clock
from app.db.session import Session
from app.services.routing import gaps
from app.services.routing.book import Known
from app.workflow.routing import faults
from app.workflow.routing.matrix import Period, Responsibility
from app.workflow.routing.rules import RoutingRule
from app.workflow.routing.units import UNFIT_LABELS, Unfit

EXPIRING = timedelta(days=30)


class Severity(StrEnum):
    """Whether it must be mended."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is stable; `code` the row or rule that it is about, none of a gap."""

    kind: str
    severity: Severity
    code: str | None
    zh: str
    en: str


Found = Iterator[Finding]


async def check(session: Session, known: Known) -> list[Finding]:
    """All of it, errors first."""
    rows, rules = _active(known)
    found = of_themselves(known)
    for zh, en in await gaps.find(session, known, rows, rules):
        found.append(Finding("gap", Severity.ERROR, None, zh, en))
    return sorted(found, key=lambda each: each.severity is not Severity.ERROR)


def of_themselves(known: Known) -> list[Finding]:
    """What is wrong with active rows and rules themselves."""
    (rows, rules), today = _active(known), clock.today()
    found = [*_of_rows(known, rows, today), *_of_rules(known, rules, today)]
    return sorted(found, key=lambda each: each.severity is not Severity.ERROR)


def _active(known: Known) -> tuple[list[Responsibility], list[RoutingRule]]:
    rows = [row for row in known.rows if row.code in known.active]
    rules = (rule for rule in known.rules if f":{rule.code}" in known.active)
    return rows, sorted(rules, key=lambda rule: (rule.position, rule.code))


def _of_rows(known: Known, rows: list[Responsibility], today: date) -> Found:
    for code, other in faults.equal(rows):
        zh, en = f"权责清单 {code} 与 {other} 相同", f"row {code} is equal to {other}: neither is more specific"
        yield Finding("equal_rows", Severity.ERROR, code, zh, en)
    for code in faults.never_wins(rows):
        zh, en = (
            f"权责清单 {code} 的每个时段都有更窄的行",
            f"row {code} never wins: narrower ones cover its hours",
        )
        yield Finding("never_wins", Severity.WARNING, code, zh, en)
    for row in rows:
        what = f"权责清单 {row.code}", f"row {row.code}"
        for unit in (row.lead, *row.assists):
            yield from _of_unit(known, row.code, what, unit, row.area_path)
        yield from _of_period(row.code, what, row.period, today)
        yield from _of_category(known, row.code, what, row.category)


def _of_rules(known: Known, rules: list[RoutingRule], today: date) -> Found:
    lineage = {code: known.lineage(code) for code in known.categories}
    for code, other in faults.shadowed(rules, lineage):
        zh, en = f"派遣规则 {code} 总在 {other} 之后", f"rule {code} never wins: {other} holds whenever it does"
        yield Finding("never_wins", Severity.WARNING, code, zh, en)
    for rule in rules:
        what = f"派遣规则 {rule.code}", f"rule {rule.code}"
        named = (rule.lead, *rule.assists, *rule.eligible, rule.fallback)
        for unit in (each for each in named if each is not None):
            yield from _of_unit(known, rule.code, what, unit, rule.conditions.area_path)
        yield from _of_period(rule.code, what, rule.period, today)
        yield from _of_category(known, rule.code, what, rule.conditions.category)


def _of_unit(known: Known, code: str, what: tuple[str, str], unit: str, area_path: str) -> Found:
    """Whether a unit may be given a case anywhere that the row or rule is about."""
    heir = known.units.meant(unit)
    unfit = known.units.nowhere(unit, area_path)
    if unfit is not None:
        zh, en = UNFIT_LABELS[unfit]
        kind = "no_jurisdiction" if unfit is Unfit.NO_JURISDICTION else "unit_not_active"
        yield Finding(kind, Severity.ERROR, code, f"{what[0]}：{unit} {zh}", f"{what[1]}: {unit}: {en}")
    elif heir != unit:
        zh, en = (
            f"{what[0]}：{unit} 已并入 {heir}，按其办理",
            f"{what[1]}: {unit} stands for {heir}, which took its place",
        )
        yield Finding("unit_merged", Severity.WARNING, code, zh, en)


def _of_period(code: str, what: tuple[str, str], period: Period, today: date) -> Found:
    if period.last is None or period.last > today + EXPIRING:
        return
    if period.last < today:
        yield Finding("expired", Severity.WARNING, code, f"{what[0]} 已于 {period.last} 失效",
                      f"{what[1]} ended on {period.last}")  # fmt: skip
    else:
        yield Finding("expiring", Severity.WARNING, code, f"{what[0]} 将于 {period.last} 失效",
                      f"{what[1]} ends on {period.last}")  # fmt: skip


def _of_category(known: Known, code: str, what: tuple[str, str], category: str | None) -> Found:
    retired = (
        known.categories[category]["retired_on"] if category is not None and category in known.categories else None
    )
    if retired is not None and retired <= clock.today():
        zh, en = f"{what[0]}：类别 {category} 已停用，仅对在办案卷有效", f"{what[1]}: category {category} is retired"
        yield Finding("retired_category", Severity.WARNING, code, zh, f"{en}, and counts for open cases alone")


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Those that must be mended."""
    return [each for each in found if each.severity is Severity.ERROR]
