"""One connection: uvicorn's protocol, with an end to everything a client can draw out or pile up.

Time counts only while we wait for the client: not while we work, and not while we let its bytes wait.
"""

from typing import Any

import httptools
from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app import errors
from app.edge.census import Census, Phase
from app.edge.leaving import Exit
from app.edge.refusing import AddressTooLong, HeadersTooLarge, Refused, RequestTimeout, answer_to
from app.errors import AppError
from app.services.security.bounds import network

UNREAD_IS_QUIET = 5.0  # seconds
UNREAD_AT_THE_END = 2.0  # seconds, once the process was told to stop


class Connection(HttpToolsProtocol):
    """A client, from its connect to its end."""

    def __init__(self, census: Census, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.census, self.limits = census, census.limits
        self.phase, self.reason, self.peer = Phase.HEAD, "done", "unknown"
        self.heard = self.waited = self.silent = 0.0  # when it last did something, and seconds we have waited
        self.begun = False  # whether a byte of the head is there
        self.head_bytes = self.field_bytes = self.body_bytes = self.framing_bytes = self.rest = self.unsent = 0
        self.unread, self.patience = 0.0, self.limits.answer_seconds  # seconds without a byte taken of what is there
        self.fresh = False  # whether a message began in the bytes at hand
        self.refusal: AppError | None = None

    # --- from connect to end ---------------------------------------------------------------------------------------

    def connection_made(self, transport: Any) -> None:  # noqa: D102  (asyncio's own word)
        super().connection_made(transport)
        self.exit = Exit(self.transport, self.finish)
        self.peer = network(self.client[0] if self.client else None)
        self.heard = self.loop.time()
        if not self.census.enter(self, self.loop):
            self._say(errors.Unavailable(headers={"Retry-After": "5"}))
            self.phase = Phase.ENDING
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: D102  (asyncio's own word)
        super().connection_lost(exc)
        self.census.leave(self, self.reason)

    def finish(self) -> None:
        """Ends it as soon as what was written is read; what still arrives is thrown away for a moment."""
        whole, self.phase, self.waited = self.phase is Phase.IDLE, Phase.ENDING, 0.0
        if whole or self.transport.is_closing() or not self.transport.can_write_eof():
            self.transport.close()
        else:
            self.flow.resume_reading()
            self.transport.write_eof()

    def drop(self, reason: str) -> None:
        """Ends it at once."""
        self.phase = Phase.ENDING
        self.census.leave(self, reason)
        self.transport.abort()

    @property
    def is_busy(self) -> bool:
        """Whether we owe it an answer."""
        cycle = self.cycle
        return bool(self.pipeline) or not (cycle is None or cycle.response_complete or cycle.disconnected)

    @property
    def is_quiet(self) -> bool:
        """Whether nobody works for it, or it does not take what was done for it."""
        return not self.is_busy or self.phase is Phase.BODY or self.unread > UNREAD_IS_QUIET

    def _refuse(self, error: AppError) -> None:
        """Says why and ends it; in the middle of another answer there is nothing to say."""
        self.reason = error.code
        if self.is_busy:
            cycle = self.cycle
            if cycle.response_started or self.pipeline or self.phase is not Phase.BODY:
                self.drop(error.code)
                return
            cycle.disconnected = True  # the application hears that nobody is there
            cycle.message_event.set()
        self._say(error)
        self.finish()

    def _say(self, error: AppError) -> None:
        self.transport.write(answer_to(error, self.headers or []))

    # --- what arrives ----------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:  # noqa: D102  (asyncio's own word)
        if self.phase is Phase.ENDING:
            self.rest += len(data)
            if self.rest > self.limits.linger_bytes:
                self.transport.abort()
            return
        self._unset_keepalive_if_required()
        if not self.begun or (self.phase is Phase.IDLE and not self.is_busy):
            self._turn(Phase.HEAD)
        self.fresh, before = False, self.body_bytes
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.cycle.keep_alive = False  # answered as plain HTTP; what follows is of another protocol, and not read
            self.phase = Phase.ENDING
        except httptools.HttpParserError:
            self._refuse(self.refusal or errors.BadRequest(zh="不是合法的 HTTP 请求", en="This is not valid HTTP"))
        else:
            self._count(len(data), self.body_bytes - before)

    def _count(self, arrived: int, of_bodies: int) -> None:
        """Bounds what the parser holds back: a field that does not end, chunk extensions, trailers."""
        if self.fresh:  # which of the bytes are whose is not known; they are no more than one reading
            return
        if self.phase is Phase.HEAD:
            self.head_bytes += arrived
            if self.head_bytes > self.limits.head_bytes + self.limits.target_bytes:
                self._refuse(self.refusal or HeadersTooLarge())
        elif self.phase is Phase.BODY:
            self.framing_bytes += arrived - of_bodies
            if self.framing_bytes > self.limits.framing_bytes + self.limits.framing_a_byte * self.body_bytes:
                self._refuse(errors.BadRequest())

    def on_message_begin(self) -> None:  # noqa: D102  (the parser's own word)
        self.fresh = True
        self.head_bytes = self.field_bytes = self.body_bytes = self.framing_bytes = 0
        self._turn(Phase.HEAD)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:  # noqa: D102  (the parser's own word)
        super().on_url(url)
        if len(self.url) > self.limits.target_bytes:
            self.refusal = AddressTooLong()
            raise Refused

    def on_header(self, name: bytes, value: bytes) -> None:  # noqa: D102  (the parser's own word)
        if self.phase is Phase.BODY:  # a trailer: nothing here asks for one, and it is no header of the request
            return
        super().on_header(name, value)
        self.field_bytes += len(name) + len(value)
        if len(self.headers) > self.limits.fields:
            self.refusal = HeadersTooLarge()
            raise Refused

    def on_headers_complete(self) -> None:  # noqa: D102  (the parser's own word)
        if self.field_bytes > self.limits.head_bytes:
            self.refusal = HeadersTooLarge()
            raise Refused
        if len(self.pipeline) >= self.limits.pipelined:
            raise Refused
        super().on_headers_complete()
        self.cycle.transport = self.exit  # type: ignore[assignment]  # as much of a transport as an answer uses
        self._turn(Phase.BODY)

    def on_body(self, body: bytes) -> None:  # noqa: D102  (the parser's own word)
        cycle = self.cycle
        if cycle.response_complete:
            return
        cycle.body += body
        self.body_bytes += len(body)
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        if len(cycle.body) >= self.limits.step_bytes:  # who sends byte by byte wakes nobody for each
            cycle.message_event.set()
        self.silent, self.heard = 0.0, self.loop.time()

    def on_message_complete(self) -> None:  # noqa: D102  (the parser's own word)
        super().on_message_complete()
        if self.phase is Phase.BODY:
            self._turn(Phase.IDLE)

    # --- what leaves -----------------------------------------------------------------------------------------------

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        async def served(scope: Scope, receive: Receive, send: Send) -> None:
            async def said(message: Message) -> None:
                if cycle.more_body and message["type"] == "http.response.start":
                    cycle.keep_alive = False  # answered before its end has arrived: the rest is not waited for
                await send(message)

            await app(scope, receive, said if cycle.more_body else send)

        super()._start_asgi_task(cycle, served)  # type: ignore[arg-type]  # uvicorn's own types of messages

    def on_response_complete(self) -> None:  # noqa: D102  (uvicorn's own word)
        answered = not self.pipeline
        self.cycle.body = bytearray() if answered else self.cycle.body  # what was not read is not kept
        self.heard = self.loop.time()
        super().on_response_complete()

    def resume_writing(self) -> None:  # noqa: D102  (asyncio's own word)
        self.unread = 0.0
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:  # noqa: D102  (uvicorn's own word)
        if self.phase is Phase.IDLE:
            self._end_quietly("idle")

    def shutdown(self) -> None:
        """Ends when it is answered, for which nobody waits long who does not read."""
        super().shutdown()
        self.patience = UNREAD_AT_THE_END

    # --- the look every second -------------------------------------------------------------------------------------

    def _turn(self, phase: Phase) -> None:
        self.phase, self.waited, self.silent, self.begun = phase, 0.0, 0.0, True
        self.heard = self.loop.time()

    def look(self, elapsed: float) -> None:
        """Ends it when it has taken too long over what is its to do."""
        self._look_at_writing(elapsed)
        self.waited += elapsed
        if self.phase is Phase.ENDING:
            if self.waited > self.limits.linger_seconds and not self.unsent and not self.is_busy:
                self.transport.abort()
        elif self.phase is Phase.HEAD and self.waited > self.limits.head_seconds:
            if self.begun:
                self._refuse(RequestTimeout())
            else:
                self._end_quietly("silent")
        elif self.phase is Phase.BODY:
            self._look_at_body(elapsed)

    def _look_at_body(self, elapsed: float) -> None:
        if self.flow.read_paused:
            self.waited -= elapsed
            return
        self.silent += elapsed
        slow = self.waited > self.limits.body_grace and self.body_bytes < self.limits.body_rate * self.waited
        if slow or self.silent > self.limits.body_seconds:
            self._refuse(RequestTimeout())

    def _look_at_writing(self, elapsed: float) -> None:
        before, self.unsent = self.unsent, self.transport.get_write_buffer_size()
        self.unread = self.unread + elapsed if 0 < before <= self.unsent else 0.0
        if self.unread > self.patience:
            self.drop("unread")

    def _end_quietly(self, reason: str) -> None:
        self.reason, self.phase = reason, Phase.ENDING
        self.transport.close()
