"""What is asked often, and mostly answered by nothing, reads next to nothing of a large table."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.authz import Permission
from app.db.session import APPLICATION_ROLE, Session
from app.db.statement import Statement
from app.queries import calendar, operations
from app.queries.cases import searching
from app.queries.cases.counts import count, counts_by
from app.queries.cases.lists import Listing, PageStart, page
from app.queries.cases.orders import BY_DUE, DUE_FIRST, LATEST_SIGNED, NEWEST_FIRST, STAGE_FIRST, Order
from app.queries.cases.returning import first_dispatches, returned
from app.queries.cases.scope import scope_of, scope_where
from app.queries.desk import rows as desk
from app.queries.organisation import lookup, picking
from app.queries.organisation.unit_load import OF_UNIT
from app.queries.residents.rating import figures
from app.services.identity.actors import load_actor
from app.services.reading import queues
from tests.cases import Cases
from tests.organisation import USERS

MANY, FEW = 6_000, 20


async def _multiply(session: Session, case: dict[str, Any], **changed: Any) -> None:
    """Makes a table of a case, with what the planner would know of it."""
    await session.connection.execute(
        "INSERT INTO cases SELECT copy.* FROM cases, generate_series(1, $1) n,"
        " LATERAL jsonb_populate_record(cases, jsonb_build_object('id', gen_random_uuid(), 'serial', n) || $2) copy"
        " WHERE cases.id = $3",
        MANY, changed, case["id"],
    )  # fmt: skip
    await session.connection.execute("INSERT INTO case_timers (case_id, kind, due_at, attempts)"
                                     " SELECT id, 'ladder', now(), 0 FROM cases")  # fmt: skip
    await session.connection.execute(f"SET LOCAL ROLE NONE; ANALYZE; SET LOCAL ROLE {APPLICATION_ROLE}")


async def _share_out(session: Session, column: str) -> None:
    """Gives the cases to two thousand people, so that nobody has more than a few."""
    await session.connection.execute(
        "INSERT INTO users (id, username, display_name, password_hash, is_active, created_at) "
        "SELECT gen_random_uuid(), 'person-' || n, 'x', 'x', true, now() FROM generate_series(1, 2000) n"
    )
    await session.connection.execute(
        f"UPDATE cases SET {column} = users.id FROM users WHERE username = 'person-' || (serial % 2000 + 1)"
    )
    await session.connection.execute(f"SET LOCAL ROLE NONE; ANALYZE; SET LOCAL ROLE {APPLICATION_ROLE}")


async def _read(session: Session, statement: Statement, *, of: str | None = None, **values: Any) -> int:
    """How many rows a statement takes from tables or their indexes, or from one of them, thrown away or not.

    Counted by PostgreSQL while the statement runs as the service runs it.
    """
    before = await _taken(session, of)
    await session.connection.fetch(statement.sql, *statement.arguments(values))
    return await _taken(session, of) - before


async def _taken(session: Session, of: str | None) -> int:
    taken: int = await session.connection.fetchval(
        "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int FROM pg_stat_xact_user_tables"
        " WHERE $1::text IS NULL OR relname = $1",
        of,
    )
    return taken


async def test_a_queue_of_assists_reads_the_cases_with_that_assist(cases: Cases, session: Session) -> None:
    await _multiply(session, await cases.at("handling"))
    case = await cases.at("filed")
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    listing = Listing(None, frozenset({"open", "assisting"}), DUE_FIRST)

    assert await session.value(count(listing, 100), assisting=["SW"]) == 1
    assert await _read(session, count(listing, 100), assisting=["SW"]) <= FEW
    assert await _read(session, page(listing, PageStart.FIRST, 51), assisting=["SW"]) <= FEW


async def test_readiness_reads_the_timers_that_are_parked(cases: Cases, session: Session) -> None:
    await _multiply(session, await cases.at("handling"))
    await session.connection.execute(
        "UPDATE case_timers SET parked_at = now() WHERE case_id = (SELECT id FROM cases LIMIT 1) AND kind = 'ladder'"
    )

    assert (await session.one(operations.STATE))["parked"] == 1
    assert await _read(session, operations.STATE) <= FEW


async def test_a_change_of_the_recent_past_reads_what_was_closed_since(cases: Cases, session: Session) -> None:
    long_ago = clock.now() - timedelta(days=300)
    await _multiply(session, await cases.at("closed"), closed_at=long_ago.isoformat())
    now = clock.now()
    asked = {"area_from": "440310/", "area_to": "4403100", "since": now - timedelta(days=2), "until": now}

    assert await session.value(calendar.CLOSED_IN, **asked)
    await session.connection.execute("UPDATE cases SET closed_at = $1", long_ago)
    assert not await session.value(calendar.CLOSED_IN, **asked)
    assert await _read(session, calendar.CLOSED_IN, **asked) <= FEW


@pytest.mark.parametrize(
    ("filters", "order", "changed"),
    [
        ({"auto_signed", "signed_within"}, LATEST_SIGNED, {"auto_signed": True, "signed_at": "2020-01-01T00:00Z"}),
        (
            {"bounced", "reported_within"}, NEWEST_FIRST,
            {"return_departments": ["CG"], "reported_at": "2020-01-01T00:00Z"},
        ),
        (
            {"redirected", "reported_within"}, NEWEST_FIRST,
            {"redirect_count": 1, "reported_at": "2020-01-01T00:00Z"},
        ),
    ],
)  # fmt: skip
async def test_what_has_been_within_a_month_reads_that_month(
    cases: Cases, session: Session, filters: set[str], order: Order, changed: dict[str, Any]
) -> None:
    await _multiply(session, await cases.at("closed"), **changed)
    listing, now = Listing(None, frozenset(filters), order), clock.now()
    period = {"period_from": now - timedelta(days=30), "period_to": now}

    for by in ("department", "worker", *(("returned_by", "returned_by_worker") if "bounced" in filters else ())):
        assert await _read(session, counts_by(listing, by), **period) <= FEW
    assert await _read(session, page(listing, PageStart.FIRST, 51), **period) <= FEW


@pytest.mark.parametrize("order", [NEWEST_FIRST, BY_DUE])
async def test_a_page_of_a_grid_reads_that_grid(cases: Cases, session: Session, order: Order) -> None:
    """What is kept from its workers is a look at rows that are read anyway: the index of the area still serves."""
    elsewhere = {"area_path": "440310/440310002/440310002001/44031000200101/"}
    await _multiply(session, await cases.at("handling"), **elsewhere)
    case = await cases.at("filed")
    await session.connection.execute("UPDATE cases SET privacy_tier = 'confidential' WHERE id = $1", case["id"])
    scope = scope_of(await load_actor(session, USERS["second_worker"]), personal=False)
    listing = Listing(scope.shape, frozenset({"open", "running"}), order)

    found = await session.all(page(listing, PageStart.FIRST, 51), **scope.values)
    assert [row["status"] for row in found] == ["handling"]
    assert await _read(session, page(listing, PageStart.FIRST, 51), **scope.values) <= FEW


async def test_what_somebody_has_in_hand_is_counted_by_index(cases: Cases, session: Session) -> None:
    await _multiply(session, await cases.at("handling"))
    await _share_out(session, "handler_id")
    case = await cases.at("resolved")
    asked = {
        "area_path": case["area_path"], "barred_user": None, "besides": None, "barred_department": None, "q": None,
        "today": clock.today(), "after": "", "count": 51,
    }  # fmt: skip

    assert await session.all(picking.AT_THE_PLACE, **asked)
    # The posts of a small district are read however the planner likes; what grows are the cases.
    assert await _read(session, picking.AT_THE_PLACE, of="cases", **asked) <= FEW


async def test_figures_of_ratings_read_their_period(cases: Cases, session: Session) -> None:
    await _multiply(session, await cases.at("closed"))
    await session.connection.execute(
        "INSERT INTO ratings (case_id, round, score, solved, area_path, created_at)"
        " SELECT id, 0, 5, true, area_path, '2020-01-01T00:00Z' FROM cases"
    )
    await session.connection.execute(f"SET LOCAL ROLE NONE; ANALYZE ratings; SET LOCAL ROLE {APPLICATION_ROLE}")
    now = clock.now()
    period = {"period_from": now - timedelta(days=30), "period_to": now}

    assert await _read(session, figures(Listing(None, frozenset(), NEWEST_FIRST), "department"), **period) <= FEW


async def test_returns_of_a_period_are_found_by_the_index_of_returned_cases(cases: Cases, session: Session) -> None:
    await _multiply(session, await cases.at("closed"))
    await cases.at("return_review")
    await session.connection.execute(f"SET LOCAL ROLE NONE; ANALYZE; SET LOCAL ROLE {APPLICATION_ROLE}")
    listing = Listing(None, frozenset({"bounced", "reported_within"}), NEWEST_FIRST)
    now = clock.now()
    asked = {"period_from": now - timedelta(days=30), "period_to": now + timedelta(days=1), "count": 50}

    assert [row["count"] for row in await session.all(returned(listing), **asked)] == [1]
    assert await _read(session, returned(listing), of="cases", **asked) <= FEW


@pytest.mark.parametrize("group", ["category", "dispatcher"])
async def test_first_dispatches_of_a_period_are_found_by_when_cases_were_closed(
    cases: Cases, session: Session, group: str
) -> None:
    await _multiply(session, await cases.at("closed"), closed_at="2020-01-01T00:00:00Z")
    await cases.at("closed")
    await session.connection.execute(f"SET LOCAL ROLE NONE; ANALYZE; SET LOCAL ROLE {APPLICATION_ROLE}")
    listing = Listing(None, frozenset({"closed_within"}), NEWEST_FIRST)
    now = clock.now()
    asked = {"period_from": now - timedelta(days=30), "period_to": now + timedelta(days=1)}

    assert [row["count"] for row in await session.all(first_dispatches(listing, group), **asked)] == [2]
    assert await _read(session, first_dispatches(listing, group), of="cases", **asked) <= FEW


async def test_the_load_of_a_unit_reads_its_open_cases(cases: Cases, session: Session) -> None:
    await _multiply(session, await cases.at("handling"), lead_department_code="SW")
    await cases.at("dispatched")
    asked = {"code": "CG", "now": clock.now(), "midnight": clock.now(), "today": clock.today()}

    assert sum(row["open"] for row in await session.all(OF_UNIT, **asked)) == 2
    assert await _read(session, OF_UNIT, of="cases", **asked) <= FEW


@pytest.mark.parametrize("name", ["ordered", "due-soon", "again", "returning", "suspended", "unassigned"])
async def test_a_queue_of_a_unit_reads_the_cases_of_that_unit(cases: Cases, session: Session, name: str) -> None:
    """Those of another unit are many, and stay unread: the index of the unit serves, or that of what is asked."""
    await _multiply(session, await cases.at("handling"), lead_department_code="SW", rework_round=1, handler_id=None)
    await cases.at("handling")
    actor = await load_actor(session, USERS["lead"])
    listing, values = queues.of(actor, name).asked(actor).described(clock.now())

    assert await _read(session, count(listing, 100), of="cases", **values) <= FEW
    assert await _read(session, page(listing, PageStart.FIRST, 51), of="cases", **values) <= FEW


async def test_a_choice_counts_what_people_hold_by_index(cases: Cases, session: Session) -> None:
    held = await cases.at("verifying")
    await _multiply(session, await cases.at("handling"))
    asked = {
        "area_path": held["area_path"], "today": clock.today(), "only": None, "besides": None, "seed": "x",
        "barred_user": None, "barred_department": None,
    }  # fmt: skip

    assert await session.value(lookup.FIELD_WORKERS, **asked)
    assert await _read(session, lookup.FIELD_WORKERS, of="cases", **asked) <= FEW


@pytest.mark.parametrize("order", [NEWEST_FIRST, BY_DUE])
async def test_a_page_with_my_own_reports_elsewhere_reads_that_page(
    cases: Cases, session: Session, order: Order
) -> None:
    """Two indexes serve it, that of the area and that of the reporter: no walk through what others reported."""
    elsewhere = {"area_path": "440310/440310002/440310002001/44031000200101/"}
    await _multiply(session, await cases.at("handling"), **elsewhere)
    await _share_out(session, "reporter_id")
    here, stray = await cases.at("filed"), await cases.at("filed")
    mine = [str(USERS["worker"]), [here["id"], stray["id"]]]
    await session.connection.execute("UPDATE cases SET reporter_id = $1 WHERE id = ANY($2::uuid[])", *mine)
    await session.connection.execute("UPDATE cases SET area_path = '440310/' WHERE id = $1", stray["id"])
    scope = scope_of(await load_actor(session, USERS["worker"]), personal=False)
    listing = Listing(scope.shape, frozenset({"open"}), order, own_too=True)
    values = scope.values | {"me": USERS["worker"]}

    found = await session.all(page(listing, PageStart.FIRST, 51), **values)
    assert {str(row["id"]) for row in found} >= {here["id"], stray["id"]}
    assert await session.value(count(listing, 100), **values) == len(found)
    assert await _read(session, page(listing, PageStart.FIRST, 51), **values) <= FEW
    assert await _read(session, count(listing, 100), **values) <= FEW


async def test_of_a_thousand_reports_of_my_own_a_page_is_read(cases: Cases, session: Session) -> None:
    await _multiply(session, await cases.at("handling"), area_path="440310/")
    scope = scope_of(await load_actor(session, USERS["worker"]), personal=False)
    listing = Listing(scope.shape, frozenset(), NEWEST_FIRST, own_too=True)
    values = scope.values | {"me": USERS["worker"]}

    assert len(await session.all(page(listing, PageStart.FIRST, 51), **values)) == 51
    assert await _read(session, page(listing, PageStart.FIRST, 51), of="cases", **values) <= 51 + FEW


@pytest.mark.parametrize(
    ("word", "besides", "shown", "most"),
    [
        ("路灯", {}, 51, 2 * 51 + FEW),
        ("井盖", {}, 1, 200 + FEW),
        ("井盖", {"channel": "worker"}, 1, 200 + FEW),
        ("井盖", {"channel": "hotline"}, 0, 200 + FEW),  # no case has it
        ("路桥", {"statuses": ["cancelled"]}, 0, 200 + FEW),  # neither that nor the word
    ],
)
async def test_a_search_reads_little_whatever_the_word(
    cases: Cases, session: Session, monkeypatch: pytest.MonkeyPatch,
    word: str, besides: dict[str, Any], shown: int, most: int,
) -> None:  # fmt: skip
    """A common word is met on a walk as long as a page, a rare one is looked up after a walk of so many.

    So many whatever is asked besides: what few cases are is no reason to walk on until so many of them are found.
    """
    monkeypatch.setattr(searching, "WALKED", 200)
    await cases.report(description="路边井盖缺失")
    await session.connection.execute("UPDATE cases SET reported_at = '2020-01-01T00:00Z'")
    await _multiply(session, await cases.at("handling", description="路灯灯杆倾斜，夜里不亮"))
    page.cache_clear()
    try:
        statement = page(Listing(None, frozenset({"words", *besides}), NEWEST_FIRST), PageStart.FIRST, 51)
    finally:
        page.cache_clear()
    values = {"words": [word], **besides}

    assert len(await session.all(statement, **values)) == shown
    assert await _read(session, statement, of="cases", **values) <= most


async def test_a_common_word_among_few_reports_of_my_own_reads_those(cases: Cases, session: Session) -> None:
    """A walk that comes to its end has seen all there are; the word itself stands in thousands of others."""
    elsewhere = {"area_path": "440310/440310002/440310002001/44031000200101/"}
    await _multiply(session, await cases.at("handling", description="路灯灯杆倾斜，夜里不亮"), **elsewhere)
    await _share_out(session, "reporter_id")
    here = await cases.at("filed", description="路灯不亮")
    scope = scope_of(await load_actor(session, USERS["second_worker"]), personal=False)
    listing = Listing(scope.shape, frozenset({"words"}), NEWEST_FIRST, own_too=True)
    values = scope.values | {"me": USERS["second_worker"], "words": ["路灯"]}

    found = await session.all(page(listing, PageStart.FIRST, 51), **values)
    assert here["id"] in {str(row["id"]) for row in found}
    assert await _read(session, page(listing, PageStart.FIRST, 51), of="cases", **values) <= FEW


async def test_what_is_overdue_is_planned_once(cases: Cases, session: Session) -> None:
    """Planning takes longer than reading a page: a plan for just this moment would be made anew each time."""
    await _multiply(session, await cases.at("handling"))
    statement = page(Listing(None, frozenset({"open", "overdue"}), BY_DUE), PageStart.FIRST, 51)
    for _ in range(7):
        await session.all(statement, now=clock.now())

    plans = "SELECT generic_plans FROM pg_prepared_statements WHERE statement = $1"
    assert await session.connection.fetchval(plans, statement.sql) > 0


async def test_a_page_of_a_desk_reads_its_own_rows(cases: Cases, session: Session) -> None:
    """And of what hangs below them: the notes, the returns and the looks of those cases alone."""
    await _multiply(session, await cases.at("filed"))
    scope = scope_where(await load_actor(session, USERS["dispatcher"]), Permission.DISPATCH)
    listing = Listing(scope.shape, frozenset({"open", "status"}), STAGE_FIRST)
    asked = {**scope.values, "status": "filed", "now": clock.now()}

    statement = desk.page(listing, PageStart.FIRST, 51)
    assert len(await session.all(statement, **asked)) == 51
    assert await _read(session, statement, **asked) <= 5 * 51
