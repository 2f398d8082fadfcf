"""The rows below a case: writes of approvals and attachments, and their reads."""

import uuid
from typing import TypedDict

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.case_part_rows import ApprovalRow, AttachmentRow, OrderRow
from app.models.case_parts import Approval, Assignment, Attachment
from app.models.supervision import SupervisionOrder
from app.models.upload import StoredPhoto
from app.queries.tables import among, table
from app.workflow.approvals import ApprovalState

assignments = table(Assignment)
approvals = table(Approval)
attachments = table(Attachment)
photos = table(StoredPhoto)
orders = table(SupervisionOrder)

_CASE_ID = bindparam("case_id", type_=UUID())

REQUEST_APPROVAL = Statement(
    insert(approvals),
    columns=(
        "case_id",
        "id",
        "kind",
        "state",
        "area_path",
        "department_code",
        "proposed_department_code",
        "amount",
        "resume_at",
        "reason_code",
        "note",
        "requested_by",
        "requested_at",
    ),
)

_UNDECIDED = (
    approvals.c.case_id == _CASE_ID,
    approvals.c.kind == bindparam("of_kind", type_=approvals.c.kind.type),
    among(approvals.c.state, (ApprovalState.PENDING, ApprovalState.ENDORSED)),
)

ENDORSE_APPROVAL = Statement(
    update(approvals)
    .where(*_UNDECIDED)
    .values(
        {
            approvals.c.state: ApprovalState.ENDORSED,
            approvals.c.endorsed_by: bindparam("by", type_=UUID()),
            approvals.c.endorsed_at: bindparam("at", type_=approvals.c.endorsed_at.type),
        }
    )
)

DECIDE_APPROVAL = Statement(
    update(approvals)
    .where(*_UNDECIDED)
    .values(
        {
            approvals.c.state: bindparam("decision", type_=approvals.c.state.type),
            approvals.c.decided_by: bindparam("by", type_=UUID()),
            approvals.c.decided_at: bindparam("at", type_=approvals.c.decided_at.type),
            approvals.c.decision_note: bindparam("because", type_=approvals.c.decision_note.type),
        }
    )
    .returning(approvals),
    ApprovalRow,
)

_ATTACHMENT_COLUMNS = tuple(attachments.c.keys())

ATTACH = Statement(
    upsert(attachments).on_conflict_do_nothing(index_elements=["case_id", "purpose", "round", "sha256"]),
    columns=_ATTACHMENT_COLUMNS,
)
"""A photo; the same bytes for the same purpose in the same round are one."""

SAME_PHOTO = Scalar(
    select(attachments.c.id).where(
        attachments.c.case_id == _CASE_ID,
        attachments.c.purpose == bindparam("purpose", type_=attachments.c.purpose.type),
        attachments.c.round == bindparam("round", type_=attachments.c.round.type),
        attachments.c.sha256 == bindparam("sha256", type_=attachments.c.sha256.type),
    ),
    uuid.UUID,
)


class Shown(TypedDict):
    """What a photo was said to show."""

    purpose: str


SHOWN_AS = Statement(
    select(attachments.c.purpose).where(
        attachments.c.case_id == _CASE_ID,
        attachments.c.sha256 == bindparam("sha256", type_=attachments.c.sha256.type),
        or_(
            attachments.c.purpose != bindparam("purpose", type_=attachments.c.purpose.type),
            attachments.c.round < bindparam("round", type_=attachments.c.round.type),
        ),
    ),
    Shown,
)
"""As what else these bytes have been shown in this case: for another purpose, or in an earlier round."""

_WITH_COPIES = select(attachments, photos.c.copies).join(photos, photos.c.sha256 == attachments.c.sha256)

ATTACHMENTS_OF = Statement(
    _WITH_COPIES.where(attachments.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_()).order_by(
        attachments.c.created_at, attachments.c.id
    ),
    AttachmentRow,
)

ATTACHMENT = Statement(
    _WITH_COPIES.where(
        attachments.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_(),
        attachments.c.id == bindparam("id", type_=UUID()),
    ),
    AttachmentRow,
)

ISSUE_ORDER = Statement(
    insert(orders),
    columns=("case_id", "id", "level", "demand", "area_path", "issued_by", "issued_at", "reply_due_at"),
)

_OPEN_ORDER = (orders.c.case_id == _CASE_ID, orders.c.ended_at.is_(None))
_AT = bindparam("at", type_=orders.c.ended_at.type)

OPEN_ORDER = Statement(select(orders).where(*_OPEN_ORDER), OrderRow)

ANSWER_ORDER = Statement(
    update(orders)
    .where(*_OPEN_ORDER)
    .values(
        {
            orders.c.answered_by: bindparam("by", type_=UUID()),
            orders.c.answer: bindparam("words", type_=orders.c.answer.type),
            orders.c.answered_at: _AT,
            orders.c.ended_at: _AT,
        }
    )
)

RAISE_ORDER = Statement(
    update(orders)
    .where(*_OPEN_ORDER)
    .values(
        {
            orders.c.level: bindparam("to_level", type_=orders.c.level.type),
            orders.c.reply_due_at: bindparam("due_at", type_=orders.c.reply_due_at.type),
        }
    )
)

END_ORDER = Statement(update(orders).where(*_OPEN_ORDER).values({orders.c.ended_at: _AT}))
"""Nobody answers it any more."""

ORDERS_OF = Statement(
    select(orders).where(orders.c.case_id == _CASE_ID).order_by(orders.c.issued_at, orders.c.id), OrderRow
)
