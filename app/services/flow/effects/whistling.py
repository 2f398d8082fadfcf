"""Effects of a whistle 吹哨: units are called to a place, scored, and let go. No clock of the case moves."""

from datetime import timedelta

from app.errors import invalid_field
from app.identifiers import new_id
from app.models.case_row import CaseChanges
from app.models.whistle_rows import WhistleRow
from app.queries.cases import whistles as queries
from app.schemas.flow.command import Command
from app.schemas.flow.commands import NoteOnly
from app.schemas.flow.whistling import BlowWhistle, EndWhistle, ScoreResponse
from app.services.cases.mover import SYSTEM
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.services.flow.serving import require_serving
from app.services.organisation import locating
from app.workflow.actions import Action
from app.workflow.states import OPEN
from app.workflow.whistles import LASTS, LATE_CALL, MOST_AHEAD, CallState, WhistleState

_NOBODY_CALLED: CaseChanges = {
    "called_codes": [],
    "open_calls": [],
    "whistle_due_at": None,
    "whistle_ends_at": None,
}


async def whistle(move: Move, command: BlowWhistle) -> None:
    """They see the case while the whistle is open, and are told; the lead stays the lead."""
    await _require_callable(move, command.departments)
    meet_at = command.at or move.now
    _require_times(move, command, max(timedelta(), move.now - meet_at))
    lat, lon = move.case["lat"], move.case["lon"]
    if command.location is not None:
        place = await locating.place(move.session, command.location)
        lat, lon = place.lat, place.lon
    whistle_id = new_id(move.now)
    move.data.pop("location", None)
    move.data |= {"whistle_id": str(whistle_id), "at": meet_at.isoformat()}
    if lat is not None and lon is not None:
        move.data["meeting_point"] = {"lat": lat, "lon": lon}
    same = {"case_id": move.case_id, "area_path": move.case["area_path"], "called_at": move.now}
    told = {"place": command.place, "lat": lat, "lon": lon, "meet_at": meet_at, "respond_by": command.respond_by}
    await move.session.run(queries.BLOW, **same, **told, id=whistle_id, note=command.note, called_by=move.user_id)
    rows = [{**same, "whistle_id": whistle_id, "department_code": code} for code in command.departments]
    await move.session.run_many(queries.CALL, rows)
    move.changes |= {
        "called_codes": command.departments,
        "open_calls": command.departments,
        "whistle_due_at": command.respond_by,
        "whistle_ends_at": command.respond_by + LASTS,
    }
    move.tells_units |= set(command.departments)


async def _require_callable(move: Move, codes: list[str]) -> None:
    if len(set(codes)) != len(codes):
        raise invalid_field("/departments", "单位不能重复", "a unit can be named only once")
    await require_serving(move, [(f"/departments/{index}", code) for index, code in enumerate(codes)])


def _require_times(move: Move, command: BlowWhistle, ago: timedelta) -> None:
    if ago > LATE_CALL:
        raise invalid_field("/at", "集合时间不能是过去", "the time to meet lies in the past")
    if not move.now < command.respond_by <= move.now + MOST_AHEAD:
        zh, en = "报到时限须在 30 日以内的将来", "the time to respond by lies within 30 days from now"
        raise invalid_field("/respond_by", zh, en)
    if command.at is not None and command.at > command.respond_by:
        zh, en = "报到时限不能早于集合时间", "the time to respond by is not before the time to meet"
        raise invalid_field("/respond_by", zh, en)


async def score_response(move: Move, command: ScoreResponse) -> None:
    """What whoever called thinks of one unit's response; until the whistle ends it may be said anew."""
    row = await open_whistle(move)
    calls = await move.session.all(queries.CALLS_OF, case_id=move.case_id, whistle_id=row["id"])
    state = {call["department_code"]: call["state"] for call in calls}.get(command.department)
    if state is None:
        raise invalid_field("/department", "该单位未被吹哨", "that unit was not called")
    if state == CallState.CALLED:
        raise invalid_field("/department", "该单位尚未答复，时限未到", "that unit has not answered and still may")
    await move.session.run(
        queries.SCORE,
        case_id=move.case_id,
        whistle_id=row["id"],
        codes=[command.department],
        to_score=command.score,
        words=command.note,
        by=move.user_id,
        at=move.now,
    )
    move.data["whistle_id"] = str(row["id"])
    move.tells_units.add(command.department)


async def end_whistle(move: Move, command: Command) -> None:
    """With a result; by the system, when nobody ended it for a week. What is not scored by then stays unscored."""
    result = command.result if isinstance(command, EndWhistle) else None
    move.note = result
    move.data.pop("result", None)
    await _end(move, WhistleState.EXPIRED if move.mover is SYSTEM else WhistleState.DONE, result)


async def withdraw_whistle(move: Move, command: NoteOnly) -> None:
    """Whoever has not come need not come; what was answered stays."""
    await _end(move, WhistleState.WITHDRAWN, command.note)


async def end_with_the_case(move: Move) -> None:
    """A whistle ends with its case."""
    target = move.row.target
    if move.facts.called and target is not None and target not in OPEN:
        await _end(move, WhistleState.OVER, None)


async def _end(move: Move, state: WhistleState, words: str | None) -> None:
    row = await open_whistle(move)
    if move.now > row["respond_by"]:  # whoever ends it may be faster than the timer
        missed = await move.session.all(queries.MISS, case_id=move.case_id, whistle_id=row["id"], at=move.now)
        if missed:
            move.data["missed"] = [call["department_code"] for call in missed]
    await move.session.run(
        queries.END, case_id=move.case_id, to_state=state, words=words, by=move.mover.user_id, at=move.now
    )
    move.data |= {"whistle_id": str(row["id"]), "whistle_state": state.value}
    move.changes |= _NOBODY_CALLED
    move.tells_units |= set(move.facts.called)
    move.also_tells.add(row["called_by"])


async def open_whistle(move: Move) -> WhistleRow:
    """The one that is open; a condition of the row has looked that there is one."""
    return await move.session.one(queries.OPEN_ONE, case_id=move.case_id)


ACTIONS = (
    Declared(Action.WHISTLE, BlowWhistle, whistle),
    Declared(Action.SCORE_RESPONSE, ScoreResponse, score_response),
    Declared(Action.END_WHISTLE, EndWhistle, end_whistle, way=Way.ROUTE),
    Declared(Action.WITHDRAW_WHISTLE, NoteOnly, withdraw_whistle),
)
