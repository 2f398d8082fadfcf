"""A bulletin's life 简报: drafted from the data, edited, signed, numbered, frozen, sent, read, withdrawn."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid5

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import insert

from app import clock
from app.db.session import Session
from app.db.statement import Statement
from app.models.user import Appointment
from app.queries.tables import table
from app.services.bulletins import printing, publishing
from app.services.bulletins.printing import Press, Printed
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import COUNTY, IN_OTHER_GRID, OTHER_TOWN, TOWN, USERS

Clients = Callable[..., AsyncClient]
HOSTILE = '#panic("x") *b* $x$ <b>x</b> @ref // \\ =1+1'
FILES = [("pdf", "zh"), ("pdf", "en"), ("xlsx", "zh"), ("xlsx", "en")]


def next_year(day: int, hour: int = 9) -> datetime:
    """A moment of November 2027, on the clock of the town: what happened a year before is known here too."""
    return datetime(2027, 11, day, hour, tzinfo=clock.LOCAL)


@pytest.fixture
def quick_press(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A press of a moment, where it is not the files that are tested; what it printed."""
    printed: list[bytes] = []

    async def print_(self: Press, page: bytes, wanted: Any) -> list[Printed]:
        printed.append(page)
        return [Printed(kind, language, page + kind.encode() + language.encode()) for kind, language in wanted]

    monkeypatch.setattr(Press, "print", print_)
    return printed


class Office:
    """Who writes, signs and reads the bulletins of the county."""

    def __init__(self, client_as: Clients) -> None:
        self.client_as = client_as

    async def draft(self, who: str = "supervisor", **told: Any) -> dict[str, Any]:
        body = {"area_code": COUNTY, "kind": "weekly", "day": "2026-11-18", **told}
        return await self.done(who, "POST", "", body, 201)

    async def ask(self, who: str, method: str, path: str, body: Any = None, **more: Any) -> Response:
        return await self.client_as(who).request(method, f"/bulletins{path}", json=body, **more)

    async def done(self, who: str, method: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        answer = await self.ask(who, method, path, body)
        assert answer.status_code == status, (method, path, answer.text)
        view: dict[str, Any] = answer.json() if answer.content else {}
        return view

    async def submitted(self, **told: Any) -> str:
        """A draft that waits for the leader, and what its editor says."""
        drafted = await self.draft(**{name: told.pop(name) for name in ("kind", "day") if name in told})
        said = {"title": drafted["title"], **told}
        await self.done("supervisor", "PUT", f"/{drafted['id']}", said)
        await self.done("supervisor", "POST", f"/{drafted['id']}/submit")
        return str(drafted["id"])

    async def signed(self, **told: Any) -> dict[str, Any]:
        return await self.done("centre_leader", "POST", f"/{await self.submitted(**told)}/sign")


@pytest.fixture
def office(client_as: Clients) -> Office:
    return Office(client_as)


async def test_a_bulletins_life(cases: Cases, client_as: Clients, office: Office, database: OneConnection) -> None:
    # A year ago one case, the week before one, this week three: one done in time, one late, one under an order.
    for moment in (datetime(2026, 11, 10, 2, tzinfo=UTC), next_year(9)):
        with clock.frozen(moment):
            await cases.at("closed")
    with clock.frozen(next_year(15)):
        contact = {"name": "王小明", "phone": "13800000000"}
        words = "王小明说其住3栋502室，电话13800000000，垃圾成堆"
        done = await cases.at("closed", description=words, contact=contact)
        late = await cases.at("handling")
        await cases.report("other_worker", location=IN_OTHER_GRID)
    with clock.frozen(next_year(16)):
        await cases.done("supervisor", late, "supervise", {"level": 1, "demand": "请尽快处置"})

    # Monday: the supervisor drafts it. Each figure is that of the week, beside the week before and a year ago.
    with clock.frozen(next_year(22)):
        drafted = await office.draft(day="2027-11-17")
        path = f"/{drafted['id']}"
        figures = drafted["page"]["figures"]
        assert (drafted["status"], drafted["starts_on"], drafted["ends_on"]) == ("draft", "2027-11-15", "2027-11-21")
        assert figures["period"]["zh"] == "2027年第46周"
        assert figures["year_ago"]["first"] == "2026-11-09"
        total = figures["total"]
        assert total["now"] == {
            "reported": 3, "filed": 2, "closed": 1, "timed": 1, "on_time": 1, "overdue": 1, "on_time_rate": 100.0,
        }  # fmt: skip
        assert [total[when]["reported"] for when in ("before", "year_ago")] == [1, 1]
        assert (total["since_before"]["reported"], total["since_before"]["on_time_rate"]) == (200.0, 0.0)
        units = {line["code"]: line["now"]["reported"] for line in figures["units"]}
        areas = {line["code"]: line["now"]["reported"] for line in figures["areas"]}
        assert (units, areas) == ({"CG": 2, None: 1}, {TOWN: 2, OTHER_TOWN: 1})
        assert figures["orders"]["total"]["waiting"] == figures["orders"]["total"]["orders"] == 1
        assert sum(day["reported"] for day in figures["days"]) == 3

        # It is edited: words, an example without people, red list, criticism, whom it goes to.
        said = {
            "title": HOSTILE, "foreword": HOSTILE, "remarks": "清理积压",
            "typical": [{"case_id": done["id"], "comment": "巡查及时"}],
            "praised": [{"kind": "unit", "code": "CG", "reason": HOSTILE}],
            "criticised": [{"kind": "area", "code": OTHER_TOWN, "reason": "积压"}],
            "addressees": [{"kind": "unit", "code": "CG"}, {"kind": "unit", "code": "SW"},
                           {"kind": "area", "code": TOWN}],
        }  # fmt: skip
        edited = await office.done("supervisor", "PUT", path, said)
        example = edited["page"]["typical"][0]
        assert example["case_id"] == done["id"]
        assert not [found for found in ("小明", "13800000000", "502") if found in example["text"] + example["title"]]
        stale = await office.ask("supervisor", "PUT", path, said, headers={"If-Match": '"1"'})
        assert (stale.status_code, stale.json()["version"]) == (412, edited["version"])

        # A unit sees nothing of it yet. The leader sends it back once, then signs; who edited it cannot.
        assert (await office.ask("lead", "GET", path)).status_code == 404
        assert (await office.ask("centre_leader", "POST", f"{path}/sign")).status_code == 409
        await office.done("supervisor", "POST", f"{path}/submit")
        returned = await office.done("centre_leader", "POST", f"{path}/send-back", {"note": "补充案例"})
        assert (returned["status"], returned["returned_note"]) == ("draft", "补充案例")
        assert returned["allowed_actions"] == ["edit", "refresh", "submit", "discard"]
        draft_file = await office.ask("supervisor", "GET", f"{path}/file?format=pdf")
        assert draft_file.content.startswith(b"%PDF")
        await office.done("supervisor", "POST", f"{path}/refresh")
        await office.done("supervisor", "POST", f"{path}/submit")
        assert (await office.ask("supervisor", "PUT", path, said)).status_code == 409
        assert (await office.ask("supervisor", "POST", f"{path}/sign")).status_code == 403
        key = {"Idempotency-Key": "sign-1"}
        signed = await office.ask("centre_leader", "POST", f"{path}/sign", headers=key)
        assert signed.status_code == 200, signed.text
        again = await office.ask("centre_leader", "POST", f"{path}/sign", headers=key)
        assert again.json() == signed.json()
        assert again.headers["Idempotency-Replayed"] == "true"
    issue = signed.json()
    assert (issue["status"], issue["number"]["zh"]) == ("published", "〔2027〕第1期")
    assert (issue["page"]["signed_by"], issue["page"]["editors"]) == ("用户centre_leader", ["用户supervisor"])
    assert issue["page"]["typical"][0]["case_id"] is None
    assert issue["page"]["title"] == HOSTILE

    # Its files are kept with their hashes. Nothing of it changes, whatever becomes of the cases.
    kept = {(file["format"], file["language"]): file["sha256"] for file in issue["files"]}
    assert kept.keys() == {*FILES, ("json", "")}
    before = {told: await _file(client_as("lead"), issue["id"], *told) for told in FILES}
    assert {told: hashlib.sha256(content).hexdigest() for told, content in before.items()} == {
        told: kept[told] for told in FILES
    }
    assert before["pdf", "zh"].startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(before["xlsx", "zh"])) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 8
        assert not [sheet for sheet in sheets if b"<f>" in sheet or b"hyperlink" in sheet]
    await cases.report()
    for method, what, body in (
        ("PUT", "", said), ("POST", "/refresh", None), ("POST", "/submit", None), ("POST", "/sign", None),
        ("POST", "/send-back", {"note": "x"}), ("POST", "/discard", None),
    ):  # fmt: skip
        who = "centre_leader" if what == "/sign" else "supervisor"
        refused = await office.ask(who, method, path + what, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state"), what
    assert {told: await _file(client_as("lead"), issue["id"], *told) for told in FILES} == before

    # It is read. Who has not is seen by the supervisor; a unit sees its own.
    unread = (await office.done("water_handler", "GET", "?unread=true"))["items"]
    assert [each["id"] for each in unread] == [issue["id"]]
    with clock.frozen(next_year(22, 10)):
        read = await office.done("water_handler", "POST", f"{path}/acknowledge")
        await office.done("town_supervisor", "POST", f"{path}/acknowledge")
    assert (read["has_read"], read["allowed_actions"]) == (True, [])
    await office.done("water_handler", "POST", f"{path}/acknowledge")
    receipts = await office.done("supervisor", "GET", f"{path}/receipts")
    assert (receipts["addressed"], receipts["read"]) == (3, 2)
    assert {each["code"]: [told["name"] for told in each["readers"]] for each in receipts["items"]} == {
        "CG": [], "SW": ["用户water_handler"], TOWN: ["用户town_supervisor"],
    }  # fmt: skip
    assert (await office.done("lead", "GET", f"{path}/receipts"))["addressed"] == 1
    assert (await office.ask("worker", "POST", f"{path}/acknowledge")).status_code == 403
    assert (await office.ask("far_handler", "GET", path)).status_code == 404

    # A mistake is found. The next issue takes it back and says so; it is there still, as it was.
    with clock.frozen(next_year(23)):
        refused = await office.ask("centre_leader", "POST", f"/{await office.submitted(day='2027-11-18')}/sign")
        assert refused.json()["code"] == "condition-not-met"
        after = await office.signed(
            day="2027-11-18", withdraws=issue["id"], withdrawal_reason="上期漏计", addressees=said["addressees"]
        )
    assert (after["number"]["zh"], after["page"]["withdraws"]["number"]["zh"]) == ("〔2027〕第2期", "〔2027〕第1期")
    assert (await office.done("lead", "GET", path))["withdrawn_in"] == after["id"]
    assert await _file(client_as("lead"), issue["id"], "pdf", "zh") == before["pdf", "zh"]
    trail = (await client_as("admin").get("/audit?action=bulletin")).json()["items"]
    assert {"drafted", "submitted", "sent_back", "signed"} == {entry["data"]["step"] for entry in trail}
    assert database.condition


async def _file(client: AsyncClient, bulletin_id: str, kind: str, language: str) -> bytes:
    answer = await client.get(f"/bulletins/{bulletin_id}/file", params={"format": kind, "language": language})
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_numbers_have_no_gaps_and_each_year_begins_anew(office: Office, quick_press: list[bytes]) -> None:
    numbers = []
    for day in ("2026-12-08", "2026-12-16", "2026-12-24"):
        with clock.frozen(datetime(2026, 12, 30, tzinfo=UTC)):
            numbers.append((await office.signed(day=day))["number"]["zh"])
            dropped = await office.submitted(day="2026-12-01")
            await office.done("supervisor", "POST", f"/{dropped}/discard", status=204)
            assert (await office.ask("supervisor", "GET", f"/{dropped}")).status_code == 404
    with clock.frozen(datetime(2026, 12, 31, 17, tzinfo=UTC)):  # the new year has begun where the service is used
        numbers.append((await office.signed(kind="monthly", day="2026-12-08"))["number"]["zh"])
    assert numbers == ["〔2026〕第1期", "〔2026〕第2期", "〔2026〕第3期", "〔2027〕第1期"]
    assert len(quick_press) == 4


async def test_a_crash_in_the_middle_leaves_nothing_half_published(
    office: Office, quick_press: list[bytes], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletin_id = await office.submitted(addressees=[{"kind": "unit", "code": "CG"}])

    class Gone(Exception):
        pass

    async def crash(*_: object) -> None:
        raise Gone

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "_address", crash)
        with pytest.raises(Gone):
            await office.ask("centre_leader", "POST", f"/{bulletin_id}/sign")
    view = await office.done("supervisor", "GET", f"/{bulletin_id}")
    assert (view["status"], view["number"], view["files"]) == ("submitted", None, [])
    assert await session.connection.fetchval("SELECT count(*) FROM bulletin_numbers") == 0
    assert (await office.done("centre_leader", "POST", f"/{bulletin_id}/sign"))["number"]["number"] == 1


async def test_a_number_that_is_taken_meanwhile_is_printed_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is at the press, another is signed: neither waits for the other, and each has a number of its own."""
    first, second = await office.submitted(), await office.submitted(day="2026-11-10")
    printed: list[bytes] = []

    async def print_(self: Press, page: bytes, wanted: Any) -> list[Printed]:
        printed.append(page)
        if len(printed) == 1:
            await office.done("centre_leader", "POST", f"/{second}/sign")
        return [Printed(kind, language, page) for kind, language in wanted]

    monkeypatch.setattr(printing.Press, "print", print_)
    signed = await office.done("centre_leader", "POST", f"/{first}/sign")
    assert signed["number"]["number"] == 2
    assert (await office.done("supervisor", "GET", f"/{second}"))["number"]["number"] == 1
    assert len(printed) == 3


async def test_what_a_bulletin_cannot_say_is_refused(office: Office, cases: Cases, client_as: Clients) -> None:
    drafted = await office.draft()
    path, said = f"/{drafted['id']}", {"title": "周报"}
    case = await cases.report()
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "confidential"})
    mention = {"kind": "unit", "code": "NONE", "reason": "x"}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"typical": [{"case_id": case["id"]}]}, "/typical/0/case_id"),
        ({"typical": [{"case_id": drafted["id"]}]}, "/typical/0/case_id"),
        ({"praised": [mention]}, "/praised/0/code"),
        ({"addressees": [{"kind": "unit", "code": "CG"}] * 2}, "/addressees/1/code"),
        ({"withdraws": drafted["id"], "withdrawal_reason": "x"}, "/withdraws"),
        ({"withdrawal_reason": "x"}, "/withdrawal_reason"),
        ({"foreword": "a\u202eb"}, "/foreword"),
    ]
    for told, pointer in wrong:
        answer = await office.ask("supervisor", "PUT", path, said | told)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
    ahead = (date(2026, 1, 1) + timedelta(days=4000)).isoformat()
    for body, status in (
        ({"area_code": COUNTY, "kind": "weekly", "day": ahead}, 422),
        ({"area_code": "NONE", "kind": "weekly", "day": "2026-11-18"}, 404),
        ({"area_code": COUNTY, "kind": "yearly", "day": "2026-11-18"}, 422),
    ):
        assert (await office.ask("supervisor", "POST", "", body)).status_code == status
    town = {"area_code": COUNTY, "kind": "weekly", "day": "2026-11-18"}
    assert (await office.ask("town_supervisor", "POST", "", town)).status_code == 403
    assert (await office.ask("worker", "POST", "", town)).status_code == 403
    assert (await office.ask("town_supervisor", "GET", path)).status_code == 404
    assert (await client_as("worker").get("/bulletins")).json()["items"] == []


async def test_a_leader_who_edited_it_does_not_sign_it(
    office: Office, quick_press: list[bytes], session: Session
) -> None:
    row = {"id": uuid5(USERS["nobody"], "leads"), "user_id": USERS["nobody"], "post": "centre_leader",
           "area_code": COUNTY, "valid_from": date(2026, 1, 1)}  # fmt: skip
    await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)
    drafted = await office.draft()
    await office.done("centre_leader", "PUT", f"/{drafted['id']}", {"title": "周报"})
    await office.done("supervisor", "POST", f"/{drafted['id']}/submit")
    refused = await office.ask("centre_leader", "POST", f"/{drafted['id']}/sign")
    assert (refused.status_code, refused.json()["detail"]) == (403, "Who edited a bulletin does not sign it")
    assert "sign" not in (await office.done("centre_leader", "GET", f"/{drafted['id']}"))["allowed_actions"]
    assert (await office.done("nobody", "POST", f"/{drafted['id']}/sign"))["number"]["number"] == 1
