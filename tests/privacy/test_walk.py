"""Nobody reads of a private matter what is kept from them, in whatever they ask."""

import pytest

from tests.cases import Cases
from tests.conftest import OneConnection
from tests.evaluation import counted
from tests.privacy import walk
from tests.privacy.matter import FOLLOWER, REPORTER, Clients, private
from tests.privacy.walk import Answer

pytestmark = pytest.mark.any_server


def _leaks(answers: list[Answer], secrets: set[str]) -> list[str]:
    leaking = [told for told in answers if told.names(secrets)]
    return [f"{told.method} {told.template} {told.status}: {told.names(secrets)}" for told in leaking]


async def _asked(database: OneConnection, clients: Clients, who: str | None, matter: walk.Matter) -> list[Answer]:
    answers = [answer async for answer in walk.walk(database, clients(who), matter)]
    assert len(answers) > 200, "a walk that asks nothing proves nothing"
    return answers


@pytest.mark.parametrize(
    "who",
    ["second_worker", "far_handler", "other_supervisor", "admin", "hotline", None],
)
async def test_a_confidential_case_is_not_there_for_others(
    database: OneConnection, cases: Cases, client_as: Clients, who: str | None
) -> None:
    matter = await private(cases, client_as, "confidential")
    secrets = matter.of_the_case | (set() if who == "admin" else matter.of_the_reporter)  # who knows all users

    assert _leaks(await _asked(database, client_as, who, matter), secrets) == []


@pytest.mark.parametrize(
    ("tier", "who"),
    [
        ("restricted", "handler"),
        ("restricted", "water_handler"),
        ("restricted", "second_worker"),
        ("confidential", "handler"),
        ("confidential", "water_handler"),
    ],
)
async def test_who_told_of_a_private_case_is_not_named_to_units_or_other_workers(
    database: OneConnection, cases: Cases, client_as: Clients, tier: str, who: str
) -> None:
    matter = await private(cases, client_as, tier)
    answers = await _asked(database, client_as, who, matter)

    assert any(answer.names(matter.of_the_case) for answer in answers), "who sees nothing proves nothing"
    assert _leaks(answers, matter.of_the_reporter) == []


@pytest.mark.parametrize("tier", ["restricted", "confidential"])
async def test_who_told_of_it_sees_it_and_is_not_told_who_else_did(
    database: OneConnection, cases: Cases, client_as: Clients, tier: str
) -> None:
    matter = await private(cases, client_as, tier)
    for who, other in ((REPORTER, FOLLOWER), (FOLLOWER, REPORTER)):
        answer = await client_as(who).get(f"/cases/{matter.id}/events")
        assert answer.status_code == 200
        assert f"用户{who}" in answer.text
        assert f"用户{other}" not in answer.text


@pytest.mark.parametrize("tier", ["restricted", "confidential"])
async def test_the_walk_can_tell(database: OneConnection, cases: Cases, client_as: Clients, tier: str) -> None:
    """Every read that may speak of a case does so to one of those who see it: its silence to others means something."""
    matter = await private(cases, client_as, tier)
    await counted(database)
    told: set[str] = set()
    named: set[str] = set()
    for who in (REPORTER, "clerk", "handler", "supervisor"):
        async for answer in walk.walk(database, client_as(who), matter, "get"):
            told |= {answer.template} if answer.names(matter.of_the_case) else set()
            named |= {answer.template} if answer.names(matter.of_the_reporter) else set()

    by_link = {"/api/v1/public/cases/{token}", "/api/v1/public/ratings/{token}"}  # of a resident, of their own report
    # who are told of no confidential one
    of_administrators = {"/api/v1/users/{user_id}/open-work", "/api/v1/departments/{code}/open-work"}
    of_the_pool = {"/api/v1/pool"}  # where it is not published
    others = ("parts", "before", "appeals")  # of which it has none
    of_others = {f"/api/v1/cases/{{case_id}}/{each}" for each in others}
    of_the_odd = {f"/api/v1/irregularities{one}" for one in ("", "/{irregularity_id}")}  # in which nothing is
    of_cobuilding = {
        f"/api/v1/cobuilding/{each}"  # which knows no cases; its own papers have numbers and people
        for each in (
            "activities/{activity_id}", "adoptions/{adoption_id}", "groups/{group_id}/assessments",
            "inspections/{inspection_id}", "periods", "periods/{period_id}", "projects/{project_id}", "tasks/{task_id}",
        )
    }  # fmt: skip
    of_bulletins = {"/api/v1/bulletins", "/api/v1/bulletins/{bulletin_id}"}  # of which there is none
    of_boards = {"/api/v1/public/villages/{code}"}  # where nothing is released
    of_places = {"/api/v1/supervision/tops"}  # where there are two of them
    of_nothing = {"/api/v1/evaluation/case-appeals", "/api/v1/releases"}  # that was appealed about, or released
    of_nothing |= {"/api/v1/releases/proposed"}  # to which nothing private is proposed
    silent = of_administrators | of_the_pool | of_others | of_nothing | of_the_odd | of_places
    silent |= of_cobuilding | of_bulletins | of_boards
    assert walk.reads_of_cases() - told == by_link | silent
    assert {f"/api/v1/cases/{{case_id}}{part}" for part in ("", "/events", "/attachments")} <= named
    assert {"/api/v1/sync/pull"} <= named
