"""What is done with the rows of any statement."""

from collections.abc import Iterable, Mapping


def columns(row: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    """Some columns of a row as they are."""
    return {name: row[name] for name in names}
