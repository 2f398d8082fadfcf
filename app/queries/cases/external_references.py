"""The ids that cases bear in the systems that send them, each once."""

import uuid
from typing import TypedDict

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.lookup import ExternalReference
from app.queries.tables import table

references = table(ExternalReference)

_REFERENCE = ("channel", "source", "external_id")


class TakenReference(TypedDict):
    case_id: uuid.UUID


TAKE = Statement(
    upsert(references).on_conflict_do_nothing(index_elements=list(_REFERENCE)).returning(references.c.case_id),
    TakenReference,
    columns=(*_REFERENCE, "case_id"),
)
"""The id a case is to bear in the system that sends it; no row when a case bears it already, or waits to commit."""

HOLDER = Scalar(
    select(references.c.case_id).where(
        *(references.c[name] == bindparam(f"of_{name}", type_=references.c[name].type) for name in _REFERENCE)
    ),
    uuid.UUID,
)
