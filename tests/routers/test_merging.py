"""Merging over HTTP: what the target takes over, and that undoing it leaves both as they were."""

from collections.abc import Callable
from typing import Any

from httpx import AsyncClient

from tests.cases import Cases

Clients = Callable[..., AsyncClient]
RESIDENT = {"name": "李先生", "phone": "13900000001"}
OTHER_RESIDENT = {"name": "赵女士", "phone": "13900000002"}
LOOK = {"reason_code": "call_back"}


async def merged(cases: Cases, case: dict[str, Any], target: dict[str, Any]) -> dict[str, Any]:
    return await cases.done("clerk", case, "merge", {"target_id": target["id"]})


async def contact_of(cases: Cases, case: dict[str, Any]) -> Any:
    """The contact a clerk is shown, the first of those beside it, or the condition that keeps them back."""
    answer = (await cases.act("clerk", case, "reveal-contact", LOOK)).json()
    if "condition" in answer:
        return answer["condition"]
    return answer["contact"] or [{name: told[name] for name in RESIDENT} for told in answer["follower_contacts"]]


async def test_the_resident_of_a_merged_report_stands_beside_the_targets_contact_and_may_rate(
    cases: Cases, client_as: Clients
) -> None:
    target, case = await cases.at("resolved"), await cases.report("clerk", contact=RESIDENT)
    await merged(cases, case, target)

    assert await contact_of(cases, target) == [RESIDENT]
    await cases.done("dispatcher", target, "close", {"close_condition_met": True, "reply": "已办结"})
    shown = await cases.done("clerk", target, "reveal-contact", LOOK)
    assert (shown["contact"], shown["residents_to_answer"]) == (None, 1)
    (told,) = shown["follower_contacts"]
    assert (told["phone"], told["merged"], told["told_by"]) == (RESIDENT["phone"], True, "用户clerk"), "whom to ask"
    link = await client_as("clerk").post(f"/cases/{target['id']}/rating-link")
    assert link.status_code == 201


async def test_a_target_with_a_contact_keeps_it_and_shows_the_other_besides(cases: Cases) -> None:
    target, case = await cases.report(contact=RESIDENT), await cases.report(contact=OTHER_RESIDENT)
    await merged(cases, case, target)
    shown = await cases.done("clerk", target, "reveal-contact", LOOK)

    assert (shown["contact"], shown["follower_contacts"][0]["phone"]) == (RESIDENT, OTHER_RESIDENT["phone"])
    assert shown["residents_to_answer"] == 2
    await cases.done("clerk", case, "unmerge")
    assert await contact_of(cases, target) == RESIDENT


async def test_undoing_a_merge_takes_the_contact_back(cases: Cases) -> None:
    target, case = await cases.report(), await cases.report(contact=RESIDENT)
    await merged(cases, case, target)
    await cases.done("clerk", case, "unmerge")

    assert await contact_of(cases, target) == "no-contact"
    assert await contact_of(cases, case) == RESIDENT


async def test_undoing_a_merge_leaves_the_contact_of_whoever_follows_still(cases: Cases) -> None:
    target = await cases.report()
    first, second = await cases.report(contact=RESIDENT), await cases.report(contact=OTHER_RESIDENT)
    for case in (first, second):
        await merged(cases, case, target)
    assert await contact_of(cases, target) == [RESIDENT, OTHER_RESIDENT]
    await cases.done("clerk", first, "unmerge")
    assert await contact_of(cases, target) == [OTHER_RESIDENT]
    await cases.done("clerk", second, "unmerge")

    assert await contact_of(cases, target) == "no-contact"


async def test_the_resident_of_two_merged_reports_stays_the_contact_when_one_is_taken_back(cases: Cases) -> None:
    target, case = await cases.report(contact=RESIDENT), await cases.report(contact=RESIDENT)
    await merged(cases, case, target)
    await cases.done("clerk", case, "unmerge")

    assert await contact_of(cases, target) == RESIDENT, "it was the target's own"


async def test_a_case_whose_merges_were_undone_can_be_merged_itself(cases: Cases) -> None:
    target, case, other = await cases.report(), await cases.report(), await cases.report()
    for double in (case, other):
        await merged(cases, double, target)
    await cases.done("clerk", case, "unmerge")
    still = await cases.act("clerk", target, "merge", {"target_id": case["id"]})
    await cases.done("clerk", other, "unmerge")

    assert still.json()["condition"] == "has-merged-cases"
    assert (await merged(cases, target, case))["status"] == "merged"


async def test_undoing_a_merge_restores_the_status_and_the_running_deadline(cases: Cases) -> None:
    target, reported, filed = await cases.report(), await cases.report(), await cases.at("filed")
    sent_back = await cases.at("filed")
    sent_back = await cases.done("dispatcher", sent_back, "send-back", {"note": "类别有误"})
    assert (sent_back["status"], sent_back["due_at"] is not None) == ("reported", True)
    for before in (reported, filed, sent_back):
        gone = await merged(cases, before, target)
        back = await cases.done("clerk", before, "unmerge")

        assert gone["due_at"] is None
        assert (back["status"], back["due_at"]) == (before["status"], before["due_at"])
