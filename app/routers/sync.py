"""`/sync`: what a phone did off line goes in, everything that changed for it comes out."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.bearing import BearerDep
from app.deps import CallersDep, CursorsDep, DatabaseDep, PausesDep, ReadSession, batcher, reader
from app.schemas.sync.batches import Outcome, Pulled, PullQuery, Push, Pushed, Receipts
from app.services.identity import device_clocks
from app.services.sync import results
from app.services.sync.pull import pull
from app.services.sync.push import push
from app.web import responses, routing
from app.web.admission import permitted
from app.web.bodies import PAUSE, Size
from app.web.problems import SIGNED_IN, language_of, problems

MOST_REJECTED = 50  # operations that could never be done: no phone has so many, and to look at them takes a while
router = routing.router("/sync", tags=["sync"])


@router.post(
    "/push",
    max_body_size=Size.BATCH,
    dependencies=[permitted(Permission.COMMENT)],
    response_model=Pushed,
    responses=problems(*SIGNED_IN),
)
async def push_operations(
    request: Request,
    body: Push,
    database: DatabaseDep,
    actor: Annotated[Actor, batcher(Permission.COMMENT)],
    bearer: BearerDep,
    marks: CallersDep,
    pauses: PausesDep,
) -> Response:
    """上行同步 · Up to 500 operations in the order made, one result each; sent again nothing is done twice."""
    async with database.writing() as session:
        await device_clocks.remember(session, bearer, body.sent_at)
    told = await push(database, actor, body, language_of(request), marks)
    if sum(result["outcome"] == Outcome.REJECTED for result in told["results"]) > MOST_REJECTED:
        await pauses.take(PAUSE)
    return responses.json(told)


@router.get("/pull", response_model=Pulled, responses=problems(*SIGNED_IN, errors.BadCursor))
async def pull_changes(
    query: Annotated[PullQuery, Query()],
    session: ReadSession,
    signed: CursorsDep,
    actor: Annotated[Actor, reader(None)],  # whose last post has ended is told that all has left their sight
) -> Response:
    """下行同步 · Everything that changed in what I may see since the cursor; without one, all of it."""
    return responses.json(await pull(session, actor, query.cursor, query.limit, signed))


@router.get("/receipts", response_model=Receipts, responses=problems(*SIGNED_IN))
async def receipts(
    id: Annotated[list[UUID], Query(min_length=1, max_length=100, description="Ids of operations")],  # noqa: A002
    session: ReadSession,
    actor: Annotated[Actor, reader(None)],  # their work was done, whatever became of the post they did it in
) -> Response:
    """回执 · What became of operations whose answer was lost."""
    return responses.json(await results.receipts_of(session, actor, id))
