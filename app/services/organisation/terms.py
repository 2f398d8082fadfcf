"""The code lists of a district: what a report may say of its nature 诉求性质 and its source 来源."""

from app.db.session import Session
from app.errors import invalid_field
from app.models.term import TermKind
from app.queries.organisation import terms as queries

_CALLED = {TermKind.NATURE: ("诉求性质", "nature"), TermKind.SOURCE: ("来源", "source")}


async def require(session: Session, kind: TermKind, code: str | None) -> None:
    """Lets a code that is in use pass, and none at all.

    Raises:
        Invalid: the district has no such code, or it is retired.
    """
    if code is None:
        return
    row = await session.first(queries.ONE, kind=kind, code=code)
    if row is None or not row["is_active"]:
        zh, en = _CALLED[kind]
        raise invalid_field(f"/{kind.value}_code", f"没有这个{zh}代码", f"there is no such {en} in use")
