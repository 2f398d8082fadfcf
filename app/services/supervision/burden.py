"""What burdens those who type 减负: entries by worker and hour, what was typed twice, answers nobody has read."""

from collections import defaultdict
from urllib.parse import urlencode
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound
from app.queries.cases import burden as queries
from app.queries.cases import counts
from app.queries.cases.burden import EntryRow
from app.queries.cases.scope import scope_of
from app.queries.organisation import lookup
from app.schemas.supervision.burden import BurdenQuery, EntriesQuery
from app.schemas.supervision.questions import Question, QuestionQuery
from app.services.organisation import names
from app.services.reading.case_lists import describe, scope_of_lists
from app.services.supervision.period import period
from app.services.supervision.questions import QUESTIONS, values_of
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.number import number_of
from app.workflow.supervision.burden import is_night

_MOST = 10_000
_LISTS = "/api/v1/supervision/"
Page = tuple[list[dict[str, object]], str | None]


async def report(session: Session, actor: Actor, query: BurdenQuery) -> dict[str, object]:
    """The burden of a period on the workers of the areas that the actor supervises.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    since, until = period(query)
    hours: dict[UUID, list[int]] = defaultdict(lambda: [0] * 24)
    told = await _workers(session, actor, query.area)
    for row in await session.all(queries.BY_HOUR, **told, period_from=since, period_to=until):
        hours[row["person_id"]][row["hour"]] += row["count"]
    ordered = sorted(hours.items(), key=lambda pair: (-sum(pair[1]), str(pair[0])))
    given = {"since": since.isoformat(), "until": until.isoformat(), **({"area": query.area} if query.area else {})}
    items: list[dict[str, object]] = [
        {
            "person_id": person, "entries": sum(of_day), "night": _night(of_day), "hours": of_day,
            "href": f"{_LISTS}burden/entries?{urlencode({'person': str(person), **given})}",
        }
        for person, of_day in ordered[: query.limit]
    ]  # fmt: skip
    await names.give(session, actor, items)
    together = [sum(of_day[hour] for of_day in hours.values()) for hour in range(24)]
    asked = QuestionQuery(area=query.area, since=since, until=until)
    return {
        "since": since, "until": until, "workers": len(hours), "entries": sum(together), "night": _night(together),
        "hours": together, "typed_twice": await _counted(session, actor, Question.TYPED_TWICE, asked, given),
        "unread": await _counted(session, actor, Question.UNREAD, asked, given), "items": items,
    }  # fmt: skip


async def entries(session: Session, actor: Actor, query: EntriesQuery) -> Page:
    """The entries of a worker, the newest first.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    since, until = period(query)
    asked = query.model_dump(exclude={"limit", "cursor", "since", "until"})
    identity = ("entries", actor.user_id, asked)
    after = cursors.decode_nth(query.cursor, identity) if query.cursor else None
    scope = scope_of(actor)
    values: dict[str, object] = {
        **await _workers(session, actor, query.area), **scope.values, "period_from": since, "period_to": until,
        "person": query.person, "hour": query.hour, "count": query.limit + 1,
    }  # fmt: skip
    if after is not None:
        values |= dict(zip(("after_value", "after_id", "after_seq"), after, strict=True))
    rows = await session.all(queries.entries(scope.shape, first=after is None), **values)
    shown, more = rows[: query.limit], rows[query.limit :]
    last = shown[-1] if more else None
    cursor = last and cursors.encode_nth(last["created_at"], last["case_id"], last["seq"], identity)
    return [_entry(row) for row in shown], cursor


def _entry(row: EntryRow) -> dict[str, object]:
    zh, en = ACTION_LABELS[Action(row["action"])]
    return {
        "case_id": row["case_id"] if row["is_seen"] else None,
        "number": number_of(row["serial"]) if row["is_seen"] else None,
        "action": row["action"], "label_zh": zh, "label": en, "at": row["at"], "created_at": row["created_at"],
    }  # fmt: skip


async def _counted(
    session: Session, actor: Actor, question: Question, asked: QuestionQuery, given: dict[str, str]
) -> dict[str, object]:
    now = clock.now()
    values = await values_of(session, actor, question, asked, now)
    listing, parameters = describe(actor, scope_of_lists(actor), values, QUESTIONS[question].order, now)
    count = await session.one_value(counts.count(listing, _MOST), **parameters)
    return {"count": count, "href": f"{_LISTS}{question.value}?{urlencode(given)}"}


async def _workers(session: Session, actor: Actor, area: str | None) -> dict[str, object]:
    within = ""
    if area is not None:
        row = await session.first(lookup.AREA, code=area)
        if row is None:
            raise NotFound(zh="没有这个区划", en="There is no such area")
        within = row["path"]
    return {"paths": list(actor.areas_of(Permission.SUPERVISE)), "within": within}


def _night(of_day: list[int]) -> int:
    return sum(count for hour, count in enumerate(of_day) if is_night(hour))
