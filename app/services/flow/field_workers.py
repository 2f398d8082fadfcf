"""Choosing who verifies 核查 or checks 核实: the one named, or of the nearest to the place who has least in hand."""

from uuid import UUID

from app import clock
from app.errors import GuardRefused, invalid_field
from app.queries.organisation import lookup
from app.services.flow.move import Move


async def choose(
    move: Move,
    wanted: UUID | None,
    *,
    pointer: str,
    besides: UUID | None = None,
    barred_user: UUID | None = None,
    barred_department: str | None = None,
) -> UUID:
    """The id of a worker who reaches the place of the case and is not barred; `besides` is passed over.

    Who is of its grid reaches it, or of an area around it; of a case in a village or town, also who is of a grid there.

    Raises:
        Invalid: the one named does not qualify. GuardRefused: nobody does.
    """
    found: UUID | None = await move.session.value(
        lookup.FIELD_WORKERS,
        area_path=move.case["area_path"],
        today=clock.today(),
        only=wanted,
        besides=besides,
        seed=f"{move.case_id} {move.seq}",
        barred_user=barred_user,
        barred_department=barred_department,
    )
    if found is not None:
        return found
    if wanted is not None:
        raise invalid_field(
            pointer,
            "该人员不是此处的网格员，或与处置方有关",
            "that person is no worker of this place, or belongs to those who handled it",
        )
    raise GuardRefused(
        zh="此处没有可派的网格员" if besides is None else "此处没有其他可派的网格员",
        en="There is no grid worker for this place" if besides is None else "There is no other worker for this place",
        condition="no-worker-in-grid",
    )
