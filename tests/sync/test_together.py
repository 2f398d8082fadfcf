"""A few operations of a push go together: what one transaction cannot do is done one by one, and nothing twice."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from app.db.session import Session
from app.queries.sync import idempotency as queries
from app.services.cases import journal
from tests.cases import Cases
from tests.sync.phone import Phone, a_report, operation, outcomes

Phones = Callable[[str], Phone]


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each transaction of an operation began with."""
    began: list[str] = []
    run, ask = Session.all, Session.first

    async def all_(self: Session, statement: Any, **values: Any) -> Any:
        began.extend(["several"] * (statement is queries.CLAIM_SEVERAL))
        return await run(self, statement, **values)

    async def first(self: Session, statement: Any, **values: Any) -> Any:
        began.extend(["one"] * (statement is queries.CLAIM))
        return await ask(self, statement, **values)

    monkeypatch.setattr(Session, "all", all_)
    monkeypatch.setattr(Session, "first", first)
    return began


async def test_ten_go_together(phone_of: Phones, session: Session, transactions: list[str]) -> None:
    reports = [a_report(description=f"第 {number} 件") for number in range(13)]

    done = await phone_of("worker").push(*reports)

    assert outcomes(done) == ["applied"] * 13
    assert transactions == ["several", "several"]
    assert [result["case"]["description"] for result in done] == [f"第 {number} 件" for number in range(13)]
    assert await session.connection.fetchval("SELECT count(*) FROM cases") == 13


async def test_one_alone_goes_by_itself(phone_of: Phones, transactions: list[str]) -> None:
    assert outcomes(await phone_of("worker").push(a_report())) == ["applied"]
    assert transactions == ["one"]


async def test_what_builds_on_one_of_them_needs_no_answer_that_is_kept(
    phone_of: Phones, transactions: list[str]
) -> None:
    report = a_report()
    first = operation("comment", report["case_id"], {"note": "一"}, after=report["id"])
    second = operation("comment", report["case_id"], {"note": "二"}, after=first["id"])

    done = await phone_of("worker").push(report, first, second)

    assert outcomes(done) == ["applied"] * 3
    assert [result["case"]["version"] for result in done] == [1, 2, 3]
    assert transactions == ["several"]


async def test_one_that_is_refused_sends_each_by_itself_and_nothing_is_done_twice(
    phone_of: Phones, session: Session, transactions: list[str]
) -> None:
    reports = [a_report() for _ in range(4)]
    unknown = operation("comment", str(uuid4()), {"note": "x"})

    done = await phone_of("worker").push(*reports[:2], unknown, *reports[2:])

    assert outcomes(done) == ["applied", "applied", "rejected", "applied", "applied"]
    assert transactions == ["several", *["one"] * 5]
    assert await session.connection.fetchval("SELECT count(*) FROM cases") == 4
    assert await session.connection.fetchval("SELECT count(*) FROM case_events") == 4
    assert await session.connection.fetchval("SELECT count(*) FROM receipts WHERE status_code = 0") == 0


async def test_after_one_that_is_refused_the_rest_of_the_batch_goes_one_by_one(
    phone_of: Phones, session: Session, transactions: list[str]
) -> None:
    """Whoever sends one wrong among every ten has a few undone, and not nine of each ten."""
    reports = [a_report() for _ in range(22)]
    reports[3] = operation("comment", str(uuid4()), {"note": "x"})

    done = await phone_of("worker").push(*reports)

    assert outcomes(done) == ["applied"] * 3 + ["rejected"] + ["applied"] * 18
    assert transactions == ["several", *["one"] * 22]
    assert await session.connection.fetchval("SELECT count(*) FROM case_events") == 21


async def test_half_of_a_batch_that_came_before_is_told_again(phone_of: Phones, session: Session) -> None:
    phone, reports = phone_of("worker"), [a_report() for _ in range(6)]
    before = await phone.push(*reports[:3])

    done = await phone.push(*reports)

    assert outcomes(done) == ["replayed"] * 3 + ["applied"] * 3
    assert [result | {"outcome": "applied"} for result in done[:3]] == before
    assert await session.connection.fetchval("SELECT count(*) FROM cases") == 6


async def test_the_same_operation_twice_in_a_batch_is_done_once(phone_of: Phones, session: Session) -> None:
    report = a_report()
    assert outcomes(await phone_of("worker").push(report, report)) == ["applied", "replayed"]
    assert await session.connection.fetchval("SELECT count(*) FROM cases") == 1


@pytest.mark.parametrize(
    "fault", [asyncpg.DeadlockDetectedError("given up"), RuntimeError("a fault of ours")], ids=["deadlock", "fault"]
)
async def test_what_goes_wrong_together_is_tried_by_itself(
    phone_of: Phones, cases: Cases, session: Session, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    notes = [operation("comment", (await cases.report())["id"], {"note": "好"}) for _ in range(3)]
    write, written = journal.write, 0

    async def once_wrong(*of: Any, **more: Any) -> Any:
        nonlocal written
        written += 1
        if written == 2:
            raise fault
        return await write(*of, **more)

    monkeypatch.setattr(journal, "write", once_wrong)

    assert outcomes(await phone_of("worker").push(*notes)) == ["applied"] * 3
    comments = "SELECT count(*) FROM case_events WHERE action = 'comment'"
    assert await session.connection.fetchval(comments) == 3
