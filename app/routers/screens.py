"""The screens: one address each, open to everybody; who signs in there sees through the API what is theirs."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import Response

from app.deps import Public
from app.web import routing, screens
from app.web.problems import language_of
from app.web.screens import SCREENS, Screen

router = routing.router(under="", dependencies=[Public], include_in_schema=False)
_READ = ["GET", "HEAD"]
Language = Annotated[Literal["zh", "en"] | None, Query(alias="lang")]


def _shell_of(screen: Screen) -> Callable[..., Awaitable[Response]]:
    async def show(request: Request, language: Language = None) -> Response:
        return screens.shell(request, screen, language or language_of(request))

    return show


def _worker_of(screen: Screen) -> Callable[..., Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        return await screens.worker(request, screen)

    return serve


for each in SCREENS:
    router.add_api_route(f"/{each.address}", _shell_of(each), methods=_READ, name=each.room)
    router.add_api_route(f"/{each.room}-worker.js", _worker_of(each), methods=_READ, name=f"{each.room}_worker")
