"""`create_app`: the routers, the problem documents, and what lives as long as the process.

`python -m app.main` prints the OpenAPI document, `python -m app.main zh` with its Chinese words.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.datastructures import State

from app import logs
from app.concurrency.background import running
from app.concurrency.pauses import Pauses
from app.config import Settings
from app.crypto import keys
from app.crypto.encryption import Encryption
from app.crypto.marks import Mark
from app.crypto.signed import Signed
from app.crypto.tokens import TokenSigner
from app.db.session import Database, open_database
from app.routers import (
    actions,
    appeals,
    areas,
    assessments,
    attachments,
    audit,
    batches,
    bulletins,
    calendar,
    case_lists,
    cases,
    categories,
    cobuilding_evidence,
    cobuilding_groups,
    cobuilding_life,
    cobuilding_pages,
    cobuilding_periods,
    cobuilding_public,
    cobuilding_work,
    departments,
    desk,
    documentation,
    escalation,
    exports,
    figures,
    files,
    home,
    households,
    identity,
    imports,
    insights,
    irregularities,
    ledgers,
    live,
    operations,
    page_sessions,
    people,
    points,
    points_giving,
    points_ledger,
    points_lists,
    releases,
    repeats,
    resident_pages,
    residents,
    responsibilities,
    screens,
    substitutions,
    supervision,
    sync,
    templates,
    terms,
    uploads,
    users,
    village_pages,
    villages,
    whistles,
)
from app.services.bulletins.printing import Press
from app.services.bulletins.scriptorium import Scriptorium
from app.services.cases import rereading
from app.services.importing.surveys import DrawingBoard
from app.services.live.broadcast import Broadcast
from app.services.live.following import Follower
from app.services.operations import timekeeping
from app.services.photos.store import PhotoStore
from app.web import document, problems, routing
from app.web.admission import RefusedNetworks
from app.web.application import Application
from app.web.bodies import Memory
from app.web.public_reads import PublicReads

#: In the order of the document; where two paths fit a request, the one that comes first has it.
_OF_THE_API = (
    sync,
    live,
    cases,
    case_lists,
    ledgers,
    desk,
    whistles,
    insights,
    supervision,
    bulletins,
    irregularities,
    home,
    people,
    substitutions,
    templates,
    identity,
    page_sessions,
    batches,
    actions,
    attachments,
    files,
    uploads,
    areas,
    departments,
    categories,
    users,
    calendar,
    escalation,
    repeats,
    exports,
    imports,
    audit,
    terms,
    responsibilities,
    households,
    points,
    points_ledger,
    points_giving,
    points_lists,
    residents,
    villages,
    releases,
    figures,
    cobuilding_groups,
    cobuilding_periods,
    cobuilding_work,
    cobuilding_life,
    cobuilding_evidence,
    cobuilding_public,
    assessments,
    appeals,
)
_DESCRIPTION = """
One entrance in, one exit out: cases of grid governance from a worker's report to a resident's rating. Errors are
`application/problem+json` with a stable `code`. What people read is Chinese, or English where `Accept-Language`
prefers it; this document too, or as `?lang=zh` and `?lang=en` say.
"""


def create_app(settings: Settings, database: Database | None = None) -> FastAPI:
    """The application. With a `database` given it serves that one; else it opens a pool at `database_url`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if app.state.database is not None:
            yield
            return
        if settings.database_url is None:
            raise ValueError("a database or its URL is needed")
        url = settings.database_url.get_secret_value()
        async with open_database(url, min_size=settings.pool_min, max_size=settings.pool_max) as pool:
            app.state.database = pool
            follower = Follower(app.state.live)
            async with timekeeping.kept(pool), running(follower.follow(url, pool.memory)):
                yield

    logs.configure()
    app = Application(
        title="Yikou 一口",
        version="0.1.0",
        description=_DESCRIPTION,
        openapi_url=None,  # `routers.documentation` serves it
        openapi_tags=[{"name": name, "description": words} for name, words in document.TAGS.items()],
        lifespan=lifespan,
    )
    app.state = state_of(settings)
    app.state.database = database
    problems.install(app)
    document.install(app, settings.public_url)
    of_residents = (resident_pages.router, resident_pages.poster_router, village_pages.router, cobuilding_pages.router)
    of_pages = (*of_residents, operations.router, documentation.router, screens.router)
    routing.install(app, [*(module.router for module in _OF_THE_API), *of_pages])
    return app


def state_of(settings: Settings) -> State:
    """What lives as long as an application, its database aside: what it remembers, what its signing key vouches for.

    Each thing is signed under a purpose of its own.
    """
    key = keys.ensure(settings)
    known = (key, *keys.previous(settings))
    return State(
        {
            "settings": settings,
            "signer": TokenSigner(key),
            "encryption": Encryption(known, "receipts"),
            "cursors": Signed(known, "sync"),
            "file_links": Signed(known, "files"),
            "origins": Mark(key, "origins"),
            "callers": rereading.marks(key),
            "one_time": Mark(key, "one-time passwords"),
            "photos": PhotoStore.of(settings),
            "board": DrawingBoard(),
            "scriptorium": Scriptorium(),
            "press": Press(),
            "pauses": Pauses(),
            "live": Broadcast(settings.max_streams, settings.max_streams_per_user),
            "bodies": Memory(),
            "refused": RefusedNetworks(),
            "reads": PublicReads(),
            "documents": {},
            "making_document": asyncio.Lock(),
            "database": None,
            "embedded": None,
            "expects_worker": False,
        }
    )


def openapi(language: str = "en") -> bytes:
    """The OpenAPI 3.1 document with the words of `zh` or `en`."""
    app = create_app(Settings(signing_key=SecretStr("no request is ever signed with this")))
    return orjson.dumps(document.in_language(app, language), option=orjson.OPT_INDENT_2)


if __name__ == "__main__":
    sys.stdout.buffer.write(openapi(*sys.argv[1:]))
