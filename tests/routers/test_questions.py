"""The supervisor's questions: each count opens into exactly the list it counts, in the scope of whoever asks."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.schemas.supervision.questions import Question, SummaryBy
from tests.cases import Cases
from tests.organisation import IN_OTHER_GRID, OTHER_TOWN, TOWN, USERS, VILLAGE
from tests.times import at

ClientAs = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]
SUSPEND = {"reason_code": "needs_budget", "resume_at": at("24 10:00").isoformat()}


@pytest.fixture
async def town(cases: Cases, sweep: Sweep) -> dict[str, dict[str, Any]]:
    """A town on Wednesday at 9 with a case of every kind: what was not signed on Tuesday was signed by the system."""
    with clock.frozen(at("17 09:00")):
        found = {
            status: await cases.at(status)
            for status in ("reported", "filed", "dispatched", "handling", "resolved", "checking", "closed")
        }
        found["returned"] = await cases.at("return_review")
        ordered, stopped = await cases.at("handling"), await cases.at("handling")
        found["ordered"] = await cases.done("supervisor", ordered, "supervise", {"demand": "请回复"})
        for who, action in (("handler", "request"), ("dispatcher", "approve"), ("centre_leader", "approve")):
            body = SUSPEND if action == "request" else {}
            found["suspended"] = await cases.done(who, stopped, f"{action}-suspension", body)
    with clock.frozen(at("18 09:00")):
        await sweep()
        found["fresh"], moved = await cases.at("handling"), await cases.at("handling")
        found["moved"] = await cases.done("dispatcher", moved, "redirect", {"lead": "SW", "reason_code": "wrong_unit"})
        yield found


async def every(client: AsyncClient, url: str) -> list[dict[str, Any]]:
    """All pages of a list, three a page; the address is as an answer gave it."""
    items: list[dict[str, Any]] = []
    following = url.removeprefix("/api/v1")
    following += ("&" if "?" in following else "?") + "limit=3"
    base = following
    while following:
        answer = await client.get(following)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        following = f"{base}&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    return items


async def test_each_question_finds_its_cases(town: dict[str, dict[str, Any]], client_as: ClientAs) -> None:
    names = {case["id"]: name for name, case in town.items()}
    found = {
        question.value: {names[item["id"]] for item in await every(client_as("supervisor"), f"/supervision/{question}")}
        for question in Question
    }

    assert found == {
        "open": set(town) - {"closed"},
        "overdue": {"filed", "dispatched", "handling", "ordered"},
        "stage-overdue": {"reported", "filed", "dispatched", "handling", "resolved", "checking", "returned", "ordered"},
        "upcoming": {"fresh", "moved"},
        "auto-signed": {"dispatched"},
        "suspended": {"suspended"},
        "bounced": {"returned"},
        "redirected": {"moved"},
        "orders": {"ordered"},
        "reported": set(town),
        "closed": {"closed"},
        "was-overdue": {"filed", "dispatched", "handling", "ordered"},
        "ordered": {"ordered"},
        "typed-twice": set(),
        "unread": set(),
    }


@pytest.mark.parametrize("question", list(Question))
async def test_every_count_is_the_length_of_the_list_behind_it(
    town: dict[str, dict[str, Any]], client_as: ClientAs, question: Question
) -> None:
    supervisor = client_as("supervisor")
    listed = {item["id"] for item in await every(supervisor, f"/supervision/{question}")}
    for by in SummaryBy:
        told = (await supervisor.get("/supervision/summary", params={"question": question, "by": by})).json()
        behind: set[str] = set()
        for row in told["items"]:
            items = await every(supervisor, row["href"])
            assert len(items) == row["count"], (by, row)
            behind |= {item["id"] for item in items}
        assert told["total"] == len(behind)
        assert told["total"] == sum(row["count"] for row in told["items"]) or by is SummaryBy.CAUSE, "several may hold"
        assert behind <= listed
        assert behind == listed or by is SummaryBy.FAULT, "a closed case is nobody's fault any more"


async def test_what_is_late_is_counted_by_why_and_by_since_when(
    town: dict[str, dict[str, Any]], cases: Cases, client_as: ClientAs
) -> None:
    supervisor = client_as("supervisor")
    with clock.frozen(at("23 09:00")):
        pooled = await cases.at("pooled")
    with clock.frozen(at("24 09:00")):
        found: dict[str, dict[str, set[str]]] = {}
        for by in ("cause", "lateness"):
            told = (await supervisor.get("/supervision/summary", params={"question": "overdue", "by": by})).json()
            found[by] = {row["name"]: {item["id"] for item in await every(supervisor, row["href"])}
                         for row in told["items"]}  # fmt: skip
    ids = {name: case["id"] for name, case in town.items()}

    assert found["cause"] == {
        None: {ids["handling"], ids["ordered"], ids["fresh"]},
        "not dispatched yet": {ids["filed"]},
        "not signed by its unit": {ids["dispatched"]},
        "no handler named": {ids["dispatched"]},
        "redirected": {ids["moved"]},
        "no unit claims it": {pooled["id"]},
    }
    days_late = {ids[name] for name in ("filed", "dispatched", "handling", "ordered", "fresh", "moved")}
    assert found["lateness"] == {"up to 1 day": {pooled["id"]}, "3 to 7 days": days_late}


async def test_what_bounced_is_counted_by_who_returned_it_and_not_by_who_has_it_now(
    cases: Cases, client_as: ClientAs
) -> None:
    once, twice = await cases.at("return_review"), await cases.at("return_review")
    waiting = await cases.at("return_review")
    for case in (once, twice):
        await cases.done("dispatcher", case, "approve-return")
        await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})
    back = {"reason_code": "not_our_duty", "proposed_department": "CG"}
    await cases.done("water_handler", twice, "request-return", back)

    supervisor = client_as("supervisor")
    for by, expected in (
        ("department", {"CG": {once["id"], twice["id"], waiting["id"]}, "SW": {twice["id"]}}),
        ("worker", {str(USERS["handler"]): {once["id"], twice["id"], waiting["id"]},
                    str(USERS["water_handler"]): {twice["id"]}}),
    ):  # fmt: skip
        told = (await supervisor.get("/supervision/summary", params={"question": "bounced", "by": by})).json()
        found = {row["key"]: {item["id"] for item in await every(supervisor, row["href"])} for row in told["items"]}
        assert found == expected
        assert {row["key"]: row["count"] for row in told["items"]} == {key: len(ids) for key, ids in expected.items()}
        assert (told["total"], all(row["name"] for row in told["items"])) == (3, True)


async def test_by_worker_is_by_who_has_it_in_hand(cases: Cases, client_as: ClientAs) -> None:
    verifying, checking = await cases.at("verifying"), await cases.at("checking")
    handling = await cases.at("handling")
    unsigned = await cases.at("dispatched")

    supervisor = client_as("supervisor")
    told = (await supervisor.get("/supervision/summary", params={"question": "open", "by": "worker"})).json()
    found = {row["key"]: [item["id"] for item in await every(supervisor, row["href"])] for row in told["items"]}
    verifier = (await supervisor.get(f"/cases/{verifying['id']}")).json()["verifier_id"]
    checker = (await supervisor.get(f"/cases/{checking['id']}")).json()["checker_id"]

    expected: dict[str | None, list[str]] = {None: [unsigned["id"]], str(USERS["handler"]): [handling["id"]]}
    for who, case in ((verifier, verifying), (checker, checking)):
        expected.setdefault(who, []).insert(0, case["id"])
    assert {key: set(ids) for key, ids in found.items()} == {key: set(ids) for key, ids in expected.items()}


async def test_what_has_been_is_asked_for_a_period_of_thirty_days_unless_it_says_otherwise(
    town: dict[str, dict[str, Any]], client_as: ClientAs
) -> None:
    supervisor = client_as("supervisor")
    signed, returned = town["dispatched"]["id"], town["returned"]["id"]
    with clock.frozen(at("18 09:00") + timedelta(days=40)):
        for question, case in (("auto-signed", signed), ("bounced", returned)):
            whole = {"since": at("16 00:00").isoformat(), "until": at("20 00:00").isoformat()}
            told = (await supervisor.get("/supervision/summary", params={"question": question})).json()
            then = (await supervisor.get("/supervision/summary", params={"question": question, **whole})).json()
            before = {**whole, "until": at("17 09:00").isoformat()}

            assert (told["total"], told["items"]) == (0, [])
            assert datetime.fromisoformat(told["until"]) == at("19 00:00") + timedelta(days=40)
            assert datetime.fromisoformat(told["since"]) == at("19 00:00") + timedelta(days=10)
            assert await every(supervisor, f"/supervision/{question}") == []
            assert then["total"] == 1
            assert [item["id"] for item in await every(supervisor, then["items"][0]["href"])] == [case]
            assert (await supervisor.get(f"/supervision/{question}", params=before)).json()["items"] == []


@pytest.mark.parametrize(
    ("question", "asked", "pointer"),
    [
        ("bounced", {"since": at("16 00:00"), "until": at("15 00:00")}, "/since"),
        ("bounced", {"since": at("16 00:00") - timedelta(days=367), "until": at("16 00:00")}, "/since"),
        ("auto-signed", {"since": at("16 00:00") - timedelta(days=3_650)}, "/since"),
        ("overdue", {"since": at("16 00:00")}, "/since"),
        ("open", {"until": at("16 00:00")}, "/until"),
    ],
)
async def test_a_period_that_is_none_too_long_or_of_the_present_is_refused(
    client_as: ClientAs, question: str, asked: dict[str, datetime], pointer: str
) -> None:
    params = {name: moment.isoformat() for name, moment in asked.items()}
    for path, more in ((f"/supervision/{question}", {}), ("/supervision/summary", {"question": question})):
        refused = await client_as("supervisor").get(path, params=params | more)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_the_pages_of_a_period_go_on_while_time_does(cases: Cases, client_as: ClientAs, sweep: Sweep) -> None:
    with clock.frozen(at("17 09:00")):
        for _ in range(3):
            await cases.at("dispatched")
    with clock.frozen(at("18 09:00")):
        await sweep()
        first = (await client_as("supervisor").get("/supervision/auto-signed", params={"limit": 2})).json()
    with clock.frozen(at("19 00:01")):
        rest = {"limit": 2, "cursor": first["next_cursor"]}
        second = (await client_as("supervisor").get("/supervision/auto-signed", params=rest)).json()

    assert len({item["id"] for item in [*first["items"], *second["items"]]}) == 3


async def test_the_total_counts_more_groups_than_are_shown(cases: Cases, client_as: ClientAs, session: Session) -> None:
    case = await cases.at("handling")
    await session.connection.execute(
        "WITH made AS (INSERT INTO departments (code, kind, path) SELECT 'M' || n, 'bureau', 'M' || n || '/'"
        " FROM generate_series(1, 1005) n RETURNING code)"
        " INSERT INTO cases SELECT copy.* FROM cases, generate_series(1, 1005) n, LATERAL jsonb_populate_record(cases,"
        " jsonb_build_object('id', gen_random_uuid(), 'serial', n, 'lead_department_code', 'M' || n)) copy"
        " WHERE cases.id = $1",
        case["id"],
    )
    told = (await client_as("supervisor").get("/supervision/summary", params={"question": "open"})).json()

    assert (told["total"], len(told["items"])) == (1_006, 1_000)


async def test_a_supervisor_of_another_town_sees_nothing_of_it(
    town: dict[str, dict[str, Any]], client_as: ClientAs
) -> None:
    there, here = client_as("other_supervisor"), client_as("town_supervisor")
    for question in Question:
        assert await every(there, f"/supervision/{question}") == []
        told = (await there.get("/supervision/summary", params={"question": question})).json()
        assert (told["total"], told["items"]) == (0, [])
        nothing = question in (Question.TYPED_TWICE, Question.UNREAD)  # of which this town has none
        assert (await every(here, f"/supervision/{question}") == []) is nothing
    narrowed = await there.get("/supervision/overdue", params={"area": TOWN})
    assert narrowed.json()["items"] == [], "naming the town shows no more of it"
    for who in ("worker", "handler", "dispatcher", "admin"):
        assert (await client_as(who).get("/supervision/overdue")).status_code == 403, who
    assert (await client_as("supervisor").get("/supervision/gossip")).status_code == 422


async def test_with_whom_a_late_case_is_and_for_how_much_working_time(
    town: dict[str, dict[str, Any]], client_as: ClientAs
) -> None:
    items = {item["id"]: item for item in await every(client_as("supervisor"), "/supervision/stage-overdue")}
    told = {
        name: (
            items[town[name]["id"]]["fault"],
            items[town[name]["id"]]["late_working_seconds"],
            items[town[name]["id"]]["stage_late_working_seconds"],
        )
        for name in ("reported", "filed", "handling", "checking")
    }

    # due on Tuesday at 15:00, two and a half hours before the end of the day: three by Wednesday at 9
    assert told == {
        "reported": ("triage", None, 7 * 3_600 - 900),
        "filed": ("dispatch", 3 * 3_600, 7 * 3_600 - 900),
        "handling": ("handling", 3 * 3_600, 3 * 3_600),
        "checking": ("checking", None, 7 * 3_600 - 1_800),
    }


async def test_a_supervisor_of_two_towns_counts_by_town(
    town: dict[str, dict[str, Any]], cases: Cases, client_as: ClientAs, session: Session
) -> None:
    await cases.report(who="other_worker", location=IN_OTHER_GRID)
    await session.connection.execute(
        "INSERT INTO appointments (id, user_id, post, area_code, valid_from) "
        "VALUES (gen_random_uuid(), $1, 'supervisor', $2, '2026-01-01')",
        USERS["other_supervisor"],
        TOWN,
    )
    told = (
        await client_as("other_supervisor").get("/supervision/summary", params={"question": "open", "by": "area"})
    ).json()
    below = (
        await client_as("other_supervisor").get(
            "/supervision/summary", params={"question": "open", "by": "area", "area": TOWN}
        )
    ).json()

    assert [(row["key"], row["count"]) for row in told["items"]] == [(TOWN, 11), (OTHER_TOWN, 1)]
    assert [(row["key"], row["count"]) for row in below["items"]] == [(VILLAGE, 11)]


async def test_the_pages_of_what_is_soon_due_go_on_minutes_later(cases: Cases, client_as: ClientAs) -> None:
    with clock.frozen(at("17 09:00")):
        for _ in range(3):
            await cases.at("handling")
        first = (await client_as("supervisor").get("/supervision/upcoming", params={"limit": 2})).json()
    with clock.frozen(at("17 09:00") + timedelta(minutes=7)):
        second = await client_as("supervisor").get(
            "/supervision/upcoming", params={"limit": 2, "cursor": first["next_cursor"]}
        )

    assert second.status_code == 200, second.text
    assert len(second.json()["items"]) == 1


async def test_filters_of_one_kind_hold_together(town: dict[str, dict[str, Any]], client_as: ClientAs) -> None:
    """A unit outside the department asked for, or a category outside its class, leaves nothing."""
    supervisor = client_as("supervisor")

    async def found(**params: str) -> int:
        return len((await supervisor.get("/supervision/open", params=params)).json()["items"])

    assert await found(unit="CG") == await found(unit="CG", department="CG") > 0
    assert await found(unit="CG", department="SW") == 0
    assert await found(category_exactly="DCM-01-02", category="DCM-01") > 0
    assert await found(category_exactly="DCM-01-02", category="DCM-01-02", unit="SW", department="CG") == 0
