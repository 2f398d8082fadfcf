"""The matrix and the routing rules by route: who may, what is refused, the dry run, and that it is recorded."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app.db.session import Session
from app.services.routing import trial
from tests.cases import Cases
from tests.organisation import OTHER_TOWN, TOWN
from tests.routing import put_row, put_rule

Clients = Callable[..., AsyncClient]
ROW = {"category_code": "DCM-01", "valid_from": "2026-01-01", "lead_code": "SW"}
RULE = {"position": 1, "name": "燃气", "valid_from": "2026-01-01", "outcome": "dispatch", "lead_code": "CG"}


async def put(client: AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.put(path, json=body)
    assert answer.status_code in (200, 201), answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_row_is_a_draft_until_it_is_made_active_and_all_of_it_is_recorded(
    cases: Cases, client_as: Clients
) -> None:
    admin, filed = client_as("admin"), await cases.at("filed")
    path, asked = "/responsibilities/QZ-1", f"/cases/{filed['id']}/routing"

    body = ROW | {"area_code": TOWN, "lead_code": "部门SW", "assist_codes": ["CG"], "basis": "三定方案"}
    body |= {"starts": "00:00", "ends": "24:00", "weekdays": "1234567"}
    first = await put(admin, path, body)
    assert (first["is_active"], first["version"], first["lead_code"], first["lead_name"]) == (False, 1, "SW", "部门SW")
    assert (first["weekdays"], first["starts"], first["ends"]) == (None, "00:00", "24:00")
    assert (await admin.get(asked)).status_code == 403, "an administrator sees no cases"
    assert (await client_as("dispatcher").get(asked)).json()["by"] == "filing_rule"

    active = (await admin.post(f"{path}/activate")).json()
    assert (active["is_active"], active["version"]) == (True, 2)
    told = (await client_as("dispatcher").get(asked)).json()
    assert (told["by"], told["code"], told["department_code"], told["assist_codes"]) == ("matrix", "QZ-1", "SW", ["CG"])
    assert (told["department_name"], told["assist_names"]) == ("部门SW", ["部门CG"])
    assert "三定方案" in told["why"]
    assert [(each["by"], each["verdict"]) for each in told["candidates"]] == [
        ("matrix", "chosen"), ("filing_rule", "later"),
    ]  # fmt: skip

    again = await put(admin, path, body | {"lead_code": "CG-1"})
    assert (again["is_active"], again["version"]) == (True, 3), "what is active stays so"
    assert (await admin.post(f"{path}/deactivate")).json()["is_active"] is False
    trail = (await admin.get("/audit", params={"target": "QZ-1"})).json()["items"]
    assert [each["action"] for each in reversed(trail)] == [
        "responsibility", "routing_activated", "responsibility", "routing_deactivated",
    ]  # fmt: skip
    assert trail[1]["data"]["changed"]["lead_code"] == ["SW", "CG-1"]


async def test_a_rule_comes_in_goes_out_and_is_listed(client_as: Clients) -> None:
    admin = client_as("admin")
    rule = await put(admin, "/routing-rules/PQ-1", RULE | {"words": ["燃气", "煤气 味"], "working_time": True})
    await put(admin, "/routing-rules/PQ-2", RULE | {
        "outcome": "publish", "lead_code": None, "eligible_codes": ["CG", "SW"], "fallback_code": "CG", "minutes": 60,
    })  # fmt: skip
    await put(admin, "/responsibilities/QZ-1", ROW)

    assert (rule["words"], rule["lead_name"]) == (["燃气", "煤气 味"], "部门CG")
    page = (await client_as("worker").get("/routing-rules", params={"limit": 1})).json()
    rest = (await client_as("worker").get("/routing-rules", params={"limit": 1, "cursor": page["next_cursor"]})).json()
    assert [each["code"] for each in page["items"] + rest["items"]] == ["PQ-1", "PQ-2"]
    assert rest["items"][0]["eligible_names"] == ["部门CG", "部门SW"]
    of_sw = (await admin.get("/routing-rules", params={"department": "SW"})).json()["items"]
    assert [each["code"] for each in of_sw] == ["PQ-2"]
    for found in ({"department": "SW"}, {"category": "DCM-01"}, {"active": "false"}, {"q": "qz"}):
        assert [each["code"] for each in (await admin.get("/responsibilities", params=found)).json()["items"]] == [
            "QZ-1"
        ]
    assert (await admin.get("/responsibilities", params={"active": "true"})).json()["items"] == []


async def test_what_holds_elsewhere_is_not_shown(session: Session, client_as: Clients) -> None:
    await put_row(session, "here", area_code=TOWN)
    await put_row(session, "there", area_code=OTHER_TOWN)
    await put_row(session, "everywhere")

    for who, codes in (("town_clerk", ["everywhere", "here"]), ("supervisor", ["everywhere", "here", "there"])):
        client = client_as(who)
        assert [each["code"] for each in (await client.get("/responsibilities")).json()["items"]] == codes
        assert (await client.get("/responsibilities/there")).status_code == (200 if "there" in codes else 404)


async def test_who_administers_a_part_writes_what_holds_there(session: Session, client_as: Clients) -> None:
    await session.connection.execute(f"UPDATE appointments SET area_code = '{TOWN}' WHERE post = 'administrator'")
    await put_row(session, "county", lead_code="SW")
    admin = client_as("admin")

    assert (await admin.put("/responsibilities/a", json=ROW | {"area_code": TOWN})).status_code == 201
    for path, body in (
        ("/responsibilities/b", ROW),
        ("/responsibilities/b", ROW | {"area_code": OTHER_TOWN}),
        ("/responsibilities/county", ROW | {"area_code": TOWN}),
        ("/routing-rules/b", RULE),
    ):
        assert (await admin.put(path, json=body)).status_code == 403, (path, body)
    assert (await admin.post("/responsibilities/county/deactivate")).status_code == 403
    tried = {"responsibilities": [ROW | {"code": "x"}]}
    assert (await admin.post("/routing/dry-run", json=tried)).status_code == 403
    assert (await client_as("dispatcher").put("/responsibilities/c", json=ROW)).status_code == 403


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"category_code": None}, "/category_code"),
        ({"rule_code": "R1"}, "/category_code"),
        ({"category_code": "NO"}, "/category_code"),
        ({"area_code": "NO"}, "/area_code"),
        ({"lead_code": "NO"}, "/lead_code"),
        ({"lead_code": ""}, "/lead_code"),
        ({"assist_codes": ["CG", "NO"]}, "/assist_codes"),
        ({"assist_codes": ["SW"]}, "/assist_codes"),
        ({"assist_codes": ["CG"] * 11}, "/assist_codes"),
        ({"weekdays": "8"}, "/weekdays"),
        ({"starts": "08:00"}, "/ends"),
        ({"starts": "08:00", "ends": "08:00"}, "/starts"),
        ({"starts": "8", "ends": "09:00"}, "/starts"),
        ({"valid_to": "2025-12-31"}, "/valid_to"),
        ({"basis": "x" * 501}, "/basis"),
        ({"basis": "\x00"}, "/basis"),
        ({"is_active": True}, "/is_active"),
    ],
)
async def test_a_bad_row_is_refused_at_its_field(client_as: Clients, body: dict[str, Any], pointer: str) -> None:
    answer = await client_as("admin").put("/responsibilities/QZ-1", json=ROW | body)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"outcome": "urgent"}, "/lead_code"),
        ({"outcome": "publish", "lead_code": None}, "/eligible_codes"),
        ({"outcome": "suggestion", "lead_code": None}, "/threshold"),
        ({"outcome": "suggestion", "lead_code": None, "threshold": 1.5}, "/threshold"),
        ({"words": ["\u200b"]}, "/words"),
        ({"words": ["长" * 33]}, "/words"),
        ({"nature_code": "NO"}, "/nature_code"),
        ({"position": 0}, "/position"),
        ({"channel": "post"}, "/channel"),
    ],
)
async def test_a_bad_rule_is_refused_at_its_field(client_as: Clients, body: dict[str, Any], pointer: str) -> None:
    answer = await client_as("admin").put("/routing-rules/PQ-1", json=RULE | body)

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)


async def test_of_two_equal_rows_the_second_cannot_be_made_active(session: Session, client_as: Clients) -> None:
    await put_row(session, "QZ-1")
    admin = client_as("admin")
    await put(admin, "/responsibilities/QZ-2", ROW)

    refused = await admin.post("/responsibilities/QZ-2/activate")

    assert refused.status_code == 422
    assert "is equal to QZ-1" in refused.json()["detail"]
    assert (await admin.get("/responsibilities/QZ-2")).json()["is_active"] is False
    assert (await admin.post("/responsibilities/QZ-3/activate")).status_code == 404


async def test_a_write_sent_again_is_done_once(client_as: Clients) -> None:
    admin = client_as("admin")
    answers = [
        await admin.put("/responsibilities/QZ-1", json=ROW, headers={"Idempotency-Key": "once"}) for _ in range(2)
    ]

    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


async def test_a_dry_run_says_what_would_have_gone_elsewhere_and_writes_nothing(
    session: Session, cases: Cases, client_as: Clients
) -> None:
    admin = client_as("admin")
    await cases.at("filed")
    same = await cases.at("filed")
    await cases.done("dispatcher", same, "dispatch", {"lead": "SW"})
    elsewhere = [await cases.at("dispatched") for _ in range(3)]
    wandered = elsewhere[0]
    await cases.done("dispatcher", wandered, "redirect", {"lead": "SW", "reason_code": "wrong_unit"})

    tried = {"days": 30, "limit": 2, "responsibilities": [ROW | {"code": "QZ-1"}]}
    first = (await admin.post("/routing/dry-run", json=tried)).json()
    second = (await admin.post("/routing/dry-run", json=tried | {"cursor": first["next_cursor"]})).json()

    assert first["figures"] == {
        "looked_at": 5, "is_whole": True, "concerned": 5, "elsewhere": 3, "ended_there": 1, "same": 1, "published": 0,
        "to_nobody": 0, "undispatched": 1,
    }  # fmt: skip
    assert (second["figures"], second["next_cursor"]) == (None, None)
    items = first["items"] + second["items"]
    assert [each["number"] for each in items] == [each["number"] for each in reversed(elsewhere)]
    assert {(each["went_to"], each["would_go_to"], each["code"]) for each in items} == {("CG", "SW", "QZ-1")}
    assert [each["ended_there"] for each in items] == [False, False, True]
    assert (await admin.get("/responsibilities")).json()["items"] == []
    assert (await admin.get("/audit", params={"target": "QZ-1"})).json()["items"] == []

    other = tried | {"days": 29, "cursor": first["next_cursor"]}
    assert (await admin.post("/routing/dry-run", json=other)).json()["code"] == "bad-cursor"


async def test_a_dry_run_of_codes_that_are_there(session: Session, cases: Cases, client_as: Clients) -> None:
    admin = client_as("admin")
    await cases.at("dispatched")
    await put_row(session, "live", lead_code="CG")
    await put_row(session, "draft", lead_code="SW", is_active=False)
    await put_rule(session, "rule", lead_code="SW", words=["垃圾"], is_active=False)
    row, rule = {"collection": "responsibilities", "code": "draft"}, {"collection": "routing_rules", "code": "rule"}
    live = {"collection": "responsibilities", "code": "live"}

    equal = await admin.post("/routing/dry-run", json={"activate": [row]})
    assert (equal.status_code, equal.json()["errors"][0]["pointer"]) == (422, "/activate/0/code")
    instead = (await admin.post("/routing/dry-run", json={"activate": [row], "deactivate": [live]})).json()
    assert (instead["figures"]["elsewhere"], instead["items"][0]["code"]) == (1, "draft")
    by_rule = (await admin.post("/routing/dry-run", json={"activate": [rule]})).json()
    assert (by_rule["figures"]["elsewhere"], by_rule["items"][0]["by"]) == (1, "rule")
    without = (await admin.post("/routing/dry-run", json={"deactivate": [live]})).json()
    assert (without["figures"]["concerned"], without["figures"]["same"]) == (1, 1), "the filing rule says CG too"
    unknown = {"activate": [row | {"code": "no"}]}
    assert (await admin.post("/routing/dry-run", json=unknown)).status_code == 404


async def test_a_dry_run_is_counted_in_slices_and_says_where_it_stops(
    cases: Cases, client_as: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the slices and the pages fall, no case is listed twice and none is left out."""
    admin = client_as("admin")
    told = [await cases.at("dispatched") for _ in range(5)]
    tried: dict[str, Any] = {"limit": 1, "responsibilities": [ROW | {"code": "QZ-1"}]}
    monkeypatch.setattr(trial, "_SLICE", 2)

    found, page = [], (await admin.post("/routing/dry-run", json=tried)).json()
    assert (page["figures"]["looked_at"], page["figures"]["elsewhere"], page["figures"]["is_whole"]) == (5, 5, True)
    while True:
        found += [each["number"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        page = (await admin.post("/routing/dry-run", json=tried | {"cursor": page["next_cursor"]})).json()
    assert found == [each["number"] for each in reversed(told)]

    monkeypatch.setattr(trial, "MOST_CASES", 4)
    figures = (await admin.post("/routing/dry-run", json=tried)).json()["figures"]
    assert (figures["looked_at"], figures["is_whole"]) == (4, False)


async def test_a_dry_run_sees_no_case_outside_of_what_is_administered(
    session: Session, cases: Cases, client_as: Clients
) -> None:
    await cases.at("dispatched")
    await session.connection.execute(f"UPDATE appointments SET area_code = '{OTHER_TOWN}' WHERE post = 'administrator'")
    tried = {"responsibilities": [ROW | {"code": "QZ-1", "area_code": OTHER_TOWN, "lead_code": "FAR"}]}

    assert (await client_as("admin").post("/routing/dry-run", json=tried)).json()["figures"]["looked_at"] == 0


async def test_a_dry_run_counts_confidential_cases_and_lists_none(
    session: Session, cases: Cases, client_as: Clients
) -> None:
    """An administrator sees no cases, and of these hears not even which they are."""
    shown, hidden = [await cases.at("dispatched") for _ in range(2)]
    sql = "UPDATE cases SET privacy_tier = 'confidential' WHERE id = $1"
    await session.connection.execute(sql, UUID(hidden["id"]))

    tried = {"days": 30, "responsibilities": [ROW | {"code": "QZ-1"}]}
    told = (await client_as("admin").post("/routing/dry-run", json=tried)).json()

    assert told["figures"]["elsewhere"] == 2
    assert [each["number"] for each in told["items"]] == [shown["number"]]
