"""What is odd in the record: found once, with its evidence; judged by somebody else, after a statement; excluded."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app import clock
from app.services.irregularities.excluding import confirmed_among
from app.services.irregularities.following import find_irregularities
from app.services.sync.relay import relay
from app.workflow.evaluation.facts import Fact
from app.workflow.irregularities.kinds import IrregularityKind
from tests.cases import Cases, photo
from tests.conftest import OneConnection
from tests.organisation import TOWN, VILLAGE
from tests.times import at

ClientAs = Callable[..., AsyncClient]
Look = Callable[[], Awaitable[None]]
GARBAGE = {"category_code": "DCM-01-02"}


@pytest.fixture
def look(database: OneConnection) -> Look:
    """The worker has looked at all that changed."""

    async def looked() -> None:
        await relay(database)
        while await find_irregularities(database):
            pass

    return looked


async def found(client: AsyncClient, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get("/irregularities", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_duplicate_is_found_once_stated_judged_and_excluded(
    cases: Cases, client_as: ClientAs, look: Look, database: OneConnection
) -> None:
    supervisor, worker = client_as("supervisor"), client_as("worker")
    with clock.frozen(at("16 09:00")):
        first = await cases.report(**GARBAGE)
        await cases.report("second_worker", **GARBAGE)  # another hand: two people saw it
        await cases.report(description="路灯不亮，夜间出行不便", **GARBAGE)  # another matter
    with clock.frozen(at("16 09:35")):
        again = await cases.report(**GARBAGE)
        await look()
        await look()  # once more finds nothing new
    (one,) = await found(supervisor)
    assert (one["kind"], one["state"], one["person_name"]) == ("duplicate", "found", "用户worker")
    assert one["figures"] == {"times": 1, "minutes": 35, "metres": 0, "percent": 100}
    assert "35 分钟前" in one["evidence_zh"]
    assert "35 min before" in one["evidence"]
    assert [(case["id"], case["is_subject"]) for case in one["cases"]] == [(again["id"], True), (first["id"], False)]
    path = f"/irregularities/{one['id']}"

    with clock.frozen(at("16 10:00")):
        early = await supervisor.post(f"{path}/judge", json={"verdict": "confirmed", "reason": "同一堆垃圾"})
        assert (early.status_code, early.json()["code"]) == (409, "condition-not-met")
        assert (await worker.post(f"{path}/judge", json={"verdict": "dismissed", "reason": "x"})).status_code == 403
        assert [item["id"] for item in await found(worker, mine=True)] == [one["id"]]
        assert (await worker.get("/irregularities")).status_code == 403
        for stranger in ("second_worker", "other_supervisor", "lead"):
            assert (await client_as(stranger).get(path)).status_code == 404
            assert await found(client_as(stranger), mine=True) == []
        refused = await supervisor.post(f"{path}/statements", json={"statement": "代为陈述"})
        assert refused.status_code == 403
        key = {"Idempotency-Key": "said"}
        for _ in range(2):
            said = await worker.post(f"{path}/statements", json={"statement": "网络不好，重发了一次"}, headers=key)
            assert said.status_code == 201, said.text
    with clock.frozen(at("16 10:30")):
        judged = await supervisor.post(f"{path}/judge", json={"verdict": "confirmed", "reason": "同一堆垃圾"})
        assert judged.status_code == 200, judged.text
    file = judged.json()
    counts_no_more = await database.connection.fetchval(
        "SELECT bool_and(facts & $2 = $2) FROM occurrences o JOIN irregularity_cases c ON c.case_id = o.case_id"
        " WHERE c.irregularity_id = $1 AND c.is_subject", file["id"], int(Fact.EXCLUDED),
    )  # fmt: skip
    assert counts_no_more is True, "what is confirmed counts for nobody from that moment on"
    assert [(entry["kind"], entry["said_by_name"]) for entry in file["entries"]] == [
        ("statement", "用户worker"), ("confirmed", "用户supervisor"),
    ]  # fmt: skip
    assert (file["state"], file["judged_by_name"], file["may_judge"]) == ("confirmed", "用户supervisor", True)

    again_judged = await supervisor.post(f"{path}/judge", json={"verdict": "dismissed", "reason": "x"})
    assert (again_judged.status_code, again_judged.json()["code"]) == (409, "already-judged")
    assert (await worker.post(f"{path}/statements", json={"statement": "两堆垃圾"})).status_code == 201
    same = await supervisor.post(f"{path}/judge", json={"verdict": "dismissed", "reason": "x"})
    assert same.json()["code"] == "already-judged", "the same person does not judge their own judgement"
    async with database.reading() as session:
        asked = [UUID(first["id"]), UUID(again["id"])]
        assert await confirmed_among(session, asked) == {UUID(again["id"]): frozenset({IrregularityKind.DUPLICATE})}, (
            "not the one it was compared with"
        )
    revised = await client_as("town_supervisor").post(f"{path}/judge", json={"verdict": "dismissed", "reason": "两堆"})
    assert revised.status_code == 200, revised.text
    async with database.reading() as session:
        assert await confirmed_among(session, asked) == {}
    counts_again = await database.connection.fetchval(
        "SELECT bool_or(facts & $2 <> 0) FROM occurrences WHERE case_id = $1", again["id"], int(Fact.EXCLUDED)
    )
    assert counts_again is False, "what was confirmed and is dismissed counts again"


async def test_what_holds_no_longer_is_taken_back_and_may_be_found_again(
    cases: Cases, client_as: ClientAs, look: Look
) -> None:
    supervisor = client_as("supervisor")
    with clock.frozen(at("16 09:00")):
        first = await cases.report(**GARBAGE)
    with clock.frozen(at("16 09:10")):
        again = await cases.report(**GARBAGE)
        await look()
        (one,) = await found(supervisor)
        await cases.done("clerk", again, "merge", {"target_id": first["id"]})
        await look()
    with clock.frozen(at("16 09:20")):
        (taken_back,) = await found(supervisor)
        assert (taken_back["id"], taken_back["state"]) == (one["id"], "withdrawn"), "triage has dealt with it"
        refused = await supervisor.post(
            f"/irregularities/{one['id']}/judge", json={"verdict": "dismissed", "reason": "x"}
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "holds-no-longer")
        await cases.done("clerk", again, "unmerge")
        await look()
        file = (await supervisor.get(f"/irregularities/{one['id']}")).json()
    assert (file["state"], [entry["kind"] for entry in file["entries"]]) == ("found", ["withdrawn", "found_again"])


async def test_thresholds_are_those_of_the_area(cases: Cases, client_as: ClientAs, look: Look) -> None:
    admin, supervisor = client_as("admin"), client_as("supervisor")
    body = {"thresholds": [{"kind": "duplicate", "is_on": False}]}
    told = await admin.put(f"/irregularity-thresholds/{TOWN}", json=body)
    assert told.status_code == 200, told.text
    (said,) = [item for item in told.json()["items"] if item["kind"] == "duplicate"]
    assert (said["is_on"], said["said_by"], said["metres"]) == (False, TOWN, 30)
    usual = {"is_on": True, "times": None, "minutes": 3 * 24 * 60, "metres": 30, "percent": 80, "kmh": None}
    assert (said["said_by_name"], said["usual"]) == (f"区域{TOWN}", usual)
    assert said["inherited"] == usual | {"said_by": None, "said_by_name": None}
    assert told.json()["may_change"]
    below = (await supervisor.get(f"/irregularity-thresholds/{VILLAGE}")).json()
    (held,) = [item for item in below["items"] if item["kind"] == "duplicate"]
    assert (held["is_on"], held["said_by"], held["inherited"]["said_by"]) == (False, TOWN, TOWN)
    assert not below["may_change"]
    with clock.frozen(at("16 09:00")):
        await cases.report(**GARBAGE)
    with clock.frozen(at("16 09:10")):
        again = await cases.report(**GARBAGE)
        await look()
        assert await found(supervisor) == []
        strict = {"thresholds": [{"kind": "duplicate", "metres": 10, "minutes": 60}]}
        assert (await admin.put(f"/irregularity-thresholds/{TOWN}", json=strict)).status_code == 200
        await cases.done("worker", again, "comment", {"note": "请尽快"})
        await look()
        (one,) = await found(supervisor)
    assert one["thresholds"] == {"minutes": 60, "metres": 10, "percent": 80}
    for wrong, pointer in (
        ({"thresholds": [{"kind": "duplicate", "kmh": 100}]}, "/thresholds/0/kmh"),
        ({"thresholds": [{"kind": "duplicate"}, {"kind": "duplicate"}]}, "/thresholds"),
        ({"thresholds": [{"kind": "duplicate", "percent": 101}]}, "/thresholds/0/percent"),
    ):
        answer = await admin.put(f"/irregularity-thresholds/{TOWN}", json=wrong)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await supervisor.put(f"/irregularity-thresholds/{TOWN}", json=body)).status_code == 403
    assert (await admin.put("/irregularity-thresholds/nowhere", json=body)).status_code == 404


async def test_a_photo_that_proves_two_things_is_found_and_who_judges_has_no_hand_in_it(
    cases: Cases, client_as: ClientAs, look: Look
) -> None:
    supervisor = client_as("supervisor")
    with clock.frozen(at("16 09:00")):
        one_shot = photo(7)
        here = await cases.at("handling")
        beside = await cases.at("handling")
        for case in (here, beside):  # one shot of two matters at one place is honest
            assert (await cases.attach("handler", case, content=one_shot)).status_code == 200
        await look()
        assert await found(supervisor, kind="repeated_photo") == []
    with clock.frozen(at("16 09:10")):
        far = await cases.at("handling", location={"lat": 22.6985, "lon": 114.3055})
        assert (await cases.attach("handler", far, content=one_shot)).status_code == 200
        both = await cases.report()
        assert (await cases.attach("worker", both, "before", content=photo(9))).status_code == 200
    with clock.frozen(at("16 09:20")):
        assert (await cases.attach("worker", both, "after", content=photo(9))).status_code == 200
        await look()
        items = {item["cases"][0]["id"]: item for item in await found(supervisor, kind="repeated_photo")}
    assert items.keys() == {far["id"], both["id"]}
    assert (items[far["id"]]["figures"]["fault"], items[far["id"]]["person_name"]) == ("elsewhere", "用户handler")
    assert items[both["id"]]["figures"]["fault"] == "before_is_after"


async def test_six_handled_by_oneself_in_minutes_are_a_run_and_a_day_of_leaps_is_no_way(
    cases: Cases, client_as: ClientAs, look: Look
) -> None:
    done = {**GARBAGE, "result": "已清理"}
    colours = iter(range(0, 250, 3))
    for minute in range(6):
        with clock.frozen(at(f"16 09:0{minute}")):
            case = await cases.report(description=f"第{minute}处：{'甲乙丙丁戊己'[minute] * 8}", **GARBAGE)
            for purpose in ("before", "after"):
                sent = await cases.attach("worker", case, purpose, content=photo(next(colours)))
                assert sent.status_code == 200
            await cases.done("worker", case, "self-handle", done)
    for minute, lat in enumerate((22.695, 22.9, 22.695, 23.1, 22.695)):
        with clock.frozen(at(f"16 15:1{minute}")):
            place = {"lat": lat, "lon": 114.305, "accuracy_m": 10}
            told = {"location": place, "device_time": clock.now().isoformat(), "description": f"{minute}" * 9}
            await cases.report("second_worker", **told)
    await look()
    items = {item["kind"]: item for item in await found(client_as("supervisor"))}
    assert items.keys() == {"self_handle_run", "impossible_travel"}
    assert items["self_handle_run"]["figures"]["times"] == 6
    assert len(items["self_handle_run"]["cases"]) == 6
    travel = items["impossible_travel"]
    assert (travel["person_name"], travel["figures"]["odd"], travel["figures"]["times"]) == ("用户second_worker", 2, 5)
    assert travel["figures"]["kmh"] > 1_000
