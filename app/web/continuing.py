"""`?next=`: the answer to an action carries the next case of a queue, in the very transaction of the move.

A copy of the answer that is kept for a replay holds where the case stood and no next case: that is found anew.
"""

from collections.abc import Mapping
from typing import Annotated, cast
from uuid import UUID

import orjson
from fastapi import Query

from app.authz import Actor
from app.db.rows import in_json
from app.db.session import Session
from app.services.desk import next_case
from app.services.reading import replays

Following = Annotated[
    str | None,
    Query(
        alias="next",
        max_length=36,
        description="A queue of yours, or the id of a saved view: the answer carries its next case in `next`",
    ),
]


class Continued:
    """What comes after a move, where that was asked for."""

    def __init__(self, session: Session, actor: Actor, queue: str | None, case_id: UUID) -> None:
        """Nothing is asked yet."""
        self._session, self._actor, self._queue, self._case_id = session, actor, queue, case_id
        self._following: next_case.Following | None = None

    async def begin(self) -> None:
        """Before the move: notes where the case stands.

        Raises:
            NotFound, Invalid: there is no such queue or view of theirs.
        """
        if self._queue is not None:
            self._following = await next_case.before_a_move(self._session, self._actor, self._queue, self._case_id)

    async def told(self, view: dict[str, object]) -> dict[str, object]:
        """The answer, with what comes next."""
        if self._following is None:
            return view
        return view | {"next": await self._following.case(self._session, self._actor, {self._case_id})}

    def kept(self, body: bytes) -> bytes:
        """What of the answer is kept."""
        if self._following is None:
            return body
        return orjson.dumps(orjson.loads(body) | {"next": self._following.kept()})

    async def again(self, kept: dict[str, object]) -> dict[str, object] | None:
        """A kept answer as it is told today, with what comes next today."""
        stood = cast(Mapping[str, str | None] | None, kept.get("next"))
        told = await replays.of_case(self._session, self._actor, {k: v for k, v in kept.items() if k != "next"})
        if told is None or self._queue is None:
            return told
        following = await next_case.again(self._session, self._actor, self._queue, self._case_id, stood)
        return told | {"next": orjson.loads(in_json(following))}
