"""Sending what the person did: `POST /sync/push`, in the order made, in batches that a bad network can carry."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from yikou_client.connection import Connection, Offline, Refused
from yikou_client.records import Conflict, Operation, Resolution, Settle, State
from yikou_client.store import Store

_FIRST_BATCH, _MOST, _MOST_AGAIN = 50, 500, 3
#: What takes nothing from a photo that is still on its way.
_IN_PLACE = frozenset({"report", "comment", "progress", "urge", "follow", "unfollow"})


class Pusher:
    """Sends operations until each is done, waits for something, or needs a person."""

    def __init__(self, connection: Connection, store: Store, settle: Settle, now: Callable[[], datetime]) -> None:
        """Takes what decides about conflicts, and the clock of the device."""
        self._connection, self._store, self._settle, self._now = connection, store, settle, now
        self._batch = _FIRST_BATCH

    async def push(self) -> int:
        """How many operations were done.

        Raises:
            Offline: the network failed even for single operations. SignedOut. Refused: the batch as a whole.
        """
        done = 0
        told: set[str] = set()
        again: Counter[str] = Counter()
        while batch := self._next(told):
            for operation, result in zip(batch, await self._send(batch), strict=False):
                state = self._take(operation, result)
                done += state is State.DONE
                again[operation.id] += 1
                if state is State.WAITING and result["outcome"] == "conflict" and again[operation.id] < _MOST_AGAIN:
                    continue  # the person says it still holds: it goes again, based on the case as it is now
                told.add(operation.id)
        return done

    def _next(self, told: set[str]) -> list[Operation]:
        """Operations in their order; none whose case waits for a person, or for a photo taken before it.

        A move may end the right to add to the case: its proof goes first.
        """
        stopped: set[str] = set()
        batch: list[Operation] = []
        proofs = self._store.operations_after_photos()
        for one in self._store.operations(State.WAITING, State.ATTENTION):
            waits_for_photo = one.id in proofs and one.kind not in _IN_PLACE
            if one.state is State.ATTENTION or one.id in told or waits_for_photo:
                stopped.add(one.case_id)
            elif one.case_id not in stopped:
                batch.append(one)
        return batch[: self._batch]

    async def _send(self, batch: Sequence[Operation]) -> list[Mapping[str, Any]]:
        """The results; a batch that does not get through is halved, one that does is doubled."""
        while True:
            size = min(len(batch), self._batch)
            body = {"sent_at": self._now().isoformat(), "operations": _told(batch[:size])}
            try:
                answer = await self._connection.request("POST", "/sync/push", json=body, tries=None if size == 1 else 2)
            except Offline:
                if size == 1:
                    raise
                self._batch = size // 2
                continue
            if answer.status_code == 413 and size > 1:
                self._batch = size // 2
                continue
            if answer.status_code != 200:
                raise Refused(answer)
            self._batch = min(self._batch * 2, _MOST)
            results: list[Mapping[str, Any]] = answer.json()["results"]
            return results

    def _take(self, operation: Operation, result: Mapping[str, Any]) -> State:
        """Keeps a result; where the operation stands with it."""
        case, outcome = result["case"], result["outcome"]
        if outcome in ("applied", "replayed"):
            self._store.settle(operation, State.DONE, result, case)
            return State.DONE
        if outcome == "deferred" or (outcome == "conflict" and self._has_its_photo(operation, result)):
            self._store.settle(operation, State.WAITING, result, None)
            return State.WAITING
        self._store.settle(operation, State.ATTENTION, result, case)
        if outcome == "rejected":
            return State.ATTENTION
        resolution = self._settle(Conflict(operation, case, tuple(result["since"]), result["problem"]))
        if resolution is Resolution.AGAIN:
            self._store.rebase(operation.id, case["version"] if case else None)
            return State.WAITING
        if resolution is Resolution.DROP:
            self._store.settle(operation, State.DROPPED, result, None)
            return State.DROPPED
        return State.ATTENTION

    def _has_its_photo(self, operation: Operation, result: Mapping[str, Any]) -> bool:
        """Whether a photo of the case still lies on this phone: it is sent next, and the operation after it."""
        return result["problem"]["code"] == "evidence-missing" and any(
            photo.case_id == operation.case_id for photo in self._store.photos(State.WAITING)
        )


def _told(batch: Sequence[Operation]) -> list[dict[str, Any]]:
    """Operations as the service reads them; each names the one before it on its case."""
    before: dict[str, str] = {}
    told = []
    for one in batch:
        told.append(
            {
                "id": one.id,
                "kind": one.kind,
                "case_id": one.case_id,
                "body": dict(one.body),
                "base_version": None if one.case_id in before else one.base_version,  # it builds on the one before
                "after": before.get(one.case_id),
                "device_time": one.device_time.isoformat(),
            }
        )
        before[one.case_id] = one.id
    return told
