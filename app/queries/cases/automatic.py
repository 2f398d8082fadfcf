"""What rules answered for cases, as the events of their dispatch remember it, and what became of them."""

from functools import lru_cache
from typing import TypedDict

from sqlalchemy import Boolean, cast, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from app.db.statement import Statement
from app.models.case_event import CaseEvent
from app.queries.cases.lists import Listing, predicate
from app.queries.cases.scope import cases
from app.queries.tables import among, constant, table

events = table(CaseEvent)

#: Whose events say what was answered.
_ROUTED = ("dispatch", "redirect", "publish")
MOST_RULES = 1_000


class RuleFigures(TypedDict):
    """Of one rule, or (null) of all dispatched cases that none answered for."""

    code: str | None
    matched: int
    followed: int
    automatic: int
    returned: int
    redirected: int
    elsewhere: int
    wrong: int
    open: int


@lru_cache(maxsize=50)
def figures(listing: Listing) -> Statement[RuleFigures]:
    """By rule: the first answer it gave for each case of a list."""
    answer = events.c.data["routing"]
    code = answer["code"].astext
    unit = answer["department"].astext
    told = (
        select(
            cases.c.id,
            code.label("code"),
            func.coalesce(cast(answer["followed"].astext, Boolean), False).label("followed"),
            func.coalesce(cast(answer["automatic"].astext, Boolean), False).label("automatic"),
            cases.c.is_open.label("open"),
            (func.coalesce(unit, "") == cases.c.return_departments.any_()).label("returned"),
            (cases.c.redirect_count > 0).label("redirected"),
            (~cases.c.is_open & cases.c.lead_department_code.is_distinct_from(unit)).label("elsewhere"),
        )
        .ext(distinct_on(cases.c.id, code))
        .select_from(cases.join(events, events.c.case_id == cases.c.id))
        .where(*predicate(listing), among(events.c.action, _ROUTED), answer["by"].astext == "rule")
        .order_by(cases.c.id, code, events.c.seq)
        .subquery("told")
    )
    own = told.c.automatic
    bad = (told.c.returned, told.c.redirected, told.c.elsewhere)
    many = func.count().filter
    return Statement(
        select(
            told.c.code,
            func.count().label("matched"),
            many(told.c.followed).label("followed"),
            many(own).label("automatic"),
            *(many(own, each).label(each.name) for each in bad),
            many(own, or_(*bad)).label("wrong"),
            many(own, told.c.open).label("open"),
        )
        .group_by(told.c.code)
        .order_by(func.count().desc(), told.c.code)
        .limit(constant(MOST_RULES)),
        RuleFigures,
    )


class Shares(TypedDict):
    dispatched: int
    automatic: int


@lru_cache(maxsize=50)
def shares(listing: Listing) -> Statement[Shares]:
    """How many cases of a list have been dispatched, and how many of them by a rule."""
    routed = select(events.c.seq).where(events.c.case_id == cases.c.id, among(events.c.action, _ROUTED))
    by_itself = routed.where(events.c.data["routing"]["automatic"].astext == "true")
    many = func.count().filter
    return Statement(
        select(many(routed.exists()).label("dispatched"), many(by_itself.exists()).label("automatic")).where(
            *predicate(listing)
        ),
        Shares,
    )
