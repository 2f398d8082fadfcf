"""What residents said of the work 评价: every answered round counts, also one that ended in a reopening 重办."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.queries.cases.orders import NEWEST_FIRST
from app.queries.residents import rating as queries
from app.queries.residents.rating import Figures
from app.schemas.supervision.questions import SummaryBy
from app.schemas.supervision.ratings import RatingQuery, RatingsBy
from app.services.reading.case_lists import describe, places, scope_of_lists
from app.services.supervision.period import period
from app.services.supervision.questions import names_of, path_of

Score = Literal["score_1", "score_2", "score_3", "score_4", "score_5"]
#: A team is a department, too.
_KIND: Mapping[RatingsBy, SummaryBy] = MappingProxyType(
    {
        RatingsBy.DEPARTMENT: SummaryBy.DEPARTMENT,
        RatingsBy.TEAM: SummaryBy.DEPARTMENT,
        RatingsBy.AREA: SummaryBy.AREA,
        RatingsBy.CATEGORY: SummaryBy.CATEGORY,
    }
)
_SCORES: tuple[Score, ...] = ("score_1", "score_2", "score_3", "score_4", "score_5")


async def figures(session: Session, actor: Actor, query: RatingQuery) -> dict[str, object]:
    """The answers given in a period about cases the actor sees, in all and by department, area or category.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    since, until = period(query)
    values = await places(session, query.area, query.department, query.category)
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    parameters |= {"period_from": since, "period_to": until}
    if query.by is RatingsBy.AREA:
        parameters["depth"] = path_of(actor, values).count("/") + 1
    rows = await session.all(queries.figures(listing, query.by.value), **parameters)
    named = await names_of(session, actor, _KIND[query.by], [row["key"] for row in rows if row["key"]])
    items = [{"key": row["key"] or None, "name": named.get(row["key"] or ""), **_counted([row])} for row in rows]
    return {"since": since, "until": until, **_counted(rows), "items": items[: queries.MOST_GROUPS]}


def _counted(rows: Sequence[Figures]) -> dict[str, object]:
    scores = [sum(row[name] for row in rows) for name in _SCORES]
    count = sum(scores)
    total = sum(score * times for score, times in enumerate(scores, start=1))
    return {
        "count": count,
        "average": round(total / count, 2) if count else None,
        "solved": sum(row["solved"] for row in rows),
        "unsolved": sum(row["unsolved"] for row in rows),
        "scores": scores,
    }
