"""`/supervision` and `/inbox`: what a supervisor asks, orders of a case, and what each user was told."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.cases.lists import SparsePage
from app.schemas.supervision.automatic import AutomaticFigures, AutomaticQuery
from app.schemas.supervision.questions import (
    Inbox,
    InboxQuery,
    MarkRead,
    Orders,
    Question,
    QuestionQuery,
    Summary,
    SummaryQuery,
    SupervisedPage,
)
from app.schemas.supervision.ratings import RatingFigures, RatingQuery
from app.schemas.supervision.responses import ResponseFigures, ResponseQuery
from app.schemas.supervision.returns import FirstDispatches, FirstDispatchQuery, PingPongQuery, PingPongs
from app.schemas.supervision.trends import OrderFigureQuery, OrderFigures, Trend, TrendQuery
from app.services.supervision import automatic, inbox, orders, questions, ratings, returns, trends
from app.services.supervision import responses as answers
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, nothing, once
from app.web.problems import SIGNED_IN, problems

router = routing.router()
_REFUSALS = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
Supervisor = Annotated[Actor, reader(Permission.SUPERVISE)]


@router.get("/supervision/summary", tags=["supervision"], response_model=Summary, responses=_REFUSALS)
async def summary(query: Annotated[SummaryQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """How many cases answer a question, by department, area, category, status, fault, worker or age, with their lists.

    By area it counts those right below the one asked for, or all of a `level`.
    """
    return responses.json(await questions.summarise(session, actor, query))


@router.get("/supervision/ratings", tags=["supervision"], response_model=RatingFigures, responses=_REFUSALS)
async def read_ratings(query: Annotated[RatingQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """What residents said in a period: how many answers, which scores, and how many called it solved.

    By department, area or category. Each answered round counts, also one that ended in a reopening 重办.
    """
    return responses.json(await ratings.figures(session, actor, query))


@router.get("/supervision/whistles", tags=["supervision"], response_model=ResponseFigures, responses=_REFUSALS)
async def read_responses(query: Annotated[ResponseQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """How units answered whistles 吹哨 of a period: in time, late, declined or missed, on the spot, and the scores."""
    return responses.json(await answers.figures(session, actor, query))


@router.get("/supervision/ping-pong", tags=["supervision"], response_model=PingPongs, responses=_REFUSALS)
async def read_ping_pong(query: Annotated[PingPongQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """退单拉锯 · Who returned cases, whom they proposed, with whom they ended, and the row that had sent them there."""
    return responses.json(await returns.ping_pong(session, actor, query))


@router.get("/supervision/first-dispatch", tags=["supervision"], response_model=FirstDispatches, responses=_REFUSALS)
async def read_first_dispatch(
    query: Annotated[FirstDispatchQuery, Query()], session: ReadSession, actor: Supervisor
) -> Response:
    """首派准确率 · How many of the cases closed in a period ended with the unit they were first sent to.

    By category, area or dispatcher; dispatchers are named to those who supervise them.
    """
    return responses.json(await returns.first_dispatches(session, actor, query))


@router.get("/supervision/trend", tags=["supervision"], response_model=Trend, responses=_REFUSALS)
async def read_trend(query: Annotated[TrendQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """趋势 · Of each day how many cases were reported and closed, and were overdue at its end; each with its list.

    What was overdue is reckoned by the deadlines as they stand now: an extension counts for the days before it, too.
    """
    return responses.json(await trends.trend(session, actor, query))


@router.get("/supervision/order-figures", tags=["supervision"], response_model=OrderFigures, responses=_REFUSALS)
async def read_order_figures(
    query: Annotated[OrderFigureQuery, Query()], session: ReadSession, actor: Supervisor
) -> Response:
    """督办回复 · Cases that were given orders in a period, and how these were answered; by unit or level."""
    return responses.json(await trends.order_figures(session, actor, query))


@router.get("/routing/automatic", tags=["supervision"], response_model=AutomaticFigures, responses=_REFUSALS)
async def read_automatic(
    query: Annotated[AutomaticQuery, Query()], session: ReadSession, actor: Supervisor
) -> Response:
    """How much routing rules dispatched by themselves in a period, and how much was returned or sent elsewhere."""
    return responses.json(await automatic.figures(session, actor, query))


@router.get(
    "/supervision/{question}", tags=["supervision"], response_model=SupervisedPage | SparsePage, responses=_REFUSALS
)
async def ask(
    request: Request,
    question: Question,
    query: Annotated[QuestionQuery, Query()],
    session: ReadSession,
    actor: Supervisor,
) -> Response:
    """What is overdue, late in its stage, due soon, auto-signed, suspended, bounced, redirected, or under orders.

    Of a period also what was reported, closed or given an order in it; and what was overdue at a moment.
    """
    return responses.page(request, await questions.answer(session, actor, question, query), query.fields)


@router.get("/cases/{case_id}/orders", tags=["supervision"], response_model=Orders, responses=_REFUSALS)
async def read_orders(
    case_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(Permission.READ_CASES)]
) -> Response:
    """The supervision orders 督办 of a case, and its urges 催办 with when the unit read them."""
    return responses.json(await orders.of_case(session, actor, case_id))


@router.get("/inbox", tags=["inbox"], response_model=Inbox, responses=_REFUSALS)
async def read_inbox(
    request: Request, query: Annotated[InboxQuery, Query()], session: ReadSession, actor: Annotated[Actor, reader(None)]
) -> Response:
    """What I was told, newest first."""
    items, cursor, unread = await inbox.page(
        session, actor, unread=query.unread, limit=query.limit, cursor=query.cursor
    )
    return responses.page(request, (items, cursor), unread=unread)


@router.post(
    "/inbox/read",
    max_body_size=Size.JSON,
    tags=["inbox"],
    status_code=204,
    responses=problems(*SIGNED_IN, errors.KeyInFlight, errors.KeyReused),
)
async def mark_read(
    request: Request,
    body: MarkRead,
    session: WriteSession,
    actor: Annotated[Actor, writer(None)],
    key: Key = None,
) -> Response:
    """I have read these."""

    async def marked() -> Response:
        await inbox.mark_read(session, actor, body.ids)
        return Response(status_code=204)

    return await once(request, session, actor, key, marked, told=body, again=nothing)
