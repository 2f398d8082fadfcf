"""Pulling: nothing skipped, nothing repeated for ever, and nothing of others."""

from collections.abc import Callable

import pytest
from httpx import AsyncClient

from app.db.session import Session
from tests.cases import Cases
from tests.organisation import IN_OTHER_GRID, OTHER_GRID, USERS
from tests.sync.phone import Phone

Phones = Callable[[str], Phone]


async def test_the_first_pull_brings_every_open_case_in_scope_and_the_reference_data(
    phone_of: Phones, cases: Cases
) -> None:
    mine = [await cases.report() for _ in range(5)]
    await cases.report("other_worker", location=IN_OTHER_GRID)
    phone = phone_of("worker")
    await phone.pull()

    assert set(phone.cases) == {case["id"] for case in mine}
    assert [page["phase"] for page in phone.pages] == ["snapshot"]
    assert phone.pages[0]["reset"] is True
    assert set(phone.reference) == {"areas", "departments", "categories", "rules", "terms", "calendar", "words"}
    grids = [area for area in phone.reference["areas"]["items"] if area["level"] == "grid"]
    assert all(grid["boundary"] for grid in grids)
    assert phone.reference["rules"]["items"] == []


async def test_pages_of_a_sweep_bring_each_case_once(phone_of: Phones, cases: Cases) -> None:
    reported = {(await cases.report())["id"] for _ in range(7)}
    phone = phone_of("worker")
    await phone.pull(limit=3)
    told = [case["id"] for page in phone.pages for case in page["cases"]]

    assert (len(told), set(told)) == (7, reported)


async def test_what_changes_between_the_pages_of_a_sweep_is_not_lost(
    phone_of: Phones, cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    early = [await cases.report() for _ in range(4)]
    phone = phone_of("worker")
    await phone.relay()
    first = (await client_as("worker").get("/sync/pull", params={"limit": 2})).json()
    phone._keep(first)
    await cases.done("clerk", early[0], "file", {"rule_code": "R1"})
    late = await cases.report()
    await phone.pull(limit=2)

    assert set(phone.cases) == {case["id"] for case in [*early, late]}
    assert phone.cases[early[0]["id"]]["status"] == "filed"


async def test_an_empty_pull_brings_nothing_again(phone_of: Phones, cases: Cases) -> None:
    await cases.report()
    phone = phone_of("worker")
    await phone.pull()
    await phone.pull()

    assert [(page["cases"], page["left"], page["reference"]) for page in phone.pages] == [([], [], {})]


async def test_changes_come_once_with_what_may_be_done_now(phone_of: Phones, cases: Cases) -> None:
    case = await cases.report()
    phone = phone_of("worker")
    await phone.pull()
    await cases.done("clerk", case, "request-verification", {"missing": "权属"})
    await phone.pull()
    told = phone.pages[0]

    assert [(one["id"], one["status"]) for one in told["cases"]] == [(case["id"], "verifying")]
    assert "submit_verification" in told["cases"][0]["actions"]
    assert told["phase"] == "changes"


async def test_a_case_that_moves_to_another_grid_leaves_one_phone_and_reaches_the_other(
    phone_of: Phones, cases: Cases
) -> None:
    case = await cases.report("second_worker")
    leaver, comer = phone_of("worker"), phone_of("other_worker")
    await leaver.pull()
    await comer.pull()
    await cases.done("clerk", case, "file", {"rule_code": "R1", "area_code": OTHER_GRID})
    await leaver.pull()
    await comer.pull()

    assert leaver.pages[0]["left"] == [case["id"]]
    assert case["id"] not in leaver.cases
    assert case["id"] in comer.cases


async def test_a_unit_follows_its_cases_until_they_are_taken_from_it(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("dispatched")
    phone = phone_of("handler")
    await phone.pull()
    assert set(phone.cases) == {case["id"]}
    body = {"reason_code": "not_our_duty", "proposed_department": "SW"}
    await cases.done("handler", case, "request-return", body)
    await cases.done("dispatcher", case, "approve-return")
    await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})
    await phone.pull()

    assert phone.cases == {}


async def test_a_change_of_posts_brings_what_came_into_scope_and_takes_what_left(
    phone_of: Phones, cases: Cases, session: Session
) -> None:
    old = await cases.report("second_worker")
    new = await cases.report("other_worker", location=IN_OTHER_GRID)
    phone = phone_of("worker")
    await phone.pull()
    await session.connection.execute(
        "UPDATE appointments SET area_code = $1 WHERE user_id = $2", OTHER_GRID, USERS["worker"]
    )
    await phone.pull()

    assert (phone.pages[0]["phase"], phone.pages[0]["reset"]) == ("snapshot", True)
    assert phone.pages[0]["left"] == [old["id"]]
    assert [case["id"] for case in phone.pages[0]["cases"]] == [new["id"]]
    assert set(phone.cases) == {new["id"]}
    assert "areas" in phone.pages[0]["reference"]


async def test_what_ended_after_its_area_was_lost_does_not_stay_for_ever(
    phone_of: Phones, cases: Cases, session: Session
) -> None:
    case = await cases.report("second_worker")
    phone = phone_of("worker")
    await phone.pull()
    await session.connection.execute(
        "UPDATE appointments SET area_code = $1 WHERE user_id = $2", OTHER_GRID, USERS["worker"]
    )
    await cases.done("clerk", case, "reject", {"reason_code": "not_true", "reply": "经核查不属实"})
    await phone.pull()

    assert phone.cases == {}


async def test_a_post_more_brings_its_cases_and_starts_nothing_again(
    phone_of: Phones, cases: Cases, session: Session
) -> None:
    old = await cases.report()
    new = await cases.report("other_worker", location=IN_OTHER_GRID)
    phone = phone_of("worker")
    await phone.pull()
    await session.connection.execute(
        "INSERT INTO appointments (id, user_id, post, area_code, valid_from)"
        " VALUES (gen_random_uuid(), $1, 'full_time_worker', $2, '2020-01-01')",
        USERS["worker"],
        OTHER_GRID,
    )
    await phone.pull()

    assert (phone.pages[0]["phase"], phone.pages[0]["reset"]) == ("scope", False)
    assert [case["id"] for case in phone.pages[0]["cases"]] == [new["id"]]
    assert set(phone.cases) == {old["id"], new["id"]}


async def test_a_stream_that_is_another_one_makes_phones_start_again(
    phone_of: Phones, cases: Cases, session: Session
) -> None:
    """A database that was restored from a backup has given out fewer numbers than the phone knows."""
    await cases.report()
    phone = phone_of("worker")
    await phone.pull()
    await session.connection.execute("UPDATE change_head SET number = 0")
    await phone.pull()

    assert phone.pages[0]["reset"] is True


async def test_my_ended_reports_come_along_so_that_i_see_what_became_of_them(phone_of: Phones, cases: Cases) -> None:
    ended = await cases.at("rejected")
    mine, other = phone_of("worker"), phone_of("second_worker")
    await mine.pull()
    await other.pull()

    assert mine.cases[ended["id"]]["reply"] == "经核查不属实"
    assert other.cases == {}


async def test_history_that_came_in_bulk_makes_phones_start_again(
    phone_of: Phones, cases: Cases, session: Session
) -> None:
    await cases.report()
    phone = phone_of("worker")
    await phone.pull()
    await session.connection.execute("UPDATE change_head SET epoch = epoch + 1")
    await phone.pull()

    assert (phone.pages[0]["phase"], phone.pages[0]["reset"]) == ("snapshot", True)


async def test_who_stayed_away_longer_than_the_stream_is_kept_starts_again(
    phone_of: Phones, cases: Cases, session: Session
) -> None:
    case = await cases.report()
    phone = phone_of("worker")
    await phone.pull()
    await cases.done("clerk", case, "file", {"rule_code": "R1"})
    await phone.relay()
    await session.connection.execute("UPDATE change_head SET forgotten = number")
    await phone.pull()

    assert phone.pages[0]["reset"] is True
    assert phone.cases[case["id"]]["status"] == "filed"


@pytest.mark.parametrize("cursor", ["x", "é", "A" * 19_000, "W10", "AAAAAAAAAAAAAAAAAAAAAAAAe30"])
async def test_rubbish_is_a_bad_cursor(client_as: Callable[..., AsyncClient], cursor: str) -> None:
    answer = await client_as("worker").get("/sync/pull", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


async def test_the_cursor_of_another_user_is_a_bad_cursor(
    phone_of: Phones, client_as: Callable[..., AsyncClient]
) -> None:
    phone = phone_of("worker")
    await phone.pull()
    answer = await client_as("second_worker").get("/sync/pull", params={"cursor": phone.cursor})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")
