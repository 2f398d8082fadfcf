"""A hint 提示 as it goes over the wire, and what else a stream says (the event stream format of the HTML standard)."""

import random
from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

import orjson

RETRY_MS = (1_000, 5_000)  # until a client comes back, at random between these: not all of them at once


class Why(StrEnum):
    """Why somebody has to read their lists anew, or why a stream ends."""

    FORGOTTEN = "forgotten"  # the changes since are not kept any more, or more than are told one by one
    RENEWED = "renewed"  # cases changed without the stream: a history was loaded, a database restored
    OVERFLOW = "overflow"  # more was waiting than is kept for one who does not read
    SCOPE = "scope"  # what they may see has grown or shrunk
    SIGNED_OUT = "signed-out"  # the session, the user or the last post that reads cases has ended
    EXPIRED = "token-expired"  # renew it, and go on
    STOPPING = "stopping"  # this process ends: go on at another

    @property
    def is_reset(self) -> bool:
        """Whether lists have to be read anew."""
        return self in (Why.FORGOTTEN, Why.RENEWED, Why.OVERFLOW, Why.SCOPE)


class Hint:
    """That a case is at a version, or has left one's sight, and which of one's queues that touches."""

    __slots__ = ("_wire", "case_id", "number", "queues", "seen", "version")

    def __init__(self, number: int, case_id: UUID, version: int, queues: tuple[str, ...], *, seen: bool) -> None:
        """`number` is that of the change; `queues` are in the order of their names."""
        self.number, self.case_id, self.version, self.queues, self.seen = number, case_id, version, queues, seen
        self._wire: bytes | None = None

    def following(self, earlier: "Hint") -> "Hint":
        """This one, for who has not heard an earlier one of the same case: it says all that one said."""
        if set(earlier.queues) <= set(self.queues):
            return self
        queues = tuple(sorted({*earlier.queues, *self.queues}))
        return Hint(self.number, self.case_id, self.version, queues, seen=self.seen)

    @property
    def wire(self) -> bytes:
        """As it is sent; the same bytes for all who hear the same."""
        if self._wire is None:
            data: dict[str, object] = {"case_id": str(self.case_id)}
            if self.seen:
                data["version"] = self.version
            data["queues"] = self.queues
            self._wire = event("case" if self.seen else "left", data, self.number)
        return self._wire


def event(name: str, data: dict[str, object], number: int | None = None) -> bytes:
    """An event; with a number, one to resume from."""
    identity = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: %s\ndata: %s\n\n" % (identity, name.encode(), orjson.dumps(data))


def beginning(number: int, queues: Sequence[str]) -> bytes:
    """The first event: from that number on all is heard, also which of these queues it touches."""
    wait = b"retry: %d\n\n" % random.randint(*RETRY_MS)  # noqa: S311  (no secret)
    return wait + event("ready", {"queues": queues}, number)


def reset(why: Why, number: int) -> bytes:
    """Read your lists anew; what changes after that number is heard again."""
    return event("reset", {"reason": why.value}, number)


def ending(why: Why, number: int) -> bytes:
    """The last of a stream."""
    return reset(why, number) if why.is_reset else event("end", {"reason": why.value})


#: What a dispatcher may hear.
EXAMPLE = """retry: 2718

id: 8123
event: ready
data: {"queues":["dispatch","returns","resolved"]}

id: 8125
event: case
data: {"case_id":"01939a7e-4c1b-7d02-9a63-0f2b1c4d5e6f","version":7,"queues":["dispatch"]}

"""
HEARTBEAT = b": heartbeat\n\n"
