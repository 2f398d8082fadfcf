"""`/healthz`, `/readyz`, `/metrics`: for whoever runs the service."""

from typing import Any

from fastapi import Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app import clock, errors
from app.deps import Public
from app.schemas.operations import Health, Readiness
from app.services.operations import readiness
from app.web import responses, routing
from app.web.problems import Responses, problems

router = routing.router(under="", tags=["operations"], dependencies=[Public])


@router.get("/healthz", response_model=Health)
async def healthz() -> Response:
    """The process answers."""
    return responses.json({"status": "ok", "time": clock.now()})


@router.get(
    "/readyz",
    response_model=Readiness,
    responses=problems(errors.Unavailable) | {503: {"model": Readiness, "description": "Not ready, and why"}},
)
async def readyz(request: Request) -> Response:
    """Whether the database answers, the migrations are current and the worker beats."""
    report = await _look(request)
    return responses.json(report, status=200 if report["ready"] else 503)


_TEXT: Responses = {200: {"content": {"text/plain": {"schema": {"type": "string"}, "example": "up 1"}}}}


@router.get("/metrics", response_class=Response, responses=_TEXT)
async def metrics(request: Request) -> Response:
    """Prometheus: the process, parked timers and photos, the skew of the clock."""
    await _look(request)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _look(request: Request) -> dict[str, Any]:
    state = request.app.state
    return await readiness.look(state.database, state.embedded, state.expects_worker)
