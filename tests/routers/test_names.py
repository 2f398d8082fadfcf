"""Names travel with codes 名称随编码: in every view, in the reader's language, to nobody who may not know them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.organisation.names import NameBook
from tests.cases import Cases
from tests.organisation import GRID, IN_GRID, IN_NO_GRID, USERS

ClientAs = Callable[..., AsyncClient]
ENGLISH, CHINESE = {"Accept-Language": "en"}, {"Accept-Language": "zh"}


@pytest.fixture
async def english(session: Session) -> None:
    """English names of the department and the category; the grid has none."""
    await session.connection.execute("UPDATE department_names SET name_en = 'City Management' WHERE name = '部门CG'")
    await session.connection.execute("UPDATE categories SET name_en = 'Garbage' WHERE code = 'DCM-01-02'")
    session.memory.of(NameBook).forget()


async def listed(client_as: ClientAs, who: str, path: str, **headers: str) -> dict[str, Any]:
    answer = await client_as(who).get(path, headers=CHINESE | headers)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items[0]


def names_in(view: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in view.items() if name.endswith(("_name", "_names"))}


async def test_every_code_of_a_case_has_its_name_on_the_case_in_lists_and_in_queues(
    cases: Cases, client_as: ClientAs
) -> None:
    case = await cases.at("filed")
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    await cases.done("handler", case, "sign", {})
    short = {
        "area_name": "区域44031000100101", "category_name": "暴露垃圾", "lead_department_name": "部门CG",
        "responsible_department_name": "部门CG", "handler_name": "用户handler", "verifier_name": None,
        "checker_name": None, "nature_name": None, "source_name": None, "team_name": None, "centre_name": None,
    }  # fmt: skip

    for path in ("/cases", "/queues/handling"):
        assert names_in(await listed(client_as, "handler", path)) == short
    assert names_in(await listed(client_as, "supervisor", "/supervision/open")) == short
    due = (await client_as("handler").get("/home")).json()["due_next"][0]["case"]
    assert names_in(due) == short
    whole = (await client_as("handler").get(f"/cases/{case['id']}")).json()
    assert names_in(whole) == short | {"reporter_name": "用户worker", "assist_names": ["部门SW"], "pool_names": []}
    assert whole["rule"]["department_name"] == "部门CG"
    assert (await listed(client_as, "handler", "/cases?fields=handler_name,number")).keys() == {
        "id", "number", "handler_name",
    }  # fmt: skip
    pulled = (await client_as("handler").get("/sync/pull")).json()["cases"][0]
    kept = {
        name: value for name, value in names_in(whole).items() if not name.startswith(("responsible", "pool", "centre"))
    }
    assert names_in(pulled) == kept


async def test_who_verifies_and_who_checks_is_named(cases: Cases, client_as: ClientAs) -> None:
    for status, field in (("verifying", "verifier"), ("checking", "checker")):
        case = await cases.at(status)
        view = (await client_as("clerk").get(f"/cases/{case['id']}")).json()
        users = {str(id_): f"用户{name}" for name, id_ in USERS.items()}
        assert view[f"{field}_name"] == users[view[f"{field}_id"]]


async def test_what_has_no_code_has_no_name(cases: Cases, client_as: ClientAs) -> None:
    await cases.report("clerk", location=IN_NO_GRID)
    view = await listed(client_as, "clerk", "/cases")

    assert set(names_in(view).values()) == {None}


async def test_names_are_in_the_language_of_the_reader(cases: Cases, client_as: ClientAs, english: None) -> None:
    case = await cases.at("handling")
    for path in ("/cases", "/queues/handling"):
        view = await listed(client_as, "handler", path, **ENGLISH)
        told = [view[name] for name in ("lead_department_name", "category_name", "area_name")]
        assert told == ["City Management", "Garbage", "区域44031000100101"], "without an English name, the one there is"
        assert (await listed(client_as, "handler", path))["lead_department_name"] == "部门CG"
    events = (await client_as("handler").get(f"/cases/{case['id']}/events", headers=ENGLISH)).json()["items"]
    assert [event["names"] for event in events] == [
        {"to_status": "Reported"},
        {"from_status": "Reported", "to_status": "Filed"},
        {"from_status": "Filed", "to_status": "Dispatched", "lead": "City Management"},
        {"from_status": "Dispatched", "to_status": "Handling"},
    ]
    for by, name in (("department", "City Management"), ("category", "Garbage"), ("status", "Handling")):
        path = f"/supervision/summary?question=open&by={by}"
        assert (await listed(client_as, "supervisor", path, **ENGLISH))["name"] == name
        assert (await listed(client_as, "supervisor", path))["name"] in ("部门CG", "暴露垃圾", "处置中")


async def test_a_page_is_another_one_in_another_language(cases: Cases, client_as: ClientAs, english: None) -> None:
    await cases.at("handling")
    chinese = await client_as("handler").get("/cases", headers=CHINESE)
    kept = CHINESE | {"If-None-Match": chinese.headers["etag"]}

    assert (await client_as("handler").get("/cases", headers=kept)).status_code == 304
    assert (await client_as("handler").get("/cases", headers=kept | ENGLISH)).status_code == 200


async def test_the_codes_of_an_event_have_their_names(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("filed")
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW", "CG-1"]})
    back = {"reason_code": "not_our_duty", "proposed_department": "SW"}
    await cases.done("handler", case, "request-return", back)
    path = f"/cases/{case['id']}/events"
    events = (await client_as("clerk").get(path, headers=CHINESE)).json()["items"]
    told = {event["action"]: event["names"] for event in events}

    assert told["dispatch"]["lead"] == "部门CG"
    assert told["dispatch"]["assists"] == ["部门SW", "部门CG-1"]
    assert told["request_return"] == {
        "from_status": "待签收", "to_status": "退单待审", "reason_code": "非本部门职责",
        "proposed_department": "部门SW",
    }  # fmt: skip
    checked = await cases.at("checking")
    events = (await client_as("clerk").get(f"/cases/{checked['id']}/events")).json()["items"]
    asked = next(event for event in events if event["action"] == "request_check")
    assert asked["names"]["checker_id"].startswith("用户")


async def test_orders_and_photos_name_who_made_them(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("handling")
    await cases.done("supervisor", case, "supervise", {"demand": "请回复"})
    await cases.done("handler", case, "answer-supervision", {"answer": "已到场"})
    await cases.attach("handler", case)
    handler = client_as("handler")
    order = (await handler.get(f"/cases/{case['id']}/orders")).json()["items"][0]
    photo = (await handler.get(f"/cases/{case['id']}/attachments")).json()["items"][0]

    assert (order["issued_by_name"], order["answered_by_name"]) == ("用户supervisor", "用户handler")
    assert photo["uploaded_by_name"] == "用户handler"


@pytest.mark.parametrize("tier", ["restricted", "confidential"])
async def test_whoever_is_not_named_by_an_id_is_not_named_by_a_name(
    cases: Cases, client_as: ClientAs, tier: str
) -> None:
    case = await cases.report()
    assert case["reporter_name"] == "用户worker"
    await cases.attach("worker", case, "scene")
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": tier})
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    handler = client_as("handler")

    said = [(await handler.get(path)).text for path in (
        f"/cases/{case['id']}", f"/cases/{case['id']}/events", f"/cases/{case['id']}/attachments", "/cases",
        "/sync/pull", "/queues/to-sign",
    )]  # fmt: skip
    assert [text for text in said if "用户worker" in text or str(USERS["worker"]) in text] == []
    assert "用户worker" in (await client_as("clerk").get(f"/cases/{case['id']}")).text


async def test_a_kept_answer_names_nobody_who_may_not_be_named_any_more(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    case = await cases.at("dispatched")
    key = {"Idempotency-Key": "kept"}
    first = await cases.act("handler", case, "sign", headers=key)
    await session.connection.execute("UPDATE cases SET privacy_tier = 'restricted'")
    again = await cases.act("handler", case, "sign", headers=key)

    assert first.json()["reporter_name"] == "用户worker"
    assert (again.status_code, again.headers["idempotency-replayed"]) == (200, "true")
    assert (again.json()["reporter_id"], again.json()["reporter_name"]) == (None, None)
    assert again.json()["handler_name"] == "用户handler"


async def test_an_answer_that_was_kept_before_names_travelled_is_whole(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    case = await cases.at("dispatched")
    key = {"Idempotency-Key": "kept"}
    await cases.act("handler", case, "sign", headers=key)
    await session.connection.execute("UPDATE receipts SET body = (body::jsonb - 'handler_name' - 'assist_names')::text")
    again = await cases.act("handler", case, "sign", headers=key)

    assert (again.status_code, again.json()["handler_name"], again.json()["assist_names"]) == (200, None, [])


async def test_where_one_stands_is_told_in_the_language_of_the_reader(client_as: ClientAs, session: Session) -> None:
    await session.connection.execute("UPDATE areas SET name_en = 'First grid' WHERE code = $1", GRID)
    for headers, name in ((ENGLISH, "First grid"), (CHINESE, f"区域{GRID}")):
        told = (await client_as("worker").get("/areas/locate", params=IN_GRID, headers=headers)).json()
        assert (told["grid"], told["village"]["name"]) == ({"code": GRID, "name": name}, "区域440310001001")


@contextmanager
def counted(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    asked: list[str] = []
    whole = Session.all

    async def all_(self: Session, statement: Any, **values: Any) -> Any:
        asked.append(statement.sql)
        return await whole(self, statement, **values)

    with monkeypatch.context() as patched:
        patched.setattr(Session, "all", all_)
        yield asked


async def test_a_page_asks_for_its_names_once_and_the_next_one_not_at_all(
    cases: Cases, client_as: ClientAs, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for status in ("reported", "filed", "handling", "checking"):
        await cases.at(status)
    session.memory.of(NameBook).forget()
    found = []
    with clock.frozen(clock.now()):
        for _ in range(2):
            with counted(session, monkeypatch) as asked:
                assert (await client_as("supervisor").get("/cases")).status_code == 200
            found.append([sql for sql in asked if "department_names" in sql])

    assert [len(asked) for asked in found] == [1, 0]


async def test_a_renamed_unit_is_called_by_its_new_name_at_once_and_from_its_day(
    cases: Cases, client_as: ClientAs
) -> None:
    case = await cases.at("dispatched")
    tomorrow = clock.today() + timedelta(days=1)
    admin = client_as("admin")
    names = [
        {"valid_from": "2020-01-01", "name": "部门CG"},
        {"valid_from": date.isoformat(tomorrow), "name": "综合执法局"},
    ]
    told = {"kind": "bureau", "names": names, "jurisdictions": ["440310"]}
    assert (await client_as("clerk").get(f"/cases/{case['id']}")).json()["lead_department_name"] == "部门CG"
    changed = await admin.put("/departments/CG", json=told)
    assert changed.status_code == 200, changed.text

    assert (await client_as("clerk").get(f"/cases/{case['id']}")).json()["lead_department_name"] == "部门CG"
    with clock.shifted(timedelta(days=1)):
        assert (await client_as("clerk").get(f"/cases/{case['id']}")).json()["lead_department_name"] == "综合执法局"


async def test_a_renamed_user_is_called_by_their_new_name_at_once(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.report()
    assert (await client_as("clerk").get(f"/cases/{case['id']}")).json()["reporter_name"] == "用户worker"
    changed = await client_as("admin").patch(f"/users/{USERS['worker']}", json={"display_name": "林小格"})
    assert changed.status_code == 200, changed.text

    assert (await client_as("clerk").get(f"/cases/{case['id']}")).json()["reporter_name"] == "林小格"
