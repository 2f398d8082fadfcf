"""The board of a village: what a clerk released and the pool of volunteers, for anybody; and nothing of anybody."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.identifiers import new_id
from app.services.villages import boards
from app.web import public_reads
from tests.cases import ROUTES, Cases
from tests.organisation import IN_OTHER_GRID, OTHER_VILLAGE, USERS, VILLAGE
from tests.times import at

ClientAs = Callable[..., AsyncClient]
#: What stands in cases and nowhere in public.
PLANTED = (
    "13800000000",
    "138-0000-0000",
    "欧阳建国",
    "诗意花园8栋1602室",
    "粤B12345",
    "王大锤",
    "用户handler",
    "用户worker",
)
RESTRICTED = {"rule_code": "R1", "privacy_tier": "restricted"}
WORDS = {"question": "路边有成堆垃圾，影响通行。", "answer": "已清理，并增设垃圾桶。"}
TOLD = {
    "description": "诗意花园8栋1602室门口有成堆垃圾，粤B12345乱停，欧阳建国反映，电话13800000000或138-0000-0000",
    "address": "诗意花园8栋1602室",
    "contact": {"name": "欧阳建国", "phone": "13800000000"},
    "category_code": "DCM-01-02",
}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "_KEPT", -1.0)


@pytest.fixture
async def volunteers(cases: Cases, client_as: ClientAs) -> dict[str, Any]:
    """A case in the pool, of units one of which has a team."""
    team = {
        "kind": "team",
        "parent_code": "CG-1",
        "jurisdictions": [],
        "names": [{"valid_from": "2020-01-01", "name": "志愿队"}],
    }
    assert (await client_as("admin").put("/departments/CG-1-V", json=team)).status_code == 201
    return await cases.at("pooled", **TOLD | {"description": "王大锤家门口有垃圾，电话13800000000"})


async def public(client: AsyncClient, path: str = "") -> dict[str, Any]:
    answer = await client.get(f"/public/villages/{VILLAGE}{path}")
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def test_what_a_clerk_releases_is_read_by_anybody_until_it_is_taken_back(
    cases: Cases, client_as: ClientAs, volunteers: dict[str, Any]
) -> None:
    clerk, nobody = client_as("town_clerk"), client_as(None)
    with clock.frozen(at("16 09:00")):
        case = await cases.at("closed", **TOLD)
    path = f"/cases/{case['id']}/release"
    assert (await public(nobody))["answered"] == []
    draft = (await clerk.get(path)).json()["draft"]
    assert {"number", "plate", "known"} <= set(draft["masked"])
    assert not [word for word in PLANTED if word in draft["question"]]

    for wrong in (
        TOLD["description"],
        "欧阳建国说已清理",
        "请联系 138 0000 0000",
        "诗意花园8栋1602室",
        "用户handler已清理",
    ):
        refused = await clerk.post(path, json=WORDS | {"answer": wrong})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/answer"), wrong
    for who, status in (("handler", 403), ("supervisor", 403), ("worker", 403)):
        assert (await client_as(who).post(path, json=WORDS)).status_code == status
    key = {"Idempotency-Key": "released"}
    for _ in range(2):
        released = await clerk.post(path, json=WORDS, headers=key)
        assert released.status_code == 201, released.text
    assert (released.json()["area_code"], released.json()["released_by_name"]) == (VILLAGE, "用户town_clerk")
    assert (await clerk.post(path, json=WORDS)).json()["code"] == "already-exists"

    board = await public(nobody)
    (answered,) = board["answered"]
    assert (answered["question"], answered["answer"]) == (WORDS["question"], WORDS["answer"])
    assert (answered["closed_on"], answered["category_name"]) == ("2026-03-16", "暴露垃圾")
    assert [item["category_name"] for item in board["pool"]] == ["暴露垃圾"]
    assert (await public(nobody, "/answered"))["items"] == board["answered"]
    assert (await nobody.get(f"/public/villages/{OTHER_VILLAGE}")).json()["answered"] == []

    taken = await clerk.post(f"{path}/withdraw", json={"reason": "可认出当事人"})
    assert (taken.status_code, taken.json()["withdrawn_by_name"]) == (200, "用户town_clerk")
    assert (await public(nobody))["answered"] == []
    assert (await clerk.post(f"{path}/withdraw", json={"reason": "x"})).status_code == 404
    assert (await clerk.post(path, json=WORDS)).status_code == 201, "and it may be released anew"
    listed = (await clerk.get("/releases")).json()["items"]
    assert [item["withdraw_reason"] for item in listed] == [None, "可认出当事人"]
    assert len((await clerk.get("/releases", params={"stands": True})).json()["items"]) == 1
    audit = (await client_as("admin").get("/audit")).json()["items"]
    assert {"case_released", "case_release_withdrawn"} <= {item["action"] for item in audit}
    with clock.frozen(at("17 09:00")):
        await cases.done("supervisor", case, "reopen", {"reason_code": "not_solved", "note": "又有了"})
    assert (await public(nobody))["answered"] == [], "what is done again is not answered"


async def test_what_is_open_private_or_in_no_village_is_not_released(cases: Cases, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    private = await cases.report()
    for who, action, body in [("clerk", "file", RESTRICTED), *ROUTES["closed"][1:]]:
        private = await cases.done(who, private, action, body)
    for case, condition in (
        (await cases.at("handling"), "closed"),
        (await cases.at("rejected"), "closed"),
        (private, "privacy"),
    ):
        refused = await clerk.post(f"/cases/{case['id']}/release", json=WORDS)
        assert (refused.status_code, refused.json()["code"]) == (409, "condition-not-met"), condition
        assert refused.json()["condition"] == condition


async def published(session: Session) -> None:
    """A bulletin's neighbours: adoption by a resident, and lists of points that name households each in its way."""
    add, now, who = session.connection.execute, clock.now(), USERS["supervisor"]
    group = new_id(now)
    await add(
        "INSERT INTO cobuilding_groups (id, area_code, name, valid_from, founded_by, created_at) "
        "VALUES ($1, $2, '六联共建', '2026-01-01', $3, $4)", group, VILLAGE, who, now,
    )  # fmt: skip
    await add(
        "INSERT INTO cobuilding_adoptions (id, group_id, kind, title, resident_name, resident_phone, valid_from, "
        "recorded_by, created_at) VALUES ($1, $2, 'place', '小花坛，有事打13800000000', '欧阳建国', '13800000000', "
        "'2026-01-01', $3, $4)", new_id(now), group, who, now,
    )  # fmt: skip
    for number, (label, household) in enumerate((("name", "欧阳建国"), ("masked_name", "欧阳＊＊"))):
        await add(
            "INSERT INTO points_lists (id, village_code, kind, since, until, label, title, document, publisher_id, "
            "published_at) VALUES ($1, $2, 'ranking', '2026-01-01', $3, $4, '积分榜', $5, $6, $7)",
            new_id(now), VILLAGE, date(2026, 3, 30 + number), label,
            [{"household": household, "points": 85, "rank": 1}], who, now,
        )  # fmt: skip


async def test_no_board_holds_anything_of_anybody(
    cases: Cases, client_as: ClientAs, volunteers: dict[str, Any], session: Session
) -> None:
    await published(session)
    anonymous = client_as(None)
    case = await cases.at("closed", **TOLD)
    assert (await client_as("clerk").post(f"/cases/{case['id']}/release", json=WORDS)).status_code == 201
    base = "http://test"
    pages = [
        f"{base}{path}"
        for path in (
            "/api/v1/public/villages", f"/api/v1/public/villages/{VILLAGE}",
            f"/api/v1/public/villages/{VILLAGE}/answered", "/villages", f"/villages/{VILLAGE}",
            f"/villages/{VILLAGE}/answered", f"/villages/{VILLAGE}?lang=en",
        )
    ]  # fmt: skip
    said = ""
    for page in pages:
        answer = await anonymous.get(page)
        assert answer.status_code == 200, page
        assert answer.headers["cache-control"] == "public, max-age=20"
        assert "set-cookie" not in answer.headers
        said += answer.text
    assert WORDS["question"] in said
    assert ("小花坛" in said, "欧阳＊＊" in said, "积分榜" in said) == (True, True, True)
    assert [word for word in PLANTED if word in said] == []
    assert case["id"] not in said
    assert case["number"] not in said
    assert "script" not in re.sub(r"<link[^>]+>", "", said)
    assert (await anonymous.get(f"{base}/villages/nowhere")).status_code == 404
    assert (await anonymous.get(f"{base}/villages/{VILLAGE}/answered?cursor=x")).status_code == 400


async def test_a_flood_of_readers_is_told_to_wait(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    anonymous = client_as(None)
    monkeypatch.setattr(public_reads, "MOST", 3)
    codes = [(await anonymous.get("/public/villages", params={"limit": 1})).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    refused = await anonymous.get("/public/villages")
    assert 0 < int(refused.headers["retry-after"]) <= 60


async def test_what_waits_to_be_released_is_answered_not_private_and_on_no_board(
    cases: Cases, client_as: ClientAs
) -> None:
    clerk = client_as("town_clerk")

    async def waiting(**params: Any) -> list[tuple[str, bool]]:
        answer = await clerk.get("/releases/proposed", params=params)
        assert answer.status_code == 200, answer.text
        return [(one["id"], one["was_withdrawn"]) for one in answer.json()["items"]]

    with clock.frozen(at("16 09:00")):
        await cases.at("handling")
        early, private = await cases.at("closed"), await cases.report()
        for who, action, body in [("clerk", "file", RESTRICTED), *ROUTES["closed"][1:]]:
            await cases.done(who, private, action, body)
    with clock.frozen(at("17 09:00")):
        late = await cases.at("closed")
        await cases.at("closed", location=IN_OTHER_GRID)  # of another town
        assert await waiting() == [(late["id"], False), (early["id"], False)]
        first = (await clerk.get("/releases/proposed", params={"limit": 1})).json()
        assert await waiting(limit=1, cursor=first["next_cursor"]) == [(early["id"], False)]
        assert (await cases.act("town_clerk", late, "release", WORDS)).status_code == 201
        assert await waiting() == [(early["id"], False)]
        await cases.done("town_clerk", late, "release/withdraw", {"reason": "可认出当事人"})
        assert await waiting() == [(late["id"], True), (early["id"], False)]
    with clock.frozen(at("17 09:00") + timedelta(days=20)):
        assert await waiting(days=7) == []
    assert (await client_as("handler").get("/releases/proposed")).status_code == 403
