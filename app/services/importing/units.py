"""Which unit history means: by its code, by any name it bore, or by an alias; what two share is nobody's.

A code is no stronger than a name: who wrote the number of one unit may have meant the alias of another.
"""

from collections import defaultdict
from collections.abc import Iterable

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

    def one(self, value: str) -> str:
        """The code of the unit that is meant.

        Raises:
            Unknown: none is called so. Unfit: several are, and nobody guesses.
        """
        called = self._called.get(folded(value), set())
        found = called | {value} if value in self._codes else called
        if not found:
            require_unmangled(value)
            raise Unknown(value)
        if len(found) == 1:
            return next(iter(found))
        if value in self._codes:
            others = ", ".join(sorted(found - {value}))
            raise Unfit(
                f"是一个单位的代码，又是另一单位的名称或别名（{others}）：请填各自独有的名称，或撤销该别名",
                f"is the code of one unit and what another is called ({others}): "
                "give a name that one of them has alone, or withdraw the alias",
                value,
            )
        codes = ", ".join(sorted(found))
        raise Unfit(
            f"不止一个单位叫此名（{codes}），请填代码",
            f"is what several units are called ({codes}): give the code",
            value,
        )
