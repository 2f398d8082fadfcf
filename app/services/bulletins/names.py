"""What units, areas and categories of a bulletin are called, kept with what is said of them, in both languages."""

from collections.abc import Iterable, Mapping

from app.db.session import Session
from app.services.organisation.names import NameBook

Said = dict[str, object]


class Names:
    """What units, areas and categories are called in both languages, asked for together."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self._wanted: dict[str, set[object]] = {"area": set(), "department": set(), "category": set(), "person": set()}
        self._known: Mapping[str, Mapping[object, object]] = {}

    def want(self, kind: str, codes: Iterable[object]) -> None:
        """These will be named."""
        self._wanted[kind].update(code for code in codes if code)

    async def look_up(self, session: Session) -> None:
        """Asks."""
        self._known = await session.memory.of(NameBook).called(session, self._wanted)

    def of(self, kind: str, code: object) -> Said:
        """The code with its names; what has none is called by its code, and nothing is called 未明确."""
        if not code:
            return {"code": None, "zh": "未明确", "en": "None"}
        name = self._known[kind].get(code)
        given, english = (str(code), None) if name is None else (name.given, name.english)  # type: ignore[attr-defined]
        return {"code": str(code), "zh": given, "en": english or given}
