"""What was learned, for many cases at once; and which units and filing rules there are to suggest."""

import uuid
from typing import TypedDict, final

from sqlalchemy import Date, and_, bindparam, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, aggregate_order_by

from app.db.statement import Statement
from app.models.area import Area
from app.models.category import Category, FilingRule
from app.models.department import Department, DepartmentAlias, DepartmentName, Jurisdiction
from app.models.learning import LearnedCount, LearnedWords
from app.queries.cases.scope import cases
from app.queries.tables import constant, table

counts = table(LearnedCount)
words = table(LearnedWords)
departments = table(Department)
aliases = table(DepartmentAlias)
names = table(DepartmentName)
areas = table(Area)
jurisdictions = table(Jurisdiction)
categories = table(Category)
rules = table(FilingRule)

_MOST_ANSWERS = 40  # of a context: the rest are rare in it
_TEXTS = ARRAY(VARCHAR)


class CaseTold(TypedDict):
    """What is read of a case to suggest something for it."""

    id: uuid.UUID
    channel: str
    source_code: str | None
    nature_code: str | None
    category_code: str | None
    rule_code: str | None
    area_path: str
    title: str | None
    description: str
    address: str | None
    return_departments: list[str]


@final
class DecidedBy(CaseTold):
    """What of a case says who is responsible for it, and what is suggested for it goes by."""

    urgent: bool
    responsible_department_code: str | None


TOLD = Statement(
    select(*(cases.c[name] for name in CaseTold.__annotations__)).where(
        cases.c.id == bindparam("case_ids", type_=ARRAY(UUID())).any_()
    ),
    CaseTold,
)
"""The cases of these ids."""


class CountRow(TypedDict):
    """An answer in the context of that index, and all that was counted there."""

    index: int
    answer: str
    cases: int
    weight: float
    returns: int
    returned: float
    all_cases: int
    all_weight: float


def _counts() -> Statement[CountRow]:
    wanted = (
        func.unnest(
            bindparam("targets", type_=_TEXTS), bindparam("matters", type_=_TEXTS), bindparam("places", type_=_TEXTS)
        )
        .table_valued("target", "matter", "place", with_ordinality="index")
        .render_derived("wanted")
    )
    same = and_(
        counts.c.target == wanted.c.target, counts.c.matter == wanted.c.matter, counts.c.place == wanted.c.place
    )
    told = ("answer", "cases", "weight", "returns", "returned")
    best = (
        select(
            *(counts.c[name] for name in told),
            func.sum(counts.c.cases).over().label("all_cases"),
            func.sum(counts.c.weight).over().label("all_weight"),
        )
        .where(same)
        .order_by(counts.c.weight.desc(), counts.c.answer)
        .limit(constant(_MOST_ANSWERS))
        .lateral("best")
    )
    columns = (best.c[name] for name in (*told, "all_cases", "all_weight"))
    return Statement(select(wanted.c.index, *columns).select_from(wanted.join(best, true())), CountRow)


COUNTS = _counts()
"""The answers of each of some contexts, the weightiest of it; contexts nobody has learned of have no row."""


class WordsRow(TypedDict):
    target: str
    answer: str
    total: int
    buckets: bytes


def _words() -> Statement[WordsRow]:
    wanted = (
        func.unnest(bindparam("targets", type_=_TEXTS), bindparam("answers", type_=_TEXTS))
        .table_valued("target", "answer")
        .render_derived("wanted")
    )
    same = and_(words.c.target == wanted.c.target, words.c.answer == wanted.c.answer)
    return Statement(select(words).select_from(words.join(wanted, same)), WordsRow)


WORDS = _words()
"""The words of some answers."""


class UnitRow(TypedDict):
    """A unit, where it serves, and, of one that is no more, what took it over: whose alias is its code or a name."""

    code: str
    is_active: bool
    serves: list[str] | None
    successor: str | None


def _units() -> Statement[UnitRow]:
    heir = departments.alias("heir")
    called = select(names.c.name).where(names.c.department_code == departments.c.code)
    successor = (
        select(func.min(heir.c.code))
        .select_from(aliases.join(heir, heir.c.code == aliases.c.department_code))
        .where(
            ~departments.c.is_active,
            heir.c.is_active,
            heir.c.code != departments.c.code,
            or_(aliases.c.alias == departments.c.code, aliases.c.alias.in_(called)),
        )
        .scalar_subquery()
    )
    serves = (
        select(func.array_agg(areas.c.path))
        .select_from(jurisdictions.join(areas, areas.c.code == jurisdictions.c.area_code))
        .where(jurisdictions.c.department_code == departments.c.code)
        .scalar_subquery()
    )
    columns = (departments.c.code, departments.c.is_active, serves.label("serves"), successor.label("successor"))
    return Statement(select(*columns), UnitRow)


UNITS = _units()


class CategoryRules(TypedDict):
    """A category in use with its filing rules in use, by their codes."""

    code: str
    rules: list[str]


RULES = Statement(
    select(
        categories.c.code,
        func.array_agg(aggregate_order_by(rules.c.code, rules.c.code)).label("rules"),
    )
    .select_from(categories.join(rules, rules.c.category_code == categories.c.code))
    .where(
        rules.c.is_active,
        or_(categories.c.retired_on.is_(None), categories.c.retired_on > bindparam("today", type_=Date())),
    )
    .group_by(categories.c.code),
    CategoryRules,
)
