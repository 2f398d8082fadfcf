"""A batch does to each of many cases what the action does to one, and what is wrong with one takes no other with it."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from app.db.session import Session
from app.services.desk import batches
from app.services.flow import several
from tests.cases import Cases
from tests.desk.asking import versioned
from tests.organisation import USERS

Clients = Callable[..., AsyncClient]
_ABSENT = "0193a0c0-0000-7000-8000-0000000000ff"
#: action -> who, the status it begins in, the body, the status it leads to
SAME: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "file": ("clerk", "reported", {"rule_code": "R1"}, "filed"),
    "dispatch": ("dispatcher", "filed", {"lead": "CG"}, "dispatched"),
    "request-check": ("dispatcher", "resolved", {}, "checking"),
    "sign": ("handler", "dispatched", {}, "handling"),
    "transfer": ("lead", "dispatched", {"person_id": str(USERS["handler"])}, "dispatched"),
    "close": ("dispatcher", "resolved", {"close_condition_met": True, "reply": "已办结"}, "closed"),
}


async def _batch(client: AsyncClient, action: str, body: Any, params: Any = None, **headers: str) -> Response:
    return await client.post(f"/cases/batch/{action}", json=body, params=params, headers=headers)


def _outcomes(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [result["outcome"] for result in answer.json()["results"]]


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


async def _history(client: AsyncClient, case_id: str) -> list[dict[str, Any]]:
    events = (await client.get(f"/cases/{case_id}/events")).json()["items"]
    return [{k: v for k, v in event.items() if k != "created_at"} for event in events]


def test_every_action_of_a_batch_is_tried() -> None:
    assert {action.slug for action in batches.BATCHED} == SAME.keys()


@pytest.mark.parametrize("action", SAME)
async def test_a_batch_does_what_the_action_does(cases: Cases, client_as: Clients, action: str) -> None:
    who, before, body, after = SAME[action]
    alone, *many = [await cases.at(before) for _ in range(13)]
    client = client_as(who)
    answer = await _batch(client, action, {"body": body, "items": versioned(many)})
    assert _outcomes(answer) == ["done"] * 12
    assert (await client.post(f"/cases/{alone['id']}/{action}", json=body)).status_code == 200

    for case, result in zip(many, answer.json()["results"], strict=True):
        assert result == {
            "id": case["id"], "outcome": "done", "version": case["version"] + 1, "status": after, "problem": None
        }  # fmt: skip
    kept = {"checker_id"}  # of several workers another may be chosen for each
    histories = [await _history(client_as("centre_leader"), case["id"]) for case in (alone, many[0], many[-1])]
    last = [{**each[-1], "data": {k: v for k, v in each[-1]["data"].items() if k not in kept}} for each in histories]
    for event in last:
        event["names"] = {k: v for k, v in event["names"].items() if k not in kept}
    assert last[0] == last[1] == last[2]


async def test_what_is_wrong_with_one_takes_no_other_with_it(cases: Cases, client_as: Clients) -> None:
    filed = [await cases.at("filed") for _ in range(12)]
    dispatcher, items = client_as("dispatcher"), versioned(filed)
    items[3]["version"] += 1
    items[5]["body"] = {"lead": "FAR"}
    items[7]["body"] = {"lead": "SW", "note": "请尽快"}
    await cases.done("centre_leader", filed[9], "send-back", {"note": "补充"})
    items[9]["version"] += 1
    items.append({"id": _ABSENT, "version": 1})
    answer = await _batch(dispatcher, "dispatch", {"body": {"lead": "CG"}, "items": items})
    refused = {n: r["problem"] for n, r in enumerate(answer.json()["results"]) if r["outcome"] == "refused"}

    assert Counter(_outcomes(answer)) == {"done": 9, "refused": 4}
    assert {n: (problem["code"], problem["status"]) for n, problem in refused.items()} == {
        3: ("stale-version", 412), 5: ("invalid", 422), 9: ("wrong-state", 409), 12: ("not-found", 404),
    }  # fmt: skip
    assert refused[9]["detail_zh"].startswith("案卷为“已上报”")
    assert "is not possible" in refused[9]["detail"]
    assert refused[5]["errors"][0]["pointer"] == "/lead"
    assert answer.json()["results"][3]["version"] == filed[3]["version"]
    assert answer.json()["results"][9]["status"] == "reported"
    leads = [(await dispatcher.get(f"/cases/{case['id']}")).json()["lead_department_code"] for case in filed]
    assert leads == ["CG", "CG", "CG", None, "CG", None, "CG", "SW", "CG", None, "CG", "CG"]


async def test_a_refusal_says_the_same_as_the_action_alone(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("reported")
    body = {"lead": "CG"}
    alone = (await client_as("dispatcher", language="zh").post(f"/cases/{case['id']}/dispatch", json=body)).json()
    answer = await _batch(client_as("dispatcher"), "dispatch", {"body": body, "items": versioned([case])})
    (result,) = answer.json()["results"]

    assert (result["problem"]["code"], result["problem"]["detail_zh"]) == (alone["code"], alone["detail"])
    assert (result["version"], result["status"]) == (case["version"], "reported")


# --- sent again ------------------------------------------------------------------------------------------------------


async def test_the_same_batch_twice_has_the_same_results_and_is_done_once(cases: Cases, client_as: Clients) -> None:
    filed = [await cases.at("filed") for _ in range(12)]
    dispatcher, key = client_as("dispatcher"), _key()
    body = {"body": {"lead": "CG"}, "items": [*versioned(filed), {"id": _ABSENT, "version": 1}]}
    first, again = [await _batch(dispatcher, "dispatch", body, **key) for _ in range(2)]

    assert _outcomes(first) == ["done"] * 12 + ["refused"]
    assert _outcomes(again) == ["replayed"] * 12 + ["refused"]
    same = [[{**r, "outcome": ""} for r in answer.json()["results"]] for answer in (first, again)]
    assert same[0] == same[1]
    after = [(await dispatcher.get(f"/cases/{case['id']}")).json()["version"] for case in filed]
    assert after == [case["version"] + 1 for case in filed]


async def test_without_a_key_the_versions_see_to_it_that_nothing_is_done_twice(
    cases: Cases, client_as: Clients
) -> None:
    filed = [await cases.at("filed") for _ in range(3)]
    body = {"body": {"lead": "CG"}, "items": versioned(filed)}
    first, again = [await _batch(client_as("dispatcher"), "dispatch", body) for _ in range(2)]

    assert (_outcomes(first), _outcomes(again)) == (["done"] * 3, ["refused"] * 3)
    assert {r["problem"]["code"] for r in again.json()["results"]} == {"stale-version"}


async def test_a_batch_cut_off_in_the_middle_goes_on_when_it_is_sent_again(
    cases: Cases, client_as: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = [await cases.at("filed") for _ in range(25)]
    dispatcher, key = client_as("dispatcher"), _key()
    body = {"body": {"lead": "CG"}, "items": versioned(filed)}
    groups = 0
    whole = several.all_or_none

    async def cut_off(*args: Any) -> Any:
        nonlocal groups
        groups += 1
        if groups == 2:
            raise OSError("the database went away")
        return await whole(*args)

    with monkeypatch.context() as patched:
        patched.setattr(several, "all_or_none", cut_off)
        assert (await _batch(dispatcher, "dispatch", body, **key)).status_code == 503
    again = await _batch(dispatcher, "dispatch", body, **key)

    assert Counter(_outcomes(again)) == {"replayed": 10, "done": 15}


async def test_a_key_is_of_one_batch(cases: Cases, client_as: Clients) -> None:
    filed = [await cases.at("filed") for _ in range(3)]
    dispatcher, key = client_as("dispatcher"), _key()
    body = {"body": {"lead": "CG"}, "items": versioned(filed[:2])}
    await _batch(dispatcher, "dispatch", body, **key)
    for other in ({**body, "items": versioned(filed)}, {**body, "body": {"lead": "SW"}}):
        answer = await _batch(dispatcher, "dispatch", other, **key)
        assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")
    single = await cases.act("dispatcher", filed[2], "dispatch", {"lead": "CG"}, headers=key)
    assert single.json()["code"] == "key-reused"
    assert (await dispatcher.get(f"/cases/{filed[2]['id']}")).json()["status"] == "filed"


async def test_spelt_otherwise_it_is_the_same_batch(cases: Cases, client_as: Clients) -> None:
    filed = [await cases.at("filed") for _ in range(2)]
    dispatcher, key = client_as("dispatcher"), _key()
    items = versioned(filed)
    await _batch(dispatcher, "dispatch", {"body": {"lead": "CG"}, "items": items}, **key)
    upper = [{"id": item["id"].upper(), "version": item["version"], "body": None} for item in items]
    again = await _batch(dispatcher, "dispatch", {"body": {"lead": "CG", "assists": []}, "items": upper}, **key)

    assert _outcomes(again) == ["replayed"] * 2


async def test_a_case_out_of_sight_by_now_is_told_as_done_and_nothing_else(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    case = await cases.at("filed")
    dispatcher, key = client_as("dispatcher"), _key()
    body = {"body": {"lead": "CG"}, "items": versioned([case])}
    await _batch(dispatcher, "dispatch", body, **key)
    await session.connection.execute(
        "UPDATE appointments SET area_code = '440310002' WHERE user_id = $1", USERS["dispatcher"]
    )
    (result,) = (await _batch(dispatcher, "dispatch", body, **key)).json()["results"]

    assert (result["outcome"], result["version"], result["status"]) == ("replayed", None, None)


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"items": []}, "/items"),
        ({"items": [{"id": _ABSENT}]}, "/items/0/version"),
        ({"items": [{"id": _ABSENT, "version": 0}]}, "/items/0/version"),
        ({"items": [{"id": _ABSENT, "version": 1}]}, "/items/0/body"),
        ({"items": [{"id": _ABSENT, "version": 1, "body": {}}]}, "/items/0/body/lead"),
        ({"items": [{"id": _ABSENT, "version": 1}] * 2, "body": {"lead": "CG"}}, "/items"),
        ({"items": [{"id": _ABSENT, "version": 1}] * 201, "body": {"lead": "CG"}}, "/items"),
        ({"items": [{"id": _ABSENT, "version": 1, "kind": "x"}], "body": {"lead": "CG"}}, "/items/0/kind"),
        ({"items": [{"id": _ABSENT, "version": 1}], "body": {"lead": "CG", "reply": "x"}}, "/body/reply"),
    ],
)
async def test_what_is_no_batch_is_refused_whole(client_as: Clients, body: Any, pointer: str) -> None:
    answer = await _batch(client_as("dispatcher"), "dispatch", body)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_what_nobody_does_to_many_has_no_batch(client_as: Clients) -> None:
    for action in ("reject", "force-close", "merge", "none"):
        refused = await _batch(client_as("centre_leader"), action, {"items": []})
        assert refused.status_code in (404, 422), "there is no case of the id `batch`"


async def test_whose_posts_do_not_allow_it_is_refused_whole(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    body = {"body": {"lead": "CG"}, "items": versioned([case])}
    for who in ("worker", "handler", "clerk", "admin"):
        assert (await _batch(client_as(who), "dispatch", body)).status_code == 403


async def test_a_key_that_is_kept_for_phones_is_refused(cases: Cases, client_as: Clients) -> None:
    body = {"body": {"lead": "CG"}, "items": versioned([await cases.at("filed")])}
    answer = await _batch(client_as("dispatcher"), "dispatch", body, **{"Idempotency-Key": "operation:x"})

    assert answer.status_code == 400


async def test_who_loses_the_post_in_the_middle_is_refused_the_rest(
    cases: Cases, client_as: Clients, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done is done; of each of the rest it is said that it is theirs no longer, and nothing is half done."""
    filed = [await cases.at("filed") for _ in range(30)]
    dispatcher, groups = client_as("dispatcher"), 0
    whole = several.all_or_none

    async def revoked(*args: Any) -> Any:
        nonlocal groups
        groups += 1
        if groups == 2:
            await session.connection.execute(
                "UPDATE appointments SET valid_to = '2026-01-02' WHERE user_id = $1", USERS["dispatcher"]
            )
        return await whole(*args)

    monkeypatch.setattr(several, "all_or_none", revoked)
    answer = await _batch(dispatcher, "dispatch", {"body": {"lead": "CG"}, "items": versioned(filed)})
    results = answer.json()["results"]

    assert Counter(_outcomes(answer)) == {"done": 10, "refused": 20}
    assert {r["problem"]["status"] for r in results if r["problem"]} <= {403, 404}
    for case, result in zip(filed, results, strict=True):
        after = (await client_as("centre_leader").get(f"/cases/{case['id']}")).json()
        assert after["status"] == ("dispatched" if result["outcome"] == "done" else "filed")


async def test_whose_session_ends_in_the_middle_learns_what_was_done(
    cases: Cases, client_as: Clients, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = [await cases.at("filed") for _ in range(12)]
    groups, whole = 0, several.all_or_none

    async def ended(*args: Any) -> Any:
        nonlocal groups
        groups += 1
        if groups == 2:
            await session.connection.execute("UPDATE users SET is_active = false WHERE id = $1", USERS["dispatcher"])
        return await whole(*args)

    monkeypatch.setattr(several, "all_or_none", ended)
    body = {"body": {"lead": "CG"}, "items": versioned(filed)}
    answer = await _batch(client_as("dispatcher"), "dispatch", body, {"next": "dispatch"})

    assert Counter(_outcomes(answer)) == {"done": 10, "refused": 2}
    assert {r["problem"]["code"] for r in answer.json()["results"] if r["problem"]} == {"not-authenticated"}
    assert answer.json()["next"] is None


# --- next ------------------------------------------------------------------------------------------------------------


async def test_a_batch_is_answered_with_what_is_first_of_the_queue_besides(cases: Cases, client_as: Clients) -> None:
    filed = [await cases.at("filed") for _ in range(4)]
    dispatcher = client_as("dispatcher")
    items = versioned(filed[:2])
    items[1]["version"] += 1
    answer = await _batch(dispatcher, "dispatch", {"body": {"lead": "CG"}, "items": items}, {"next": "dispatch"})

    assert _outcomes(answer) == ["done", "refused"]
    assert answer.json()["next"]["row"]["id"] == filed[2]["id"], "not the one that was just refused"
    unasked = await _batch(dispatcher, "dispatch", {"body": {"lead": "CG"}, "items": items})
    assert unasked.json()["next"] is None
    unknown = await _batch(
        dispatcher, "dispatch", {"body": {"lead": "CG"}, "items": versioned(filed[2:])}, {"next": "triage"}
    )
    assert unknown.status_code == 404
    assert (await dispatcher.get(f"/cases/{filed[3]['id']}")).json()["status"] == "filed"
