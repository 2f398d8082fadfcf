"""What an action is besides its rows in the table: its body, its effect, how it may be asked for; said in one place.

mypy compares the body with what the effect takes; routes, operations of phones and documents follow from it.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TypeVar, cast
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.errors import AppError
from app.schemas.flow.command import Command
from app.services.flow.move import Move
from app.workflow.actions import Action

C = TypeVar("C", bound=Command)
Overtaken = Callable[[Session, Actor, UUID], Awaitable[AppError | None]]


class Way(StrEnum):
    """How an action is asked for."""

    ROUTE = "route"  # `POST /cases/{id}/{action}`, and an operation of a phone
    ROUTE_ALONE = "route_alone"  # the same, but no operation of a phone: for who is on line and reads the answer
    OWN = "own"  # a route of its own, as uploads and links of residents have it
    NOBODY = "nobody"  # the system does it


class Declared:
    """An action with its body; without an effect it changes nothing but the status, the clocks and the history.

    `refusals` are of its own, besides what every action may answer; `overtaken` says more of why it comes too late, of
    a case that is out of sight or in another status by now. One that `reveals` answers with contacts in the
    clear: it is done anew each time, and kept nowhere. One whose effect changes other cases says which `others`: they
    are locked together, in one order.
    """

    __slots__ = ("_effect", "_others", "action", "command", "overtaken", "refusals", "reveals", "way")

    def __init__(
        self,
        action: Action,
        command: type[C],
        effect: Callable[[Move, C], Awaitable[None]] | None = None,
        *,
        way: Way = Way.ROUTE,
        refusals: tuple[type[AppError], ...] = (),
        overtaken: Overtaken | None = None,
        reveals: bool = False,
        others: Callable[[Session, UUID, C], Awaitable[list[UUID]]] | None = None,
    ) -> None:
        """Mypy sees here that the effect takes the body; what is made of all actions knows only that it is one."""
        self.action = action
        self.command: type[Command] = command
        self._effect = cast(Callable[[Move, Command], Awaitable[None]] | None, effect)
        self._others = cast(Callable[[Session, UUID, Command], Awaitable[list[UUID]]] | None, others)
        self.way = way
        self.refusals = refusals
        self.overtaken = overtaken
        self.reveals = reveals

    async def take_effect(self, move: Move, command: Command) -> None:
        """What the action does to a move; residents have bodies of their own, with what it needs."""
        if self._effect is not None:
            await self._effect(move, command)

    async def others(self, session: Session, case_id: UUID, command: Command) -> list[UUID]:
        """The other cases that the action will change."""
        return [] if self._others is None else await self._others(session, case_id, command)
