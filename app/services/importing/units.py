"""Which unit history means: by its code, by any name it bore, or by an alias; what two share is nobody's."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from app.services.importing.problems import Unfit, Unknown
from app.services.importing.values import require_unmangled
from app.text.folding import folded


class Units:
    """The units by everything they are called."""

    def __init__(self, codes: Iterable[str], called: Iterable[tuple[str, str]]) -> None:
        """Takes codes, and pairs of a code and a name or alias."""
        self._codes = set(codes)
        self._called: dict[str, set[str]] = defaultdict(set)
        for code, name in called:
            self._called[folded(name)].add(code)

    def one(self, value: str) -> Any:
        """The code of the unit that is meant.

        Raises:
            Unknown: none is called so. Unfit: several are, and nobody guesses.
        """
        if value in self._codes:
            return value
        found = sorted(self._called.get(folded(value), ()))
        if not found:
            require_unmangled(value)
            raise Unknown(value)
        if len(found) > 1:
            codes = ", ".join(found)
            raise Unfit(
                f"不止一个单位叫此名（{codes}），请填代码",
                f"is what several units are called ({codes}): give the code",
                value,
            )
        return found[0]
