"""The tables, one aggregate a file; importing this package registers them all."""

from app.models import (
    area,
    audit,
    calendar,
    caller,
    case,
    case_event,
    case_parts,
    category,
    changes,
    department,
    desk,
    escalation,
    lookup,
    operations,
    outbox,
    publication,
    routing,
    supervision,
    upload,
    user,
    whistle,
)
from app.models.columns import give_server_defaults

give_server_defaults()

__all__ = [
    "area",
    "audit",
    "calendar",
    "caller",
    "case",
    "case_event",
    "case_parts",
    "category",
    "changes",
    "department",
    "desk",
    "escalation",
    "lookup",
    "operations",
    "outbox",
    "publication",
    "routing",
    "supervision",
    "upload",
    "user",
    "whistle",
]
