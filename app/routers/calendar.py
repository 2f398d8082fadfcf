"""`/calendar`: the working days of an area, and their administration 日历维护 with preview."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.base import Day
from app.schemas.calendar import ChangeOut, DayIn, DaysOut, DaysQuery, WeekIn, Written, YearIn
from app.services.administration.calendar import administer
from app.services.calendar import reading
from app.services.calendar.changes import DayChange, WeekChange, YearChange
from app.services.calendar.checks import arrangement
from app.services.calendar.scopes import scope_of
from app.web import responses, routing
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems

router = routing.router("/calendar", tags=["calendar"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.AltersClosed, errors.Busy)
Anyone = Annotated[Actor, reader(None)]
Administrator = Annotated[Actor, writer(Permission.ADMINISTER)]
Place = Annotated[str, Path(max_length=32, pattern=r"^[0-9A-Za-z._\-]+$", description="Code of an area, or `national`")]
Year = Annotated[int, Path(ge=2004, le=2050)]
Preview = Annotated[bool, Query(description="Say what would move, and change nothing")]


@router.get("", response_model=DaysOut, responses=_READS)
async def read_days(query: Annotated[DaysQuery, Query()], session: ReadSession, actor: Anyone) -> Response:
    """Each day of an area: whether it is worked, when, and why not."""
    return responses.json(await reading.days(session, query.area, query.first(), query.days))


@router.get("/{place}/years/{year}", response_model=Written, responses=_READS)
async def read_written(place: Place, year: Year, session: ReadSession, actor: Anyone) -> Response:
    """What was written for a place itself: its weeks, and its days of a year."""
    return responses.json(await reading.written(session, place, year))


@router.put("/{place}/weeks/{valid_from}", max_body_size=Size.JSON, response_model=ChangeOut, responses=_WRITES)
async def put_week(
    place: Place,
    valid_from: Day,
    body: WeekIn,
    session: WriteSession,
    actor: Administrator,
    preview: Preview = False,
) -> Response:
    """The windows of a place from a day on, its own hours 工作时段."""
    change = WeekChange(await scope_of(session, place), valid_from, body.week())
    return responses.json(await administer(session, actor, change, preview=preview))


@router.delete("/{place}/weeks/{valid_from}", response_model=ChangeOut, responses=_WRITES)
async def delete_week(
    place: Place, valid_from: Day, session: WriteSession, actor: Administrator, preview: Preview = False
) -> Response:
    """Withdraws the week that comes into force on this day."""
    change = WeekChange(await scope_of(session, place), valid_from, None)
    return responses.json(await administer(session, actor, change, preview=preview))


@router.put("/{place}/days/{day}", max_body_size=Size.JSON, response_model=ChangeOut, responses=_WRITES)
async def put_day(
    place: Place, day: Day, body: DayIn, session: WriteSession, actor: Administrator, preview: Preview = False
) -> Response:
    """A day of an area that differs: a local holiday, a working weekend, other hours."""
    change = DayChange(await scope_of(session, place), day, body.special())
    return responses.json(await administer(session, actor, change, preview=preview))


@router.delete("/{place}/days/{day}", response_model=ChangeOut, responses=_WRITES)
async def delete_day(
    place: Place, day: Day, session: WriteSession, actor: Administrator, preview: Preview = False
) -> Response:
    """Makes the day a day like any other again."""
    change = DayChange(await scope_of(session, place), day, None)
    return responses.json(await administer(session, actor, change, preview=preview))


@router.put("/national/years/{year}", max_body_size=Size.JSON, response_model=ChangeOut, responses=_WRITES)
async def put_year(
    year: Year, body: YearIn, session: WriteSession, actor: Administrator, preview: Preview = False
) -> Response:
    """Publishes the arrangement of a year; every open deadline that touches it is computed anew."""
    change = YearChange(year, arrangement(body.entries()))
    return responses.json(await administer(session, actor, change, preview=preview))
