"""The words of the API document: what a field means, what its codes mean, and the Chinese of what the code says.

English stands in the code, as docstrings and `description=`; its Chinese stands in `words/texts.toml` under the English
text, as gettext has it: one cannot change without the other. What means the same wherever it occurs is said once, in
`words/fields.toml`, under its name, under `Model.name` where it means something else there, or under `Area.name` for
`AreaIn`, `AreaView` and `AreaItem` together.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.web.values import LABELS

_WORDS = Path(__file__).parent / "words"
_SUFFIXES = ("In", "Out", "View", "Item", "Patch")
Entries = Mapping[str, Any]
Labels = Mapping[str, tuple[str, str]]


@cache
def read(name: str) -> Entries:
    """One file of the catalogue; read when the document is first asked for, since it takes a while."""
    return tomllib.loads((_WORDS / f"{name}.toml").read_text())


def folded(text: str) -> str:
    """A text in one line, as it is a key of `texts.toml`."""
    return " ".join(text.split())


class Catalogue:
    """Answers in one language, and keeps what was asked for and what it did not have."""

    def __init__(self, language: str) -> None:
        """Takes `zh` or `en`."""
        self.language = language
        self.used: set[tuple[str, str]] = set()
        self.missing: set[tuple[str, str]] = set()

    def text(self, english: str) -> str:
        """What the code says in English; itself, where it has no Chinese."""
        if self.language == "en":
            return english
        return str(self._of("texts", [folded(english)]) or english)

    def field(self, owner: str, name: str) -> str | None:
        """What a field of a model, or a parameter of an operation, means."""
        found: Any = self._of("fields", list(_keys(owner, name)))
        return str(found[self.language]) if found else None

    def values(self, owner: str, name: str) -> Labels | None:
        """The words for the codes that an enumeration, or a field that is one, takes."""
        for key in _keys(owner, name):
            if key in LABELS:
                return LABELS[key]
        found = self._of("values", list(_keys(owner, name)))
        return {code: (words[0], words[1]) for code, words in found.items()} if found else None

    def _of(self, file: str, keys: list[str]) -> Any:
        entries = read(file)
        for key in keys:
            if key in entries:
                self.used.add((file, key))
                return entries[key]
        self.missing.add((file, keys[0]))
        return None


def _keys(owner: str, name: str) -> Iterator[str]:
    """From the most particular to the most general."""
    if owner:
        model = owner.removesuffix("-Input").removesuffix("-Output")
        yield f"{model}.{name}"
        for suffix in _SUFFIXES:
            if model.endswith(suffix) and model != suffix:
                yield f"{model.removesuffix(suffix)}.{name}"
    yield name
