"""Moving a case: every row below it lies where the case lies."""

from sqlalchemy import bindparam, literal, select, update
from sqlalchemy.dialects.postgresql import UUID

from app.db.statement import Scalar
from app.models.case_parts import AssistExcuse, Follower, Rating, SplitPart
from app.models.publication import Publication
from app.models.whistle import Whistle, WhistleCall
from app.queries.cases.parts import approvals, assignments, attachments, orders
from app.queries.tables import table

parts = table(SplitPart)
_BELOW = (
    approvals,
    assignments,
    attachments,
    orders,
    table(AssistExcuse),
    table(Follower),
    table(Publication),
    table(Rating),
    table(Whistle),
    table(WhistleCall),
)
_CASE_ID = bindparam("case_id", type_=UUID())
_TO_PATH = bindparam("to_path", type_=attachments.c.area_path.type)

_in_order = (
    select(parts.c.part_id)
    .where(parts.c.case_id == _CASE_ID)
    .order_by(parts.c.part_id)
    .with_for_update()
    .cte("in_order")
)

MOVE_PARTS = Scalar(
    select(literal(1)).add_cte(
        *(
            update(part)
            .where(part.c.case_id == _CASE_ID)
            .values({part.c.area_path: _TO_PATH})
            .cte(f"moved_{part.name}")
            for part in _BELOW
        ),
        update(parts)
        .where(parts.c.part_id == _in_order.c.part_id)
        .values({parts.c.area_path: _TO_PATH})
        .cte("moved_split_parts"),
    ),
    int,
)
"""Lays every row below a case where the case lies now. Its events stay where they happened: they are append-only.

What became of the parts of a split report is taken in the order of their ids: so does a batch that ends several.
"""
