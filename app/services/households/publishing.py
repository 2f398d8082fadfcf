"""公示: a list is made from the ledger when it is published, named as the village decides, and frozen."""

from datetime import timedelta
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound, invalid_field
from app.identifiers import new_id
from app.models.audit import Deed
from app.queries.households import lists as queries
from app.queries.households import records as record_queries
from app.queries.households.lists import ListRow
from app.schemas.households.lists import PointsListIn, PointsListQuery
from app.services.households import rulebook, standings
from app.services.households.access import Village, led, village_of
from app.services.organisation import names
from app.services.reading.case_view import mask_name
from app.services.security.trail import record
from app.workflow.households.saying import tells_more
from app.workflow.households.terms import PointsListKind, PointsListLabel

_LONGEST = timedelta(days=366)
Page = tuple[list[dict[str, object]], str | None]


async def publish(session: Session, actor: Actor, code: str, body: PointsListIn) -> dict[str, object]:
    """Publishes the list of a period; of two who do so at once, the second is told that it is there.

    Raises:
        NotFound, NotPermitted: see `led`. AlreadyExists: it is published. NoRules: there are none. Invalid: the dates,
        or a way to name households that says more than the village allows.
    """
    village = await led(session, actor, code)
    await session.one_value(record_queries.HOLD_REGISTER, village=village.code)
    if not timedelta() <= body.until - body.since <= _LONGEST or body.until > clock.today():
        zh, en = "须在开始之日起一年内，且不晚于今日", "from the first day on, within a year, not after today"
        raise invalid_field("/until", zh, en)
    rules = await rulebook.on(session, village, body.until)
    label = body.label or rules.list_label
    if tells_more(label, rules.list_label):
        zh, en = "超出本村办法允许的公示方式", "that says more of households than the village's rules allow"
        raise invalid_field("/label", zh, en)
    made = _ranking if body.kind is PointsListKind.RANKING else _entries
    row: ListRow = {
        "id": new_id(clock.now()), "village_code": village.code, "kind": body.kind.value, "since": body.since,
        "until": body.until, "label": label.value, "title": body.title,
        "document": await made(session, village, rules, body, label), "publisher_id": actor.user_id,
        "published_at": clock.now(),
    }  # fmt: skip
    await session.run(queries.PUBLISH, **row)
    await record(session, actor, Deed.POINTS_PUBLISHED, row["id"], name=body.title, at=[village.path])
    return await _view(session, actor, row)


async def _ranking(
    session: Session, village: Village, rules: rulebook.Rules, body: PointsListIn, label: PointsListLabel
) -> list[dict[str, object]]:
    rows, places = await standings.places_of(session, village, rules.tie_rules, since=body.since, until=body.until)
    told = [(place, rows[place.standing.household_id]) for place in places]
    return [
        {"rank": place.rank, "household": _named(row["household_number"], row["head_name"], label),
         "points": row["points"], "kind": None, "rule_name": None, "occurred_on": None}
        for place, row in told
    ]  # fmt: skip


async def _entries(
    session: Session, village: Village, rules: rulebook.Rules, body: PointsListIn, label: PointsListLabel
) -> list[dict[str, object]]:
    rows = await session.all(queries.ENTRIES, village=village.code, since=body.since, until=body.until)
    return [
        {"occurred_on": str(row["occurred_on"]), "rank": None,
         "household": _named(row["household_number"], row["head_name"], label),
         "kind": row["kind"], "rule_name": row["rule_name"], "points": row["points"]}
        for row in rows
    ]  # fmt: skip


def _named(number: int, name: str | None, label: PointsListLabel) -> str:
    if label is PointsListLabel.NUMBER or name is None:
        return f"{number} 号"
    return f"{number} 号 {name if label is PointsListLabel.NAME else mask_name(name)}"


async def page(session: Session, actor: Actor, code: str, query: PointsListQuery) -> Page:
    """The lists of a village, the newest first.

    Raises:
        NotFound: the village is none of theirs.
    """
    village = await village_of(session, actor, code)
    kind = None if query.kind is None else query.kind.value
    identity = ("points lists", village.code, kind)
    before = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else None
    rows = await session.all(queries.PAGE, village=village.code, kind=kind, before=before, count=query.limit + 1)
    views: list[dict[str, object]] = [dict(row) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def read(session: Session, actor: Actor, code: str, list_id: UUID) -> dict[str, object]:
    """A list as it was published.

    Raises:
        NotFound: there is none, or the village is none of theirs.
    """
    village = await village_of(session, actor, code)
    row = await session.first(queries.ONE, of_id=list_id, village=village.code)
    if row is None:
        raise NotFound()
    return await _view(session, actor, row)


async def _view(session: Session, actor: Actor, row: ListRow) -> dict[str, object]:
    view: dict[str, object] = {name: value for name, value in row.items() if name not in ("village_code", "document")}
    await names.give(session, actor, [view])
    return view | {"rows": row["document"]}
