"""Learning: how far it is, what there is to learn, and counting it."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    Integer,
    LargeBinary,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.learning import LearnedCount, LearnedWords, Learning, Lesson
from app.queries.cases.scope import cases
from app.queries.following import mark, take
from app.queries.tables import among, table
from app.workflow.states import Status

counts = table(LearnedCount)
words = table(LearnedWords)
lessons = table(Lesson)
learning = table(Learning)

_IDS = bindparam("case_ids", type_=ARRAY(UUID()))


TAKE, MARK = take(learning), mark(learning)


class CaseNow(TypedDict):
    """A case as it is, whether it is over, and of which version a lesson was learned, if one was."""

    id: uuid.UUID
    version: int
    channel: str
    source_code: str | None
    nature_code: str | None
    category_code: str | None
    rule_code: str | None
    area_path: str
    title: str | None
    description: str
    address: str | None
    privacy_tier: str
    lead_department_code: str | None
    return_departments: list[str]
    closed_at: datetime | None
    is_over: bool
    learned: int | None


_OF_CASE = tuple(name for name in CaseNow.__annotations__ if name not in ("is_over", "learned"))


def _over() -> ColumnElement[bool]:
    ended = among(cases.c.status, (Status.CLOSED.value, Status.ARCHIVED.value))
    return and_(ended, cases.c.closed_at.is_not(None))


NEWS = Statement(
    select(*(cases.c[name] for name in _OF_CASE), _over().label("is_over"), lessons.c.version.label("learned"))
    .select_from(cases.outerjoin(lessons, lessons.c.case_id == cases.c.id))
    .where(
        cases.c.id == _IDS.any_(),
        lessons.c.version.is_distinct_from(cases.c.version),
        or_(_over(), lessons.c.version.is_not(None)),
    )
    .order_by(cases.c.id),
    CaseNow,
)
"""Of some cases those that have something to teach, or to take back, that has not been learned."""


class LessonRow(TypedDict):
    case_id: uuid.UUID
    version: int
    closed_at: datetime
    origin: str
    nature_code: str | None
    category_code: str | None
    rule_code: str | None
    department_code: str | None
    places: list[str]
    returned_by: list[str]
    words: bytes


FORGET = Statement(delete(lessons).where(lessons.c.case_id == _IDS.any_()).returning(lessons), LessonRow)
"""The lessons of some cases, taken out."""

LEARN = Statement(insert(lessons), columns=tuple(LessonRow.__annotations__))

_KEY = ("target", "matter", "place", "answer")
_SUMS = {"cases": ARRAY(Integer), "weight": ARRAY(Double), "returns": ARRAY(Integer), "returned": ARRAY(Double)}


def _add() -> Statement[object]:
    texts = [bindparam(f"{name}s", type_=ARRAY(VARCHAR)) for name in _KEY]
    sums = [bindparam(f"{name}_more", type_=kind) for name, kind in _SUMS.items()]
    more = func.unnest(*texts, *sums).table_valued(*_KEY, *_SUMS).render_derived("more")
    added = upsert(counts).from_select([*_KEY, *_SUMS], select(*(more.c[name] for name in (*_KEY, *_SUMS))))
    return Statement(
        added.on_conflict_do_update(
            index_elements=list(_KEY), set_={name: counts.c[name] + added.excluded[name] for name in _SUMS}
        )
    )


ADD = _add()
"""Adds to what was counted, each context and answer once."""


def _drop_empty() -> Statement[object]:
    texts = [bindparam(f"{name}s", type_=ARRAY(VARCHAR)) for name in _KEY]
    taken = func.unnest(*texts).table_valued(*_KEY).render_derived("taken")
    same = and_(*(counts.c[name] == taken.c[name] for name in _KEY))
    return Statement(delete(counts).where(same, counts.c.cases <= literal(0), counts.c.returns <= literal(0)))


DROP_EMPTY = _drop_empty()
"""Of these contexts and answers, what nothing is left of."""


class StoredWords(TypedDict):
    target: str
    answer: str
    total: int
    buckets: bytes


WORDS_OF = Statement(
    select(words).where(words.c.answer == bindparam("answers", type_=ARRAY(VARCHAR)).any_()), StoredWords
)

PUT_WORDS = Statement(
    upsert(words)
    .values(
        target=bindparam("target", type_=VARCHAR()),
        answer=bindparam("answer", type_=VARCHAR()),
        total=bindparam("total", type_=BigInteger()),
        buckets=bindparam("buckets", type_=LargeBinary()),
    )
    .on_conflict_do_update(
        index_elements=["target", "answer"],
        set_={
            "total": bindparam("total", type_=BigInteger()),
            "buckets": bindparam("buckets", type_=LargeBinary()),
        },
    )
)
