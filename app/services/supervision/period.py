"""The period 时段 of a question about what has been: history is never listed or counted whole on a request."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType

from app import clock
from app.errors import invalid_field
from app.schemas.supervision.automatic import AutomaticQuery
from app.schemas.supervision.burden import BurdenQuery, EntriesQuery
from app.schemas.supervision.questions import MOST_DAYS, USUAL_DAYS, Narrowing, Question
from app.schemas.supervision.ratings import RatingQuery
from app.schemas.supervision.responses import ResponseQuery
from app.schemas.supervision.returns import Within

#: The filter of each such question; the others ask of cases that are open, and have no period.
WITHIN: Mapping[Question, str] = MappingProxyType(
    {
        Question.AUTO_SIGNED: "signed_within",
        Question.BOUNCED: "reported_within",
        Question.REDIRECTED: "reported_within",
        Question.REPORTED: "reported_within",
        Question.CLOSED: "ended_within",
        Question.ORDERED: "ordered_within",
        Question.TYPED_TWICE: "reported_within",
        Question.UNREAD: "reported_within",
    }
)


def period_of(question: Question, query: Narrowing) -> tuple[datetime, datetime] | None:
    """From when until when (not included) the question asks, None when it asks of the present.

    Raises:
        Invalid: the present has no period; one that ends before it begins, or is too long.
    """
    if question not in WITHIN:
        if query.since is not None or query.until is not None:
            zh, en = "这个问题问的是当前，没有时段", "this question asks of the present and takes no period"
            raise invalid_field("/since" if query.since is not None else "/until", zh, en)
        return None
    return period(query)


def period(
    query: Narrowing | RatingQuery | ResponseQuery | AutomaticQuery | Within | BurdenQuery | EntriesQuery,
) -> tuple[datetime, datetime]:
    """From when until when (not included) something that has been is asked for.

    Raises:
        Invalid: it ends before it begins, or is too long.
    """
    tomorrow = datetime.combine(clock.today() + timedelta(days=1), time(), clock.LOCAL)
    until = query.until or max(tomorrow, query.since or tomorrow)
    since = query.since or until - timedelta(days=USUAL_DAYS)
    if not timedelta() <= until - since <= timedelta(days=MOST_DAYS):
        zh, en = f"时段须在 {MOST_DAYS} 天以内", f"a period ends after it begins, within {MOST_DAYS} days"
        raise invalid_field("/since", zh, en)
    return since, until
