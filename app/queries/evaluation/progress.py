"""How far a computation of a period is: told by transactions of their own, and true while the computing one runs."""

from sqlalchemy import BigInteger, ColumnElement, Integer, Text, and_, bindparam, cast, delete, func, not_, select
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.types import UserDefinedType

from app.db.statement import Scalar, Statement
from app.models.assessment import AssessmentProgress
from app.queries.tables import table

progress = table(AssessmentProgress)


class _Xid8(UserDefinedType[str]):
    """A number of a transaction."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "XID8"


COMPUTATION = Scalar(select(cast(cast(func.pg_current_xact_id(), Text), BigInteger)), int)
"""The number of the transaction that asks."""

_ID = bindparam("period_id", type_=UUID())
_NEW = upsert(progress).values(
    period_id=_ID,
    computation=bindparam("computation", type_=BigInteger()),
    done=bindparam("done", type_=Integer()),
    total=bindparam("total", type_=Integer()),
)
TELL = Statement(
    _NEW.on_conflict_do_update(
        index_elements=["period_id"], set_={name: _NEW.excluded[name] for name in ("computation", "done", "total")}
    )
)
FORGET = Statement(delete(progress).where(progress.c.period_id == _ID))


def is_running() -> ColumnElement[bool]:
    """Whether the computation that was told of goes on: a crash ends it, and what it told with it.

    A transaction later than the last that has ended is of another database, from which this one was restored.
    """
    snapshot = func.pg_current_snapshot()
    has_ended = func.pg_visible_in_snapshot(cast(cast(progress.c.computation, Text), _Xid8()), snapshot)
    return and_(not_(has_ended), progress.c.computation < cast(cast(func.pg_snapshot_xmax(snapshot), Text), BigInteger))
