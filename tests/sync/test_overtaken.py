"""What was right when the phone knew it and has been made wrong by others is a conflict; what never was is rejected."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4, uuid5

import pytest
from httpx import AsyncClient
from sqlalchemy import insert

from app import clock
from app.db.session import Session
from app.db.statement import Statement
from app.models.user import Appointment
from app.queries.tables import table
from tests.cases import Cases
from tests.organisation import GRID, IN_OTHER_GRID, USERS, VILLAGE
from tests.sync.phone import Phone, a_report, operation, outcomes

Phones = Callable[[str], Phone]
Clients = Callable[..., AsyncClient]


def based(kind: str, case: dict[str, Any], body: dict[str, Any], **more: Any) -> dict[str, Any]:
    return operation(kind, case["id"], body, base_version=case["version"], **more)


def names(result: dict[str, Any]) -> list[str]:
    return [error["pointer"] for error in result["problem"]["errors"]]


async def appoint(session: Session, who: str, post: str, area: str | None = None, department: str | None = None,
                  until: date | None = None) -> str:  # fmt: skip
    id_ = uuid5(USERS[who], f"{post}{area}{department}")
    row = {
        "id": id_, "user_id": USERS[who], "post": post, "area_code": area, "department_code": department,
        "valid_from": date(2026, 1, 1), "valid_to": until,
    }  # fmt: skip
    await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)
    return str(id_)


async def put(client: AsyncClient, path: str, body: dict[str, Any]) -> None:
    answer = await client.put(path, json=body)
    assert answer.status_code in (200, 201), answer.text


# --- another case -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", [
    ("clerk", "cancel", {"reason_code": "test"}),
    ("clerk", "reject", {"reason_code": "not_true", "reply": "不属实"}),
])  # fmt: skip
async def test_a_merge_into_a_case_that_has_ended_meanwhile(phone_of: Phones, cases: Cases, ends: Any) -> None:
    target, case = await cases.report(description="井盖"), await cases.report()
    merge = based("merge", case, {"target_id": target["id"]})
    await cases.done(ends[0], target, ends[1], ends[2])
    (late,) = await phone_of("clerk").push(merge)
    fresh = await cases.report()
    (wrong,) = await phone_of("clerk").push(based("merge", fresh, {"target_id": target["id"]}))

    assert (late["outcome"], late["problem"]["code"], names(late)) == ("conflict", "invalid", ["/target_id"])
    assert (late["case"]["status"], late["case"]["version"]) == ("reported", case["version"])
    assert wrong["outcome"] == "rejected", "it had ended before that case was there"


async def test_a_merge_into_a_case_that_was_moved_out_of_sight_meanwhile(phone_of: Phones, cases: Cases) -> None:
    target, case = await cases.report(), await cases.report()
    far = await cases.report("other_worker", location=IN_OTHER_GRID)
    merge = based("merge", case, {"target_id": target["id"]})
    await cases.done("clerk", target, "correct-location", {"location": IN_OTHER_GRID})
    (late,) = await phone_of("town_clerk").push(merge)
    (never,) = await phone_of("town_clerk").push(based("merge", case, {"target_id": far["id"]}))
    (nothing,) = await phone_of("town_clerk").push(based("merge", case, {"target_id": str(uuid4())}))

    assert (late["outcome"], never["outcome"], nothing["outcome"]) == ("conflict", "rejected", "rejected")
    assert never["problem"] == nothing["problem"], "of a case that was never theirs nothing is told"


async def test_a_merge_whose_tiers_were_made_different_meanwhile(phone_of: Phones, cases: Cases) -> None:
    async def filed(tier: str) -> dict[str, Any]:
        return await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1", "privacy_tier": tier})

    target, private = await cases.report(), await filed("restricted")
    (never,) = await phone_of("clerk").push(based("merge", private, {"target_id": target["id"]}))
    open_to_all = await cases.at("filed")
    tiered = await cases.report()
    merge = based("merge", tiered, {"target_id": open_to_all["id"]})
    assert never["outcome"] == "rejected", "nothing has changed"
    (done,) = await phone_of("clerk").push(merge)
    assert done["outcome"] == "applied"


async def test_a_tier_below_that_of_what_was_merged_meanwhile(phone_of: Phones, cases: Cases) -> None:
    case, private = await cases.report(), await cases.at("filed")
    case = await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "restricted"})
    case = await cases.done("dispatcher", case, "send-back", {"note": "重新立案"})
    private = await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1", "privacy_tier": "restricted"})
    file = based("file", case, {"rule_code": "R1", "privacy_tier": "normal"})
    await cases.done("clerk", private, "merge", {"target_id": case["id"]})
    (late,) = await phone_of("clerk").push(file)

    assert (late["outcome"], names(late)) == ("conflict", ["/privacy_tier"])
    assert [event["action"] for event in late["since"]] == ["merge"]


# --- a person -----------------------------------------------------------------------------------------------------


async def _to_verify(cases: Cases) -> tuple[dict[str, Any], str, str]:
    return await cases.report(), "request_verification", "verifier_id"


async def _to_check(cases: Cases) -> tuple[dict[str, Any], str, str]:
    return await cases.at("resolved"), "request_check", "checker_id"


@pytest.mark.parametrize("task", [_to_verify, _to_check])
async def test_a_task_for_who_lost_the_post_meanwhile(
    phone_of: Phones, cases: Cases, client_as: Clients, session: Session, task: Any
) -> None:
    post = await appoint(session, "nobody", "full_time_worker", GRID)
    case, kind, field = await task(cases)
    body = {field: str(USERS["nobody"]), **({"missing": "权属单位"} if field == "verifier_id" else {})}
    who = "clerk" if field == "verifier_id" else "dispatcher"
    late = based(kind, case, body)
    assert (await client_as("admin").delete(f"/appointments/{post}")).status_code == 204
    strangers = [based(kind, case, body | {field: one}) for one in (str(USERS["other_worker"]), str(uuid4()))]

    (result,) = await phone_of(who).push(late)
    assert (result["outcome"], names(result)) == ("conflict", [f"/{field}"])
    for stranger in strangers:
        assert outcomes(await phone_of(who).push(stranger)) == ["rejected"]


async def test_a_task_for_whose_post_ended_by_its_date_meanwhile(
    phone_of: Phones, cases: Cases, session: Session
) -> None:
    with clock.shifted(-timedelta(days=3)):
        case = await cases.report()
    await appoint(session, "nobody", "full_time_worker", GRID, until=clock.today() - timedelta(days=1))
    (late,) = await phone_of("clerk").push(
        based("request_verification", case, {"verifier_id": str(USERS["nobody"]), "missing": "权属单位"})
    )

    assert late["outcome"] == "conflict"


async def test_a_check_given_to_whom_somebody_else_gave_it_meanwhile(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("resolved")
    case = await cases.done("dispatcher", case, "request-check", {"checker_id": str(USERS["worker"])})
    second = {"person_id": str(USERS["second_worker"])}
    to_second = based("reassign", case, second)
    await cases.done("dispatcher", case, "reassign", second)
    (late,) = await phone_of("dispatcher").push(to_second)
    (again,) = await phone_of("dispatcher").push(
        operation("reassign", case["id"], second, base_version=late["case"]["version"])
    )

    assert (late["outcome"], late["since"][-1]["action"]) == ("conflict", "reassign")
    assert again["outcome"] == "rejected", "who knows it names somebody else"


async def test_a_handler_who_left_the_unit_meanwhile(
    phone_of: Phones, cases: Cases, client_as: Clients, session: Session
) -> None:
    post = await appoint(session, "nobody", "department_handler", department="CG")
    case = await cases.at("dispatched")
    sign = based("sign", case, {"handler_id": str(USERS["nobody"])})
    assert (await client_as("admin").delete(f"/appointments/{post}")).status_code == 204
    (late,) = await phone_of("lead").push(sign)
    (never,) = await phone_of("lead").push(based("sign", case, {"handler_id": str(USERS["water_handler"])}))

    assert (late["outcome"], never["outcome"]) == ("conflict", "rejected")


# --- a unit -------------------------------------------------------------------------------------------------------


@pytest.fixture
def deactivate(client_as: Clients) -> Callable[[str], Awaitable[None]]:
    async def run(code: str) -> None:
        client = client_as("admin")
        known = (await client.get(f"/departments/{code}")).json()
        body = {name: known[name] for name in ("kind", "parent_code", "names", "jurisdictions") if name in known}
        await put(client, f"/departments/{code}", body | {"is_active": False})

    return run


@pytest.mark.parametrize(
    ("status", "who", "kind", "body", "field"),
    [
        ("filed", "dispatcher", "dispatch", {"lead": "SW"}, "/lead"),
        ("filed", "dispatcher", "dispatch", {"lead": "CG", "assists": ["SW"]}, "/assists/0"),
        ("dispatched", "dispatcher", "redirect", {"lead": "SW", "reason_code": "wrong_unit"}, "/lead"),
        ("dispatched", "handler", "request_return",
         {"reason_code": "not_our_duty", "proposed_department": "SW"}, "/proposed_department"),
    ],
)  # fmt: skip
async def test_a_unit_that_was_deactivated_meanwhile(
    phone_of: Phones, cases: Cases, deactivate: Any, status: str, who: str, kind: str, body: dict[str, Any], field: str
) -> None:
    case = await cases.at(status)
    far = json_with(body, "SW", "FAR")
    assert outcomes(await phone_of(who).push(based(kind, case, far))) == ["rejected"], "it never served the place"
    late = based(kind, case, body)
    await deactivate("SW")
    (result,) = await phone_of(who).push(late)

    assert (result["outcome"], names(result)) == ("conflict", [field])
    unknown = json_with(body, "SW", "NOPE")
    assert outcomes(await phone_of(who).push(based(kind, case, unknown))) == ["rejected"]


def json_with(body: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {name: [new if one == old else one for one in told] if isinstance(told, list) else
            new if told == old else told for name, told in body.items()}  # fmt: skip


async def test_a_unit_that_serves_where_the_case_no_longer_lies(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("filed")
    dispatch = based("dispatch", case, {"lead": "CG-1"})
    await cases.done("clerk", case, "correct-location", {"location": IN_OTHER_GRID})
    (late,) = await phone_of("dispatcher").push(dispatch)

    assert (late["outcome"], late["since"][-1]["action"]) == ("conflict", "correct_location")


async def test_an_assist_that_is_done_meanwhile(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("filed")
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    release = based("release_assist", case, {"department": "SW", "note": "不需要了"})
    await cases.done("water_handler", case, "complete-assist", {"note": "已完成"})
    (late,) = await phone_of("dispatcher").push(release)
    (never,) = await phone_of("dispatcher").push(
        operation(
            "release_assist", case["id"], {"department": "FAR", "note": "x"}, base_version=late["case"]["version"]
        )
    )

    assert (late["outcome"], never["outcome"]) == ("conflict", "rejected")


# --- what a district has ------------------------------------------------------------------------------------------


RULE = {
    "category_code": "DCM-01-02", "condition": "成堆的垃圾", "limit_amount": 2, "limit_unit": "working_days",
    "close_condition": "清除", "department_code": "CG", "is_active": False,
}  # fmt: skip


async def test_a_rule_that_was_retired_meanwhile(phone_of: Phones, cases: Cases, client_as: Clients) -> None:
    case = await cases.report()
    file = based("file", case, {"rule_code": "R2"})
    await put(client_as("admin"), "/filing-rules/R2", RULE)
    (late,) = await phone_of("clerk").push(file)
    (wrong,) = await phone_of("clerk").push(based("file", await cases.report(), {"rule_code": "R2"}))
    (never,) = await phone_of("clerk").push(based("file", case, {"rule_code": "NOPE"}))

    assert (late["outcome"], names(late)) == ("conflict", ["/rule_code"])
    assert (wrong["outcome"], never["outcome"]) == ("rejected", "rejected")


async def test_the_rule_that_somebody_else_refiled_it_under(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("filed")
    refile = based("refile", case, {"rule_code": "R2", "note": "更正"})
    await cases.done("clerk", case, "refile", {"rule_code": "R2", "note": "更正"})
    (late,) = await phone_of("clerk").push(refile)

    assert (late["outcome"], late["since"][-1]["action"]) == ("conflict", "refile")


async def test_a_village_where_a_grid_is_known_meanwhile(phone_of: Phones, cases: Cases) -> None:
    case = await cases.report(location=None)
    file = based("file", case, {"rule_code": "R1", "area_code": VILLAGE})
    await cases.done("clerk", case, "correct-location", {"location": {"lat": 22.695, "lon": 114.305}})
    (late,) = await phone_of("clerk").push(file)

    assert (late["outcome"], names(late)) == ("conflict", ["/area_code"])
    assert late["case"]["area_code"] == GRID


async def test_a_report_of_a_nature_that_was_retired_meanwhile(phone_of: Phones, client_as: Clients) -> None:
    """Nothing that a person reported off line is thrown away for what the office changed."""
    admin, phone = client_as("admin"), phone_of("worker")
    await put(admin, "/terms/nature/praise", {"name": "表扬"})
    done_at = clock.now().isoformat()
    await put(admin, "/terms/nature/praise", {"name": "表扬", "is_active": False})
    (late,) = await phone.push(a_report(nature_code="praise") | {"device_time": done_at})
    (after,) = await phone.push(a_report(nature_code="praise") | {"device_time": clock.now().isoformat()})
    (never,) = await phone.push(a_report(nature_code="nope") | {"device_time": done_at})

    assert (late["outcome"], late["case"], names(late)) == ("conflict", None, ["/nature_code"])
    assert (after["outcome"], never["outcome"]) == ("rejected", "rejected")


async def test_what_is_wrong_as_it_is_written_stays_rejected_whatever_has_happened(
    phone_of: Phones, cases: Cases
) -> None:
    case = await cases.at("filed")
    wrong = [based("dispatch", case, body) for body in ({"lead": 7}, {}, {"lead": "CG", "other": 1})]
    await cases.done("clerk", case, "refile", {"rule_code": "R2", "note": "更正"})
    for one in wrong:
        assert outcomes(await phone_of("dispatcher").push(one)) == ["rejected"]
