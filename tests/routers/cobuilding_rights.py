"""What requests of co-building 共建 name besides the thing itself: which right is needed there."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from uuid import uuid4

from httpx import AsyncClient, Response

from app import clock
from tests.organisation import OTHER_TOWN, OTHER_VILLAGE, USERS
from tests.routers.cobuilding import AFTERWARDS, IN_OCTOBER, SCHEME, Quarter

_SOMETHING = str(uuid4())


class _Out(Protocol):
    client_as: Callable[..., AsyncClient]


Attempt = Callable[[Any], Awaitable[Response]]


def by_the_town(path: str, **body: Any) -> Attempt:
    """What a supervisor of one town says of another."""

    async def attempt(out: _Out) -> Response:
        with clock.frozen(IN_OCTOBER):
            return await Quarter(out.client_as).send("town_supervisor", path, body)

    return attempt


def of_a_group(who: str, path: str, **body: Any) -> Attempt:
    """Of a group led by CG, with a task and an open quarter; whoever is asked about exists, and is not of it."""

    async def attempt(out: _Out) -> Response:
        at_work = Quarter(out.client_as)
        with clock.frozen(IN_OCTOBER):
            await at_work.scheme()
            known = {"group": (await at_work.group())["id"], "period": (await at_work.period())["id"]}
            told = {"title": "任务", "department_code": "CG", "due_on": "2026-11-30"}
            known["task"] = (await at_work.done("handler", f"groups/{known['group']}/tasks", told))["id"]
            return await at_work.send(who, path.format(**known), body)

    return attempt


async def correct_another(out: _Out) -> Response:
    at_work = Quarter(out.client_as)
    with clock.frozen(IN_OCTOBER):
        await at_work.scheme()
        await at_work.group()
        period = await at_work.period()
    with clock.frozen(AFTERWARDS):
        for deed in ("compute", "publish"):
            await at_work.done("supervisor", f"periods/{period['id']}/{deed}")
        body = {"group_id": _SOMETHING, "part": "inspection", "value": 1, "reason": "更正"}
        return await at_work.send("supervisor", f"periods/{period['id']}/corrections", body)


async def explain_another(out: _Out) -> Response:
    at_work = Quarter(out.client_as)
    with clock.frozen(IN_OCTOBER):
        await at_work.scheme()
        period = await at_work.period()
        return await out.client_as("supervisor").get(f"/cobuilding/periods/{period['id']}/results/{_SOMETHING}")


async def photo_of_another(out: _Out) -> Response:
    files = {"photo": ("photo.jpg", b"x", "image/jpeg")}
    return await out.client_as("handler").post(f"/cobuilding/photos/task/{_SOMETHING}", files=files)


_FAR = {"title": "某事", "department_code": "FAR"}
_UNIT = "a unit that is of the group, or serves its community"
_ASSIGNED = {"group_id": _SOMETHING, "inspector_id": str(USERS["supervisor"])}
_TIMES = {"starts_at": "2026-11-07T01:00:00Z", "ends_at": "2026-11-07T03:00:00Z"}
RIGHTS: dict[str, tuple[str, Attempt, int]] = {
    "GroupIn.area_code": (
        "supervises or administers there",
        by_the_town("groups", area_code=OTHER_VILLAGE, name="小组", lead_code="FAR", valid_from="2026-10-01"), 403,
    ),
    "CobuildingSchemeIn.area_code": ("the same", by_the_town("schemes", **SCHEME | {"area_code": OTHER_TOWN}), 403),
    "QuarterIn.area_code": (
        "supervises there", by_the_town("periods", area_code=OTHER_TOWN, year=2026, number=4), 403,
    ),
    "GroupIn.lead_code": (
        _UNIT, by_the_town("groups", area_code="440310001", name="小组", lead_code="FAR", valid_from="2026-10-01"), 422,
    ),
    "MemberIn.department_code": (
        _UNIT, of_a_group("supervisor", "groups/{group}/members", department_code="FAR", valid_from="2026-10-02"), 422,
    ),
    "MemberIn.instead_of": (
        "a membership of the group",
        of_a_group("supervisor", "groups/{group}/members", department_code="SW", valid_from="2026-10-02",
                   instead_of=_SOMETHING), 422,
    ),
    "/cobuilding/groups/{group_id}/members/{member_id}/end": (
        "a membership of the group",
        of_a_group("supervisor", "groups/{group}/members/" + _SOMETHING + "/end", valid_to="2026-10-02"), 404,
    ),
    "Assigned.group_id": (
        "a group of the quarter", of_a_group("supervisor", "periods/{period}/inspections", assigned=[_ASSIGNED]), 422,
    ),
    "BallotsIn.group_id": (
        "a group of the quarter",
        of_a_group("supervisor", "periods/{period}/ballots", group_id=_SOMETHING, count=1), 422,
    ),
    "MarkCorrectionIn.group_id": ("a group of the quarter", correct_another, 422),
    "/cobuilding/periods/{period_id}/results/{group_id}": ("a group that is seen", explain_another, 404),
    "/cobuilding/photos/{subject}/{subject_id}": ("does it themselves; else it is not there", photo_of_another, 404),
    "CobuildingTaskIn.department_code": (
        _UNIT, of_a_group("handler", "groups/{group}/tasks", **_FAR, due_on="2026-11-30"), 422,
    ),
    "TaskChange.department_code": (
        _UNIT, of_a_group("handler", "tasks/{task}/change", department_code="SW", note="改派"), 422,
    ),
    "ActivityIn.department_code": (
        _UNIT, of_a_group("handler", "groups/{group}/activities", **_FAR, **_TIMES, kind="visit", place="北门"), 422,
    ),
    "AdoptionIn.department_code": (
        _UNIT, of_a_group("handler", "groups/{group}/adoptions", **_FAR, kind="place", valid_from="2026-10-12"), 422,
    ),
    "ProjectIn.department_code": (
        _UNIT,
        of_a_group("lead", "groups/{group}/projects", **_FAR, stages=[{"title": "一", "due_on": "2026-11-30"}]), 422,
    ),
}  # fmt: skip
NO_RIGHT = {
    "Assigned.inspector_id": "anybody with a post who is not of the group, as the story of a quarter says",
    "FormItem.code": "a line of the form that is written",
    "MarkIn.code": "a line of the form of the quarter",
    "Body_cobuilding_evidence_add_evidence.item_code": "a line of the form, or a stage, of the thing itself",
}
FILTERED = {f"/cobuilding/{name}" for name in (
    "activities", "adoptions", "groups", "inspections", "periods", "projects", "schemes", "tasks",
)}  # fmt: skip
