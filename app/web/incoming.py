"""A request as it comes, its header fields looked at once."""

from typing import Any

from fastapi import Request
from starlette.datastructures import Headers


class Fields(Headers):
    """Header fields, found by their names without a walk through all of them; of several, the first."""

    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        """Takes the fields of an ASGI scope, whose names are in small letters."""
        super().__init__(raw=raw)
        self._first = dict(reversed(raw))

    def __getitem__(self, key: str) -> str:
        """The first of that name."""
        return self._first[key.lower().encode("latin-1")].decode("latin-1")

    def __contains__(self, key: object) -> bool:
        """Whether there is one of that name."""
        return isinstance(key, str) and key.lower().encode("latin-1") in self._first

    def get(self, key: str, default: object = None) -> Any:
        """The first of that name, or something else."""
        found = self._first.get(key.lower().encode("latin-1"))
        return default if found is None else found.decode("latin-1")


class Incoming(Request):
    """What every route of ours is asked by."""

    @property
    def headers(self) -> Headers:
        """The header fields."""
        try:
            return self._headers
        except AttributeError:
            self._headers: Headers = Fields(self.scope["headers"])
            return self._headers
