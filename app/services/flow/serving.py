"""Which units may be given a case of its place: active, and with jurisdiction there."""

from collections.abc import Iterable

from app.db.session import Session
from app.errors import Invalid, invalid_field
from app.queries.organisation import lookup
from app.services.flow.move import Move


async def serving(session: Session, area_path: str, codes: Iterable[str]) -> set[str]:
    """Those of some units that may."""
    rows = await session.all(lookup.SERVING_DEPARTMENTS, codes=list(codes), area_path=area_path)
    return {row["code"] for row in rows}


async def require_serving(move: Move, named: Iterable[tuple[str, str]]) -> None:
    """Refuses the first unit that may not; each is named with the pointer to where the body says it."""
    told = list(named)
    found = await serving(move.session, move.case["area_path"], [code for _, code in told])
    for pointer, code in told:
        if code not in found:
            raise not_serving(pointer)


def not_serving(pointer: str) -> Invalid:
    """That a unit may not be given the case."""
    zh, en = "单位不存在、已停用或不管辖该网格", "the unit does not exist, is not active or has no jurisdiction here"
    return invalid_field(pointer, zh, en)
