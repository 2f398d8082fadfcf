"""What routing rules do while a case is filed, and what each dispatch keeps of the answer there was."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from httpx import AsyncClient

from app.db.session import Session
from app.services.importing.versions import raise_version
from app.services.routing import suggestions
from app.services.routing.heard import FAILED
from app.services.routing.suggestions import Described
from app.services.suggesting.learning import learn
from app.services.sync.relay import relay
from app.workflow.routing.choice import Suggested
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.routing import put_row, put_rule

Clients = Callable[..., AsyncClient]


async def history(client_as: Clients, case: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await client_as("supervisor").get(f"/cases/{case['id']}/events")
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_dispatch_remembers_the_answer_and_whether_it_was_followed(
    session: Session, cases: Cases, client_as: Clients
) -> None:
    await put_row(session, "row", lead_code="SW")
    followed, other = [await cases.at("filed") for _ in range(2)]

    await cases.done("dispatcher", followed, "dispatch", {"lead": "SW"})
    await cases.done("dispatcher", other, "dispatch", {"lead": "CG"})
    await cases.done("dispatcher", other, "redirect", {"lead": "SW", "reason_code": "wrong_unit"})

    told = {"by": "matrix", "code": "row", "department": "SW", "automatic": False}
    assert [event["data"]["routing"] for event in await history(client_as, followed) if "routing" in event["data"]] == [
        told | {"followed": True}
    ]
    assert [event["data"]["routing"] for event in await history(client_as, other) if "routing" in event["data"]] == [
        told | {"followed": False}, told | {"followed": True},
    ]  # fmt: skip


async def test_an_automatic_rule_dispatches_with_the_filing(session: Session, cases: Cases, client_as: Clients) -> None:
    await put_rule(session, "auto", lead_code="SW", assist_codes=["CG"], automatic=True, words=["垃圾"])

    case = await cases.report()
    after = await cases.done("clerk", case, "file", {"rule_code": "R1"})

    assert (after["status"], after["lead_department_code"], after["assist_codes"]) == ("dispatched", "SW", ["CG"])
    events = await history(client_as, case)
    assert [(each["action"], each["actor_kind"]) for each in events[-2:]] == [("file", "user"), ("dispatch", "system")]
    assert events[-1]["data"]["routing"] == {
        "by": "rule", "code": "auto", "department": "SW", "followed": True, "automatic": True,
    }  # fmt: skip
    assert after["version"] == case["version"] + 2


async def test_an_automatic_rule_publishes_with_the_filing(session: Session, cases: Cases, client_as: Clients) -> None:
    pool = {"outcome": "publish", "eligible_codes": ["CG-1", "SW"], "fallback_code": "CG", "minutes": 30}
    await put_rule(session, "pool", automatic=True, **pool)

    after = await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1"})

    assert (after["status"], after["lead_department_code"]) == ("pooled", None)
    assert (await history(client_as, after))[-1]["data"]["routing"] == {
        "by": "rule", "code": "pool", "department": None, "followed": True, "automatic": True,
    }  # fmt: skip


async def test_a_pool_that_may_not_be_is_undone_alone(session: Session, cases: Cases) -> None:
    pool = {"outcome": "publish", "eligible_codes": ["CG-1"], "fallback_code": "CG", "minutes": 30}
    await put_rule(session, "pool", automatic=True, **pool)

    case = await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1", "urgent": True})

    assert case["status"] == "filed", "what is urgent is published to nobody"


@pytest.mark.parametrize("more", [{"automatic": False}, {"automatic": True, "is_active": False}])
async def test_a_rule_that_only_proposes_moves_nothing(session: Session, cases: Cases, more: dict[str, Any]) -> None:
    await put_rule(session, "rule", lead_code="SW", **more)

    assert (await cases.at("filed"))["lead_department_code"] is None


async def test_a_case_that_came_back_stays_in_human_hands(session: Session, cases: Cases) -> None:
    filed = await cases.at("filed")
    await cases.done("dispatcher", filed, "send-back", {"note": "类别有误"})
    await put_rule(session, "auto", lead_code="SW", automatic=True)

    again = await cases.done("clerk", filed, "file", {"rule_code": "R1"})

    assert again["status"] == "filed"


async def test_a_rule_makes_a_case_urgent_before_its_deadlines_are_computed(
    session: Session, cases: Cases, client_as: Clients
) -> None:
    calm = await cases.at("filed", description="路边有成堆垃圾")
    await put_rule(session, "raise", outcome="urgent", words=["燃气 泄漏", "燃气"])

    urgent = await cases.at("filed", description="燃气 管道旁有成堆垃圾")
    said = await cases.done(
        "clerk", await cases.report(description="燃气"), "file", {"rule_code": "R1", "urgent": True}
    )

    assert (calm["urgent"], urgent["urgent"], said["urgent"]) == (False, True, True)
    by_hand = await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1", "urgent": True})
    assert urgent["due_at"][:16] == by_hand["due_at"][:16], "as if the clerk had said so"
    assert (await history(client_as, urgent))[-1]["data"]["urgent_by"] == "raise"
    assert "urgent_by" not in (await history(client_as, said))[-1]["data"]


async def test_what_a_rule_cannot_do_is_undone_alone_and_the_case_is_filed(
    session: Session, cases: Cases, client_as: Clients
) -> None:
    await put_rule(session, "auto", lead_code="SW", automatic=True)
    assert (await cases.at("reported")) is not None
    await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1"})  # the book is known now
    await session.connection.execute("UPDATE departments SET is_active = false WHERE code = 'SW'")
    before = FAILED.labels("invalid")._value.get()

    case = await cases.at("filed")

    assert (case["status"], case["lead_department_code"]) == ("filed", None)
    assert [each["action"] for each in await history(client_as, case)] == ["report", "file"]
    assert FAILED.labels("invalid")._value.get() == before + 1


async def test_a_rule_that_another_process_has_just_withdrawn_is_not_acted_by(session: Session, cases: Cases) -> None:
    """Names may be a second old; whoever acts without a human asks again."""
    await put_rule(session, "auto", lead_code="SW", automatic=True)
    await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1"})
    known = dict(session.memory._kept)
    await session.connection.execute("UPDATE routing_rules SET is_active = false")
    await raise_version(Session(session.connection), "routing")
    assert session.memory._kept == known, "this process has not heard of it"

    assert (await cases.at("filed"))["status"] == "filed"


@pytest.mark.parametrize(
    ("score", "status"), [(0.9, "dispatched"), (0.8, "dispatched"), (0.79, "filed"), (None, "filed")]
)
async def test_a_rule_goes_by_what_is_suggested_above_its_threshold(
    session: Session, cases: Cases, monkeypatch: pytest.MonkeyPatch, score: float | None, status: str
) -> None:
    async def departments(session: Session, asked: Sequence[Described]) -> list[Suggested | None]:
        return [None if score is None else Suggested("SW", score) for _ in asked]

    monkeypatch.setattr(suggestions, "departments", departments)
    await put_rule(session, "sure", outcome="suggestion", threshold=0.8, automatic=True)

    case = await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1"})

    assert case["status"] == status
    assert case["lead_department_code"] == ("SW" if status == "dispatched" else None)


async def test_a_suggestion_that_cannot_be_had_blocks_no_case(
    session: Session, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def departments(session: Session, asked: Sequence[Described]) -> list[Suggested | None]:
        await session.connection.execute("SELECT 1 / 0")
        return []

    monkeypatch.setattr(suggestions, "departments", departments)
    await put_rule(session, "sure", outcome="suggestion", threshold=0.0, automatic=True)
    before = FAILED.labels("suggestion")._value.get()

    assert (await cases.at("filed"))["lead_department_code"] is None
    assert FAILED.labels("suggestion")._value.get() > before


async def test_what_the_closed_cases_suggest_is_dispatched_by_a_rule_that_says_so(
    session: Session, cases: Cases, database: OneConnection, client_as: Clients
) -> None:
    for _ in range(12):
        await cases.at("closed")
    while await relay(database):
        pass
    while await learn(database):
        pass
    await put_rule(session, "sure", outcome="suggestion", threshold=0.6, automatic=True)

    case = await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1"})

    assert (case["status"], case["lead_department_code"]) == ("dispatched", "CG")
    told = next(each for each in await history(client_as, case) if each["action"] == "dispatch")
    assert told["data"]["routing"]["automatic"] is True
    assert told["data"]["routing"]["score"] >= 0.6
