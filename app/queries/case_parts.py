"""The rows below a case: writes of assignments, approvals, attachments and followers, and their reads."""

from sqlalchemy import bindparam, case, insert, literal, null, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.case_event import CaseEvent
from app.models.case_parts import Approval, Assignment, Attachment, Follower
from app.models.supervision import SupervisionOrder
from app.queries.tables import among, table

assignments = table(Assignment)
approvals = table(Approval)
attachments = table(Attachment)
followers = table(Follower)
events = table(CaseEvent)
orders = table(SupervisionOrder)

_CASE_ID = bindparam("case_id", type_=UUID())
_theirs = followers.alias("theirs")

ASSIGN = Statement(
    insert(assignments),
    columns=("case_id", "id", "role", "department_code", "area_path", "assigned_at", "assigned_by"),
)

END_ASSIGNMENTS = Statement(
    update(assignments)
    .where(assignments.c.case_id == _CASE_ID, assignments.c.ended_at.is_(None))
    .values({assignments.c.ended_at: bindparam("at", type_=assignments.c.ended_at.type)})
)
"""Takes every unit off the case."""

ASSISTS_DONE = Statement(
    update(assignments)
    .where(
        assignments.c.case_id == _CASE_ID,
        assignments.c.role == "assist",
        assignments.c.ended_at.is_(None),
        assignments.c.department_code == bindparam("codes", type_=ARRAY(VARCHAR)).any_(),
    )
    .values({assignments.c.done_at: bindparam("at", type_=assignments.c.done_at.type)})
)

RELEASE_ASSIST = Statement(
    update(assignments)
    .where(
        assignments.c.case_id == _CASE_ID,
        assignments.c.role == "assist",
        assignments.c.ended_at.is_(None),
        assignments.c.department_code == bindparam("unit", type_=VARCHAR()),
    )
    .values({assignments.c.ended_at: bindparam("at", type_=assignments.c.ended_at.type)})
)

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
    among(approvals.c.state, ("pending", "endorsed")),
)

ENDORSE_APPROVAL = Statement(
    update(approvals)
    .where(*_UNDECIDED)
    .values(
        {
            approvals.c.state: "endorsed",
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
    .returning(approvals)
)

_ATTACHMENT_COLUMNS = tuple(attachments.c.keys())

ATTACH = Statement(
    upsert(attachments).on_conflict_do_nothing(index_elements=["case_id", "purpose", "round", "sha256"]),
    columns=_ATTACHMENT_COLUMNS,
)
"""A photo; the same bytes for the same purpose in the same round are one."""

ATTACHMENTS_OF = Statement(
    select(attachments)
    .where(attachments.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_())
    .order_by(attachments.c.created_at, attachments.c.id)
)

ATTACHMENT = Statement(
    select(attachments).where(
        attachments.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_(),
        attachments.c.id == bindparam("id", type_=UUID()),
    )
)

_new_follower = upsert(followers)
FOLLOW = Statement(
    _new_follower.on_conflict_do_update(
        index_elements=["case_id", "from_case_id"], set_={"ended_at": None, "user_id": _new_follower.excluded.user_id}
    ),
    columns=(
        "case_id",
        "from_case_id",
        "merged",
        "area_path",
        "user_id",
        "contact_name",
        "contact_phone",
        "since",
    ),
)

_MERGED_ID = bindparam("merged_id", type_=UUID())
_FOLLOWING = (followers.c.case_id == _CASE_ID, followers.c.ended_at.is_(None))
_ENDED_AT = bindparam("at", type_=followers.c.ended_at.type)

FOLLOWERS_OF = Statement(select(followers).where(*_FOLLOWING))

_MOVING = ("case_id", "merged", "from_case_id", "area_path", "user_id", "contact_name", "contact_phone", "since")
FOLLOW_ON = Statement(
    _new_follower.from_select(
        list(_MOVING),
        select(
            _CASE_ID.label("case_id"), literal(False).label("merged"), *(followers.c[name] for name in _MOVING[2:])
        ).where(followers.c.case_id == _MERGED_ID, followers.c.ended_at.is_(None), ~followers.c.merged),
    ).on_conflict_do_update(index_elements=["case_id", "from_case_id"], set_={"ended_at": None})
)
"""Who follows the merged case follows the one it was merged into."""

UNMERGE_FOLLOWERS = Statement(
    update(followers)
    .where(
        *_FOLLOWING,
        or_(
            followers.c.from_case_id == _MERGED_ID,
            followers.c.from_case_id.in_(select(_theirs.c.from_case_id).where(_theirs.c.case_id == _MERGED_ID)),
        ),
    )
    .values({followers.c.ended_at: _ENDED_AT})
)
"""Undoes what the merge of a case added."""

UNFOLLOW = Statement(
    update(followers)
    .where(*_FOLLOWING, followers.c.user_id == bindparam("follower_id", type_=UUID()))
    .values(
        {
            followers.c.user_id: null(),
            followers.c.ended_at: case(
                (or_(followers.c.merged, followers.c.contact_phone.is_not(None)), null()), else_=_ENDED_AT
            ),
        }
    )
)
"""A user follows no longer. A resident they followed for, and a merged case, stay with the case."""

CONTACTS_OF_FOLLOWERS = Statement(
    select(followers.c.contact_name, followers.c.contact_phone)
    .ext(distinct_on(followers.c.contact_phone))
    .where(*_FOLLOWING, followers.c.contact_phone.is_not(None))
    .order_by(followers.c.contact_phone, followers.c.since)
    .limit(200)
)
"""Whom to answer besides the case's own contact, each once."""

EVENTS_OF = Statement(
    select(events)
    .where(events.c.case_id == _CASE_ID, events.c.seq > bindparam("after", type_=events.c.seq.type))
    .order_by(events.c.seq)
    .limit(bindparam("count"))
)

CLOCK_EVENTS_OF = Statement(
    select(events.c.action, events.c.from_status, events.c.to_status, events.c.data, events.c.created_at)
    .where(events.c.case_id == _CASE_ID, events.c.action == bindparam("actions", type_=ARRAY(VARCHAR)).any_())
    .order_by(events.c.seq)
)
"""The events that did something to the clocks, as `workflow.replay` reads them."""

CLOCK_EVENTS_OF_MANY = Statement(
    select(
        events.c.case_id,
        events.c.action,
        events.c.from_status,
        events.c.to_status,
        events.c.data,
        events.c.created_at,
    )
    .where(
        events.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_(),
        events.c.action == bindparam("actions", type_=ARRAY(VARCHAR)).any_(),
    )
    .order_by(events.c.case_id, events.c.seq)
)
"""The same of several cases."""

ISSUE_ORDER = Statement(
    insert(orders),
    columns=("case_id", "id", "level", "demand", "area_path", "issued_by", "issued_at", "reply_due_at"),
)

_OPEN_ORDER = (orders.c.case_id == _CASE_ID, orders.c.ended_at.is_(None))
_AT = bindparam("at", type_=orders.c.ended_at.type)

OPEN_ORDER = Statement(select(orders).where(*_OPEN_ORDER))

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
"""The case is over before anyone answered."""

ORDERS_OF = Statement(select(orders).where(orders.c.case_id == _CASE_ID).order_by(orders.c.issued_at, orders.c.id))

APPROVALS_OF = Statement(select(approvals).where(approvals.c.case_id == _CASE_ID).order_by(approvals.c.requested_at))

ASSIGNMENTS_OF = Statement(
    select(assignments).where(assignments.c.case_id == _CASE_ID).order_by(assignments.c.assigned_at, assignments.c.id)
)
