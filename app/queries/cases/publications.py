"""The pool 亮单 of a case: publishing it, ending that, and what a unit has in hand."""

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.case import OPEN_CASES
from app.models.case_part_rows import PublicationRow
from app.models.publication import Publication
from app.queries.cases.scope import cases
from app.queries.tables import among, table
from app.workflow.states import Status

publications = table(Publication)

_CASE_ID = bindparam("case_id", type_=UUID())
_CODE = bindparam("code", type_=VARCHAR())
_OPEN = (publications.c.case_id == _CASE_ID, publications.c.ended_at.is_(None))

PUBLISH = Statement(
    insert(publications),
    columns=("case_id", "id", "area_path", "eligible_codes", "fallback_code", "published_at", "published_by"),
)

END = Statement(
    update(publications)
    .where(*_OPEN)
    .values(
        {
            publications.c.ended_at: bindparam("at", type_=publications.c.ended_at.type),
            publications.c.outcome: bindparam("became", type_=publications.c.outcome.type),
            publications.c.claimed_by_code: bindparam("claimed_by", type_=VARCHAR()),
        }
    )
)

LATEST = Statement(
    select(publications)
    .where(publications.c.case_id == _CASE_ID)
    .order_by(publications.c.ended_at.desc().nulls_first())
    .limit(1),
    PublicationRow,
)
"""The last time a case was published: still open, or what came of it."""

#: What waits for the unit itself: neither suspended 挂账, where nobody can work, nor done and waiting for a check.
IN_HAND = (Status.DISPATCHED, Status.HANDLING)

COUNT_IN_HAND = Scalar(
    select(func.count())
    .select_from(cases)
    .where(OPEN_CASES, cases.c.lead_department_code == _CODE, among(cases.c.status, IN_HAND)),
    int,
)
"""The open cases the unit has in hand, published or dispatched to it alike."""
