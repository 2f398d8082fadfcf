"""The orders of lists of cases, each of which an index has."""

from typing import Literal, NamedTuple

Moment = Literal["due_at", "stage_due_at", "resume_at", "order_due_at", "signed_at", "reported_at", "closed_at"]


class Order(NamedTuple):
    """A column and a direction; the id breaks ties. `undated`: rows without a value come last instead of never."""

    column: Moment
    descending: bool = False
    undated: bool = False


BY_DUE = Order("due_at")
BY_STAGE = Order("stage_due_at")
DUE_FIRST = Order("due_at", undated=True)
STAGE_FIRST = Order("stage_due_at", undated=True)
BY_RESUMPTION = Order("resume_at")
BY_ORDER = Order("order_due_at")
LATEST_SIGNED = Order("signed_at", descending=True)
NEWEST_FIRST = Order("reported_at", descending=True)
OLDEST_FIRST = Order("reported_at")
LATEST_CLOSED = Order("closed_at", descending=True)
