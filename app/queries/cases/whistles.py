"""Whistles 吹哨 and the calls of each, as moves write them and look at them."""

from sqlalchemy import (
    DateTime,
    and_,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.whistle import Whistle, WhistleCall
from app.models.whistle_rows import CallRow, WhistleRow
from app.queries.tables import table
from app.workflow.whistles import CallState, WhistleState

whistles = table(Whistle)
calls = table(WhistleCall)

_CASE_ID = bindparam("case_id", type_=UUID())
_AT = bindparam("at", type_=DateTime(timezone=True))
_OPEN = and_(whistles.c.case_id == _CASE_ID, whistles.c.state == literal_column(f"'{WhistleState.OPEN.value}'"))
_OF_IT = (calls.c.case_id == _CASE_ID, calls.c.whistle_id == bindparam("whistle_id", type_=UUID()))

BLOW = Statement(
    insert(whistles),
    columns=(
        "case_id", "id", "area_path", "place", "lat", "lon", "meet_at", "respond_by", "note", "called_by", "called_at",
    ),
)  # fmt: skip
CALL = Statement(insert(calls), columns=("case_id", "whistle_id", "department_code", "area_path", "called_at"))

OPEN_ONE = Statement(select(whistles).where(_OPEN), WhistleRow)
"""The whistle of a case that is open."""

CALLS_OF = Statement(select(calls).where(*_OF_IT).order_by(calls.c.department_code), CallRow)

UNANSWERED = calls.c.state == literal_column(f"'{CallState.CALLED.value}'")
_BY = bindparam("by", type_=UUID())
_UNITS = calls.c.department_code == bindparam("codes", type_=ARRAY(VARCHAR)).any_()
_ANSWER = ("late", "head_count", "note", "lat", "lon", "accuracy_m", "presence", "distance_m", "device_at",
           "device_in_time")  # fmt: skip
ANSWER = Statement(
    update(calls)
    .where(*_OF_IT, _UNITS)
    .values(
        {calls.c.state: bindparam("to_state", type_=calls.c.state.type), calls.c.answered_by: _BY}
        | {calls.c.answered_at: _AT}
        | {calls.c[name]: bindparam(f"to_{name}", type_=calls.c[name].type) for name in _ANSWER}
    )
)
"""What some units answered."""

MISS = Statement(
    update(calls)
    .where(*_OF_IT, UNANSWERED)
    .values({calls.c.state: CallState.MISSED, calls.c.missed_at: _AT})
    .returning(calls),
    CallRow,
)
"""Those who have not answered by now."""

SCORE = Statement(
    update(calls)
    .where(*_OF_IT, _UNITS)
    .values(
        {
            calls.c.score: bindparam("to_score", type_=calls.c.score.type),
            calls.c.score_note: bindparam("words", type_=calls.c.score_note.type),
            calls.c.scored_by: _BY,
            calls.c.scored_at: _AT,
        }
    )
)

END = Statement(
    update(whistles)
    .where(_OPEN)
    .values(
        {
            whistles.c.state: bindparam("to_state", type_=whistles.c.state.type),
            whistles.c.result: bindparam("words", type_=whistles.c.result.type),
            whistles.c.ended_by: _BY,
            whistles.c.ended_at: _AT,
        }
    )
)
