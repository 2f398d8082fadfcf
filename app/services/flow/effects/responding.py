"""Effects of responding 报到 to a whistle: what was answered, where and when, by our clock; a phone's is a remark.

What a phone says of its place and time refuses nothing. The first response of a unit is its answer; another is said in
the history alone.
"""

from datetime import datetime

from app.authz import Permission
from app.errors import GuardRefused, invalid_field
from app.geo.points import distance_m
from app.models.whistle_rows import CallRow, WhistleRow
from app.queries.cases import whistles as queries
from app.schemas.device import DevicePlace
from app.schemas.flow.command import Command
from app.schemas.flow.whistling import DeclineWhistle, Respond
from app.services.cases.evidence import NEAR_M
from app.services.flow.declared import Declared, Way
from app.services.flow.effects.whistling import open_whistle
from app.services.flow.move import Move
from app.services.organisation import locating
from app.workflow.actions import Action
from app.workflow.conditions import CALLS_WAITING
from app.workflow.timing.device import Device
from app.workflow.whistles import CallState, Presence, presence

#: A phone whose time is after it was sent, or from before the operation it made earlier, proves nothing by it.
_NO_PROOF = frozenset({"after_sending", "out_of_order", "long_ago"})


async def respond(move: Move, command: Respond) -> None:
    """Somebody of a called unit is there; also late, and after a word that nobody could come."""
    whistle = await open_whistle(move)
    calls = await _mine(move, whistle, command.department)
    first = [call for call in calls if call["state"] != CallState.RESPONDED]
    move.data.pop("department", None)
    told = await _spot(move, whistle, command.location)
    at = move.device.true_time
    in_time = _in_time(move.device, at, whistle)
    await _answer(
        move, whistle, first, CallState.RESPONDED,
        head_count=command.head_count, note=command.note, device_at=at, device_in_time=in_time, **told,
    )  # fmt: skip
    move.data |= {"departments": sorted(call["department_code"] for call in calls), "again": not first}
    move.data |= {"late": _is_late(move, whistle), "presence": told["presence"], "distance_m": told["distance_m"]}
    if in_time is not None:
        move.data["device_in_time"] = in_time


async def decline_whistle(move: Move, command: DeclineWhistle) -> None:
    """Nobody can come: that counts, and is no answer to have been there."""
    whistle = await open_whistle(move)
    calls = await _mine(move, whistle, command.department)
    waiting = [call for call in calls if call["state"] in (CallState.CALLED, CallState.MISSED)]
    if not waiting:
        raise GuardRefused(
            zh="不能说明不能报到：本单位已答复",
            en="It cannot be declined: your unit has answered already",
            condition=CALLS_WAITING.failure,
        )
    move.data.pop("department", None)
    await _answer(move, whistle, waiting, CallState.DECLINED, note=command.note)
    move.data |= {
        "departments": sorted(call["department_code"] for call in waiting),
        "late": _is_late(move, whistle),
    }


async def miss_whistle(move: Move, command: Command) -> None:
    """Who has not answered by the time: said once, to them, to whoever called, and to supervision."""
    whistle = await open_whistle(move)
    missed = await move.session.all(queries.MISS, case_id=move.case_id, whistle_id=whistle["id"], at=move.now)
    codes = sorted(call["department_code"] for call in missed)
    move.data |= {"whistle_id": str(whistle["id"]), "departments": codes}
    move.changes["whistle_due_at"] = None
    move.tells_units |= set(codes)
    move.also_tells.add(whistle["called_by"])


async def _mine(move: Move, whistle: WhistleRow, unit: str | None) -> list[CallRow]:
    actor = move.mover.actor
    calls = await move.session.all(queries.CALLS_OF, case_id=move.case_id, whistle_id=whistle["id"])
    mine = [call for call in calls if actor and actor.may_in(Permission.HANDLE, call["department_code"])]
    if unit is not None:
        mine = [call for call in mine if call["department_code"] == unit]
    if not mine:
        raise invalid_field("/department", "该单位未被吹哨，或不是您的单位", "that unit was not called or is not yours")
    return mine


def _is_late(move: Move, whistle: WhistleRow) -> bool:
    return move.now > whistle["respond_by"]


def _in_time(device: Device, at: datetime | None, whistle: WhistleRow) -> bool | None:
    """Whether by the phone's word it was there in time; None where that says nothing."""
    if at is None or _NO_PROOF & set(device.flags) or at < whistle["called_at"]:
        return None
    return at <= whistle["respond_by"]


async def _spot(move: Move, whistle: WhistleRow, location: DevicePlace) -> dict[str, object]:
    move.data.pop("location", None)
    if location is None:
        return {"presence": Presence.UNKNOWN.value, "distance_m": None, "lat": None, "lon": None, "accuracy_m": None}
    place = await locating.place(move.session, location)
    away = None
    if None not in (place.lat, place.lon, whistle["lat"], whistle["lon"]):
        away = distance_m(place.lat or 0.0, place.lon or 0.0, whistle["lat"] or 0.0, whistle["lon"] or 0.0)
    point = {"lat": place.lat, "lon": place.lon, "accuracy_m": place.accuracy_m}
    move.data["location"] = point
    seen = presence(away, place.accuracy_m, NEAR_M)
    return {**point, "presence": seen.value, "distance_m": None if away is None else round(away)}


async def _answer(move: Move, whistle: WhistleRow, calls: list[CallRow], state: CallState, **told: object) -> None:
    """Of units that have not come before: what they answered, and that they have."""
    move.data["whistle_id"] = str(whistle["id"])
    move.also_tells.add(whistle["called_by"])
    if not calls:
        return
    codes = [call["department_code"] for call in calls]
    names = ("head_count", "note", "lat", "lon", "accuracy_m", "presence", "distance_m", "device_at", "device_in_time")
    values = {f"to_{name}": told.get(name) for name in names}
    await move.session.run(
        queries.ANSWER,
        case_id=move.case_id,
        whistle_id=whistle["id"],
        codes=codes,
        to_state=state,
        by=move.user_id,
        at=move.now,
        to_late=_is_late(move, whistle),
        **values,
    )
    left = [code for code in move.facts.open_calls if code not in codes]
    move.changes["open_calls"] = left
    if not left:
        move.changes["whistle_due_at"] = None


ACTIONS = (
    Declared(Action.RESPOND, Respond, respond),
    Declared(Action.DECLINE_WHISTLE, DeclineWhistle, decline_whistle),
    Declared(Action.MISS_WHISTLE, Command, miss_whistle, way=Way.NOBODY),
)
