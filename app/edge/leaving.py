"""What an answer leaves by: as much of a transport as uvicorn uses, whose closing lets a client read a refusal."""

import asyncio
from collections.abc import Callable


class Exit:
    """What an answer is written to; closing it waits a moment for the rest of a body that was refused.

    With bytes unread in its buffer the system would send a reset, and the client would not see the answer.
    """

    def __init__(self, transport: asyncio.Transport, finish: Callable[[], None]) -> None:
        """Takes what the bytes go to, and what ends the connection."""
        self.write, self.is_closing, self.close = transport.write, transport.is_closing, finish
