"""`/import`: the files of an import, tried or taken."""

from typing import Annotated

from fastapi import File, Query, Request, UploadFile
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import BearerDep, BoardDep, DatabaseDep, actor_before, batcher
from app.schemas.organisation.importing import Imported
from app.services.administration import taking, whole
from app.services.importing.problems import WouldRevive
from app.web import responses, routing, streaming
from app.web.admission import before_the_body
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, form_example, problems

router = routing.router(tags=["organisation"])


async def _welcome(request: Request) -> None:
    """Nothing is read for somebody who does not administer all there is."""
    actor = await actor_before(request)
    async with request.app.state.database.reading() as session:
        await whole.require_whole(session, actor)


@router.post(
    "/import",
    max_body_size=Size.FILES,
    form_limits={"max_files": 32},
    dependencies=[before_the_body(_welcome)],
    response_model=Imported,
    responses=problems(*SIGNED_IN, errors.Busy, WouldRevive),
    openapi_extra=form_example("multipart/form-data", files=["(areas.csv)", "(boundaries.geojson)"]),
)
async def take(
    database: DatabaseDep,
    board: BoardDep,
    _: Annotated[Actor, batcher(Permission.ADMINISTER)],
    bearer: BearerDep,
    files: Annotated[list[UploadFile], File(description="The files of an import by their names, or a zip of them")],
    apply: Annotated[bool, Query(description="Do it; else say what it would do, and change nothing")] = False,
    revive: Annotated[bool, Query(description="Also take up again what has ended")] = False,
) -> Response:
    """What files would do to the organisation, every error in its place; or does it, all of them or none 批量导入."""
    sent = await streaming.whole(files)
    return responses.json(await taking.take(database, board, bearer, sent, apply=apply, revive=revive))
