"""Rows of one column, as many statements give them."""

from typing import TypedDict
from uuid import UUID


class IdRow(TypedDict):
    id: UUID


class CodeRow(TypedDict):
    code: str
