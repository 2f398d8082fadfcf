"""HEAD wherever there is a GET (RFC 9110 §9.3.2): the same answer without its body, for probes and caches."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """ASGI middleware, outermost. Below `besides` there are routes of HEAD itself."""

    def __init__(self, app: ASGIApp, besides: str) -> None:
        """Takes the application, and the addresses it leaves alone."""
        self.app, self.besides = app, besides

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith(self.besides):
            await self.app(scope, receive, send)
            return
        ended = False

        async def headers_alone(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                await send(message)
            elif not ended:
                ended = True
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self.app({**scope, "method": "GET"}, receive, headers_alone)
