"""Which photos prove something, once it is known better where the case lies."""

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from app.db.statement import Statement
from app.models.case_parts import Attachment
from app.queries.tables import table

attachments = table(Attachment)

JUDGE_PHOTOS = Statement(
    update(attachments)
    .where(
        attachments.c.case_id == bindparam("case_id", type_=UUID()),
        attachments.c.round == bindparam("round", type_=attachments.c.round.type),
    )
    .values({attachments.c.near_case: attachments.c.id == bindparam("near", type_=ARRAY(UUID())).any_()})
)
"""Which photos of a round were taken near the case; the others were not."""
