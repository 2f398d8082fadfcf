"""What a leaver holds goes to another: previewed, recorded case by case, told to who takes over."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.workflow.privacy import PrivacyTier
from tests.cases import Cases
from tests.organisation import OTHER_TOWN, USERS
from tests.routers.test_administration import ClientAs, every, pointers, town_admin  # noqa: F401  (a fixture)

WORKER, SECOND, HANDLER, LEAD = (str(USERS[who]) for who in ("worker", "second_worker", "handler", "lead"))


async def _one_of_each(cases: Cases) -> dict[str, str]:
    """A verification and a check of the worker's, and a case of the handler's."""
    reported, resolved = await cases.at("reported"), await cases.at("resolved")
    made = {
        "verification": await cases.done(
            "clerk", reported, "request-verification", {"missing": "x", "verifier_id": WORKER}
        ),
        "check": await cases.done("dispatcher", resolved, "request-check", {"checker_id": WORKER}),
        "case": await cases.at("handling"),
    }
    return {kind: case["id"] for kind, case in made.items()}


async def _hand_over(admin: AsyncClient, who: str, to: str, **more: Any) -> Any:
    return await admin.post(f"/users/{who}/hand-over", json={"to_id": to, **more})


async def test_what_a_leaver_holds_is_previewed_and_goes_to_another(client_as: ClientAs, cases: Cases) -> None:
    ids, admin = await _one_of_each(cases), client_as("admin")
    before = (await client_as("dispatcher").get(f"/cases/{ids['check']}")).json()
    held = (await admin.get(f"/users/{WORKER}/open-work")).json()
    assert (held["verifications"], held["checks"], held["handling"]) == (1, 1, 0)
    assert {item["case_id"] for item in held["items"]} == {ids["verification"], ids["check"]}
    assert "description" not in held["items"][0]

    done = await _hand_over(admin, WORKER, SECOND, note="离职移交")
    assert done.json() == {"handed": 2, "refused": [], "next_after": None}
    of_the_unit = await _hand_over(admin, HANDLER, LEAD)
    assert of_the_unit.json()["handed"] >= 1, of_the_unit.text

    assert (
        await client_as("worker").post(f"/cases/{ids['check']}/pass-check", json={"finding": "x"})
    ).status_code == 403
    check = (await client_as("second_worker").get(f"/cases/{ids['check']}")).json()
    assert "pass_check" in {each["action"] for each in check["allowed_actions"]}
    assert check["stage_due_at"] == before["stage_due_at"], "no clock moves"
    events = (await client_as("dispatcher").get(f"/cases/{ids['check']}/events")).json()["items"]
    told = [(event["actor_name"], event["note"]) for event in events if event["action"] == "hand_over"]
    assert told == [("用户admin", "离职移交"), ("用户admin", None)], "its check, and then its handling"
    notices = (await client_as("second_worker").get("/inbox")).json()["items"]
    assert {notice["case_id"] for notice in notices if notice["action"] == "hand_over"} == {
        ids["verification"],
        ids["check"],
    }
    lost = [each for each in (await client_as("worker").get("/inbox")).json()["items"] if each["action"] == "hand_over"]
    assert {notice["case_id"] for notice in lost} == {ids["verification"], ids["check"]}, "and so is who had it"
    again = await _hand_over(admin, WORKER, SECOND)
    assert again.json() == {"handed": 0, "refused": [], "next_after": None}
    entry = (await admin.get("/audit", params={"action": "hand_over"})).json()["items"][-1]
    assert (entry["target"], entry["data"]) == (WORKER, {"to": SECOND, "handed": 2})


async def test_who_may_not_take_over_is_refused_case_by_case_and_nothing_is_lost(
    client_as: ClientAs, cases: Cases
) -> None:
    ids, admin = await _one_of_each(cases), client_as("admin")
    answer = (await _hand_over(admin, WORKER, str(USERS["other_worker"]))).json()
    assert answer["handed"] == 0
    assert {each["case_id"]: each["code"] for each in answer["refused"]} == {
        ids["verification"]: "invalid",
        ids["check"]: "invalid",
    }
    assert "no worker of this place" in answer["refused"][0]["detail"]
    wrong = (await _hand_over(admin, HANDLER, str(USERS["water_handler"]))).json()
    assert wrong["handed"] == 0
    assert {each["kind"] for each in wrong["refused"]} == {"case"}
    only = (await _hand_over(admin, WORKER, SECOND, kinds=["check"])).json()
    assert only["handed"] == 1
    assert (await admin.get(f"/users/{WORKER}/open-work")).json()["verifications"] == 1


async def test_it_is_said_when_a_post_ends_that_its_holder_has_open_work(client_as: ClientAs, cases: Cases) -> None:
    await _one_of_each(cases)
    admin = client_as("admin")
    post = (await admin.get("/appointments", params={"user": WORKER})).json()["items"][0]
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    dated = await admin.put(f"/appointments/{post['id']}", json={"valid_to": tomorrow})
    assert dated.json()["open_work"] == {"verifications": 1, "checks": 1, "handling": 0}
    assert await every(admin, "/users", "username", stranded=True) == []
    revoked = await admin.delete(f"/appointments/{post['id']}")
    assert revoked.status_code == 200
    assert revoked.json() == {"user_id": WORKER, "open_work": {"verifications": 1, "checks": 1, "handling": 0}}
    assert await every(admin, "/users", "username", stranded=True) == ["worker"]
    patched = await admin.patch(f"/users/{WORKER}", json={"is_active": False})
    assert patched.json()["open_work"]["checks"] == 1
    assert (await _hand_over(admin, WORKER, SECOND)).json()["handed"] == 2
    assert await every(admin, "/users", "username", stranded=True) == []


async def test_confidential_cases_are_handed_over_and_only_counted(
    client_as: ClientAs, cases: Cases, session: Session
) -> None:
    ids, admin = await _one_of_each(cases), client_as("admin")
    tier = PrivacyTier.CONFIDENTIAL.value
    await session.connection.execute("UPDATE cases SET privacy_tier = $1 WHERE id = $2", tier, ids["check"])
    held = (await admin.get(f"/users/{WORKER}/open-work")).json()
    assert held["checks"] == 1
    assert [item["case_id"] for item in held["items"]] == [ids["verification"]]
    refused = (await _hand_over(admin, WORKER, str(USERS["other_worker"]), kinds=["check"])).json()["refused"]
    assert [(each["case_id"], each["number"], each["code"]) for each in refused] == [(None, None, "invalid")]
    assert (await _hand_over(admin, WORKER, SECOND)).json()["handed"] == 2


async def test_batches_are_bounded_and_go_on_where_the_one_before_ended(
    client_as: ClientAs, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.administration import handing_over

    monkeypatch.setattr(handing_over, "AT_ONCE", 1)
    await _one_of_each(cases)
    admin = client_as("admin")
    first = (await _hand_over(admin, WORKER, SECOND)).json()
    assert (first["handed"], first["next_after"] is not None) == (1, True)
    second = (await _hand_over(admin, WORKER, SECOND, after=first["next_after"])).json()
    assert (second["handed"], second["next_after"]) == (1, None)


async def test_only_who_administers_both_hands_over(
    client_as: ClientAs,
    cases: Cases,
    town_admin: AsyncClient,  # noqa: F811
) -> None:
    await _one_of_each(cases)
    answers = [
        await _hand_over(client_as("dispatcher"), WORKER, SECOND),
        await _hand_over(town_admin, WORKER, str(USERS["other_worker"])),
        await _hand_over(town_admin, str(USERS["other_worker"]), SECOND),
        await _hand_over(client_as("admin"), str(USERS["admin"]), SECOND),
        await client_as("worker").get(f"/users/{SECOND}/open-work"),
    ]
    assert [answer.status_code for answer in answers] == [403, 404, 404, 403, 403]
    assert (await _hand_over(town_admin, WORKER, SECOND)).json()["handed"] == 2


async def test_a_town_hands_over_only_what_lies_in_it(
    client_as: ClientAs,
    cases: Cases,
    session: Session,
    town_admin: AsyncClient,  # noqa: F811
) -> None:
    ids = await _one_of_each(cases)
    await session.connection.execute(
        "UPDATE cases SET area_path = $1 WHERE id = $2", f"440310/{OTHER_TOWN}/", ids["check"]
    )
    assert (await town_admin.get(f"/users/{WORKER}/open-work")).json()["checks"] == 0
    assert (await _hand_over(town_admin, WORKER, SECOND)).json()["handed"] == 1


async def test_the_single_move_is_for_an_administrator_who_sees_the_case(client_as: ClientAs, cases: Cases) -> None:
    ids, admin = await _one_of_each(cases), client_as("admin")
    body = {"from_id": WORKER, "to_id": SECOND}
    assert (await admin.post(f"/cases/{ids['check']}/hand-over", json=body)).status_code == 404
    assert (await client_as("dispatcher").post(f"/cases/{ids['check']}/hand-over", json=body)).status_code == 403
    assert pointers(await admin.post(f"/users/{WORKER}/hand-over", json={"to_id": "x"})).keys() == {"/to_id"}
