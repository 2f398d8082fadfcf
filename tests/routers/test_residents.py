"""A resident without an account: reports once, gets a number and a link, sees what became of it and nothing else."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app import clock
from app.db.session import Session
from app.services.residents import reports, saying
from app.services.security import bounds
from app.services.security.bounds import Bound
from tests.cases import Cases, photo
from tests.ids import uuid7
from tests.organisation import COUNTY, GRID_PATH, IN_GRID, IN_NO_GRID, USERS

Clients = Callable[..., AsyncClient]
CONTACT = {"name": "王女士", "phone": "13800001234"}


def a_report(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "description": "路灯不亮", "location": IN_GRID, "contact": CONTACT, **more}


async def seen(client: AsyncClient, told: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(f"/public/cases/{told['token']}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    view: dict[str, Any] = answer.json()
    return view


async def test_a_resident_follows_a_report_to_its_end(cases: Cases, client_as: Clients, session: Session) -> None:
    nobody, body = client_as(None), a_report()
    answer = await nobody.post("/public/cases", json=body)
    told = answer.json()
    assert answer.status_code == 201, answer.text
    assert (told["status"], told["status_label_zh"], told["status_label"]) == ("reported", "已上报", "Reported")
    assert told["url"].endswith(f"/f/{told['token']}")

    case = (await client_as("clerk").get(f"/cases/{body['id']}")).json()
    assert (case["channel"], case["number"], case["area_path"]) == ("resident", told["number"], GRID_PATH)
    assert (case["reporter_id"], case["contact"]["name"]) == (None, "王**")
    assert (await seen(nobody, told))["due_at"] is None

    for who, action, words in (
        ("clerk", "file", {"rule_code": "R1"}),
        ("dispatcher", "dispatch", {"lead": "CG"}),
        ("handler", "sign", {}),
    ):
        await cases.done(who, case, action, words)
    view = await seen(nobody, told)
    assert (view["status"], view["due_at"] is not None, view["reply"]) == ("handling", True, None)
    await cases.done("handler", case, "resolve", {"result": "已修", "photo_exemption": "nothing_visible"})
    await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "路灯已修复"})
    view = await seen(nobody, told)

    assert (view["status"], view["reply"], view["closed_at"] is not None) == ("closed", "路灯已修复", True)
    assert set(view) == {
        "number", "description", "reported_at", "status", "status_label_zh", "status_label", "due_at", "closed_at",
        "reply", "parts", "added", "offers",
    }  # fmt: skip
    for secret in (CONTACT["phone"], CONTACT["name"], "用户", str(USERS["handler"])):
        assert secret not in str(view)
    kept = await session.connection.fetchval("SELECT count(*) FROM follow_links WHERE token_hash = $1", told["token"])
    assert kept == 0, "only the hash of a token is kept"


async def test_the_same_report_again_is_the_same_case_and_another_body_a_conflict(client_as: Clients) -> None:
    nobody, body = client_as(None), a_report()
    first, again = [await nobody.post("/public/cases", json=body) for _ in range(2)]
    other = await nobody.post("/public/cases", json=body | {"description": "别的事"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json()["number"] == again.json()["number"]
    assert (await seen(nobody, first.json())) == (await seen(nobody, again.json()))
    assert "路灯" not in other.text


async def test_what_no_grid_holds_waits_at_the_county(client_as: Clients) -> None:
    body = a_report(location=IN_NO_GRID)
    assert (await client_as(None).post("/public/cases", json=body)).status_code == 201
    case = (await client_as("clerk").get(f"/cases/{body['id']}")).json()

    assert (case["area_code"], case["area_path"]) == (None, f"{COUNTY}/")


@pytest.mark.parametrize("left_out", ["id", "description", "location"])
async def test_what_has_to_be_said_is_asked_for(client_as: Clients, left_out: str) -> None:
    body = a_report()
    del body[left_out]
    answer = await client_as(None).post("/public/cases", json=body)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{left_out}")


@pytest.mark.parametrize("more", [{"external_id": "1"}, {"title": "路灯"}, {"contact": {"name": "王"}}])
async def test_what_a_resident_cannot_say_is_refused(client_as: Clients, more: dict[str, Any]) -> None:
    assert (await client_as(None).post("/public/cases", json=a_report(**more))).status_code == 422


async def test_too_many_of_one_phone_wait_and_the_same_report_again_is_none(client_as: Clients) -> None:
    nobody, first = client_as(None), a_report()
    written = ("13800001234", "138-0000-1234", "+86 138 0000 1234")
    bodies = [first] + [a_report(contact=CONTACT | {"phone": written[n % 3]}) for n in range(9)]
    assert {(await nobody.post("/public/cases", json=body)).status_code for body in bodies} == {201}
    refused = [await nobody.post("/public/cases", json=a_report()) for _ in range(2)]
    again = await nobody.post("/public/cases", json=first)
    other = await nobody.post("/public/cases", json=a_report(contact=CONTACT | {"phone": "13900000000"}))
    with clock.shifted(timedelta(days=1)):
        later = await nobody.post("/public/cases", json=a_report())

    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(429, "too-many-requests")] * 2
    assert 86_000 < int(refused[0].headers["retry-after"]) <= 86_401
    assert (again.status_code, other.status_code, later.status_code) == (200, 201, 201)


async def test_however_a_phone_is_written_it_counts_as_one(client_as: Clients) -> None:
    nobody = client_as(None)
    written = [
        "13800001234",
        "00861380000 1234",
        "＋８６－１３８－００００－１２３４",
        "138\u200b00001234转1",
        "13800001234/13900005678",
    ]
    sent = [
        await nobody.post("/public/cases", json=a_report(contact=CONTACT | {"phone": written[n % 5]}))
        for n in range(11)
    ]

    assert [answer.status_code for answer in sent] == [201] * 10 + [429]


async def test_a_stranger_who_names_a_phone_does_not_shut_it_out(app: FastAPI, client_as: Clients) -> None:
    """Ten a day are those of a phone at one address; its owner stands at another."""
    stranger = client_as(None)
    named = [await stranger.post("/public/cases", json=a_report()) for _ in range(11)]
    owner = AsyncClient(transport=ASGITransport(app, client=("198.51.100.7", 1)), base_url="http://test/api/v1")
    async with owner:
        own = await owner.post("/public/cases", json=a_report())

    assert (named[-1].status_code, own.status_code) == (429, 201)


async def test_one_phone_named_from_everywhere_is_bounded_too(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "OF_A_PHONE_ANYWHERE", Bound(2, timedelta(days=1)))
    sent = []
    for n in range(3):
        transport = ASGITransport(app, client=(f"198.51.100.{n}", 1))
        async with AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
            sent.append((await client.post("/public/cases", json=a_report())).status_code)

    assert sent == [201, 201, 429]


async def test_too_many_from_one_address_wait(client_as: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "OF_AN_ADDRESS", Bound(2, timedelta(hours=1)))
    nobody = client_as(None)
    phones = ("13800000001", "13800000002", "13800000003")
    sent = [await nobody.post("/public/cases", json=a_report(contact=CONTACT | {"phone": phone})) for phone in phones]

    assert [answer.status_code for answer in sent] == [201, 201, 429]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        (None, "no address", True),
    ],
)
def test_a_household_has_one_network(one: str | None, other: str, same: bool) -> None:
    assert (bounds.network(one) == bounds.network(other)) is same


async def test_a_merged_report_shows_where_the_matter_stands(cases: Cases, client_as: Clients) -> None:
    nobody, body = client_as(None), a_report()
    told = (await nobody.post("/public/cases", json=body)).json()
    target = await cases.at("filed", contact={"name": "赵先生", "phone": "13900000002"}, description="别人的原话")
    await cases.done("clerk", body["id"], "merge", {"target_id": target["id"]})
    view = await seen(nobody, told)

    assert (view["number"], view["status"], view["description"]) == (told["number"], "filed", "路灯不亮")
    assert "别人的原话" not in str(view)


async def test_a_link_that_is_none_is_not_found_and_one_that_is_over_is_gone(client_as: Clients) -> None:
    nobody = client_as(None)
    told = (await nobody.post("/public/cases", json=a_report())).json()
    unknown = await nobody.get("/public/cases/AAAAAAAAAAAAAAAAAAAAAAAA")
    with clock.shifted(reports.LASTS + timedelta(seconds=1)):
        over = await nobody.get(f"/public/cases/{told['token']}")

    assert (unknown.status_code, over.status_code) == (404, 410)


def words(note: str | None = "昨晚又有人摔倒") -> dict[str, Any]:
    return {"id": str(uuid4()), "note": note}


async def reported(client_as: Clients, **more: Any) -> tuple[dict[str, Any], str]:
    """A case that a resident reported, as they got it, and the address of their link."""
    body = a_report(**more)
    told = (await client_as(None).post("/public/cases", json=body)).json()
    return {"id": body["id"], **told}, f"/public/cases/{told['token']}"


async def inbox(client_as: Clients, who: str) -> list[tuple[str, str]]:
    items = (await client_as(who).get("/inbox")).json()["items"]
    return [(item["case_id"], item["action"]) for item in items]


async def test_an_address_is_enough_and_neither_it_nor_a_point_is_asked_for(client_as: Clients) -> None:
    body = a_report(location=None, address="坪山街道六联社区幸福路 12 号")
    assert (await client_as(None).post("/public/cases", json=body)).status_code == 201
    case = (await client_as("clerk").get(f"/cases/{body['id']}")).json()

    assert (case["location"], case["address"], case["area_path"]) == (None, body["address"], f"{COUNTY}/")
    nowhere = await client_as(None).post("/public/cases", json=a_report(location=None))
    assert (nowhere.status_code, nowhere.json()["errors"][0]["pointer"]) == (422, "/location")


async def test_further_words_are_an_event_once_and_whoever_has_the_case_is_told(
    cases: Cases, client_as: Clients
) -> None:
    case, link = await reported(client_as)
    nobody, said = client_as(None), words()
    first, again = [await nobody.post(f"{link}/words", json=said) for _ in range(2)]
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    for who, action, body in (
        ("clerk", "file", {"rule_code": "R1"}),
        ("dispatcher", "dispatch", {"lead": "CG"}),
        ("handler", "sign", {}),
    ):
        await cases.done(who, case, action, body)
    assert (await nobody.post(f"{link}/words", json=words("还有两盏也不亮"))).status_code == 200

    events = (await client_as("handler").get(f"/cases/{case['id']}/events")).json()["items"]
    told = [event for event in events if event["action"] == "supplement"]
    assert [event["note"] for event in told] == ["昨晚又有人摔倒", "还有两盏也不亮"]
    assert {(event["actor_kind"], event["actor_id"], event["label_zh"]) for event in told} == {
        ("resident", None, "补充诉求")
    }
    assert await inbox(client_as, "town_clerk") == [(case["id"], "supplement")]
    assert await inbox(client_as, "handler") == [(case["id"], "supplement")]


async def test_a_resident_urges_once_in_24_hours_whatever_staff_do(cases: Cases, client_as: Clients) -> None:
    case, link = await reported(client_as)
    nobody, said = client_as(None), words(None)
    await cases.done("clerk", case, "urge", {"note": "请尽快"})
    urged = [await nobody.post(f"{link}/urge", json=body) for body in (said, said, words())]
    with clock.shifted(timedelta(minutes=61)):
        await cases.done("clerk", case, "urge", {"note": "居民又来电"})
    with clock.shifted(timedelta(hours=23, minutes=59)):
        early = await nobody.post(f"{link}/urge", json=words())
        offers_early = (await seen(nobody, case))["offers"]
    with clock.shifted(timedelta(hours=24, seconds=1)):
        offers_late = (await seen(nobody, case))["offers"]
        late = await nobody.post(f"{link}/urge", json=words())

    assert [answer.status_code for answer in urged] == [200, 200, 409]
    assert urged[2].json()["condition"] == early.json()["condition"] == "urged-today"
    assert (late.status_code, "urge" in offers_early, "urge" in offers_late) == (200, False, True)
    view = (await client_as("clerk").get(f"/cases/{case['id']}")).json()
    assert (view["urge_count"], view["resident_urged_at"] > view["urged_at"]) == (4, True)
    urges = (await client_as("clerk").get(f"/cases/{case['id']}/orders")).json()["urges"]
    assert [urge["actor_kind"] for urge in urges] == ["resident", "user", "resident", "user"]
    assert [urge["actor_id"] for urge in urges] == [None, str(USERS["clerk"]), None, str(USERS["clerk"])]


async def test_an_objection_to_a_rejection_goes_before_triage_again_once(cases: Cases, client_as: Clients) -> None:
    case, link = await reported(client_as)
    nobody, why = client_as(None), words("路灯确实归你们管")
    assert (await nobody.post(f"{link}/object", json=why)).status_code == 409
    rejected = await cases.done("clerk", case, "reject", {"reason_code": "not_in_scope", "reply": "不属于受理范围"})
    assert (await seen(nobody, case))["offers"] == ["object"]
    empty = await nobody.post(f"{link}/object", json=words(None))
    first, again = [await nobody.post(f"{link}/object", json=why) for _ in range(2)]
    queue = (await client_as("clerk").get("/queues/triage")).json()["items"]
    before_triage = (await client_as("clerk").get(f"/cases/{case['id']}")).json()
    await cases.done("clerk", case, "reject", {"reason_code": "not_in_scope", "reply": "仍不属于受理范围"})
    second = await nobody.post(f"{link}/object", json=words("再说一次"))

    assert (empty.status_code, empty.json()["errors"][0]["pointer"]) == (422, "/note")
    assert (first.status_code, again.status_code, first.json()["status"]) == (200, 200, "reported")
    assert [item["id"] for item in queue] == [case["id"]]
    assert (rejected["closed_at"] is None, before_triage["closed_at"]) == (False, None)
    assert (case["id"], "object") in await inbox(client_as, "town_clerk")
    assert (second.status_code, second.json()["condition"]) == (409, "objected-before")
    assert (await seen(nobody, case))["offers"] == []


async def test_a_photo_of_a_resident_is_for_staff_alone(
    cases: Cases, client_as: Clients, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, link = await reported(client_as)
    nobody = client_as(None)

    async def sent(content: bytes, **more: Any) -> Response:
        return await nobody.post(f"{link}/photos", files={"photo": ("p.jpg", content, "image/jpeg")}, **more)

    first, again, other = await sent(photo(0)), await sent(photo(0)), await sent(photo(80))
    no_picture = await sent(b"GIF89a no picture")
    assert [answer.status_code for answer in (first, again, other, no_picture)] == [201, 200, 201, 415]
    items = (await client_as("clerk").get(f"/cases/{case['id']}/attachments")).json()["items"]
    assert {(item["purpose"], item["uploaded_by"], item["from_resident"], item["near_case"]) for item in items} == {
        ("scene", None, True, False)
    }
    assert len(items) == 2
    assert await inbox(client_as, "town_clerk") == [(case["id"], "attach")] * 2
    followed = await nobody.get(link)
    assert "files/" not in followed.text
    assert [each["offer"] for each in followed.json()["added"]] == ["photos", "photos"]
    mine = await cases.attach("worker", await cases.at("handling"))
    assert mine.status_code == 200

    monkeypatch.setattr(saying, "MOST_PHOTOS", 2)
    assert (await sent(photo(160))).json()["condition"] == "enough-photos"
    monkeypatch.setattr(saying, "PHOTOS_SENT", Bound(6, timedelta(days=1)))
    assert [(await sent(photo(240))).status_code for _ in range(2)] == [409, 429]


async def test_nothing_of_a_photo_is_read_for_a_link_that_could_not_add_it(cases: Cases, client_as: Clients) -> None:
    case, link = await reported(client_as)
    await cases.done("clerk", case, "reject", {"reason_code": "not_true", "reply": "不属实"})
    nobody = client_as(None)

    async def endless() -> AsyncIterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    head = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "1000"}
    for address, status in ((link, 409), ("/public/cases/0123456789abcdef", 404)):
        answer = await nobody.post(f"{address}/photos", content=endless(), headers=head)
        assert answer.status_code == status, answer.text


async def test_what_a_resident_adds_to_a_merged_report_goes_to_the_case_it_is_in(
    cases: Cases, client_as: Clients
) -> None:
    case, link = await reported(client_as)
    target = await cases.report()
    await cases.done("clerk", case, "merge", {"target_id": target["id"]})
    said = words()
    answers = [await client_as(None).post(f"{link}/words", json=said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    events = (await client_as("clerk").get(f"/cases/{target['id']}/events")).json()["items"]
    (event,) = [event for event in events if event["action"] == "supplement"]
    assert (event["note"], event["data"]["merged_case_id"]) == (said["note"], case["id"])
    other, of_another = await reported(client_as)
    await cases.done("clerk", other, "merge", {"target_id": target["id"]})
    mine, theirs = [(await client_as(None).get(address)).json()["added"] for address in (link, of_another)]
    assert ([(each["offer"], each["note"]) for each in mine], theirs) == ([("words", said["note"])], [])


async def test_a_resident_says_no_more_than_so_much_a_day(client_as: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saying, "WORDS_OF_A_REPORT", Bound(2, timedelta(days=1)))
    _, link = await reported(client_as)
    first = words("一")
    answers = [await client_as(None).post(f"{link}/words", json=body) for body in (first, words("二"), words("三"))]
    again = await client_as(None).post(f"{link}/words", json=first)

    assert [answer.status_code for answer in (*answers, again)] == [200, 200, 429, 200]


async def test_a_link_that_has_ended_adds_nothing(client_as: Clients) -> None:
    _, link = await reported(client_as)
    with clock.shifted(reports.LASTS):
        for what in ("words", "urge", "object"):
            assert (await client_as(None).post(f"{link}/{what}", json=words())).status_code == 410
    assert (await client_as(None).post("/public/cases/0123456789abcdef/words", json=words())).status_code == 404


async def test_the_page_adds_words_and_photos_and_shows_what_it_may(
    cases: Cases, app: FastAPI, client_as: Clients
) -> None:
    case, _ = await reported(client_as)
    address = f"/f/{case['token']}"
    async with AsyncClient(transport=ASGITransport(app), base_url="http://resident") as browser:
        page = (await browser.get(address)).text
        form = {"offer": "words", "id": str(uuid4()), "note": "字" * 1000}
        sent = await browser.post(address, data=form)
        urged = await browser.post(address, data={"offer": "urge", "id": str(uuid4()), "note": " "})
        shown = await browser.post(f"{address}/photos", files={"photo": ("p.jpg", photo(), "image/jpeg")})
        again = await browser.post(address, data={"offer": "urge", "id": str(uuid4())})
        empty = await browser.post(address, data={"offer": "words", "id": str(uuid4()), "note": " "})
        events = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"]

    assert ('value="words"' in page, 'value="urge"' in page, 'value="object"' in page) == (True, True, False)
    for answer in (sent, urged, shown):
        assert answer.status_code == 303, answer.text
        assert answer.url.join(answer.headers["location"]).path == address
    assert (again.status_code, empty.status_code) == (409, 422)
    assert "24 小时" in again.text
    assert "评价" not in again.text + empty.text
    assert [event["action"] for event in events] == ["report", "supplement", "urge", "attach"]


async def test_a_hotline_urges_objects_and_passes_on_words_for_its_own_cases_alone(
    cases: Cases, client_as: Clients
) -> None:
    own = await cases.report("hotline", external_id="12345-1", contact=CONTACT)
    other = await cases.report()
    said = {"note": "诉求人来电：已三天无人处理"}
    for action in ("supplement", "urge"):
        await cases.done("hotline", own, action, said)
        assert (await cases.act("hotline", other, action, said)).status_code == 404
    assert (await cases.act("hotline", own, "urge", said)).json()["condition"] == "urged-lately"
    assert (await cases.act("worker", other, "urge", said)).status_code == 403
    await cases.done("clerk", own, "reject", {"reason_code": "too_vague", "reply": "无法联系"})
    back = await cases.done("hotline", own, "object", {"note": "诉求人称电话畅通"})

    assert back["status"] == "reported"
    assert {action for _, action in await inbox(client_as, "town_clerk")} == {"supplement", "urge", "object"}


async def test_a_hotline_speaks_for_a_caller_whose_report_was_merged(cases: Cases, client_as: Clients) -> None:
    target = await cases.report()
    own = await cases.report("hotline", external_id="12345-2", contact=CONTACT)
    await cases.done("clerk", own, "merge", {"target_id": target["id"]})
    offered = {offer["action"] for offer in (await client_as("hotline").get(f"/cases/{target['id']}")).json()[
        "allowed_actions"]}  # fmt: skip

    assert {"urge", "supplement"} <= offered
    for action in ("supplement", "urge"):
        await cases.done("hotline", target, action, {"note": "诉求人再次来电"})
