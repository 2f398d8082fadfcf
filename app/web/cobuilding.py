"""What the routes of co-building 共建 share: what they refuse, and who may hear again what they once answered."""

from collections.abc import Awaitable, Callable

from app import errors
from app.errors import NotFound
from app.web.idempotency import Again
from app.web.problems import SIGNED_IN, problems

READS = problems(*SIGNED_IN, errors.NotFound)
LISTS = problems(*SIGNED_IN, errors.BadCursor)
_CHANGES = (
    *SIGNED_IN, errors.NotFound, errors.WrongState, errors.GuardRefused, errors.AlreadyExists, errors.Busy,
    errors.KeyInFlight, errors.KeyReused, errors.StaleVersion,
)  # fmt: skip
WRITES = problems(*_CHANGES)
SUBMITS = problems(*_CHANGES, errors.EvidenceMissing)


def while_seen(see: Callable[[], Awaitable[object]]) -> Again:
    """An answer is heard again as long as what it is about is seen; `see` raises NotFound where it is not."""

    async def again(view: dict[str, object]) -> dict[str, object] | None:
        try:
            await see()
        except NotFound:
            return None
        return view

    return again


async def as_it_was(view: dict[str, object]) -> dict[str, object]:
    """Of what somebody made just so: they may hear again what they said."""
    return view
