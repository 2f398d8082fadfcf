"""A community's quarter of co-building 共建, as a story: founded, assessed, inspected, published and corrected."""

from typing import Any

import pytest

from app import clock
from app.db.session import Session
from tests.organisation import OTHER_VILLAGE, USERS, VILLAGE
from tests.routers.cobuilding import (
    AFTERWARDS,
    IN_DECEMBER,
    IN_NOVEMBER,
    IN_OCTOBER,
    Clients,
    Quarter,
    appoint,
    marks,
)


@pytest.fixture
def at_work(client_as: Clients) -> Quarter:
    return Quarter(client_as)


async def test_a_quarter_is_assessed_inspected_published_ranked_and_corrected(
    at_work: Quarter, client_as: Clients, session: Session
) -> None:
    with clock.frozen(IN_OCTOBER):
        scheme = await at_work.scheme()
        group = await at_work.group()
        other = await at_work.group(OTHER_VILLAGE, "SW")
        await at_work.done("supervisor", f"groups/{group['id']}/members", {
            "department_code": "SW", "valid_from": "2026-10-10",
        })  # fmt: skip
        period = await at_work.period()
    with clock.frozen(IN_NOVEMBER):
        for month, points in (("2026-10-01", marks(40, 50)), ("2026-11-01", marks(30, 50))):
            told = {"month": month, "marks": points, "note": "自查"}
            await at_work.done("handler", f"groups/{group['id']}/assessments", told)
        again = {"month": "2026-11-20", "marks": marks(40, 60)}
        revised = await at_work.done("lead", f"groups/{group['id']}/assessments", again)
        await at_work.done("water_handler", f"groups/{other['id']}/assessments", again)
    with clock.frozen(IN_DECEMBER):
        await at_work.inspected(period, group, marks(38, 55))
        await at_work.inspected_by("centre_leader", period, group, marks(36.5, 50.5))
        await at_work.inspected(period, other, marks(20, 30))
        links = await at_work.done("supervisor", f"periods/{period['id']}/ballots", {
            "group_id": group["id"], "count": 3,
        })  # fmt: skip
        resident = client_as(None)
        tokens = [url.rsplit("/", 1)[1] for url in links["urls"]]
        asked = (await resident.get(f"/public/cobuilding/{tokens[0]}")).json()
        for token, score in zip(tokens, (5, 4), strict=False):
            answered = await resident.post(f"/public/cobuilding/{token}", json={"score": score, "words": "干净多了"})
            assert answered.status_code == 200, answered.text
        twice = await resident.post(f"/public/cobuilding/{tokens[0]}", json={"score": 1})
        page = await resident.get(f"http://test/g/{tokens[2]}")
        used = await resident.post(f"http://test/g/{tokens[0]}", data={"score": "1"})
        early = await at_work.done("supervisor", f"periods/{period['id']}/compute")
        too_soon = await at_work.send("supervisor", f"periods/{period['id']}/publish")
        not_yet = await client_as("handler").get(f"/cobuilding/periods/{period['id']}/results")

    assert (scheme["version"], revised["revision"], revised["score"]) == (1, 2, 100.0)
    assert asked["group_name"] == group["name"]
    assert (twice.status_code, early["state"]) == (410, "computed")
    assert (page.status_code, group["name"] in page.text, used.status_code) == (200, True, 410)
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "condition-not-met")
    assert (not_yet.status_code, not_yet.json()["code"]) == (403, "not-permitted")

    with clock.frozen(AFTERWARDS):
        december = {"month": "2026-12-01", "marks": marks(40, 50)}
        await at_work.done("handler", f"groups/{group['id']}/assessments", december)
        changed = await at_work.send("supervisor", f"periods/{period['id']}/publish")
        computed = await at_work.done("supervisor", f"periods/{period['id']}/compute")
        stale = await at_work.send("supervisor", f"periods/{period['id']}/publish", If_Match='"2"')
        etag = f'"{computed["version"]}"'
        published = await at_work.send("supervisor", f"periods/{period['id']}/publish", If_Match=etag)
        second = await at_work.send("centre_leader", f"periods/{period['id']}/publish")
        listed = await at_work.read("handler", f"periods/{period['id']}/results")
        explained = await at_work.read("handler", f"periods/{period['id']}/results/{group['id']}")

    assert (changed.status_code, stale.status_code) == (409, 412)
    assert (published.status_code, published.json()["state"]) == (200, "published")
    assert (second.status_code, second.json()["code"]) == (409, "wrong-state")
    first, last = listed["items"]
    # own (90 + 100 + 90) / 3, inspection (93 + 87) / 2, residents (100 + 75) / 2: 0.3 * 93.33 + 0.5 * 90 + 0.2 * 87.5
    assert [part["value"] for part in first["parts"]] == [93.33, 90.0, 87.5]
    assert (first["score"], first["rank"], first["is_tied"], first["verdict"]) == (90.5, 1, False, "commended")
    # own 100 of one month of three, as zero for the others; no resident was asked, so that the two share their weight
    assert [(part["value"], part["counted"], part["missing"]) for part in last["parts"]] == [
        (33.33, 37.5, None), (50.0, 62.5, None), (None, 0.0, "reweigh"),
    ]  # fmt: skip
    assert (last["score"], last["rank"], last["verdict"]) == (43.75, 2, "criticised")
    assert [month["score"] for month in explained["months"]] == [90.0, 100.0, 90.0]
    assert (explained["asked"], explained["answered"], explained["to_commendation"]) == (3, 2, 0.0)
    assert explained["members"] == ["部门CG", "部门SW"]

    await _stays_as_it_was(at_work, client_as, period, group, tokens)


async def _stays_as_it_was(
    at_work: Quarter, client_as: Clients, period: dict[str, Any], group: dict[str, Any], tokens: list[str]
) -> None:
    """Nothing comes in any more, nothing is computed anew; corrections stand beside what was published."""
    correction = {"group_id": group["id"], "part": "inspection", "value": 60, "reason": "复核照片，原分有误"}
    with clock.frozen(AFTERWARDS):
        refused = [
            await at_work.send("handler", f"groups/{group['id']}/assessments", {
                "month": "2026-12-01", "marks": marks(40, 60),
            }),
            await at_work.send("supervisor", f"periods/{period['id']}/compute"),
            await at_work.send("supervisor", f"periods/{period['id']}/inspections", {
                "assigned": [{"group_id": group["id"], "inspector_id": str(USERS["town_clerk"])}],
            }),
            await at_work.send("supervisor", f"periods/{period['id']}/ballots", {"group_id": group["id"], "count": 1}),
        ]  # fmt: skip
        late = await client_as(None).post(f"/public/cobuilding/{tokens[2]}", json={"score": 1})
        not_theirs = await at_work.send("handler", f"periods/{period['id']}/corrections", correction)
        corrected = await at_work.done("supervisor", f"periods/{period['id']}/corrections", correction)
        listed = await at_work.read("supervisor", f"periods/{period['id']}/results")

    assert [answer.status_code for answer in refused] == [409] * 4
    assert (late.status_code, not_theirs.status_code) == (410, 403)
    assert (corrected["score"], corrected["rank"], corrected["verdict"]) == (90.5, 1, "commended")
    assert (corrected["corrected_score"], corrected["corrected_rank"]) == (75.5, 1)
    assert corrected["corrected_verdict"] == "ordinary"
    (entry,) = corrected["corrections"]
    assert (entry["before"], entry["value"], entry["corrected_by_name"]) == (90.0, 60.0, "用户supervisor")
    assert [item["corrected"] for item in listed["items"]] == [True, False]


async def test_nobody_inspects_their_own_group_not_even_one_their_unit_joins_later(
    at_work: Quarter, session: Session
) -> None:
    await appoint(session, "nobody", "department_handler", None, "SW")
    await appoint(session, "other_worker", "department_handler", None, "CG-1")
    with clock.frozen(IN_OCTOBER):
        await at_work.scheme()
        group = await at_work.group()
        period = await at_work.period()
        path = f"periods/{period['id']}/inspections"
        refused = {
            who: await at_work.send("supervisor", path, {
                "assigned": [{"group_id": group["id"], "inspector_id": str(USERS[who])}],
            })
            for who in ("handler", "worker", "other_worker")
        }  # fmt: skip
        first = await at_work.assigned("nobody", period, group)
        second = await at_work.assigned("water_handler", period, group)
        await at_work.inspected(period, group, marks(40, 60))
        await at_work.done("nobody", f"inspections/{first['id']}/submit", {"marks": marks(0, 0)})
    with clock.frozen(IN_NOVEMBER):
        joined = {"department_code": "SW", "valid_from": "2026-11-01"}
        await at_work.done("supervisor", f"groups/{group['id']}/members", joined)
        too_late = await at_work.send("water_handler", f"inspections/{second['id']}/submit", {"marks": marks(1, 1)})
        shown = await at_work.read("supervisor", f"inspections/{first['id']}")
        await at_work.done("supervisor", f"periods/{period['id']}/compute")
        explained = await at_work.read("supervisor", f"periods/{period['id']}/results/{group['id']}")

    assert {who: answer.status_code for who, answer in refused.items()} == dict.fromkeys(refused, 422)
    assert refused["handler"].json()["errors"][0]["pointer"] == "/assigned/0/inspector_id"
    assert (too_late.status_code, too_late.json()["code"]) == (403, "not-permitted")
    assert shown["barred"] == "member_unit"
    told = {(each["inspector_name"], each["score"], each["left_out"]) for each in explained["inspections"]}
    assert told == {
        ("用户nobody", 0.0, "member_unit"), ("用户water_handler", None, "member_unit"), ("用户supervisor", 100.0, None),
    }  # fmt: skip
    assert explained["parts"][1]["value"] == 100.0


async def test_a_quarter_keeps_the_version_of_its_scheme_and_units_their_names(
    at_work: Quarter, session: Session
) -> None:
    with clock.frozen(IN_OCTOBER):
        await at_work.scheme()
        group = await at_work.group()
        period = await at_work.period()
        again = await at_work.send("supervisor", "periods", {"area_code": VILLAGE, "year": 2026, "number": 4})
        changed = await at_work.scheme(weights={"own": 100, "inspection": 0, "residents": 0}, missing_month="leave_out")
        await at_work.done("handler", f"groups/{group['id']}/assessments", {
            "month": "2026-10-01", "marks": marks(40, 60),
        })  # fmt: skip
        await at_work.inspected(period, group, marks(20, 30))
        kept = await at_work.read("supervisor", f"periods/{period['id']}")
    with clock.frozen(AFTERWARDS):
        await at_work.done("supervisor", f"periods/{period['id']}/compute")
        await at_work.done("supervisor", f"periods/{period['id']}/publish")
        await session.connection.execute(
            "INSERT INTO department_names (department_code, valid_from, name) VALUES ('CG', '2027-01-02', '城管局')"
        )
        taken_over = {"department_code": "SW", "role": "lead", "valid_from": "2027-01-02",
                      "instead_of": group["members"][0]["id"]}  # fmt: skip
        after = await at_work.done("supervisor", f"groups/{group['id']}/members", taken_over)
        explained = await at_work.read("supervisor", f"periods/{period['id']}/results/{group['id']}")

    assert (again.status_code, again.json()["code"]) == (409, "already-exists")
    assert (changed["version"], kept["scheme_version"], kept["scheme"]["weights"]["own"]) == (2, 1, 30)
    assert [part["part"] for part in explained["parts"]] == ["own", "inspection", "residents"]
    assert (explained["score"], explained["lead_name"], explained["members"]) == (43.75, "部门CG", ["部门CG"])
    assert (after["lead_code"], [each["valid_to"] for each in after["members"]]) == ("SW", ["2027-01-01", None])


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"weights": {"own": 30, "inspection": 50, "residents": 30}}, "/weights"),
        ({"commend_from": 59.5}, "/criticise_below"),
        (
            {"items": [{"code": "A1", "name": "一", "most": 1}, {"code": "A1", "name": "二", "most": 1}]},
            "/items/1/code",
        ),
        ({"valid_from": "2026-10-02"}, "/valid_from"),
        ({"valid_from": "2026-07-01"}, "/valid_from"),
    ],
)
async def test_a_scheme_that_is_none_is_refused(at_work: Quarter, change: dict[str, Any], pointer: str) -> None:
    from tests.routers.cobuilding import SCHEME

    with clock.frozen(IN_OCTOBER):
        answer = await at_work.send("supervisor", "schemes", SCHEME | change)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_who_may_and_who_sees(at_work: Quarter, client_as: Clients) -> None:
    with clock.frozen(IN_OCTOBER):
        await at_work.scheme()
        group = await at_work.group()
        period = await at_work.period()
        seen = {
            who: (await client_as(who).get(f"/cobuilding/groups/{group['id']}")).status_code
            for who in ("worker", "handler", "admin", "station_handler", "water_handler", "other_worker", "hotline")
        }
        body = {"area_code": VILLAGE, "name": "又一个", "lead_code": "SW", "valid_from": "2026-10-01"}
        refused = {
            "not a supervisor": await at_work.send("handler", "groups", body),
            "of another town": await at_work.send("other_supervisor", "groups", body),
            "a second group": await at_work.send("supervisor", "groups", body),
            "far": await at_work.send("town_supervisor", "groups", body | {"lead_code": "FAR"}),
            "another's marks": await at_work.send("supervisor", f"groups/{group['id']}/assessments", {
                "month": "2026-10-01", "marks": marks(1, 1)}),
            "too many points": await at_work.send("handler", f"groups/{group['id']}/assessments", {
                "month": "2026-10-01", "marks": marks(41, 1)}),
            "a line is missing": await at_work.send("handler", f"groups/{group['id']}/assessments", {
                "month": "2026-10-01", "marks": marks(40, 1)[:1]}),
            "a month to come": await at_work.send("handler", f"groups/{group['id']}/assessments", {
                "month": "2026-12-01", "marks": marks(40, 1)}),
            "computed by a member": await at_work.send("handler", f"periods/{period['id']}/compute"),
            "unseen": await at_work.send("other_worker", f"groups/{group['id']}/end", {"valid_to": "2026-10-10"}),
            "the lead leaves": await at_work.send(
                "supervisor", f"groups/{group['id']}/members/{group['members'][0]['id']}/end",
                {"valid_to": "2026-10-10"}),
        }  # fmt: skip
        told = {who: (await at_work.read(who, f"groups/{group['id']}")) for who in ("worker", "handler", "supervisor")}

    assert seen == {"worker": 200, "handler": 200, "admin": 200, "station_handler": 404, "water_handler": 404,
                    "other_worker": 404, "hotline": 200}  # fmt: skip
    assert {what: answer.status_code for what, answer in refused.items()} == {
        "not a supervisor": 403, "of another town": 403, "a second group": 409, "far": 422, "another's marks": 403,
        "too many points": 422, "a line is missing": 422, "a month to come": 422, "computed by a member": 403,
        "unseen": 404, "the lead leaves": 409,
    }  # fmt: skip
    assert [(each["may_manage"], each["may_lead"], each["may_record"]) for each in told.values()] == [
        (False, False, True), (False, True, True), (True, False, True),
    ]  # fmt: skip


async def test_inspectors_are_found_by_name_by_who_names_them(at_work: Quarter, client_as: Clients) -> None:
    with clock.frozen(IN_OCTOBER):
        await at_work.scheme()
        await at_work.group()
        path = f"/cobuilding/periods/{(await at_work.period())['id']}/inspectors"
        found = (await client_as("supervisor").get(path, params={"q": "water_h"})).json()["items"]
        assert [(one["inspector_id"], one["inspector_name"], one["department_name"]) for one in found] == [
            (str(USERS["water_handler"]), "用户water_handler", "部门SW")
        ]
        assert (await client_as("supervisor").get(path, params={"q": "nobody"})).json()["items"] == [], "holds no post"
        for stranger in ("handler", "other_supervisor", "worker"):
            assert (await client_as(stranger).get(path, params={"q": "water"})).status_code == 404
        assert (await client_as("supervisor").get(path)).status_code == 422
