"""The home screen in one statement: how many wait in each queue, what is due first, what was told, what is new.

Each queue stands in it once, by the predicate of its list; it is counted, and those that ask to act give their first.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    Subquery,
    Text,
    bindparam,
    cast,
    false,
    func,
    literal,
    literal_column,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, array, distinct_on
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.visitors import replacement_traverse

from app.db.statement import Statement
from app.queries import inbox
from app.queries.cases.listed import LISTED, ListedColumns
from app.queries.cases.lists import Listing, predicate
from app.queries.cases.scope import Shape, cases
from app.queries.sync import changes
from app.workflow.states import Status

MOST_DUE, MOST_NOTICES = 5, 5
COUNT_UP_TO = 10_000  # of a queue
_STATUS = "status"


class Queue(NamedTuple):
    """A queue of somebody: its list, the one status of its cases, if it has one, and whether it asks to act."""

    name: str
    listing: Listing
    status: Status | None
    asks: bool


class Screen(NamedTuple):
    """What is shown: some queues, notices of the cases in a scope, and whether there is `news` for a phone."""

    queues: tuple[Queue, ...]
    scope: Shape
    news: bool


class HomeRow(ListedColumns):
    """A case that is due, and with each all the rest of the screen; where nothing is due, one row without a case.

    `latest` and `news` are documents, an array of `inbox.Told` and a `changes.Look`.
    """

    queue: str | None
    counts: list[int]
    unread: int
    latest: str | None
    news: str | None


@lru_cache(maxsize=500)
def screen(shown: Screen) -> Statement[HomeRow]:
    """All of a screen; takes what `values_of` gives, the values of the inbox, and those of a look for `news`."""
    waiting = [_waiting(place, queue) for place, queue in enumerate(shown.queues)]
    told = _inlined(inbox.unread_of(shown.scope), "told")
    figures = select(
        cast(array([_count(rows, COUNT_UP_TO) for rows in waiting]), ARRAY(BigInteger)).label("counts"),
        _count(told, inbox.COUNT_UP_TO).label("unread"),
        _latest(told).label("latest"),
        (_news() if shown.news else cast(null(), Text)).label("news"),
    ).subquery("figures")
    due = _due([_first(*each) for each in zip(shown.queues, waiting, strict=True) if each[0].asks])
    return Statement(
        select(*LISTED, due.c.queue, *figures.c)
        .select_from(figures.outerjoin(due, true()).outerjoin(cases, cases.c.id == due.c.id))
        .order_by(due.c.acts_by.nulls_last(), due.c.reported_at, due.c.id),
        HomeRow,
    )


def values_of(queues: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The values of the parameters of some queues, as the statement calls them."""
    return {
        _named(place, name): value
        for place, values in enumerate(queues)
        for name, value in values.items()
        if name != _STATUS
    }


def _named(place: int, parameter: str) -> str:
    return f"queue_{place}_{parameter}"


def _waiting(place: int, queue: Queue) -> CTE:
    """The cases of a queue; its parameters are told from those of others by its place.

    Its status is written out: the planner knows how many cases have it, and need not plan anew for each.
    """
    acts_by = func.least(cases.c.stage_due_at, cases.c.due_at).label("acts_by")
    key = cases.c[queue.listing.order.column].label("key")

    def renamed(element: object, **_: object) -> ColumnElement[object] | None:
        if isinstance(element, BindParameter) and element.required:
            if element.key == _STATUS:
                return literal_column(f"'{queue.status}'")
            return bindparam(_named(place, element.key), type_=element.type)
        return None

    its = (replacement_traverse(clause, {}, renamed) for clause in predicate(queue.listing))
    return _inlined(select(cases.c.id, cases.c.reported_at, key, acts_by).where(*its), f"queue_{place}")


def _inlined(rows: Select[*tuple[object, ...]], name: str) -> CTE:
    """Written once and planned for each of its uses, which mostly want a few of the rows."""
    return rows.cte(name).prefix_with("NOT MATERIALIZED")


def _count(rows: FromClause, most: int) -> ScalarSelect[int]:
    some = select(rows.c.id).limit(literal_column(str(most))).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _first(queue: Queue, rows: CTE) -> Select[*tuple[object, ...]]:
    """The first of a queue, as the first page of its list has them."""
    told = select(literal(queue.name).label("queue"), rows.c.id, rows.c.acts_by, rows.c.reported_at)
    return told.order_by(rows.c.key, rows.c.id).limit(literal_column(str(MOST_DUE)))


_NOTHING = select(
    literal("").label("queue"),
    cases.c.id,
    cases.c.due_at.label("acts_by"),
    cases.c.reported_at,
    literal_column("0").label("rank"),
).where(false())


def _due(firsts: Sequence[Select[*tuple[object, ...]]]) -> Subquery:
    """What has to be done first, nothing twice: the queue that comes first has it."""
    ranked = (
        each.add_columns(literal_column(str(rank)).label("rank")).subquery().select()
        for rank, each in enumerate(firsts)
    )
    found = union_all(_NOTHING, *ranked).subquery()
    once = select(found).ext(distinct_on(found.c.id)).order_by(found.c.id, found.c.rank).subquery()
    by = (once.c.acts_by.nulls_last(), once.c.reported_at, once.c.id)
    return select(once).order_by(*by).limit(literal_column(str(MOST_DUE))).subquery("due")


def _latest(told: CTE) -> ScalarSelect[str]:
    first = (told.c.created_at.desc(), told.c.id.desc())
    latest = select(told).order_by(*first).limit(literal_column(str(MOST_NOTICES))).subquery("latest")
    order = (latest.c.created_at.desc(), latest.c.id.desc())
    return select(cast(func.json_agg(aggregate_order_by(latest.table_valued(), *order)), Text)).scalar_subquery()


def _news() -> ScalarSelect[str]:
    look = changes.look().subquery("look")
    return select(cast(func.row_to_json(look.table_valued()), Text)).scalar_subquery()
