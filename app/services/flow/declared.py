"""What an action is besides its rows in the table: its body, its effect, how it may be asked for; said in one place.

mypy compares the body with what the effect takes; routes, operations of phones and documents follow from it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.errors import AppError
from app.schemas.flow.command import Command
from app.services.flow.move import Move
from app.workflow.actions import Action

C = TypeVar("C", bound=Command)


class Way(StrEnum):
    """How an action is asked for."""

    ROUTE = "route"  # `POST /cases/{id}/{action}`, and an operation of a phone
    ROUTE_ALONE = "route_alone"  # the same, but nothing for a phone off line: it is for who reads the answer
    OWN = "own"  # a route of its own, as uploads and links of residents have it
    NOBODY = "nobody"  # the system does it


@dataclass(frozen=True, slots=True)
class Declared(Generic[C]):
    """An action with its body; without an effect it changes nothing but the status, the clocks and the history."""

    action: Action
    command: type[C]
    effect: Callable[[Move, C], Awaitable[None]] | None = None
    way: Way = Way.ROUTE
    refusals: tuple[type[AppError], ...] = ()  # of its own, besides what every action may answer
    reveals: bool = False  # answers with contacts in the clear: done anew each time, and kept nowhere
